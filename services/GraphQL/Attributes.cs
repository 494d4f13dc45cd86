namespace Draaiboek.GraphQL;

/// <summary>
/// The public methods and properties of this class are fields of the Query type. More than one class may carry it.
/// Static members need no instance; an instance is made for every call, with its constructor's services.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>Registers the class as an object type, also when no field returns it by its own name (members of interfaces and unions).</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ObjectTypeAttribute : Attribute;

/// <summary>The C# interface or base class is a GraphQL interface; object types whose class implements it implement it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class InterfaceTypeAttribute : Attribute;

/// <summary>The C# interface or base class is a GraphQL union; object types whose class implements it are its members.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class UnionTypeAttribute : Attribute;

/// <summary>Exactly one field of this input object must be given; all its properties must be nullable.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class OneOfAttribute : Attribute;

/// <summary>The name in the schema, instead of the one inferred from C#.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum
    | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The description in the schema. Markdown is allowed; common indentation is taken off.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum
    | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    public string Description { get; } = description;
}

/// <summary>The member is not part of the schema.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>The field, argument, input field or enum value still works, but clients should leave it. Not allowed on what is required.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class GraphQLDeprecatedAttribute(string deprecationReason) : Attribute
{
    public string DeprecationReason { get; } = deprecationReason;
}

/// <summary>
/// What this costs when it is asked for once: a field's resolver, an argument or input field that is given, an object of this type.
/// Without it a resolver that waits or takes a service costs <see cref="GraphQLOptions.DefaultResolverCost"/>, what has fields of its own 1, a value 0.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum
    | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CostAttribute(double weight) : Attribute
{
    /// <summary>May be negative; the cost of a field with all that is under it never is.</summary>
    public double Weight { get; } = weight;
}

/// <summary>How long the list of this field may be: so often counts what stands under it. A list that says nothing counts as one item.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ListSizeAttribute : Attribute
{
    /// <summary>The length when no slicing argument has a value; 0 is not said.</summary>
    public int AssumedSize { get; init; }

    /// <summary>The arguments of this field that say how long the list is; the largest value counts.</summary>
    public string[] SlicingArguments { get; init; } = [];

    /// <summary>The fields of the returned object that are the list, such as <c>edges</c> and <c>nodes</c>; empty when the field itself is.</summary>
    public string[] SizedFields { get; init; } = [];

    /// <summary>Refuses an operation that gives none of the slicing arguments a value, or more than one.</summary>
    public bool RequireOneSlicingArgument { get; init; } = true;
}

/// <summary>
/// The list that the method returns is given in pages: the field gets <c>first</c>, <c>after</c>, <c>last</c>, <c>before</c> and returns a <see cref="Connection{T}"/>.
/// An <see cref="IQueryable{T}"/> is cut before it is sent to the database. The list must have an order.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UsePagingAttribute : Attribute
{
    /// <summary>The most items of one page.</summary>
    public int MaxPageSize { get; init; } = 50;

    /// <summary>How many when the client does not say.</summary>
    public int DefaultPageSize { get; init; } = 10;
}

/// <summary>The parameter is a service and not an argument; needed only for what the container does not list as a service.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute(string? key = null) : Attribute
{
    /// <summary>The key of a keyed service, or null.</summary>
    public string? Key { get; } = key;
}

/// <summary>The value is an ID: a string, a number or a Guid that clients must not take apart.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class IDAttribute : Attribute;
