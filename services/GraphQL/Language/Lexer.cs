namespace Draaiboek.GraphQL.Language;

/// <summary>
/// Cuts a document into tokens, one at a time, so that a token limit stops the work and not only the result.
/// Follows section 2.1 of the specification, September 2025.
/// </summary>
internal sealed class Lexer(string source)
{
    private int _position;
    private int _line = 1;
    private int _lineStart;

    public Token Next()
    {
        SkipIgnored();
        if (_position >= source.Length)
        {
            return new Token(TokenKind.EndOfFile, "", Here());
        }

        char c = source[_position];
        return c switch
        {
            '!' => Punctuator(TokenKind.Bang, "!"),
            '$' => Punctuator(TokenKind.Dollar, "$"),
            '&' => Punctuator(TokenKind.Ampersand, "&"),
            '(' => Punctuator(TokenKind.ParenLeft, "("),
            ')' => Punctuator(TokenKind.ParenRight, ")"),
            ':' => Punctuator(TokenKind.Colon, ":"),
            '=' => Punctuator(TokenKind.EqualSign, "="),
            '@' => Punctuator(TokenKind.At, "@"),
            '[' => Punctuator(TokenKind.BracketLeft, "["),
            ']' => Punctuator(TokenKind.BracketRight, "]"),
            '{' => Punctuator(TokenKind.BraceLeft, "{"),
            '|' => Punctuator(TokenKind.Pipe, "|"),
            '}' => Punctuator(TokenKind.BraceRight, "}"),
            '.' when string.CompareOrdinal(source, _position, "...", 0, 3) == 0 => Punctuator(TokenKind.Spread, "..."),
            '"' when string.CompareOrdinal(source, _position, "\"\"\"", 0, 3) == 0 => BlockString(),
            '"' => StringLexer.Read(this, source),
            _ when IsNameStart(c) => Name(),
            _ when c == '-' || char.IsAsciiDigit(c) => Number(),
            _ => throw Unexpected(_position),
        };
    }

    /// <summary>Where the reader stands; strings are read by a class of their own that moves it.</summary>
    internal int Position
    {
        get => _position;
        set => _position = value;
    }

    internal SourceLocation Here() => At(_position);

    internal SourceLocation At(int position) => new(_line, position - _lineStart + 1);

    internal GraphQLSyntaxException Error(string message, int position) => new(message, At(position));

    internal GraphQLSyntaxException Unexpected(int position)
    {
        if (position >= source.Length)
        {
            return Error("Unexpected end of document.", position);
        }

        char c = source[position];
        string shown = char.IsSurrogate(c) || c < ' ' || c > '~' ? $"U+{(int)c:X4}" : $"'{c}'";
        return Error($"Unexpected character {shown}.", position);
    }

    internal void NewLine(int nextLineStart)
    {
        _line++;
        _lineStart = nextLineStart;
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsAsciiLetter(c);

    private static bool IsNameContinue(char c) => c == '_' || char.IsAsciiLetterOrDigit(c);

    private char Peek(int position) => position < source.Length ? source[position] : '\0';

    private Token Punctuator(TokenKind kind, string text)
    {
        var token = new Token(kind, text, Here());
        _position += text.Length;
        return token;
    }

    private Token Name()
    {
        int start = _position;
        while (IsNameContinue(Peek(_position)))
        {
            _position++;
        }

        return new Token(TokenKind.Name, source[start.._position], At(start));
    }

    private Token Number()
    {
        int start = _position;
        bool isFloat = false;
        if (Peek(_position) == '-')
        {
            _position++;
        }

        if (Peek(_position) == '0')
        {
            _position++;
            if (char.IsAsciiDigit(Peek(_position)))
            {
                throw Error("A number must not start with a superfluous 0.", _position);
            }
        }
        else
        {
            Digits();
        }

        if (Peek(_position) == '.')
        {
            isFloat = true;
            _position++;
            Digits();
        }

        if (Peek(_position) is 'e' or 'E')
        {
            isFloat = true;
            _position++;
            if (Peek(_position) is '+' or '-')
            {
                _position++;
            }

            Digits();
        }

        // "1.2.3" and "12abc" are typing errors, not two tokens.
        if (Peek(_position) == '.' || IsNameStart(Peek(_position)))
        {
            throw Unexpected(_position);
        }

        return new Token(isFloat ? TokenKind.Float : TokenKind.Int, source[start.._position], At(start));
    }

    private void Digits()
    {
        if (!char.IsAsciiDigit(Peek(_position)))
        {
            throw Unexpected(_position);
        }

        while (char.IsAsciiDigit(Peek(_position)))
        {
            _position++;
        }
    }

    private Token BlockString()
    {
        // The location belongs to the opening quotes, and the lines inside move the line counter.
        SourceLocation location = Here();
        string value = BlockStringLexer.Read(this, source);
        return new Token(TokenKind.BlockString, value, location);
    }

    private void SkipIgnored()
    {
        while (_position < source.Length)
        {
            switch (source[_position])
            {
                case ' ' or '\t' or ',' or '\uFEFF':
                    _position++;
                    break;
                case '\n':
                    NewLine(++_position);
                    break;
                case '\r':
                    _position += Peek(_position + 1) == '\n' ? 2 : 1;
                    NewLine(_position);
                    break;
                case '#':
                    SkipComment();
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipComment()
    {
        while (_position < source.Length && source[_position] is not ('\n' or '\r'))
        {
            StringLexer.RequireScalarValue(this, source, ref _position);
        }
    }
}
