using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Execution;

/// <summary>Section 6.3.2: the fields that a selection means for one object type, after @skip, @include and fragments.</summary>
internal sealed class FieldCollector(GraphQLSchema schema, IReadOnlyDictionary<string, FragmentNode> fragments, InputCoercion coercion)
{
    public IReadOnlyList<FieldGroup> Collect(ObjectType type, IEnumerable<SelectionSetNode> selectionSets)
    {
        var groups = new List<FieldGroup>();
        var byName = new Dictionary<string, FieldGroup>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (SelectionSetNode selectionSet in selectionSets)
        {
            Collect(type, selectionSet, groups, byName, visited);
        }

        return groups;
    }

    private void Collect(ObjectType type, SelectionSetNode selectionSet, List<FieldGroup> groups, Dictionary<string, FieldGroup> byName, HashSet<string> visited)
    {
        foreach (SelectionNode selection in selectionSet.Selections.Where(selection => IsIncluded(selection.Directives)))
        {
            switch (selection)
            {
                case FieldNode field when byName.TryGetValue(field.ResponseName, out FieldGroup? group):
                    group.Nodes.Add(field);
                    break;
                case FieldNode field:
                    var created = new FieldGroup(schema.FieldOrNull(type, field.Name)!, field);
                    groups.Add(created);
                    byName.Add(field.ResponseName, created);
                    break;
                case InlineFragmentNode inline when inline.TypeCondition is null || Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, groups, byName, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name):
                    FragmentNode fragment = fragments[spread.Name];
                    if (Applies(fragment.TypeCondition, type))
                    {
                        Collect(type, fragment.SelectionSet, groups, byName, visited);
                    }

                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode condition, ObjectType type) => schema.IsPossible(schema.TypeOrNull(condition.Name)!, type);

    private bool IsIncluded(IReadOnlyList<DirectiveNode> directives) =>
        !IsTrue(directives, BuiltInDirectives.Skip, otherwise: false) && IsTrue(directives, BuiltInDirectives.Include, otherwise: true);

    private bool IsTrue(IReadOnlyList<DirectiveNode> directives, DirectiveType directive, bool otherwise)
    {
        if (directives.FirstOrDefault(candidate => candidate.Name == directive.Name) is not { } found)
        {
            return otherwise;
        }

        coercion.TryCoerceField(directive.Arguments[0], found.Arguments[0].Value, directive.Arguments[0].Name, out object? value);
        return (bool)value!;
    }
}
