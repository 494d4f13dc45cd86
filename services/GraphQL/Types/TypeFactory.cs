using System.Reflection;
using Draaiboek.GraphQL.Execution;

namespace Draaiboek.GraphQL.Types;

/// <summary>Output types from C# types; each C# type becomes one GraphQL type, made when it is first met.</summary>
internal sealed class TypeFactory(InputFactory inputs, ResolverFactory resolvers, NullabilityInfoContext nullability)
{
    private readonly Dictionary<Type, NamedType> _types = [];
    private readonly Queue<ComplexType> _withoutFields = [];

    /// <summary>All output types that are neither scalar nor enum.</summary>
    public IEnumerable<NamedType> Types => _types.Values;

    public GraphType Output(NullabilityInfo info, ICustomAttributeProvider member)
    {
        NullabilityInfo result = ClrShape.Unwrap(info) ?? throw new SchemaException($"{member} returns nothing; a field needs a value.");
        return Output(ClrShape.Of(result, isInput: false), member.IsDefined(typeof(IDAttribute), inherit: false), member);
    }

    /// <summary>Adds fields to all types met so far, and to those that these fields lead to.</summary>
    public void Complete()
    {
        while (_withoutFields.TryDequeue(out ComplexType? type))
        {
            foreach (MemberInfo member in Members(type.ClrType!, isQuery: false))
            {
                type.Add(FieldOf(member, isQuery: false, withResolver: type is ObjectType));
            }

            // What a class implements belongs to the schema, also when no field returns it.
            foreach (Type parent in Parents(type.ClrType!))
            {
                Named(parent);
            }

            if (type.Fields.Count == 0)
            {
                throw new SchemaException($"The type {type.Name} has no fields.");
            }
        }
    }

    public Field FieldOf(MemberInfo member, bool isQuery, bool withResolver = true)
    {
        if (member is PropertyInfo property)
        {
            // On a positional record the attributes may stand on the parameter instead of on the property.
            ICustomAttributeProvider source = property;
            ParameterInfo? parameter = RecordParameter(property);
            bool isId = property.IsDefined(typeof(IDAttribute)) || parameter?.IsDefined(typeof(IDAttribute)) == true;
            GraphType type = Output(ClrShape.Of(nullability.Create(property), isInput: false), isId, source);
            return new Field(
                parameter?.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? Naming.Field(property),
                Naming.Description(property) ?? (parameter is null ? null : Naming.Description(parameter)),
                Naming.DeprecationReason(property) ?? (parameter is null ? null : Naming.DeprecationReason(parameter)),
                type,
                [],
                withResolver ? resolvers.ForProperty(property, isQuery) : null)
            {
                Cost = Naming.Cost(property),
                ListSize = Sized(Naming.ListSize(property), arguments: [], property),
            };
        }

        var method = (MethodInfo)member;
        List<BoundArgument> arguments = inputs.Arguments(method);
        if (method.GetCustomAttribute<UsePagingAttribute>() is { } paging)
        {
            return PagedField(method, arguments, paging, isQuery, withResolver);
        }

        return new Field(
            Naming.Field(method),
            Naming.Description(method),
            Naming.DeprecationReason(method),
            Output(nullability.Create(method.ReturnParameter), method),
            [.. arguments.Select(argument => argument.Definition)],
            withResolver ? resolvers.ForMethod(method, arguments, isQuery) : null)
        {
            Cost = Naming.Cost(method),
            ListSize = Sized(Naming.ListSize(method), arguments, method),
        };
    }

    private Field PagedField(MethodInfo method, List<BoundArgument> arguments, UsePagingAttribute paging, bool isQuery, bool withResolver)
    {
        NullabilityInfo? result = ClrShape.Unwrap(nullability.Create(method.ReturnParameter));
        Type item = (result is null ? null : ClrShape.ItemType(result.Type))
            ?? throw new SchemaException($"{method.DeclaringType}.{method.Name} returns no list that could be paged.");
        return new Field(
            Naming.Field(method),
            Naming.Description(method),
            Naming.DeprecationReason(method),
            Named(typeof(Connection<>).MakeGenericType(item), method),
            [.. arguments.Select(argument => argument.Definition), .. PageRequest.Arguments],
            withResolver ? resolvers.ForMethod(method, arguments, isQuery, (item, paging)) : null)
        {
            Cost = Naming.Cost(method),
            ListSize = Naming.ListSize(method) ?? new ListSizeAttribute
            {
                AssumedSize = Math.Min(paging.DefaultPageSize, paging.MaxPageSize),
                SlicingArguments = [PageRequest.FirstArgument, PageRequest.LastArgument],
                SizedFields = ["edges", "nodes"],
                RequireOneSlicingArgument = false,
            },
        };
    }

    private static ListSizeAttribute? Sized(ListSizeAttribute? size, IEnumerable<BoundArgument> arguments, MemberInfo member)
    {
        // A name that is no argument would never slice: the list would cost what it is assumed to, whatever is asked for.
        if (size?.SlicingArguments.FirstOrDefault(name => arguments.All(argument => argument.Definition.Name != name)) is { } unknown)
        {
            throw new SchemaException($"{member.DeclaringType}.{member.Name} has no argument {unknown} that could slice its list.");
        }

        return size;
    }

