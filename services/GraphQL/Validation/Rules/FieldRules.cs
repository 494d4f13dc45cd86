using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation.Rules;

/// <summary>No "did you mean": it would give away the names of a schema whose introspection may be off.</summary>
internal sealed class FieldsOnCorrectType(ValidationContext context) : ValidationRule(context, "Field-Selections")
{
    public override void Field(FieldNode field, NamedType? parent, Field? definition)
    {
        if (parent is ComplexType or UnionType && definition is null)
        {
            Report($"The field \"{field.Name}\" does not exist on the type \"{parent}\".", field);
        }
    }
}

internal sealed class ScalarLeafs(ValidationContext context) : ValidationRule(context, "Leaf-Field-Selections")
{
    public override void Field(FieldNode field, NamedType? parent, Field? definition)
    {
        if (definition is null)
        {
            return;
        }

        if (definition.Type.IsLeaf && field.SelectionSet is { } selectionSet)
        {
            Report($"The field \"{field.Name}\" of type \"{definition.Type}\" has no fields of its own to select.", selectionSet);
        }
        else if (!definition.Type.IsLeaf && field.SelectionSet is null)
        {
            Report($"The field \"{field.Name}\" of type \"{definition.Type}\" needs a selection of its fields.", field);
        }
    }
}

/// <summary>
/// Lists inside lists of the schema multiply: every type has fields, every field has a type. The usual introspection query
/// goes two lists deep; more only serves to make a large answer. The reference implementation draws the same line.
/// </summary>
internal sealed class IntrospectionNesting(ValidationContext context) : ValidationRule(context, "Schema-Introspection")
{
    private const int MaxLists = 2;

    public override void Field(FieldNode field, NamedType? parent, Field? definition)
    {
        if (field.Name is "__schema" or "__type" && Lists(field.SelectionSet) > MaxLists)
        {
            Report("The introspection nests too many lists.", field);
        }
    }

    // Follows fragments wherever they are spread: only for documents without cycles whose size is within the limits.
    private int Lists(SelectionSetNode? selectionSet) => selectionSet is null ? 0 : selectionSet.Selections.Max(selection => selection switch
    {
        FieldNode field => Lists(field.SelectionSet) + (field.Name is "fields" or "inputFields" or "interfaces" or "possibleTypes" ? 1 : 0),
        InlineFragmentNode inline => Lists(inline.SelectionSet),
        FragmentSpreadNode spread => Lists(Context.Fragments.GetValueOrDefault(spread.Name)?.SelectionSet),
        _ => 0,
    });
}
