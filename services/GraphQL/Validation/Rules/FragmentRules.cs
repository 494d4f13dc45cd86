using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation.Rules;

internal sealed class UniqueFragmentNames(ValidationContext context) : ValidationRule(context, "Fragment-Name-Uniqueness")
{
    public override void LeaveDocument()
    {
        foreach (var same in Context.Document.Fragments.GroupBy(fragment => fragment.Name, StringComparer.Ordinal))
        {
            if (same.Skip(1).Any())
            {
                Report($"There can be only one fragment named \"{same.Key}\".", same);
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
        var used = Context.Document.Operations.SelectMany(Context.Reachable).ToHashSet();
        foreach (FragmentNode fragment in Context.Fragments.Values.Where(fragment => !used.Contains(fragment)))
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
            Report($"The fragment \"{spread.Name}\" does not exist.", spread);
        }
    }
}

internal sealed class NoFragmentCycles(ValidationContext context) : ValidationRule(context, "Fragment-Spreads-Must-Not-Form-Cycles")
{
    public override void LeaveDocument()
    {
        foreach (FragmentNode fragment in Context.Fragments.Values)
        {
            // A spread that leads back to the fragment it stands in.
            FragmentSpreadNode? back = Context.SpreadsIn(fragment).FirstOrDefault(spread =>
                Context.Fragments.TryGetValue(spread.Name, out FragmentNode? target) && Context.Reachable(target).Contains(fragment));
            if (back is not null)
            {
                Report($"The fragment \"{fragment.Name}\" spreads itself{(back.Name == fragment.Name ? "" : $" by way of \"{back.Name}\"")}.", back);
            }
        }
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
