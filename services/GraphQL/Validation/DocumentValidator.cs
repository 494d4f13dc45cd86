using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Validation.Rules;

namespace Draaiboek.GraphQL.Validation;

/// <summary>Judges a parsed document: first what it would cost, then all rules of the specification.</summary>
internal static class DocumentValidator
{
    public static IReadOnlyList<GraphQLError> Validate(GraphQLSchema schema, DocumentNode document, GraphQLOptions options)
    {
        // The rules may follow fragments without fear of their size once the limits are known to hold.
        var limits = new OperationLimits(document, options);
        if (limits.Check() is { } tooLarge)
        {
            return [tooLarge];
        }

        var context = new ValidationContext(schema, document, options.MaxErrors);
        ValidationRule[] rules = RulesFor(context);

        // A fragment that spreads itself is reported; the rules that follow fragments would follow it for ever.
        new DocumentWalker(context, limits.HasCycles ? rules : [.. rules, new IntrospectionNesting(context)]).Walk();
        if (!limits.HasCycles)
        {
            new OverlappingFieldsCanBeMerged(context).Check();
        }

        return context.Errors;
    }

    private static ValidationRule[] RulesFor(ValidationContext context) =>
    [
        new OperationTypeExistence(context),
        new UniqueOperationNames(context),
        new LoneAnonymousOperation(context),
        new FieldsOnCorrectType(context),
        new ScalarLeafs(context),
        new KnownArgumentNames(context),
        new UniqueArgumentNames(context),
        new ProvidedRequiredArguments(context),
        new UniqueFragmentNames(context),
        new KnownTypeNames(context),
        new FragmentsOnCompositeTypes(context),
        new NoUnusedFragments(context),
        new KnownFragmentNames(context),
        new NoFragmentCycles(context),
        new PossibleFragmentSpreads(context),
        new ValuesOfCorrectType(context),
        new UniqueInputFieldNames(context),
        new KnownDirectives(context),
        new DirectivesInValidLocations(context),
        new UniqueDirectivesPerLocation(context),
        new UniqueVariableNames(context),
        new VariablesAreInputTypes(context),
        new NoUndefinedVariables(context),
        new NoUnusedVariables(context),
        new VariablesInAllowedPosition(context),
    ];
}
