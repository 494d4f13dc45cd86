using System.Text;

namespace Draaiboek.GraphQL.Types;

/// <summary>
/// Writes a schema the way the reference implementation's printSchema does, so that the exported file
/// can be read back there and compared letter by letter.
/// </summary>
internal static class SchemaPrinter
{
    public const string DefaultDeprecationReason = "No longer supported";

    /// <summary>A description up to this length stays on the line of its quotes.</summary>
    private const int LongestSingleLine = 70;

    public static string Print(GraphQLSchema schema)
    {
        IEnumerable<string> types = schema.Types
            .Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal) && !(type is ScalarType scalar && Scalars.BuiltIn.Contains(scalar)))
            .Select(type => Print(schema, type));
        return string.Join("\n\n", types) + "\n";
    }

    private static string Print(GraphQLSchema schema, NamedType type)
    {
        var text = new StringBuilder();
        Description(text, type.Description, indentation: "", isFirst: true);
        switch (type)
        {
            case ScalarType scalar:
                text.Append("scalar ").Append(type.Name);
                if (scalar.SpecifiedBy is { } url)
                {
                    text.Append(" @specifiedBy(url: ").Append(Literals.Quote(url)).Append(')');
                }

                break;
            case UnionType:
                text.Append("union ").Append(type.Name).Append(" = ").AppendJoin(" | ", schema.PossibleTypes(type).Select(member => member.Name));
                break;
            case EnumType enumType:
                text.Append("enum ").Append(type.Name);
                Block(text, enumType.Values, value => value.Description, value => text.Append(value.Name).Append(Deprecated(value.DeprecationReason)));
                break;
            case InputObjectType input:
                text.Append("input ").Append(type.Name).Append(input.IsOneOf ? " @oneOf" : "");
                Block(text, input.Fields, field => field.Description, field => Input(text, field));
                break;
            case ComplexType complex:
                text.Append(complex is ObjectType ? "type " : "interface ").Append(type.Name);
                if (complex.Interfaces.Count > 0)
                {
                    text.Append(" implements ").AppendJoin(" & ", complex.Interfaces.Select(implemented => implemented.Name));
                }

                Block(text, complex.Fields, field => field.Description, field =>
                {
                    text.Append(field.Name);
                    Arguments(text, field.Arguments);
                    text.Append(": ").Append(field.Type).Append(Deprecated(field.DeprecationReason));
                });
                break;
        }

        return text.ToString();
    }

    private static void Block<T>(StringBuilder text, IReadOnlyList<T> members, Func<T, string?> description, Action<T> print)
    {
        text.Append(" {\n");
        for (int i = 0; i < members.Count; i++)
        {
            Description(text, description(members[i]), "  ", isFirst: i == 0);
            text.Append("  ");
            print(members[i]);
            text.Append('\n');
        }

        text.Append('}');
    }

    private static void Arguments(StringBuilder text, IReadOnlyList<InputValue> arguments)
    {
        if (arguments.Count == 0)
        {
            return;
        }

        text.Append('(');
        if (arguments.All(argument => argument.Description is null))
        {
            for (int i = 0; i < arguments.Count; i++)
            {
                text.Append(i == 0 ? "" : ", ");
                Input(text, arguments[i]);
            }
        }
        else
        {
            text.Append('\n');
            for (int i = 0; i < arguments.Count; i++)
            {
                Description(text, arguments[i].Description, "    ", isFirst: i == 0);
                text.Append("    ");
                Input(text, arguments[i]);
                text.Append('\n');
            }

            text.Append("  ");
        }

        text.Append(')');
    }

    private static void Input(StringBuilder text, InputValue input)
    {
        text.Append(input.Name).Append(": ").Append(input.Type);
        if (input.DefaultValue is { } value)
        {
            text.Append(" = ").Append(Literals.Print(value));
        }

        text.Append(Deprecated(input.DeprecationReason));
    }

    private static string Deprecated(string? reason) => reason switch
    {
        null => "",
        DefaultDeprecationReason => " @deprecated",
        _ => $" @deprecated(reason: {Literals.Quote(reason)})",
    };

    private static void Description(StringBuilder text, string? description, string indentation, bool isFirst)
    {
        if (description is null)
        {
            return;
        }

        if (!isFirst)
        {
            text.Append('\n');
        }

        // Control characters cannot stand in a block string as themselves and come back the same.
        string quoted = description.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) ? Literals.Quote(description) : BlockString(description);
        foreach (string line in quoted.Split('\n'))
        {
            text.Append(line.Length == 0 ? "" : indentation).Append(line).Append('\n');
        }
    }

    private static string BlockString(string value)
    {
        string escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        bool isShort = !value.Contains('\n', StringComparison.Ordinal) && value.Length <= LongestSingleLine;

        // A quote or backslash at the end would run into the closing quotes.
        return isShort && value[^1] is not ('"' or '\\') ? $"\"\"\"{escaped}\"\"\"" : $"\"\"\"\n{escaped}\n\"\"\"";
    }
}
