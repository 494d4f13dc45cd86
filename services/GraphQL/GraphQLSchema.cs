using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL;

/// <summary>The schema of the service, built once from the classes in <see cref="GraphQLOptions"/>.</summary>
public sealed class GraphQLSchema
{
    private readonly Dictionary<string, NamedType> _types;
    private readonly Dictionary<string, DirectiveType> _directives;
    private readonly Dictionary<NamedType, IReadOnlyList<ObjectType>> _possibleTypes;
    private readonly Dictionary<Type, ObjectType> _byClrType;

    internal GraphQLSchema(ObjectType query, IReadOnlyList<NamedType> types)
    {
        Query = query;

        // Introspection is part of the schema: its types are queried, validated and fragmented like any other.
        Types = [.. types, .. Introspection.Types];
        _types = [];
        foreach (NamedType type in Types)
        {
            if (!_types.TryAdd(type.Name, type))
            {
                throw new SchemaException($"Two types are called {type.Name}; give one of them a [GraphQLName].");
            }
        }

        Directives = BuiltInDirectives.All;
        _directives = Directives.ToDictionary(directive => directive.Name, StringComparer.Ordinal);
        ObjectType[] objects = [.. Types.OfType<ObjectType>()];
        _byClrType = objects.Where(type => type.ClrType is not null).ToDictionary(type => type.ClrType!);
        _possibleTypes = Types.Where(type => type is InterfaceType or UnionType).ToDictionary(
            type => type,
            type => (IReadOnlyList<ObjectType>)[.. objects.Where(candidate => Implements(candidate, type))]);
        foreach ((NamedType type, IReadOnlyList<ObjectType> possible) in _possibleTypes)
        {
            if (possible.Count == 0)
            {
                throw new SchemaException($"No object type belongs to {type.Name}; add its classes with AddType or [ObjectType].");
            }
        }
    }

    internal ObjectType Query { get; }

    /// <summary>Query first, then by name, then the types of introspection.</summary>
    internal IReadOnlyList<NamedType> Types { get; }

    internal IReadOnlyList<DirectiveType> Directives { get; }

    /// <summary>The schema in the schema definition language; the same text on every machine and in every run.</summary>
    public string Print() => SchemaPrinter.Print(this);

    internal NamedType? TypeOrNull(string name) => _types.GetValueOrDefault(name);

    internal DirectiveType? DirectiveOrNull(string name) => _directives.GetValueOrDefault(name);

    /// <summary>The type that a document writes as <paramref name="node"/>, or null when it names a type that does not exist.</summary>
    internal GraphType? TypeOrNull(TypeNode node) => node switch
    {
        NonNullTypeNode nonNull => TypeOrNull(nonNull.Inner) is { } inner ? new NonNullType(inner) : null,
        ListTypeNode list => TypeOrNull(list.Item) is { } item ? new Types.ListType(item) : null,
        NamedTypeNode named => TypeOrNull(named.Name),
        _ => null,
    };

    /// <summary>The object types that a value of this type may have.</summary>
    internal IReadOnlyList<ObjectType> PossibleTypes(NamedType type) =>
        type is ObjectType single ? [single] : _possibleTypes.GetValueOrDefault(type, []);

    internal bool IsPossible(NamedType type, ObjectType candidate) => ReferenceEquals(type, candidate) || PossibleTypes(type).Contains(candidate);

    /// <summary>The object type of a value that a resolver returned for an interface or a union.</summary>
    internal ObjectType? TypeOf(object value)
    {
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (_byClrType.TryGetValue(type, out ObjectType? found))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The field of a type, with <c>__typename</c> everywhere and <c>__schema</c> and <c>__type</c> on the root.</summary>
    internal Field? FieldOrNull(NamedType parent, string name) => name switch
    {
        "__typename" => parent is ComplexType or UnionType ? Introspection.TypeName : null,
        "__schema" when parent == Query => Introspection.SchemaField,
        "__type" when parent == Query => Introspection.TypeField,
        _ => (parent as ComplexType)?.FieldOrNull(name),
    };

    private static bool Implements(ObjectType candidate, NamedType type) => type switch
    {
        InterfaceType wanted => candidate.Interfaces.Contains(wanted),
        UnionType union => candidate.ClrType is { } clrType && union.ClrType.IsAssignableFrom(clrType),
        _ => false,
    };
}
