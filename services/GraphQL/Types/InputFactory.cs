using System.Reflection;
using System.Security.Claims;
using Draaiboek.GraphQL.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.GraphQL.Types;

/// <summary>An argument and how its coerced value becomes the value of the C# parameter.</summary>
internal sealed record BoundArgument(ParameterInfo Parameter, InputValue Definition, Func<object?, object?> Bind);

/// <summary>Enums, input objects and arguments from C# types.</summary>
internal sealed class InputFactory(IServiceProviderIsService isService, NullabilityInfoContext nullability)
{
    private readonly Dictionary<Type, EnumType> _enums = [];
    private readonly Dictionary<Type, InputObjectType> _inputs = [];

    public IEnumerable<NamedType> Types => _enums.Values.Concat<NamedType>(_inputs.Values);

    public EnumType Enum(Type type)
    {
        if (_enums.TryGetValue(type, out EnumType? known))
        {
            return known;
        }

        var values = type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => !field.IsDefined(typeof(GraphQLIgnoreAttribute)))
            .OrderBy(field => field.MetadataToken)
            .Select(field => new EnumValue(Naming.EnumValue(field), Naming.Description(field), Naming.DeprecationReason(field), field.GetValue(obj: null)!))
            .ToList();
        if (values.Count == 0 || values.DistinctBy(value => value.Name, StringComparer.Ordinal).Count() != values.Count)
        {
            throw new SchemaException($"The enum {type} has no values, or two of the same name.");
        }

        var created = new EnumType(Naming.Type(type), Naming.Description(type), values) { Cost = Naming.Cost(type) };
        _enums.Add(type, created);
        return created;
    }

    /// <summary>The parameters of a method that a client fills; the others come from the request or the container.</summary>
    public List<BoundArgument> Arguments(MethodInfo method) =>
        [.. method.GetParameters().Where(parameter => !IsFromRequest(parameter) && !IsService(parameter)).Select(Argument)];

    public static bool IsFromRequest(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(CancellationToken)
        || parameter.ParameterType == typeof(HttpContext)
        || parameter.ParameterType == typeof(ClaimsPrincipal);

    public bool IsService(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(ServiceAttribute)) || type == typeof(IServiceProvider))
        {
            return true;
        }

        // The container claims to know every IEnumerable<T>; a list is an argument unless it is marked.
        Type single = Nullable.GetUnderlyingType(type) ?? type;
        return Scalars.For(single) is null && !single.IsEnum && ClrShape.ItemType(single) is null && isService.IsService(type);
    }

    private BoundArgument Argument(ParameterInfo parameter)
    {
        ClrShape shape = ClrShape.Of(nullability.Create(parameter), isInput: true);
        GraphType type = Input(shape, parameter.IsDefined(typeof(IDAttribute)), $"{parameter.Member.DeclaringType}.{parameter.Member.Name}({parameter.Name})");
        var definition = new InputValue(
            Naming.Argument(parameter),
            Naming.Description(parameter),
            Naming.DeprecationReason(parameter),
            type,
            DefaultOf(parameter, type))
        {
            Cost = Naming.Cost(parameter),
        };
        if (definition is { IsRequired: true, DeprecationReason: not null })
        {
            throw new SchemaException($"The argument {definition.Name} of {parameter.Member.Name} is required and cannot be deprecated.");
        }

        return new BoundArgument(parameter, definition, InputBinding.For(shape, type));
    }

    private GraphType Input(ClrShape shape, bool isId, string where)
    {
        GraphType type;
        if (shape.Item is { } item)
        {
            type = new ListType(Input(item, isId, where));
        }
        else if (isId)
        {
            type = Scalars.ID;
        }
        else
        {
            type = Scalars.For(shape.Type) ?? (shape.Type.IsEnum ? (GraphType)Enum(shape.Type) : InputObject(shape.Type, where));
        }

        return shape.IsNullable ? type : new NonNullType(type);
    }

    private InputObjectType InputObject(Type type, string where)
    {
        if (_inputs.TryGetValue(type, out InputObjectType? known))
        {
            return known;
        }

        bool isFramework = type.Namespace is "System" || type.Namespace?.StartsWith("System.", StringComparison.Ordinal) == true;
        if (type.IsAbstract || type.IsPrimitive || isFramework)
        {
            throw new SchemaException($"{type} is neither a service nor an input type ({where}).");
        }

        var created = new InputObjectType(Naming.Input(type), Naming.Description(type), type.IsDefined(typeof(OneOfAttribute)));
        _inputs.Add(type, created);

        // The constructor with the most parameters is the one that a record's own syntax made.
        ConstructorInfo constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new SchemaException($"The input type {type} has no public constructor.");
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !property.IsDefined(typeof(GraphQLIgnoreAttribute)) && property.GetIndexParameters().Length == 0)
            .OrderBy(property => property.GetMethod?.MetadataToken ?? property.MetadataToken)
            .ToList();
        var fields = new List<InputField>();
        foreach (PropertyInfo property in properties)
        {
            ParameterInfo? parameter = constructor.GetParameters()
                .FirstOrDefault(candidate => string.Equals(candidate.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            if (parameter is not null || property.SetMethod is { IsPublic: true })
            {
                fields.Add(InputField(property, parameter, created));
            }
        }

        if (constructor.GetParameters().Length != fields.Count(field => field.Parameter is not null) || fields.Count == 0)
        {
            throw new SchemaException($"The input type {type} needs a property for every constructor parameter, and at least one property.");
        }

        created.Fields = [.. fields.Select(field => field.Definition)];
        created.Create = InputBinding.Creator(type, constructor, fields);
        return created;
    }

    private InputField InputField(PropertyInfo property, ParameterInfo? parameter, InputObjectType owner)
    {
        ClrShape shape = ClrShape.Of(parameter is null ? nullability.Create(property) : nullability.Create(parameter), isInput: true);
        bool isId = property.IsDefined(typeof(IDAttribute)) || parameter?.IsDefined(typeof(IDAttribute)) == true;
        GraphType type = Input(shape, isId, $"{owner.Name}.{property.Name}");
        var definition = new InputValue(
            parameter?.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? Naming.Field(property),
            Naming.Description(property) ?? (parameter is null ? null : Naming.Description(parameter)),
            Naming.DeprecationReason(property) ?? (parameter is null ? null : Naming.DeprecationReason(parameter)),
            type,
            parameter is null ? null : DefaultOf(parameter, type))
        {
            Cost = Naming.Cost(property) ?? (parameter is null ? null : Naming.Cost(parameter)),
        };
        if (owner.IsOneOf && (type.IsNonNull || definition.DefaultValue is not null))
        {
            throw new SchemaException($"The field {definition.Name} of {owner.Name} must be nullable and without a default: the type is [OneOf].");
        }

        return new InputField(property, parameter, definition, InputBinding.For(shape, type));
    }

    private static ValueNode? DefaultOf(ParameterInfo parameter, GraphType type)
    {
        // A default of null says only that the argument may be left out, which a nullable type says already.
        if (!parameter.HasDefaultValue || (parameter.DefaultValue is null && !type.IsNonNull))
        {
            return null;
        }

        object? value = parameter.DefaultValue;
        if (value is not null && (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is { IsEnum: true } enumType && !value.GetType().IsEnum)
        {
            value = System.Enum.ToObject(enumType, value);
        }

        return Literals.Of(value, type)
            ?? throw new SchemaException($"The default of {parameter.Member.DeclaringType}.{parameter.Member.Name}({parameter.Name}) cannot be written in GraphQL.");
    }
}
