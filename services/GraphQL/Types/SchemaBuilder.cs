using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.GraphQL.Types;

/// <summary>Makes the schema of the registered classes, and refuses what would only fail during a request.</summary>
internal static class SchemaBuilder
{
    public static GraphQLSchema Build(GraphQLOptions options, IServiceProviderIsService isService)
    {
        var nullability = new NullabilityInfoContext();
        var inputs = new InputFactory(isService, nullability);
        var factory = new TypeFactory(inputs, new ResolverFactory(inputs), nullability);

        var query = new ObjectType("Query", QueryDescription(options), clrType: null);
        foreach (Type type in options.QueryTypes.Distinct())
        {
            foreach (MemberInfo member in TypeFactory.Members(type, isQuery: true))
            {
                query.Add(factory.FieldOf(member, isQuery: true));
            }
        }

        if (query.Fields.Count == 0)
        {
            throw new SchemaException("The schema has no query field; add a class with [QueryType].");
        }

        foreach (Type type in options.Types.Distinct())
        {
            factory.Named(type);
        }

        factory.Complete();
        NamedType[] outputs = [.. factory.Types];
        Connect(outputs);

        var all = new HashSet<NamedType>();
        foreach (NamedType type in outputs.Concat(inputs.Types).Append(query))
        {
            all.Add(type);
            all.UnionWith(ReferredTypes(type));
        }

        // Introspection refers to these, so a client may always name them.
        all.Add(Scalars.String);
        all.Add(Scalars.Boolean);
        all.Remove(query);
        return new GraphQLSchema(query, [query, .. all.OrderBy(type => type.Name, StringComparer.Ordinal)]);
    }

    private static string? QueryDescription(GraphQLOptions options)
    {
        // Several classes make up Query; the first description is the one that is shown.
        return options.QueryTypes.Select(Naming.Description).FirstOrDefault(description => description is not null);
    }

    private static void Connect(NamedType[] types)
    {
        InterfaceType[] interfaces = [.. types.OfType<InterfaceType>().OrderBy(type => type.Name, StringComparer.Ordinal)];
        foreach (ComplexType type in types.OfType<ComplexType>())
        {
            type.Interfaces = [.. interfaces.Where(candidate => candidate != type && candidate.ClrType!.IsAssignableFrom(type.ClrType))];
            foreach (InterfaceType implemented in type.Interfaces)
            {
                foreach (Field expected in implemented.Fields)
                {
                    if (type.FieldOrNull(expected.Name) is not { } field || !IsCovariant(field.Type, expected.Type))
                    {
                        throw new SchemaException($"{type.Name}.{expected.Name} is missing or does not fit the interface {implemented.Name}.");
                    }
                }
            }
        }
    }

    private static bool IsCovariant(GraphType type, GraphType expected) => (type, expected) switch
    {
        (NonNullType a, NonNullType b) => IsCovariant(a.Inner, b.Inner),
        (NonNullType a, _) => IsCovariant(a.Inner, expected),
        (_, NonNullType) => false,
        (ListType a, ListType b) => IsCovariant(a.Item, b.Item),
        (ComplexType { ClrType: { } a }, InterfaceType b) => b.ClrType!.IsAssignableFrom(a),
        (ObjectType { ClrType: { } a }, UnionType b) => b.ClrType.IsAssignableFrom(a),
        _ => ReferenceEquals(type, expected),
    };

    private static IEnumerable<NamedType> ReferredTypes(NamedType type) => type switch
    {
        ComplexType complex => complex.Fields.SelectMany(field => field.Arguments.Select(argument => argument.Type.Named).Append(field.Type.Named)),
        InputObjectType input => input.Fields.Select(field => field.Type.Named),
        _ => [],
    };
}
