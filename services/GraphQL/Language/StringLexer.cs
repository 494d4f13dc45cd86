using System.Globalization;
using System.Text;

namespace Draaiboek.GraphQL.Language;

/// <summary>Reads quoted strings: escapes, \u{...}, and no surrogate without its partner.</summary>
internal static class StringLexer
{
    public static Token Read(Lexer lexer, string source)
    {
        int start = lexer.Position;
        int position = start + 1;
        var value = new StringBuilder();
        while (true)
        {
            if (position >= source.Length || source[position] is ('\n' or '\r'))
            {
                throw lexer.Error("Unterminated string.", position);
            }

            char c = source[position];
            if (c == '"')
            {
                lexer.Position = position + 1;
                return new Token(TokenKind.String, value.ToString(), lexer.At(start));
            }

            if (c == '\\')
            {
                ReadEscape(lexer, source, ref position, value);
                continue;
            }

            int from = position;
            RequireScalarValue(lexer, source, ref position);
            value.Append(source, from, position - from);
        }
    }

    /// <summary>Steps over one Unicode scalar value; half a surrogate pair is not a source character.</summary>
    public static void RequireScalarValue(Lexer lexer, string source, ref int position)
    {
        char c = source[position];
        if (!char.IsSurrogate(c))
        {
            position++;
        }
        else if (char.IsHighSurrogate(c) && position + 1 < source.Length && char.IsLowSurrogate(source[position + 1]))
        {
            position += 2;
        }
        else
        {
            throw lexer.Unexpected(position);
        }
    }

    private static void ReadEscape(Lexer lexer, string source, ref int position, StringBuilder value)
    {
        int start = position;
        char kind = position + 1 < source.Length ? source[position + 1] : '\0';
        if (kind == 'u')
        {
            ReadUnicodeEscape(lexer, source, ref position, value);
            return;
        }

        value.Append(kind switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw lexer.Error("Invalid character escape sequence.", start),
        });
        position += 2;
    }

    private static void ReadUnicodeEscape(Lexer lexer, string source, ref int position, StringBuilder value)
    {
        int start = position;
        position += 2;
        if (position < source.Length && source[position] == '{')
        {
            int close = source.IndexOf('}', position, Math.Min(source.Length - position, 12));
            if (close < 0 || !TryHex(source.AsSpan(position + 1, close - position - 1), out int codePoint) || !Rune.IsValid(codePoint))
            {
                throw lexer.Error("Invalid Unicode escape sequence.", start);
            }

            value.Append(new Rune(codePoint).ToString());
            position = close + 1;
            return;
        }

        char first = ReadFixed(lexer, source, ref position, start);
        value.Append(first);
        if (!char.IsSurrogate(first))
        {
            return;
        }

        if (!char.IsHighSurrogate(first) || string.CompareOrdinal(source, position, "\\u", 0, 2) != 0)
        {
            throw lexer.Error("Invalid Unicode escape sequence: a surrogate without its partner.", start);
        }

        position += 2;
        char second = ReadFixed(lexer, source, ref position, start);
        if (!char.IsLowSurrogate(second))
        {
            throw lexer.Error("Invalid Unicode escape sequence: a surrogate without its partner.", start);
        }

        value.Append(second);
    }

    private static char ReadFixed(Lexer lexer, string source, ref int position, int start)
    {
        if (position + 4 > source.Length || !TryHex(source.AsSpan(position, 4), out int unit))
        {
            throw lexer.Error("Invalid Unicode escape sequence.", start);
        }

        position += 4;
        return (char)unit;
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out int value) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0;
}