    /// <summary>
    /// The members of a class that are fields, in the order of the source, so that the exported schema is the same on every machine.
    /// On data classes only methods called Get... count, on query classes every public method.
    /// </summary>
    public static IEnumerable<MemberInfo> Members(Type type, bool isQuery)
    {
        BindingFlags flags = BindingFlags.Public | BindingFlags.Instance | (isQuery ? BindingFlags.Static : BindingFlags.Default);
        IEnumerable<(MemberInfo Member, MethodInfo Order)> properties = type.GetProperties(flags)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Select(property => ((MemberInfo)property, property.GetMethod!));
        IEnumerable<(MemberInfo Member, MethodInfo Order)> methods = type.GetMethods(flags)
            .Where(method => IsResolver(method, isQuery))
            .Select(method => ((MemberInfo)method, method));
        IEnumerable<(MemberInfo Member, MethodInfo Order)> all = properties.Concat(methods);
        if (type.IsInterface)
        {
            all = all.Concat(type.GetInterfaces().SelectMany(parent => Members(parent, isQuery).Select(member => (member, member as MethodInfo ?? ((PropertyInfo)member).GetMethod!))));
        }

        return all
            .Where(entry => !entry.Member.IsDefined(typeof(GraphQLIgnoreAttribute)))
            .OrderBy(entry => Depth(entry.Order.DeclaringType!))
            .ThenBy(entry => entry.Order.MetadataToken)
            .Select(entry => entry.Member);
    }

    private static bool IsResolver(MethodInfo method, bool isQuery) =>
        !method.IsSpecialName
        && !method.IsGenericMethod
        && method.GetBaseDefinition().DeclaringType != typeof(object)
        && method.GetBaseDefinition().DeclaringType != typeof(ValueType)
        && !method.Name.Contains('<', StringComparison.Ordinal)
        && method.Name is not ("Dispose" or "DisposeAsync" or "Deconstruct" or "Equals")
        && (isQuery || (method.Name.Length > 3 && method.Name.StartsWith("Get", StringComparison.Ordinal) && char.IsUpper(method.Name[3])));

    private static IEnumerable<Type> Parents(Type type)
    {
        IEnumerable<Type> parents = type.GetInterfaces();
        for (Type? parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            parents = parents.Append(parent);
        }

        return parents.Where(parent => parent.IsDefined(typeof(InterfaceTypeAttribute), inherit: false) || parent.IsDefined(typeof(UnionTypeAttribute), inherit: false));
    }

    private static int Depth(Type type) => type.BaseType is null ? 0 : Depth(type.BaseType) + 1;

    private static ParameterInfo? RecordParameter(PropertyInfo property) => property.DeclaringType!.GetConstructors()
        .SelectMany(constructor => constructor.GetParameters())
        .FirstOrDefault(parameter => parameter.Name == property.Name && parameter.ParameterType == property.PropertyType);

    private GraphType Output(ClrShape shape, bool isId, ICustomAttributeProvider member)
    {
        GraphType type;
        if (shape.Item is { } item)
        {
            type = new ListType(Output(item, isId, member));
        }
        else if (isId)
        {
            type = Scalars.ID;
        }
        else
        {
            type = Scalars.For(shape.Type) ?? (shape.Type.IsEnum ? (GraphType)inputs.Enum(shape.Type) : Named(shape.Type, member));
        }

        return shape.IsNullable ? type : new NonNullType(type);
    }

    /// <summary>The object, interface or union of a C# type.</summary>
    public NamedType Named(Type type, ICustomAttributeProvider? member = null)
    {
        if (_types.TryGetValue(type, out NamedType? known))
        {
            return known;
        }

        bool isFramework = type.Namespace is "System" || type.Namespace?.StartsWith("System.", StringComparison.Ordinal) == true;
        if (type.IsPrimitive || isFramework || type.IsPointer || type.IsByRef || type.IsGenericParameter)
        {
            throw new SchemaException($"There is no GraphQL type for {type} ({member}).");
        }

        string name = Naming.Type(type);
        string? description = Naming.Description(type);
        NamedType created;
        if (type.IsDefined(typeof(UnionTypeAttribute), inherit: false))
        {
            created = new UnionType(name, description, type) { Cost = Naming.Cost(type) };
        }
        else if (type.IsDefined(typeof(InterfaceTypeAttribute), inherit: false))
        {
            created = new InterfaceType(name, description, type) { Cost = Naming.Cost(type) };
        }
        else if (type.IsInterface || type.IsAbstract)
        {
            throw new SchemaException($"{type} is abstract; mark it [InterfaceType] or [UnionType], or return a class ({member}).");
        }
        else
        {
            created = new ObjectType(name, description, type) { Cost = Naming.Cost(type) };
        }

        _types.Add(type, created);
        if (created is ComplexType complex)
        {
            _withoutFields.Enqueue(complex);
        }

        return created;
    }
}
