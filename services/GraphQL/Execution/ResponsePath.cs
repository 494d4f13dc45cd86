namespace Draaiboek.GraphQL.Execution;

/// <summary>Where in the response a value goes, kept as a chain: most paths are never asked for.</summary>
internal sealed record ResponsePath(ResponsePath? Parent, object Segment)
{
    public IReadOnlyList<object> ToList()
    {
        var segments = new List<object>();
        for (ResponsePath? path = this; path is not null; path = path.Parent)
        {
            segments.Add(path.Segment);
        }

        segments.Reverse();
        return segments;
    }
}
