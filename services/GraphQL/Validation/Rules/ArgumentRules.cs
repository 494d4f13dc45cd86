using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation.Rules;

internal sealed class KnownArgumentNames(ValidationContext context) : ValidationRule(context, "Argument-Names")
{
    public override void Arguments(Node owner, string ownerName, IReadOnlyList<ArgumentNode> arguments, IReadOnlyList<InputValue>? allowed)
    {
        foreach (ArgumentNode argument in arguments)
        {
            if (allowed is not null && allowed.All(candidate => candidate.Name != argument.Name))
            {
                Report($"The {ownerName} has no argument \"{argument.Name}\".", argument);
            }
        }
    }
}

internal sealed class UniqueArgumentNames(ValidationContext context) : ValidationRule(context, "Argument-Uniqueness")
{
    public override void Arguments(Node owner, string ownerName, IReadOnlyList<ArgumentNode> arguments, IReadOnlyList<InputValue>? allowed)
    {
        foreach (var same in arguments.GroupBy(argument => argument.Name, StringComparer.Ordinal))
        {
            if (same.Skip(1).Any())
            {
                Report($"There can be only one argument \"{same.Key}\" on the {ownerName}.", same);
            }
        }
    }
}

internal sealed class ProvidedRequiredArguments(ValidationContext context) : ValidationRule(context, "Required-Arguments")
{
    public override void Arguments(Node owner, string ownerName, IReadOnlyList<ArgumentNode> arguments, IReadOnlyList<InputValue>? allowed)
    {
        foreach (InputValue required in (allowed ?? []).Where(candidate => candidate.IsRequired))
        {
            // An argument that is given as null is reported as a value of the wrong type.
            if (arguments.All(argument => argument.Name != required.Name))
            {
                Report($"The {ownerName} needs the argument \"{required.Name}\" of type \"{required.Type}\".", owner);
            }
        }
    }
}
