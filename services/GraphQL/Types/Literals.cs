using System.Globalization;
using Draaiboek.GraphQL.Language;

namespace Draaiboek.GraphQL.Types;

/// <summary>C# values as GraphQL literals: the defaults that a schema shows.</summary>
internal static class Literals
{
    /// <summary>The literal, or null when the value has none of this type.</summary>
    public static ValueNode? Of(object? value, GraphType type)
    {
        if (value is null)
        {
            return type.IsNonNull ? null : new NullNode(default);
        }

        switch (type.Nullable)
        {
            case EnumType enumType:
                return enumType.NameOf(value) is { } name ? new EnumNode(default, name) : null;
            case ScalarType scalar:
                return scalar.Serialize(value) switch
                {
                    string text => new StringNode(default, text),
                    bool boolean => new BooleanNode(default, boolean),
                    IFormattable number => Number(number.ToString(format: null, CultureInfo.InvariantCulture)),
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>A literal as SDL and introspection print it.</summary>
    public static string Print(ValueNode value) => value switch
    {
        NullNode => "null",
        BooleanNode boolean => boolean.Value ? "true" : "false",
        IntNode number => number.Digits,
        FloatNode number => number.Digits,
        EnumNode name => name.Name,
        StringNode text => Quote(text.Value),
        VariableNode variable => $"${variable.Name}",
        ListNode list => $"[{string.Join(", ", list.Items.Select(Print))}]",
        ObjectNode obj => $"{{ {string.Join(", ", obj.Fields.Select(field => $"{field.Name}: {Print(field.Value)}"))} }}",
        _ => throw new InvalidOperationException($"Unknown literal {value.GetType()}."),
    };

    /// <summary>A string literal; only what must be escaped is.</summary>
    public static string Quote(string text)
    {
        var result = new System.Text.StringBuilder("\"");
        foreach (char c in text)
        {
            result.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                _ when char.IsControl(c) => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        }

        return result.Append('"').ToString();
    }

    private static ValueNode Number(string digits) =>
        digits.AsSpan().ContainsAnyExcept("-0123456789") ? new FloatNode(default, digits) : new IntNode(default, digits);
}
