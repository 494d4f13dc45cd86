using Draaiboek.GraphQL.Language;

namespace Draaiboek.GraphQL.Types;

/// <summary>An argument or a field of an input object.</summary>
internal sealed class InputValue(string name, string? description, string? deprecationReason, GraphType type, ValueNode? defaultValue)
{
    public string Name { get; } = name;

    public string? Description { get; } = description;

    public string? DeprecationReason { get; } = deprecationReason;

    public GraphType Type { get; } = type;

    /// <summary>As it would be written in SDL; null when there is none.</summary>
    public ValueNode? DefaultValue { get; } = defaultValue;

    /// <summary>What it costs to give it, when the member says so.</summary>
    public double? Cost { get; init; }

    public bool IsRequired => Type.IsNonNull && DefaultValue is null;
}

/// <summary>An input object; <see cref="Create"/> turns coerced field values into the C# object.</summary>
internal sealed class InputObjectType(string name, string? description, bool isOneOf) : NamedType(name, description)
{
    public bool IsOneOf { get; } = isOneOf;

    /// <summary>Filled when all types are known.</summary>
    public IReadOnlyList<InputValue> Fields { get; set; } = [];

    public Func<IReadOnlyDictionary<string, object?>, object> Create { get; set; } = values => values;

    public InputValue? FieldOrNull(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

internal enum DirectiveLocation
{
    Query,
    Mutation,
    Subscription,
    Field,
    FragmentDefinition,
    FragmentSpread,
    InlineFragment,
    VariableDefinition,
    FieldDefinition,
    ArgumentDefinition,
    InputFieldDefinition,
    EnumValue,
    Scalar,
    InputObject,
}

internal sealed class DirectiveType(string name, string description, IReadOnlyList<DirectiveLocation> locations, IReadOnlyList<InputValue> arguments)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public IReadOnlyList<DirectiveLocation> Locations { get; } = locations;

    public IReadOnlyList<InputValue> Arguments { get; } = arguments;

    /// <summary>QUERY, FRAGMENT_SPREAD, ...: the names of the specification.</summary>
    public static string LocationName(DirectiveLocation location) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(location.ToString());
}
