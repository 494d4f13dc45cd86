using System.Diagnostics.CodeAnalysis;

namespace Draaiboek.GraphQL.Types;

/// <summary>A type of the schema, or a list or non-null wrapper around one.</summary>
internal abstract class GraphType
{
    /// <summary>The type without its wrappers.</summary>
    public abstract NamedType Named { get; }

    public bool IsNonNull => this is NonNullType;

    /// <summary>This type, or for a non-null type what is inside.</summary>
    public GraphType Nullable => this is NonNullType nonNull ? nonNull.Inner : this;

    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;

    public bool IsOutput => Named is not InputObjectType;

    public bool IsLeaf => Named is ScalarType or EnumType;

    /// <summary>Wrappers are made where they are needed, so equality is structural; named types are unique in a schema.</summary>
    public bool SameAs(GraphType other) => (this, other) switch
    {
        (NonNullType a, NonNullType b) => a.Inner.SameAs(b.Inner),
        (ListType a, ListType b) => a.Item.SameAs(b.Item),
        _ => ReferenceEquals(this, other),
    };
}

internal sealed class NonNullType(GraphType inner) : GraphType
{
    public GraphType Inner { get; } = inner;

    public override NamedType Named => Inner.Named;

    public override string ToString() => $"{Inner}!";
}

internal sealed class ListType(GraphType item) : GraphType
{
    public GraphType Item { get; } = item;

    public override NamedType Named => Item.Named;

    public override string ToString() => $"[{Item}]";
}

internal abstract class NamedType(string name, string? description) : GraphType
{
    public string Name { get; } = name;

    public string? Description { get; } = description;

    /// <summary>What one object of this type costs, when its class says so.</summary>
    public double? Cost { get; init; }

    public override NamedType Named => this;

    public override string ToString() => Name;
}

internal sealed class EnumValue(string name, string? description, string? deprecationReason, object value)
{
    public string Name { get; } = name;

    public string? Description { get; } = description;

    public string? DeprecationReason { get; } = deprecationReason;

    public object Value { get; } = value;
}

internal sealed class EnumType : NamedType
{
    private readonly Dictionary<string, EnumValue> _byName;
    private readonly Dictionary<object, EnumValue> _byValue;

    public EnumType(string name, string? description, IReadOnlyList<EnumValue> values)
        : base(name, description)
    {
        Values = values;
        _byName = values.ToDictionary(value => value.Name, StringComparer.Ordinal);

        // Two C# names of one number are two GraphQL values; the first one is what a resolver's answer is called.
        _byValue = values.DistinctBy(value => value.Value).ToDictionary(value => value.Value);
    }

    public IReadOnlyList<EnumValue> Values { get; }

    public bool TryParse(string name, [NotNullWhen(true)] out object? value)
    {
        value = _byName.GetValueOrDefault(name)?.Value;
        return value is not null;
    }

    public string? NameOf(object value) => _byValue.GetValueOrDefault(value)?.Name;
}

/// <summary>A type with fields: an object or an interface.</summary>
internal abstract class ComplexType(string name, string? description, Type? clrType) : NamedType(name, description)
{
    private readonly Dictionary<string, Field> _byName = new(StringComparer.Ordinal);
    private readonly List<Field> _fields = [];

    public Type? ClrType { get; } = clrType;

    public IReadOnlyList<Field> Fields => _fields;

    /// <summary>In the order of their names; filled when all types are known.</summary>
    public IReadOnlyList<InterfaceType> Interfaces { get; set; } = [];

    public Field? FieldOrNull(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Fields come after the type itself, because types refer to each other.</summary>
    public void Add(Field field)
    {
        if (!_byName.TryAdd(field.Name, field))
        {
            throw new SchemaException($"The type {Name} has two fields called {field.Name}.");
        }

        _fields.Add(field);
    }
}

internal sealed class ObjectType(string name, string? description, Type? clrType) : ComplexType(name, description, clrType);

internal sealed class InterfaceType(string name, string? description, Type clrType) : ComplexType(name, description, clrType);

internal sealed class UnionType(string name, string? description, Type clrType) : NamedType(name, description)
{
    public Type ClrType { get; } = clrType;
}

/// <summary>One field of an object or interface. <paramref name="resolver"/> is null for interfaces: only objects are executed.</summary>
internal sealed class Field(
    string name,
    string? description,
    string? deprecationReason,
    GraphType type,
    IReadOnlyList<InputValue> arguments,
    FieldResolver? resolver)
{
    public string Name { get; } = name;

    public string? Description { get; } = description;

    public string? DeprecationReason { get; } = deprecationReason;

    public GraphType Type { get; } = type;

    public IReadOnlyList<InputValue> Arguments { get; } = arguments;

    public FieldResolver? Resolver { get; } = resolver;

    /// <summary>What one call costs, when the member says so.</summary>
    public double? Cost { get; init; }

    public ListSizeAttribute? ListSize { get; init; }

    public InputValue? ArgumentOrNull(string name) => Arguments.FirstOrDefault(argument => argument.Name == name);
}
