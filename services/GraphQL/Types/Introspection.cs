using Draaiboek.GraphQL.Language;

namespace Draaiboek.GraphQL.Types;

/// <summary>The types of section 4 of the specification, resolved like any others.</summary>
internal static class Introspection
{
    private static readonly GraphType s_string = Scalars.String;
    private static readonly GraphType s_requiredString = new NonNullType(Scalars.String);
    private static readonly GraphType s_requiredBoolean = new NonNullType(Scalars.Boolean);

    private static readonly EnumType s_typeKind = Enum<TypeKind>("__TypeKind", "The kind of a type.");
    private static readonly EnumType s_directiveLocation = Enum<DirectiveLocation>("__DirectiveLocation", "A place where a directive can be written.");
    private static readonly ObjectType s_schema = new("__Schema", "What can be asked of this service: its types and directives.", clrType: null);
    private static readonly ObjectType s_type = new("__Type", "A type, or a list or non-null wrapper around one. Which fields have a value depends on `kind`.", clrType: null);
    private static readonly ObjectType s_field = new("__Field", "A field of an object or interface.", clrType: null);
    private static readonly ObjectType s_inputValue = new("__InputValue", "An argument, or a field of an input object.", clrType: null);
    private static readonly ObjectType s_enumValue = new("__EnumValue", "One value of an enum.", clrType: null);
    private static readonly ObjectType s_directive = new("__Directive", "A directive: where it can be written and with what.", clrType: null);

    private static readonly InputValue s_includeDeprecated = new(
        "includeDeprecated",
        description: null,
        deprecationReason: null,
        s_requiredBoolean,
        new BooleanNode(default, value: false));

    static Introspection()
    {
        DefineSchema();
        DefineType();
        DefineMembers();
    }

    private enum TypeKind
    {
        Scalar,
        Object,
        Interface,
        Union,
        Enum,
        InputObject,
        List,
        NonNull,
    }

    public static IReadOnlyList<NamedType> Types { get; } =
        [s_directive, s_directiveLocation, s_enumValue, s_field, s_inputValue, s_schema, s_type, s_typeKind];

    /// <summary>Has no resolver: the executor knows the type of every object it writes.</summary>
    public static Field TypeName { get; } = new("__typename", "The name of this object's type.", deprecationReason: null, s_requiredString, [], resolver: null);

    public static Field SchemaField { get; } =
        new("__schema", "The schema of this service.", deprecationReason: null, Required(s_schema), [], Returns(context => context.Schema));

    public static Field TypeField { get; } = new(
        "__type",
        "One type of this service.",
        deprecationReason: null,
        s_type,
        [new InputValue("name", description: null, deprecationReason: null, s_requiredString, defaultValue: null)],
        Returns(context => context.Schema.TypeOrNull((string)context.Arguments["name"]!)));

    private static void DefineSchema()
    {
        Add<GraphQLSchema>(s_schema, "description", s_string, _ => null);
        Add<GraphQLSchema>(s_schema, "types", RequiredList(s_type), schema => schema.Types);
        Add<GraphQLSchema>(s_schema, "queryType", Required(s_type), schema => schema.Query);
        Add<GraphQLSchema>(s_schema, "mutationType", s_type, _ => null);
        Add<GraphQLSchema>(s_schema, "subscriptionType", s_type, _ => null);
        Add<GraphQLSchema>(s_schema, "directives", RequiredList(s_directive), schema => schema.Directives);
    }

    private static void DefineType()
    {
        Add<GraphType>(s_type, "kind", Required(s_typeKind), type => KindOf(type));
        Add<GraphType>(s_type, "name", s_string, type => (type as NamedType)?.Name);
        Add<GraphType>(s_type, "description", s_string, type => (type as NamedType)?.Description);
        Add<GraphType>(s_type, "specifiedByURL", s_string, type => (type as ScalarType)?.SpecifiedBy);
        s_type.Add(WithDeprecated<GraphType>("fields", List(s_field), (type, all) =>
            (type as ComplexType)?.Fields.Where(field => all || field.DeprecationReason is null).ToList()));
        Add<GraphType>(s_type, "interfaces", List(s_type), type => (type as ComplexType)?.Interfaces);
        s_type.Add(Of("possibleTypes", List(s_type), [], context =>
            context.Parent is InterfaceType or UnionType ? context.Schema.PossibleTypes((NamedType)context.Parent) : null));
        s_type.Add(WithDeprecated<GraphType>("enumValues", List(s_enumValue), (type, all) =>
            (type as EnumType)?.Values.Where(value => all || value.DeprecationReason is null).ToList()));
        s_type.Add(WithDeprecated<GraphType>("inputFields", List(s_inputValue), (type, all) =>
            (type as InputObjectType)?.Fields.Where(field => all || field.DeprecationReason is null).ToList()));
        Add<GraphType>(s_type, "ofType", s_type, type => type switch
        {
            NonNullType nonNull => nonNull.Inner,
            ListType list => list.Item,
            _ => null,
        });
        Add<GraphType>(s_type, "isOneOf", Scalars.Boolean, type => (type as InputObjectType)?.IsOneOf);
    }

