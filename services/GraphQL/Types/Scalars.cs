using System.Globalization;
using Draaiboek.GraphQL.Language;

namespace Draaiboek.GraphQL.Types;

/// <summary>A scalar: <see cref="Parse"/> reads what a client wrote, <see cref="Serialize"/> writes what a resolver returned.</summary>
internal sealed class ScalarType(
    string name,
    string description,
    string? specifiedBy,
    Func<ValueNode, object?> parse,
    Func<object, object?> serialize) : NamedType(name, description)
{
    public string? SpecifiedBy { get; } = specifiedBy;

    /// <summary>The C# value, or null when the literal is not of this type.</summary>
    public Func<ValueNode, object?> Parse { get; } = parse;

    /// <summary>A string, bool, int, long, double or decimal; null when the value does not fit this type.</summary>
    public Func<object, object?> Serialize { get; } = serialize;
}

internal static class Scalars
{
    private const string Rfc3339 = "https://www.rfc-editor.org/rfc/rfc3339";

    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    private static readonly string[] s_dateTimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:sszzz"];

    public static ScalarType Int { get; } = new(
        "Int",
        "The `Int` scalar type represents a signed 32-bit whole number.",
        specifiedBy: null,
        node => node is IntNode number && int.TryParse(number.Digits, NumberStyles.AllowLeadingSign, s_invariant, out int value) ? value : null,
        value => value is int ? value : null);

    public static ScalarType Float { get; } = new(
        "Float",
        "The `Float` scalar type represents a double-precision number as of IEEE 754.",
        specifiedBy: null,
        node => Digits(node) is { } digits && double.TryParse(digits, NumberStyles.Float, s_invariant, out double value) && double.IsFinite(value) ? value : null,
        value => value switch
        {
            double number => double.IsFinite(number) ? number : null,
            float number => float.IsFinite(number) ? (double)number : null,
            int number => (double)number,
            _ => null,
        });

    public static ScalarType String { get; } = new(
        "String",
        "The `String` scalar type represents text.",
        specifiedBy: null,
        node => (node as StringNode)?.Value,
        value => value as string);

    public static ScalarType Boolean { get; } = new(
        "Boolean",
        "The `Boolean` scalar type represents `true` or `false`.",
        specifiedBy: null,
        node => node is BooleanNode boolean ? boolean.Value : null,
        value => value is bool ? value : null);

    public static ScalarType ID { get; } = new(
        "ID",
        "The `ID` scalar type represents an identifier that is not meant to be read by people. It is written as a string; a whole number is accepted too.",
        specifiedBy: null,
        node => node switch
        {
            StringNode text => text.Value,
            IntNode number => number.Digits,
            _ => null,
        },
        value => value switch
        {
            string text => text,
            IFormattable formattable => formattable.ToString(format: null, s_invariant),
            _ => null,
        });

    public static ScalarType Long { get; } = new(
        "Long",
        "The `Long` scalar type represents a signed 64-bit whole number.",
        specifiedBy: null,
        node => node is IntNode number && long.TryParse(number.Digits, NumberStyles.AllowLeadingSign, s_invariant, out long value) ? value : null,
        value => value is long ? value : null);

    public static ScalarType Decimal { get; } = new(
        "Decimal",
        "The `Decimal` scalar type represents a decimal number of up to 28 digits.",
        specifiedBy: null,
        node => Digits(node) is { } digits && decimal.TryParse(digits, NumberStyles.Float, s_invariant, out decimal value) ? value : null,
        value => value is decimal ? value : null);

    public static ScalarType LocalDate { get; } = new(
        "LocalDate",
        "The `LocalDate` scalar type represents a date without a time or a time zone: `2026-03-14`.",
        Rfc3339,
        node => node is StringNode text && DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", s_invariant, DateTimeStyles.None, out DateOnly value) ? value : null,
        value => value is DateOnly date ? date.ToString("yyyy-MM-dd", s_invariant) : null);

    public static ScalarType DateTime { get; } = new(
        "DateTime",
        "The `DateTime` scalar type represents a date and time with an offset from UTC: `2026-03-14T09:30:00Z`.",
        Rfc3339,
        node => node is StringNode text && TryDateTime(text.Value, out DateTimeOffset value) ? value : null,
        value => value is DateTimeOffset time
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", s_invariant) + (time.Offset == TimeSpan.Zero ? "Z" : time.ToString("zzz", s_invariant))
            : null);

    public static ScalarType Uuid { get; } = new(
        "UUID",
        "The `UUID` scalar type represents a universally unique identifier: `0b5f39a1-86c7-4d12-9d6c-1f0c4c0e7a55`.",
        "https://www.rfc-editor.org/rfc/rfc9562",
        node => node is StringNode text && Guid.TryParseExact(text.Value, "D", out Guid value) ? value : null,
        value => value is Guid id ? id.ToString("D", s_invariant) : null);

    /// <summary>Part of every GraphQL service: SDL does not print them.</summary>
    public static IReadOnlyList<ScalarType> BuiltIn { get; } = [Int, Float, String, Boolean, ID];

    /// <summary>The scalar of a C# type, or null.</summary>
    public static ScalarType? For(Type type) => s_byType.GetValueOrDefault(type);

    private static readonly Dictionary<Type, ScalarType> s_byType = new()
    {
        [typeof(int)] = Int,
        [typeof(double)] = Float,
        [typeof(float)] = Float,
        [typeof(string)] = String,
        [typeof(bool)] = Boolean,
        [typeof(long)] = Long,
        [typeof(decimal)] = Decimal,
        [typeof(DateOnly)] = LocalDate,
        [typeof(DateTimeOffset)] = DateTime,
        [typeof(Guid)] = Uuid,
    };

    private static string? Digits(ValueNode node) => node switch
    {
        IntNode number => number.Digits,
        FloatNode number => number.Digits,
        _ => null,
    };

    private static bool TryDateTime(string text, out DateTimeOffset value)
    {
        // RFC 3339 lets the letters be small and wants an offset; "-00:00" and a missing offset are not the same as UTC.
        string normal = text.ToUpperInvariant();
        if (normal.EndsWith('Z'))
        {
            normal = normal[..^1] + "+00:00";
        }

        return DateTimeOffset.TryParseExact(normal, s_dateTimeFormats, s_invariant, DateTimeStyles.None, out value);
    }
}
