using System.Text;

namespace Draaiboek.GraphQL.Language;

/// <summary>Reads block strings and takes off the indentation that belongs to the document, not to the text.</summary>
internal static class BlockStringLexer
{
    public static string Read(Lexer lexer, string source)
    {
        int position = lexer.Position + 3;
        var lines = new List<string>();
        var line = new StringBuilder();
        while (true)
        {
            if (position >= source.Length)
            {
                throw lexer.Error("Unterminated string.", position);
            }

            if (string.CompareOrdinal(source, position, "\"\"\"", 0, 3) == 0)
            {
                lexer.Position = position + 3;
                lines.Add(line.ToString());
                return Dedent(lines);
            }

            if (string.CompareOrdinal(source, position, "\\\"\"\"", 0, 4) == 0)
            {
                line.Append("\"\"\"");
                position += 4;
            }
            else if (source[position] is ('\n' or '\r'))
            {
                position += source[position] == '\r' && position + 1 < source.Length && source[position + 1] == '\n' ? 2 : 1;
                lexer.NewLine(position);
                lines.Add(line.ToString());
                line.Clear();
            }
            else
            {
                int from = position;
                StringLexer.RequireScalarValue(lexer, source, ref position);
                line.Append(source, from, position - from);
            }
        }
    }

    /// <summary>The common indentation of all lines but the first goes, and so do blank lines at both ends.</summary>
    public static string Dedent(IReadOnlyList<string> lines)
    {
        int common = int.MaxValue;
        int first = -1;
        int last = -1;
        for (int i = 0; i < lines.Count; i++)
        {
            int indent = Indentation(lines[i]);
            if (indent == lines[i].Length)
            {
                continue;
            }

            first = first < 0 ? i : first;
            last = i;
            if (i > 0)
            {
                common = Math.Min(common, indent);
            }
        }

        if (first < 0)
        {
            return "";
        }

        var result = new StringBuilder();
        for (int i = first; i <= last; i++)
        {
            string line = lines[i];
            if (i > first)
            {
                result.Append('\n');
            }

            result.Append(i == 0 || common == int.MaxValue ? line : line[Math.Min(common, line.Length)..]);
        }

        return result.ToString();
    }

    private static int Indentation(string line)
    {
        int i = 0;
        while (i < line.Length && line[i] is (' ' or '\t'))
        {
            i++;
        }

        return i;
    }
}
