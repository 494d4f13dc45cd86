using Draaiboek.GraphQL.Language;

namespace Draaiboek.GraphQL.Types;

/// <summary>The directives of the specification. Only @skip and @include can be written in a request.</summary>
internal static class BuiltInDirectives
{
    private static readonly DirectiveLocation[] s_selections = [DirectiveLocation.Field, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment];

    public static DirectiveType Include { get; } = new(
        "include",
        "Includes this field or fragment only when the `if` argument is true.",
        s_selections,
        [new InputValue("if", "Included when true.", deprecationReason: null, new NonNullType(Scalars.Boolean), defaultValue: null)]);

    public static DirectiveType Skip { get; } = new(
        "skip",
        "Leaves this field or fragment out when the `if` argument is true.",
        s_selections,
        [new InputValue("if", "Left out when true.", deprecationReason: null, new NonNullType(Scalars.Boolean), defaultValue: null)]);

    public static IReadOnlyList<DirectiveType> All { get; } =
    [
        Include,
        Skip,
        new(
            "deprecated",
            "Marks an element of the schema that clients should no longer use.",
            [DirectiveLocation.FieldDefinition, DirectiveLocation.ArgumentDefinition, DirectiveLocation.InputFieldDefinition, DirectiveLocation.EnumValue],
            [
                new InputValue(
                    "reason",
                    "Why, and what to use instead. Markdown is allowed.",
                    deprecationReason: null,
                    new NonNullType(Scalars.String),
                    new StringNode(default, SchemaPrinter.DefaultDeprecationReason)),
            ]),
        new(
            "specifiedBy",
            "Gives the address of a text that specifies a scalar.",
            [DirectiveLocation.Scalar],
            [new InputValue("url", "The address.", deprecationReason: null, new NonNullType(Scalars.String), defaultValue: null)]),
        new("oneOf", "Says that exactly one field of an input object must be given, and not as null.", [DirectiveLocation.InputObject], []),
    ];
}
