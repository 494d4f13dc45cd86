using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation.Rules;

internal sealed class UniqueVariableNames(ValidationContext context) : ValidationRule(context, "Variable-Uniqueness")
{
    public override void EnterDefinition(DefinitionNode definition)
    {
        if (definition is not OperationNode operation)
        {
            return;
        }

        foreach (var same in operation.Variables.GroupBy(variable => variable.Name, StringComparer.Ordinal))
        {
            if (same.Skip(1).Any())
            {
                Report($"There can be only one variable named \"${same.Key}\".", same.Select(variable => variable.NameNode));
            }
        }
    }
}

internal sealed class VariablesAreInputTypes(ValidationContext context) : ValidationRule(context, "Variables-Are-Input-Types")
{
    public override void Variable(VariableDefinitionNode variable, GraphType? type)
    {
        if (type is { IsInput: false })
        {
            Report($"The variable \"${variable.Name}\" cannot be of type \"{type}\": it is no input type.", variable.Type);
        }
    }
}

internal sealed class NoUndefinedVariables(ValidationContext context) : ValidationRule(context, "All-Variable-Uses-Defined")
{
    public override void LeaveDocument()
    {
        foreach (OperationNode operation in Context.Document.Operations)
        {
            var defined = operation.Variables.Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);
            foreach (VariableUse use in Context.UsesIn(operation).Where(use => !defined.Contains(use.Variable.Name)))
            {
                Report($"The variable \"${use.Variable.Name}\" is not defined{In(operation)}.", use.Variable, operation);
            }
        }
    }

    private static string In(OperationNode operation) => operation.Name is null ? "" : $" by the operation \"{operation.Name}\"";
}

internal sealed class NoUnusedVariables(ValidationContext context) : ValidationRule(context, "All-Variables-Used")
{
    public override void LeaveDocument()
    {
        foreach (OperationNode operation in Context.Document.Operations)
        {
            var used = Context.UsesIn(operation).Select(use => use.Variable.Name).ToHashSet(StringComparer.Ordinal);
            foreach (VariableDefinitionNode variable in operation.Variables.Where(variable => !used.Contains(variable.Name)))
            {
                Report($"The variable \"${variable.Name}\" is never used.", variable);
            }
        }
    }
}

internal sealed class VariablesInAllowedPosition(ValidationContext context) : ValidationRule(context, "All-Variable-Usages-Are-Allowed")
{
    public override void LeaveDocument()
    {
        foreach (OperationNode operation in Context.Document.Operations)
        {
            var definitions = operation.Variables
                .GroupBy(variable => variable.Name, StringComparer.Ordinal)
                .ToDictionary(same => same.Key, same => same.Last(), StringComparer.Ordinal);
            foreach (VariableUse use in Context.UsesIn(operation))
            {
                if (use.Type is not null
                    && definitions.TryGetValue(use.Variable.Name, out VariableDefinitionNode? definition)
                    && Context.Schema.TypeOrNull(definition.Type) is { } type)
                {
                    Check(definition, type, use);
                }
            }
        }
    }

    private void Check(VariableDefinitionNode definition, GraphType type, VariableUse use)
    {
        if (!IsAllowed(definition, type, use))
        {
            string expected = use.OneOfField is null ? $"\"{use.Type}\" is expected" : $"\"{use.OneOfField}\" must have a value";
            Report($"The variable \"${definition.Name}\" of type \"{type}\" cannot be used where {expected}.", definition, use.Variable);
        }
    }

    private static bool IsAllowed(VariableDefinitionNode definition, GraphType type, VariableUse use)
    {
        // A field of a oneOf is nullable by its type and yet must have a value when it is given.
        if ((use.Type!.IsNonNull || use.OneOfField is not null) && !type.IsNonNull)
        {
            // A default on either side makes sure that there is a value; null itself is refused when it comes.
            bool hasDefault = definition.DefaultValue is not null and not NullNode;
            return (hasDefault || use.HasLocationDefault) && IsCompatible(type, use.Type.Nullable);
        }

        return IsCompatible(type, use.Type);
    }

    private static bool IsCompatible(GraphType type, GraphType expected) => (type, expected) switch
    {
        (NonNullType a, NonNullType b) => IsCompatible(a.Inner, b.Inner),
        (_, NonNullType) => false,
        (NonNullType a, _) => IsCompatible(a.Inner, expected),
        (ListType a, ListType b) => IsCompatible(a.Item, b.Item),
        _ => type.SameAs(expected),
    };
}
