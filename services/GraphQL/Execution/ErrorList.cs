namespace Draaiboek.GraphQL.Execution;

/// <summary>The errors of one execution, from resolvers that run at the same time.</summary>
internal sealed class ErrorList(int max)
{
    private readonly Lock _lock = new();
    private readonly List<GraphQLError> _errors = [];

    public void Add(GraphQLError error)
    {
        lock (_lock)
        {
            if (_errors.Count < max)
            {
                _errors.Add(error);
            }
        }
    }

    /// <summary>In the order of the document and of the lists, not in that of who was ready first.</summary>
    public IReadOnlyList<GraphQLError> Sorted()
    {
        lock (_lock)
        {
            return [.. _errors
                .OrderBy(error => error.Locations.Count == 0 ? default : error.Locations[0], Comparer<SourceLocation>.Create((a, b) => (a.Line, a.Column).CompareTo((b.Line, b.Column))))
                .ThenBy(error => error.Path ?? [], Comparer<IReadOnlyList<object>>.Create(Compare))];
        }
    }

    private static int Compare(IReadOnlyList<object> a, IReadOnlyList<object> b)
    {
        for (int i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            int order = (a[i], b[i]) is (int x, int y) ? x.CompareTo(y) : 0;
            if (order != 0)
            {
                return order;
            }
        }

        return a.Count.CompareTo(b.Count);
    }
}
