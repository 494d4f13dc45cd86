using Draaiboek.GraphQL.Language;

namespace Draaiboek.GraphQL.Validation;

/// <summary>
/// Depth, fields and aliases of the operations with all fragments followed. Every fragment is measured once,
/// so that fragments that spread each other a million times cost no more to refuse than to write down.
/// </summary>
internal sealed class OperationLimits(DocumentNode document, GraphQLOptions options)
{
    private const int MaxFragmentChain = 200;

    private readonly Dictionary<string, FragmentNode> _fragments = document.Fragments
        .DistinctBy(fragment => fragment.Name, StringComparer.Ordinal)
        .ToDictionary(fragment => fragment.Name, StringComparer.Ordinal);

    // Null while a fragment is being measured: to meet it again then is a cycle.
    private readonly Dictionary<string, Size?> _measured = new(StringComparer.Ordinal);
    private int _mostAliases;
    private int _nesting;
    private bool _chainTooLong;

    public bool HasCycles { get; private set; }

    /// <summary>The limit that the document passes, or null.</summary>
    public GraphQLError? Check()
    {
        var total = new Size(0, 0, 0, 0);
        foreach (DefinitionNode definition in document.Definitions)
        {
            // Unused fragments count too: validation goes through them like through all others. How deep they are
            // depends on where they are spread; fragments on the types of introspection are deeper than others may be.
            Size size = definition is FragmentNode fragment ? Measure(fragment.Name) : Measure(definition.SelectionSet);
            total = (definition is FragmentNode ? total : total.Deepest(size)) with { Fields = Math.Max(total.Fields, size.Fields) };
        }

        if (_chainTooLong)
        {
            return Error($"Fragments spread each other more than {MaxFragmentChain} deep.");
        }

        if (total.Depth > options.MaxDepth)
        {
            return Error($"The document selects fields more than {options.MaxDepth} levels deep.");
        }

        if (total.IntrospectionDepth > options.MaxIntrospectionDepth)
        {
            return new GraphQLError($"The introspection selects fields more than {options.MaxIntrospectionDepth} levels deep.", ErrorCodes.IntrospectionTooDeep);
        }

        if (total.Fields > options.MaxFields)
        {
            return Error($"An operation selects more than {options.MaxFields} fields.");
        }

        return _mostAliases > options.MaxAliases ? Error($"A selection set has {_mostAliases} aliases; at most {options.MaxAliases} are allowed.") : null;
    }

    private static GraphQLError Error(string message) => new(message, ErrorCodes.LimitExceeded);

    private Size Measure(SelectionSetNode selectionSet)
    {
        var size = new Size(0, 0, 0, 0);
        foreach (SelectionNode selection in selectionSet.Selections)
        {
            size = size.Beside(selection switch
            {
                FieldNode field => Measure(field),
                InlineFragmentNode inline => Measure(inline.SelectionSet),
                FragmentSpreadNode spread => Measure(spread.Name),
                _ => default,
            });
        }

        _mostAliases = Math.Max(_mostAliases, size.Aliases);
        return size;
    }

    private Size Measure(FieldNode field)
    {
        int aliases = field.Alias is null ? 0 : 1;
        Size inner = field.SelectionSet is { } selectionSet ? Measure(selectionSet) : default;
        int depth = 1 + Math.Max(inner.Depth, inner.IntrospectionDepth);
        int fields = Size.Sum(inner.Fields, 1);
        return field.Name is "__schema" or "__type" ? new Size(0, depth, fields, aliases) : new Size(depth, 0, fields, aliases);
    }

    private Size Measure(string fragmentName)
    {
        if (!_fragments.TryGetValue(fragmentName, out FragmentNode? fragment))
        {
            // It is no field, but following it costs a step; without it a bomb of nothing would count as nothing.
            return new Size(0, 0, 1, 0);
        }

        if (_measured.TryGetValue(fragmentName, out Size? known))
        {
            HasCycles |= known is null;
            return known ?? default;
        }

        // A chain of fragments is a recursion that the parser's bound on nesting does not see.
        if (++_nesting > MaxFragmentChain)
        {
            _nesting--;
            _chainTooLong = true;
            return default;
        }

        _measured[fragmentName] = null;
        Size size = Measure(fragment.SelectionSet);
        _measured[fragmentName] = size;
        _nesting--;
        return size;
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Size(int Depth, int IntrospectionDepth, int Fields, int Aliases)
    {
        public static int Sum(int a, int b) => (int)Math.Min((long)a + b, int.MaxValue);

        public Size Deepest(Size other) => this with
        {
            Depth = Math.Max(Depth, other.Depth),
            IntrospectionDepth = Math.Max(IntrospectionDepth, other.IntrospectionDepth),
        };

        public Size Beside(Size other) => Deepest(other) with { Fields = Sum(Fields, other.Fields), Aliases = Sum(Aliases, other.Aliases) };
    }
}
