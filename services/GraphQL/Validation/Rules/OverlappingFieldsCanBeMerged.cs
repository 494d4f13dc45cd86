using System.Text;
using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation.Rules;

/// <summary>
/// Fields of one response name must be one field. Not by comparing all pairs: fields that would be merged are put in one set
/// and compared with its first member, and their selections make the set one level down. What is merged is compared twice,
/// for the shape of the answer over all types, and for name and arguments where the parents can be the same object.
/// </summary>
internal sealed class OverlappingFieldsCanBeMerged(ValidationContext context)
{
    private const string Section = "Field-Selection-Merging";

    /// <summary>Comparisons per document; honest documents, whose size is limited, stay far below it.</summary>
    private const int MaxComparisons = 100_000;

    private readonly Dictionary<FieldNode, string> _arguments = [];
    private readonly HashSet<(FieldNode First, FieldNode Second)> _reported = [];
    private int _comparisons;

    public void Check()
    {
        foreach (OperationNode operation in context.Document.Operations.Where(operation => operation.Kind == OperationKind.Query))
        {
            var fields = new List<Entry>();
            Collect(operation.SelectionSet, context.Schema.Query, fields, []);
            SameShape(fields);
            SameField(fields);
        }

        if (_comparisons > MaxComparisons)
        {
            context.Report("The selections overlap too often to be checked.", Section, []);
        }
    }

    private void SameShape(List<Entry> fields)
    {
        foreach (List<Entry> group in Groups(fields))
        {
            Entry first = group[0];
            foreach (Entry other in group.Skip(1))
            {
                if (first.Definition is { } a && other.Definition is { } b && !HaveSameShape(a.Type, b.Type))
                {
                    Report(first, other, $"they return \"{a.Type}\" and \"{b.Type}\"");
                }
            }

            SameShape(Children(group));
        }
    }

    private void SameField(List<Entry> fields)
    {
        foreach (List<Entry> group in Groups(fields))
        {
            // Two object types are never one object; interfaces and unions can be either.
            List<Entry> anywhere = [.. group.Where(entry => entry.Parent is not ObjectType)];
            List<List<Entry>> sets = [.. group
                .Where(entry => entry.Parent is ObjectType)
                .GroupBy(entry => entry.Parent!)
                .Select(sameParent => (List<Entry>)[.. sameParent, .. anywhere])];
            foreach (List<Entry> set in sets.Count == 0 ? [anywhere] : sets)
            {
                Entry first = set[0];
                foreach (Entry other in set.Skip(1))
                {
                    if (first.Node.Name != other.Node.Name)
                    {
                        Report(first, other, $"\"{first.Node.Name}\" and \"{other.Node.Name}\" are different fields");
                    }
                    else if (Arguments(first.Node) != Arguments(other.Node))
                    {
                        Report(first, other, "their arguments differ");
                    }
                }

                SameField(Children(set));
            }
        }
    }

    private IEnumerable<List<Entry>> Groups(List<Entry> fields)
    {
        _comparisons += fields.Count;
        return _comparisons > MaxComparisons
            ? []
            : fields.GroupBy(entry => entry.Node.ResponseName, StringComparer.Ordinal).Select(group => group.ToList());
    }

    private List<Entry> Children(List<Entry> fields)
    {
        var children = new List<Entry>();
        var seen = new HashSet<(FragmentNode, NamedType?)>();
        foreach (Entry entry in fields)
        {
            if (entry.Node.SelectionSet is { } selectionSet)
            {
                Collect(selectionSet, entry.Definition?.Type.Named, children, seen);
            }
        }

        return children;
    }

    private void Collect(SelectionSetNode selectionSet, NamedType? parent, List<Entry> fields, HashSet<(FragmentNode, NamedType?)> seen)
    {
        foreach (SelectionNode selection in selectionSet.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    fields.Add(new Entry(field, parent, parent is null ? null : context.Schema.FieldOrNull(parent, field.Name)));
                    break;
                case InlineFragmentNode inline:
                    Collect(inline.SelectionSet, inline.TypeCondition is { } condition ? context.Schema.TypeOrNull(condition.Name) : parent, fields, seen);
                    break;
                case FragmentSpreadNode spread when context.Fragments.TryGetValue(spread.Name, out FragmentNode? fragment):
                    NamedType? type = context.Schema.TypeOrNull(fragment.TypeCondition.Name);
                    if (seen.Add((fragment, type)))
                    {
                        Collect(fragment.SelectionSet, type, fields, seen);
                    }

                    break;
            }
        }
    }

    private static bool HaveSameShape(GraphType a, GraphType b) => (a, b) switch
    {
        (NonNullType x, NonNullType y) => HaveSameShape(x.Inner, y.Inner),
        (NonNullType, _) or (_, NonNullType) => false,
        (ListType x, ListType y) => HaveSameShape(x.Item, y.Item),
        (ListType, _) or (_, ListType) => false,
        _ => a.IsLeaf || b.IsLeaf ? a.SameAs(b) : true,
    };

    /// <summary>The arguments in one order, so that equal sets are equal texts.</summary>
    private string Arguments(FieldNode field)
    {
        if (!_arguments.TryGetValue(field, out string? text))
        {
            var builder = new StringBuilder();
            foreach (ArgumentNode argument in field.Arguments.OrderBy(argument => argument.Name, StringComparer.Ordinal))
            {
                builder.Append(argument.Name).Append(':').Append(Literals.Print(Sorted(argument.Value))).Append(',');
            }

            _arguments.Add(field, text = builder.ToString());
        }

        return text;
    }

    private static ValueNode Sorted(ValueNode value) => value switch
    {
        ObjectNode obj => new ObjectNode(obj.Location, [.. obj.Fields
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => new ObjectFieldNode(field.Location, field.Name, Sorted(field.Value)))]),
        ListNode list => new ListNode(list.Location, [.. list.Items.Select(Sorted)]),
        _ => value,
    };

    private void Report(Entry first, Entry other, string reason)
    {
        if (_reported.Add((first.Node, other.Node)))
        {
            context.Report(
                $"The fields \"{first.Node.ResponseName}\" conflict because {reason}; give one of them another alias.",
                Section,
                [first.Node, other.Node]);
        }
    }

    private sealed record Entry(FieldNode Node, NamedType? Parent, Field? Definition);
}
