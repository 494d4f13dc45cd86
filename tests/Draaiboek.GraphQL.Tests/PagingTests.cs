using System.Collections;
using System.Linq.Expressions;
using System.Text.Json;
using Xunit;

namespace Draaiboek.GraphQL.Tests;

/// <summary>Lists in pages, by the cursor connections specification.</summary>
public sealed class PagingTests
{
    private const int Items = 7;

    private static readonly GraphQLExecutor s_executor = Engine.Create(options => options.AddQueryType(typeof(TrainQuery)));

    [Fact]
    public void Given_a_paged_method_When_printed_Then_the_field_is_a_connection()
    {
        string schema = s_executor.Schema.Print();
        Assert.Contains("\n    \"\"\"Only what comes before this cursor.\"\"\"\n    before: String\n  ): WagonConnection\n", schema, StringComparison.Ordinal);
        Assert.Contains("type WagonConnection {\n  \"\"\"Whether there is more, and from where.\"\"\"\n  pageInfo: PageInfo!\n", schema, StringComparison.Ordinal);
        Assert.Contains("  edges: [WagonEdge!]\n", schema, StringComparison.Ordinal);
        Assert.Contains("  nodes: [Wagon!]\n", schema, StringComparison.Ordinal);
        Assert.Contains("  cursor: String!\n", schema, StringComparison.Ordinal);
        Assert.Contains("  node: Wagon!\n", schema, StringComparison.Ordinal);
        Assert.Contains("  hasNextPage: Boolean!\n", schema, StringComparison.Ordinal);
        Assert.Contains("  endCursor: String\n", schema, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "0,1,2", true, false)]
    [InlineData("first: 2", "0,1", true, false)]
    [InlineData("first: 7", "0,1,2,3,4,5,6", false, false)]
    [InlineData("first: 8", "0,1,2,3,4,5,6", false, false)]
    [InlineData("first: 0", "", true, false)]
    [InlineData("first: 2, after: 1", "2,3", true, true)]
    [InlineData("first: 5, after: 1", "2,3,4,5,6", false, true)]
    [InlineData("first: 2, after: 6", "", false, true)]
    [InlineData("last: 2", "5,6", false, true)]
    [InlineData("last: 7", "0,1,2,3,4,5,6", false, false)]
    [InlineData("last: 0", "", false, true)]
    [InlineData("last: 2, before: 4", "2,3", true, true)]
    [InlineData("last: 8, before: 2", "0,1", true, false)]
    [InlineData("last: 2, before: 0", "", true, false)]
    [InlineData("first: 5, before: 2", "0,1", true, false)]
    [InlineData("first: 5, after: 1, before: 4", "2,3", true, true)]
    [InlineData("first: 4, last: 2", "2,3", true, true)]
    [InlineData("first: 4, after: 4, before: 2", "", true, true)]
    public async Task Given_what_a_client_asks_When_executed_Then_it_gets_that_page_of_every_kind_of_list(string arguments, string numbers, bool hasNext, bool hasPrevious)
    {
        foreach (string field in (string[])["wagons", "query", "lazy", "later", "soon"])
        {
            JsonElement page = await PageAsync(field, WithCursors(arguments));

            string[] found = [.. page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("number").GetRawText())];
            Assert.Equal((field, numbers), (field, string.Join(',', found)));
            Assert.Equal(found, page.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node").GetProperty("number").GetRawText()));
            JsonElement info = page.GetProperty("pageInfo");
            Assert.Equal((field, hasNext, hasPrevious), (field, info.GetProperty("hasNextPage").GetBoolean(), info.GetProperty("hasPreviousPage").GetBoolean()));
            string?[] cursors = [.. page.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("cursor").GetString())];
            Assert.Equal((cursors.FirstOrDefault(), cursors.LastOrDefault()), (info.GetProperty("startCursor").GetString(), info.GetProperty("endCursor").GetString()));
        }
    }

    [Fact]
    public async Task Given_cursors_When_a_client_goes_on_from_the_end_Then_it_sees_every_item_once()
    {
        var seen = new List<int>();
        string after = "";
        while (true)
        {
            JsonElement page = await PageAsync("wagons", $"first: 3{after}");
            seen.AddRange(page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("number").GetInt32()));
            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
            {
                break;
            }

            after = $", after: \"{page.GetProperty("pageInfo").GetProperty("endCursor").GetString()}\"";
        }

        Assert.Equal(Enumerable.Range(0, Items), seen);
    }

    [Theory]
    [InlineData("first: 6", true)]
    [InlineData("last: 50", true)]
    [InlineData("first: 51", false, "HC0051")]
    [InlineData("last: 51", false, "HC0051")]
    [InlineData("first: -1", false, "HC0079")]
    [InlineData("last: -1", false, "HC0079")]
    [InlineData("after: \"nope!\"", false, "HC0078")]
    [InlineData("before: \"LTE=\"", false, "HC0078")]
    [InlineData("after: \"OTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ==\"", false, "HC0078")]
    [InlineData("after: \"\"", false, "HC0078")]
    public async Task Given_a_page_that_can_not_be_When_executed_Then_the_field_is_null_with_the_reason(string arguments, bool passes, string? code = null)
    {
        JsonElement response = await Engine.RunAsync(s_executor, $"{{ wagons({arguments}) {{ nodes {{ number }} }} }}");
        Assert.Equal(passes, !response.TryGetProperty("errors", out JsonElement errors));
        Assert.Equal(code, passes ? null : errors[0].Code());
    }

    [Fact]
    public async Task Given_a_query_of_a_database_When_a_page_is_asked_Then_it_is_cut_before_it_is_read()
    {
        await PageAsync("query", WithCursors("first: 2, after: 1"));
        Assert.EndsWith(".Skip(2).Take(3)", TrainQuery.Sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ wagons { nodes { number } } }", 2, 5)]
    [InlineData("{ wagons(first: 20) { edges { node { number } } pageInfo { hasNextPage } } }", 23, 43)]
    public async Task Given_a_page_When_its_cost_is_asked_Then_its_size_counts(string query, double fieldCost, double typeCost)
    {
        GraphQLResponse response = await s_executor.ExecuteAsync(new GraphQLRequest(query) { Cost = CostReport.Validate });
        Assert.Equal(new OperationCost(fieldCost, typeCost), response.Cost);
    }

    [Fact]
    public void Given_a_paged_method_without_a_list_When_the_schema_is_built_Then_it_is_refused()
    {
        SchemaException exception = Assert.Throws<SchemaException>(() => Engine.Create(options => options.AddQueryType(typeof(NoList))));
        Assert.Contains("returns no list", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Places as the cursors that the server gives for them.</summary>
    private static string WithCursors(string arguments) => string.Join(", ", arguments.Split(", ").Select(argument =>
        argument.StartsWith("after", StringComparison.Ordinal) || argument.StartsWith("before", StringComparison.Ordinal)
            ? $"{argument.Split(": ")[0]}: \"{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(argument.Split(": ")[1]))}\""
            : argument));

    private static async Task<JsonElement> PageAsync(string field, string arguments)
    {
        string given = arguments.Length == 0 ? "" : $"({arguments})";
        JsonElement response = await Engine.RunAsync(
            s_executor, $"{{ {field}{given} {{ nodes {{ number }} edges {{ cursor node {{ number }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}");
        Assert.False(response.TryGetProperty("errors", out JsonElement errors), errors.ToString());
        return response.GetProperty("data").GetProperty(field);
    }

    internal sealed record Wagon(int Number);

    internal static class TrainQuery
    {
        /// <summary>What would have gone to a database; the tests of a class run one after the other.</summary>
        [GraphQLIgnore]
        public static string Sent { get; set; } = "";

        [UsePaging(DefaultPageSize = 3)]
        public static IReadOnlyList<Wagon> GetWagons() => [.. Enumerable.Range(0, Items).Select(number => new Wagon(number))];

        [UsePaging(DefaultPageSize = 3)]
        public static IQueryable<Wagon> GetQuery() => new Recorded(GetWagons().AsQueryable());

        [UsePaging(DefaultPageSize = 3)]
        public static async IAsyncEnumerable<Wagon> GetLazy()
        {
            foreach (Wagon wagon in GetWagons())
            {
                await Task.Yield();
                yield return wagon;
            }
        }

        [UsePaging(DefaultPageSize = 3)]
        public static Task<List<Wagon>> GetLaterAsync() => Task.FromResult(GetWagons().ToList());

        [UsePaging(DefaultPageSize = 3)]
        public static ValueTask<IEnumerable<Wagon>> GetSoonAsync() => ValueTask.FromResult(GetWagons().Where(_ => true));
    }

    /// <summary>A query that tells what it had become when it was read.</summary>
    private sealed class Recorded(IQueryable<Wagon> query) : IQueryable<Wagon>, IQueryProvider
    {
        public Type ElementType => typeof(Wagon);

        public Expression Expression => query.Expression;

        public IQueryProvider Provider => this;

        public IQueryable<T> CreateQuery<T>(Expression expression) => (IQueryable<T>)CreateQuery(expression);

        public IQueryable CreateQuery(Expression expression) => new Recorded(query.Provider.CreateQuery<Wagon>(expression));

        public object? Execute(Expression expression) => query.Provider.Execute(expression);

        public T Execute<T>(Expression expression) => query.Provider.Execute<T>(expression);

        public IEnumerator<Wagon> GetEnumerator()
        {
            TrainQuery.Sent = Expression.ToString();
            return query.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    internal static class NoList
    {
        [UsePaging]
        public static int GetNumber() => 1;
    }
}
