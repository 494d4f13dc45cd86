namespace Draaiboek.GraphQL;

/// <summary>A part of a list, with cursors to go on from: what a field with <see cref="UsePagingAttribute"/> returns to a client.</summary>
[GraphQLName("{0}Connection")]
[GraphQLDescription("A part of a list, and where it stands in the whole.")]
public sealed class Connection<T>(IReadOnlyList<Edge<T>> edges, PageInfo pageInfo)
    where T : notnull
{
    [GraphQLDescription("Whether there is more, and from where.")]
    public PageInfo PageInfo { get; } = pageInfo;

    [GraphQLDescription("The items, each with its cursor.")]
    public IReadOnlyList<Edge<T>>? Edges { get; } = edges;

    [GraphQLDescription("The items alone.")]
    public IReadOnlyList<T>? Nodes { get; } = [.. edges.Select(edge => edge.Node)];
}

[GraphQLName("{0}Edge")]
[GraphQLDescription("An item and its place in the list.")]
public sealed record Edge<T>(
    [property: GraphQLDescription("To go on from this item: `after` or `before`.")] string Cursor,
    [property: GraphQLDescription("The item.")] T Node)
    where T : notnull;

[GraphQLDescription("Where a part of a list stands in the whole.")]
public sealed record PageInfo(
    [property: GraphQLDescription("Whether items follow.")] bool HasNextPage,
    [property: GraphQLDescription("Whether items come before.")] bool HasPreviousPage,
    [property: GraphQLDescription("The cursor of the first item.")] string? StartCursor,
    [property: GraphQLDescription("The cursor of the last item.")] string? EndCursor);
