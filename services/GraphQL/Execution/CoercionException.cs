namespace Draaiboek.GraphQL.Execution;

/// <summary>A value does not fit its type; <paramref name="path"/> says where inside the value.</summary>
internal sealed class CoercionException(string message, string path, SourceLocation location) : Exception(message)
{
    /// <summary>As in <c>filter.tags[2]</c>, without the name of the variable or argument; empty for the value itself.</summary>
    public string Path { get; } = path;

    public SourceLocation Location { get; } = location;
}
