using System.Globalization;
using System.Text.Json;
using Draaiboek.GraphQL.Language;

namespace Draaiboek.GraphQL.Execution;

/// <summary>JSON values as the nodes that a document would have for them.</summary>
internal static class JsonValues
{
    /// <summary>Up to here a double is exact, and so is the whole number that a client meant by it.</summary>
    private const double MostExact = 9_007_199_254_740_991;

    /// <exception cref="InvalidOperationException">A string holds half a surrogate pair.</exception>
    public static ValueNode ToNode(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new ObjectNode(default, [.. element.EnumerateObject().Select(property => new ObjectFieldNode(default, property.Name, ToNode(property.Value)))]),
        JsonValueKind.Array => new ListNode(default, [.. element.EnumerateArray().Select(ToNode)]),
        JsonValueKind.String => new StringNode(default, element.GetString()!),
        JsonValueKind.True => new BooleanNode(default, value: true),
        JsonValueKind.False => new BooleanNode(default, value: false),
        JsonValueKind.Number => Number(element.GetRawText()),
        _ => new NullNode(default),
    };

    private static ValueNode Number(string digits)
    {
        if (!digits.AsSpan().ContainsAny('.', 'e', 'E'))
        {
            return new IntNode(default, digits);
        }

        // JSON knows one kind of number; 1.0 and 1e3 are whole numbers to most who write it.
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsInteger(value) && Math.Abs(value) <= MostExact
                ? new IntNode(default, value.ToString("F0", CultureInfo.InvariantCulture))
                : new FloatNode(default, digits);
    }
}
