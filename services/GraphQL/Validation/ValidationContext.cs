using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation;

/// <summary>A place where a variable is used, and what is expected there.</summary>
internal sealed record VariableUse(VariableNode Variable, GraphType? Type, bool HasLocationDefault, string? OneOfField);

/// <summary>What the rules of one document share: what was found, and what was wrong.</summary>
internal sealed class ValidationContext
{
    private readonly Dictionary<DefinitionNode, List<VariableUse>> _uses = [];
    private readonly Dictionary<DefinitionNode, List<FragmentSpreadNode>> _spreads = [];
    private readonly List<GraphQLError> _errors = [];
    private readonly int _maxErrors;

    public ValidationContext(GraphQLSchema schema, DocumentNode document, int maxErrors)
    {
        Schema = schema;
        Document = document;
        _maxErrors = maxErrors;
        foreach (FragmentNode fragment in document.Fragments)
        {
            // Of two fragments of one name the last counts, as in the reference implementation; a rule reports both.
            Fragments[fragment.Name] = fragment;
        }

        foreach (DefinitionNode definition in document.Definitions)
        {
            _uses[definition] = [];
            _spreads[definition] = [];
        }
    }

    public GraphQLSchema Schema { get; }

    public DocumentNode Document { get; }

    public Dictionary<string, FragmentNode> Fragments { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<GraphQLError> Errors => _errors;

    public void Add(DefinitionNode definition, VariableUse use) => _uses[definition].Add(use);

    public void Add(DefinitionNode definition, FragmentSpreadNode spread) => _spreads[definition].Add(spread);

    public IReadOnlyList<FragmentSpreadNode> SpreadsIn(DefinitionNode definition) => _spreads[definition];

    /// <summary>The definition itself and all fragments it reaches, each once.</summary>
    public IReadOnlyCollection<DefinitionNode> Reachable(DefinitionNode definition)
    {
        var found = new HashSet<DefinitionNode> { definition };
        var pending = new Stack<DefinitionNode>(found);
        while (pending.TryPop(out DefinitionNode? current))
        {
            foreach (FragmentSpreadNode spread in _spreads[current])
            {
                if (Fragments.TryGetValue(spread.Name, out FragmentNode? fragment) && found.Add(fragment))
                {
                    pending.Push(fragment);
                }
            }
        }

        return found;
    }

    public IEnumerable<VariableUse> UsesIn(OperationNode operation) => Reachable(operation).SelectMany(definition => _uses[definition]);

    public void Report(string message, string section, IEnumerable<Node> nodes)
    {
        if (_errors.Count < _maxErrors)
        {
            _errors.Add(new GraphQLError(message, ErrorCodes.Validation)
            {
                Locations = [.. nodes.Select(node => node.Location)],
                SpecifiedBy = $"https://spec.graphql.org/September2025/#sec-{section}",
            });
        }
    }
}
