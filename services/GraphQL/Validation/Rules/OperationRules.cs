using Draaiboek.GraphQL.Language;

namespace Draaiboek.GraphQL.Validation.Rules;

internal sealed class OperationTypeExistence(ValidationContext context) : ValidationRule(context, "Operation-Type-Existence")
{
    public override void EnterDefinition(DefinitionNode definition)
    {
        if (definition is OperationNode { Kind: not OperationKind.Query } operation)
        {
            string kind = operation.Kind == OperationKind.Mutation ? "mutation" : "subscription";
            Report($"The schema has no {kind} type; it can only be queried.", operation);
        }
    }
}

internal sealed class UniqueOperationNames(ValidationContext context) : ValidationRule(context, "Operation-Name-Uniqueness")
{
    public override void LeaveDocument()
    {
        foreach (var same in Context.Document.Operations.Where(operation => operation.Name is not null).GroupBy(operation => operation.Name!, StringComparer.Ordinal))
        {
            foreach (OperationNode again in same.Skip(1))
            {
                Report($"There can be only one operation named \"{same.Key}\".", same.First().NameNode!, again.NameNode!);
            }
        }
    }
}

internal sealed class LoneAnonymousOperation(ValidationContext context) : ValidationRule(context, "Lone-Anonymous-Operation")
{
    public override void EnterDefinition(DefinitionNode definition)
    {
        if (definition is OperationNode { Name: null } && Context.Document.Operations.Skip(1).Any())
        {
            Report("An operation without a name must be the only operation of the document.", definition);
        }
    }
}