    private static void DefineMembers()
    {
        Add<Field>(s_field, "name", s_requiredString, field => field.Name);
        Add<Field>(s_field, "description", s_string, field => field.Description);
        s_field.Add(WithDeprecated<Field>("args", RequiredList(s_inputValue), (field, all) => Visible(field.Arguments, all)));
        Add<Field>(s_field, "type", Required(s_type), field => field.Type);
        Add<Field>(s_field, "isDeprecated", s_requiredBoolean, field => field.DeprecationReason is not null);
        Add<Field>(s_field, "deprecationReason", s_string, field => field.DeprecationReason);

        Add<InputValue>(s_inputValue, "name", s_requiredString, input => input.Name);
        Add<InputValue>(s_inputValue, "description", s_string, input => input.Description);
        Add<InputValue>(s_inputValue, "type", Required(s_type), input => input.Type);
        Add<InputValue>(s_inputValue, "defaultValue", s_string, input => input.DefaultValue is { } value ? Literals.Print(value) : null);
        Add<InputValue>(s_inputValue, "isDeprecated", s_requiredBoolean, input => input.DeprecationReason is not null);
        Add<InputValue>(s_inputValue, "deprecationReason", s_string, input => input.DeprecationReason);

        Add<EnumValue>(s_enumValue, "name", s_requiredString, value => value.Name);
        Add<EnumValue>(s_enumValue, "description", s_string, value => value.Description);
        Add<EnumValue>(s_enumValue, "isDeprecated", s_requiredBoolean, value => value.DeprecationReason is not null);
        Add<EnumValue>(s_enumValue, "deprecationReason", s_string, value => value.DeprecationReason);

        Add<DirectiveType>(s_directive, "name", s_requiredString, directive => directive.Name);
        Add<DirectiveType>(s_directive, "description", s_string, directive => directive.Description);
        Add<DirectiveType>(s_directive, "isRepeatable", s_requiredBoolean, _ => false);
        Add<DirectiveType>(s_directive, "locations", RequiredList(s_directiveLocation), directive => directive.Locations);
        s_directive.Add(WithDeprecated<DirectiveType>("args", RequiredList(s_inputValue), (directive, all) => Visible(directive.Arguments, all)));
    }

    private static List<InputValue> Visible(IReadOnlyList<InputValue> inputs, bool all) =>
        [.. inputs.Where(input => all || input.DeprecationReason is null)];

    private static TypeKind KindOf(GraphType type) => type switch
    {
        ScalarType => TypeKind.Scalar,
        ObjectType => TypeKind.Object,
        InterfaceType => TypeKind.Interface,
        UnionType => TypeKind.Union,
        EnumType => TypeKind.Enum,
        InputObjectType => TypeKind.InputObject,
        ListType => TypeKind.List,
        _ => TypeKind.NonNull,
    };

    private static NonNullType Required(GraphType type) => new(type);

    private static ListType List(GraphType type) => new(new NonNullType(type));

    private static NonNullType RequiredList(GraphType type) => new(List(type));

    private static void Add<T>(ObjectType owner, string name, GraphType type, Func<T, object?> value) =>
        owner.Add(Of(name, type, [], context => value((T)context.Parent!)));

    private static Field WithDeprecated<T>(string name, GraphType type, Func<T, bool, object?> value) =>
        Of(name, type, [s_includeDeprecated], context => value((T)context.Parent!, (bool)context.Arguments["includeDeprecated"]!));

    private static Field Of(string name, GraphType type, IReadOnlyList<InputValue> arguments, Func<ResolverContext, object?> value) =>
        new(name, description: null, deprecationReason: null, type, arguments, Returns(value));

    private static FieldResolver Returns(Func<ResolverContext, object?> value) => new(context => new ValueTask<object?>(value(context)));

    private static EnumType Enum<T>(string name, string description)
        where T : struct, Enum => new(
            name,
            description,
            [.. System.Enum.GetValues<T>().Select(value => new EnumValue(
                System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()), description: null, deprecationReason: null, value))]);
}
