using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation.Rules;

internal sealed class UniqueFragmentNames(ValidationContext context) : ValidationRule(context, "Fragment-Name-Uniqueness")
{
    public override void LeaveDocument()
    {
        foreach (var same in Context.Document.Fragments.GroupBy(fragment => fragment.Name, StringComparer.Ordinal))
        {
            foreach (FragmentNode again in same.Skip(1))
            {
                Report($"There can be only one fragment named \"{same.Key}\".", same.First().NameNode, again.NameNode);
            }
        }
    }
}

/// <summary>Type conditions and the types of variables name types of the schema.</summary>
internal sealed class KnownTypeNames(ValidationContext context) : ValidationRule(context, "Fragment-Spread-Type-Existence")
{
    public override void EnterDefinition(DefinitionNode definition) => Check((definition as FragmentNode)?.TypeCondition);

    public override void InlineFragment(InlineFragmentNode fragment, NamedType? parent) => Check(fragment.TypeCondition);

    public override void Variable(VariableDefinitionNode variable, GraphType? type)
    {
        TypeNode node = variable.Type;
        while (node is not NamedTypeNode)
        {
            node = node is NonNullTypeNode nonNull ? nonNull.Inner : ((ListTypeNode)node).Item;
        }

        Check((NamedTypeNode)node);
    }

    private void Check(NamedTypeNode? type)
    {
        if (type is not null && Context.Schema.TypeOrNull(type.Name) is null)
        {
            Report($"The type \"{type.Name}\" does not exist.", type);
        }
    }
}

internal sealed class FragmentsOnCompositeTypes(ValidationContext context) : ValidationRule(context, "Fragments-on-Object-Interface-or-Union-Types")
{
    public override void EnterDefinition(DefinitionNode definition) => Check((definition as FragmentNode)?.TypeCondition);

    public override void InlineFragment(InlineFragmentNode fragment, NamedType? parent) => Check(fragment.TypeCondition);

    private void Check(NamedTypeNode? condition)
    {
        if (condition is not null && Context.Schema.TypeOrNull(condition.Name) is { } type and not (ComplexType or UnionType))
        {
            Report($"A fragment cannot be on \"{type}\": it has no fields.", condition);
        }
    }
}

internal sealed class NoUnusedFragments(ValidationContext context) : ValidationRule(context, "Fragments-Must-Be-Used")
{
    public override void LeaveDocument()
    {
        var used = Context.Document.Operations.SelectMany(Context.Reachable).OfType<FragmentNode>().Select(fragment => fragment.Name).ToHashSet(StringComparer.Ordinal);
        foreach (FragmentNode fragment in Context.Document.Fragments.Where(fragment => !used.Contains(fragment.Name)))
        {
            Report($"The fragment \"{fragment.Name}\" is never used.", fragment);
        }
    }
}

internal sealed class KnownFragmentNames(ValidationContext context) : ValidationRule(context, "Fragment-Spread-Target-Defined")
{
    public override void FragmentSpread(FragmentSpreadNode spread, NamedType? parent)
    {
        if (!Context.Fragments.ContainsKey(spread.Name))
        {
            Report($"The fragment \"{spread.Name}\" does not exist.", spread.NameNode);
        }
    }
}

/// <summary>Each circle is told once, with all the spreads that it goes through.</summary>
internal sealed class NoFragmentCycles(ValidationContext context) : ValidationRule(context, "Fragment-Spreads-Must-Not-Form-Cycles")
{
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private readonly List<FragmentSpreadNode> _path = [];
    private readonly Dictionary<string, int> _startsAt = new(StringComparer.Ordinal);

    public override void LeaveDocument()
    {
        foreach (FragmentNode fragment in Context.Document.Fragments)
        {
            Follow(fragment);
        }
    }

    private void Follow(FragmentNode fragment)
    {
        if (!_visited.Add(fragment.Name))
        {
            return;
        }

        _startsAt[fragment.Name] = _path.Count;
        foreach (FragmentSpreadNode spread in Context.SpreadsIn(fragment))
        {
            _path.Add(spread);
            if (_startsAt.TryGetValue(spread.Name, out int start))
            {
                List<FragmentSpreadNode> circle = _path[start..];
                string way = string.Join(", ", circle.SkipLast(1).Select(step => $"\"{step.Name}\""));
                Report($"The fragment \"{spread.Name}\" spreads itself{(way.Length == 0 ? "" : $" by way of {way}")}.", circle);
            }
            else if (Context.Fragments.TryGetValue(spread.Name, out FragmentNode? next))
            {
                Follow(next);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        _startsAt.Remove(fragment.Name);
    }
}

internal sealed class PossibleFragmentSpreads(ValidationContext context) : ValidationRule(context, "Fragment-Spread-Is-Possible")
{
    public override void FragmentSpread(FragmentSpreadNode spread, NamedType? parent)
    {
        if (Context.Fragments.TryGetValue(spread.Name, out FragmentNode? fragment))
        {
            Check(spread, $"fragment \"{spread.Name}\"", fragment.TypeCondition.Name, parent);
        }
    }

    public override void InlineFragment(InlineFragmentNode fragment, NamedType? parent)
    {
        if (fragment.TypeCondition is { } condition)
        {
            Check(fragment, "fragment", condition.Name, parent);
        }
    }

    private void Check(Node node, string name, string condition, NamedType? parent)
    {
        NamedType? type = Context.Schema.TypeOrNull(condition);
        if (parent is ComplexType or UnionType
            && type is ComplexType or UnionType
            && !Context.Schema.PossibleTypes(type).Any(candidate => Context.Schema.IsPossible(parent, candidate)))
        {
            Report($"The {name} on \"{type}\" cannot be spread here: a \"{parent}\" is never a \"{type}\".", node);
        }
    }
}
