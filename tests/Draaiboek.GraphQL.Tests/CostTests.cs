using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Draaiboek.GraphQL.Tests;

/// <summary>What operations are charged, and what happens to those that cost too much.</summary>
public sealed class CostTests
{
    private static readonly GraphQLExecutor s_executor = Engine.Create(AddShop);

    [Theory]
    [InlineData("{ __typename }", 0, 1)]
    [InlineData("{ name }", 0, 1)]
    [InlineData("{ shop { name } }", 1, 2)]
    [InlineData("{ shop { name owner { name } } }", 11, 3)]
    [InlineData("{ a: shop { name } b: shop { name } }", 2, 3)]
    [InlineData("{ shop { name } shop { name owner { name } } }", 11, 3)]
    [InlineData("{ slow }", 10, 1)]
    [InlineData("{ streamed }", 10, 1)]
    [InlineData("{ dear }", 25.5, 1)]
    [InlineData("{ free { name } }", 0, 2)]
    [InlineData("{ heavy { name } }", 1, 8)]
    [InlineData("{ shops { name } }", 1, 2)]
    [InlineData("{ few { name } }", 1, 6)]
    [InlineData("{ few { owner { name } } }", 51, 11)]
    [InlineData("{ page(first: 3) { owner { name } } }", 31, 7)]
    [InlineData("{ page(first: 3, last: 7) { owner { name } } }", 71, 15)]
    [InlineData("{ page { owner { name } } }", 201, 41)]
    [InlineData("{ page(first: 0) { owner { name } } }", 1, 1)]
    [InlineData("{ page(first: -5) { owner { name } } }", 1, 1)]
    [InlineData("{ connection(first: 4) { total edges { node { name } } nodes { name } } }", 7, 14)]
    [InlineData("{ connection { edges { node { name } } } }", 52, 102)]
    [InlineData("{ find(filter: { word: \"a\" }) }", 1, 1)]
    [InlineData("{ find(filter: { word: \"a\", not: { word: \"b\", dear: 1 } }) }", 7, 1)]
    [InlineData("{ findAll(filters: [{ dear: 1 }, { dear: 1 }, { word: \"\" }]) }", 11, 1)]
    [InlineData("{ cheaper(discount: 1) { owner { name } } }", 8, 3)]
    [InlineData("{ cheapest(discount: 1) { name } }", 0, 2)]
    [InlineData("{ ...F ...F } fragment F on Query { shop { owner { name } } }", 11, 3)]
    [InlineData("{ goods { price ... on Gadget { shop { owner { name } } } } }", 12, 4)]
    [InlineData("query ($n: Int = 2) { page(first: $n) { owner { name } } }", 21, 5)]
    public async Task Given_an_operation_When_its_cost_is_asked_Then_it_is_told_and_nothing_runs(string query, double fieldCost, double typeCost) =>
        Assert.Equal((fieldCost, typeCost), await CostAsync(query));

    [Theory]
    [InlineData("query ($n: Int) { page(first: $n) { owner { name } } }", """{"n":6}""", 61, 13)]
    [InlineData("query ($n: Int) { page(first: $n) { owner { name } } }", """{"n":null}""", 201, 41)]
    [InlineData("query ($n: Int) { page(first: $n) { owner { name } } }", "{}", 201, 41)]
    [InlineData("query ($f: ShopFilterInput) { find(filter: $f) }", """{"f":{"dear":1,"not":{"dear":2}}}""", 12, 1)]
    [InlineData("query ($f: ShopFilterInput) { find(filter: $f) }", """{"f":null}""", 1, 1)]
    [InlineData("query ($f: [ShopFilterInput!]) { findAll(filters: $f) }", """{"f":[{"dear":1},{"dear":1},{"dear":1}]}""", 16, 1)]
    [InlineData("query ($no: Boolean!) { shop @skip(if: $no) { owner { name } } }", """{"no":true}""", 0, 1)]
    [InlineData("query ($no: Boolean!) { shop @skip(if: $no) { owner { name } } }", """{"no":false}""", 11, 3)]
    public async Task Given_variables_When_the_cost_is_asked_Then_what_they_hold_counts(string query, string variables, double fieldCost, double typeCost) =>
        Assert.Equal((fieldCost, typeCost), await CostAsync(query, variables));

    [Fact]
    public async Task Given_a_report_is_asked_When_executed_Then_the_cost_stands_beside_the_data()
    {
        GraphQLResponse response = await s_executor.ExecuteAsync(new GraphQLRequest("{ shop { name } }") { Cost = CostReport.Report });
        Assert.Equal("""{"data":{"shop":{"name":"s"}},"extensions":{"operationCost":{"fieldCost":1,"typeCost":2}}}""", response.ToJson());
    }

    [Theory]
    [InlineData("{ few { owner { name } } }", 50, 1000, "field", 51, 50)]
    [InlineData("{ few { owner { name } } }", 51, 10, "type", 11, 10)]
    [InlineData("{ few { owner { name } } }", 50, 10, "field", 51, 50)]
    public async Task Given_an_operation_beyond_a_limit_When_executed_Then_it_is_refused_with_both_numbers(string query, double fields, double types, string what, double cost, double max)
    {
        GraphQLExecutor executor = Limited(fields, types);
        JsonElement error = Assert.Single((await Engine.RunAsync(executor, query)).GetProperty("errors").EnumerateArray());
        JsonElement extensions = error.GetProperty("extensions");

        Assert.Equal(("HC0047", $"The maximum allowed {what} cost was exceeded."), (error.Code(), error.Message()));
        Assert.Equal(cost, extensions.GetProperty($"{what}Cost").GetDouble());
        Assert.Equal(max, extensions.GetProperty($"max{(what == "field" ? "Field" : "Type")}Cost").GetDouble());
        Assert.False((await Engine.RunAsync(Limited(51, 11), query)).TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task Given_limits_by_default_When_a_list_in_a_list_is_asked_Then_a_thousand_is_the_most()
    {
        Assert.False((await Engine.RunAsync(s_executor, "{ page(first: 99) { owner { name } } }")).TryGetProperty("errors", out _));
        Assert.Equal("HC0047", (await Engine.RunAsync(s_executor, "{ page(first: 100) { owner { name } } }")).GetProperty("errors")[0].Code());
        Assert.Equal("HC0047", (await Engine.RunAsync(s_executor, "{ page(first: 2147483647) { neighbours(first: 2147483647) { name } } }")).GetProperty("errors")[0].Code());
    }

    [Theory]
    [InlineData("{ sliced { name } }", false)]
    [InlineData("{ sliced(first: 1, last: 1) { name } }", false)]
    [InlineData("{ sliced(first: null) { name } }", false)]
    [InlineData("{ sliced(first: 1) { name } }", true)]
    [InlineData("{ sliced(last: 1, first: null) { name } }", true)]
    public async Task Given_a_list_that_one_argument_must_slice_When_executed_Then_none_or_two_are_refused(string query, bool passes)
    {
        JsonElement response = await Engine.RunAsync(s_executor, query);
        Assert.Equal(passes, !response.TryGetProperty("errors", out JsonElement errors));
        Assert.Equal(passes ? null : "HC0082", passes ? null : errors[0].Code());
    }

    [Fact]
    public async Task Given_interfaces_within_interfaces_When_they_multiply_Then_the_count_ends()
    {
        string inner = "{ price }";
        for (int i = 0; i < 9; i++)
        {
            inner = $"{{ a: like {inner} b: like {inner} }}";
        }

        GraphQLExecutor executor = Engine.Create(options =>
        {
            AddShop(options);
            options.MaxTokens = options.MaxFields = options.MaxDepth = 100_000;
        });
        GraphQLResponse response = await executor.ExecuteAsync(new GraphQLRequest($"{{ goods {inner} }}"));
        Assert.Equal("HC0047", Assert.Single(response.Errors).Code);
    }

    [Fact]
    public async Task Given_an_argument_that_can_not_be_coerced_When_executed_Then_the_field_says_so_and_not_the_cost()
    {
        JsonElement response = await Engine.RunAsync(s_executor, "query ($n: Int = 1) { must(number: $n) { name } }", """{"n":null}""");
        Assert.Equal("INVALID_ARGUMENT", response.GetProperty("errors")[0].Code());
    }

    [Theory]
    [InlineData(null, """{"data":{"books":[{"id":"1"}]}}""")]
    [InlineData("report", """{"data":{"books":[{"id":"1"}]},"extensions":{"operationCost":{"fieldCost":1,"typeCost":2}}}""")]
    [InlineData("REPORT", """{"data":{"books":[{"id":"1"}]},"extensions":{"operationCost":{"fieldCost":1,"typeCost":2}}}""")]
    [InlineData("validate", """{"extensions":{"operationCost":{"fieldCost":1,"typeCost":2}}}""")]
    [InlineData("anything", """{"data":{"books":[{"id":"1"}]}}""")]
    public async Task Given_the_header_GraphQL_Cost_When_posted_Then_it_is_honoured(string? header, string expected)
    {
        await using WebApplication server = await LibraryServer.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Urls.Single()}/graphql")
        {
            Content = new StringContent("""{"query":"{ books(first: 1) { id } }"}""", Encoding.UTF8, "application/json"),
        };
        if (header is not null)
        {
            request.Headers.Add("GraphQL-Cost", header);
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public void Given_a_slicing_argument_that_is_none_When_the_schema_is_built_Then_it_is_refused()
    {
        SchemaException exception = Assert.Throws<SchemaException>(() => Engine.Create(options => options.AddQueryType(typeof(BadSlice))));
        Assert.Contains("no argument first", exception.Message, StringComparison.Ordinal);
    }

    private static void AddShop(GraphQLOptions options) => options.AddQueryType(typeof(ShopQuery)).AddType<Gadget>().AddType<Tool>();

    private static GraphQLExecutor Limited(double fields, double types) => Engine.Create(options =>
    {
        AddShop(options);
        options.MaxFieldCost = fields;
        options.MaxTypeCost = types;
    });

    private static async Task<(double FieldCost, double TypeCost)> CostAsync(string query, string variables = "{}")
    {
        GraphQLResponse response = await s_executor.ExecuteAsync(
            new GraphQLRequest(query, Variables: JsonDocument.Parse(variables).RootElement) { Cost = CostReport.Validate });
        Assert.Empty(response.Errors);
        Assert.StartsWith("""{"extensions":""", response.ToJson(), StringComparison.Ordinal);
        return (response.Cost!.Value.FieldCost, response.Cost.Value.TypeCost);
    }

    internal static class ShopQuery
    {
        public static string Name => "q";

        public static Shop Shop => new();

        public static Task<int> GetSlowAsync() => Task.FromResult(1);

        public static async IAsyncEnumerable<int> GetStreamed()
        {
            await Task.Yield();
            yield return 1;
        }

        [Cost(25.5)]
        public static int Dear => 1;

        [Cost(0)]
        public static Shop Free => new();

        public static Anvil Heavy => new("a");

        public static IReadOnlyList<Shop> Shops => [new()];

        [ListSize(AssumedSize = 5)]
        public static IReadOnlyList<Shop> Few => [new()];

        [ListSize(AssumedSize = 20, SlicingArguments = ["first", "last"], RequireOneSlicingArgument = false)]
        public static IReadOnlyList<Shop> GetPage(int? first = null, int? last = null) => [];

        [ListSize(SlicingArguments = ["first", "last"])]
        public static IReadOnlyList<Shop> GetSliced(int? first = null, int? last = null) => [];

        [ListSize(AssumedSize = 50, SlicingArguments = ["first"], SizedFields = ["edges", "nodes"], RequireOneSlicingArgument = false)]
        public static Connection GetConnection(int? first = null) => new();

        public static int GetFind(ShopFilter? filter = null) => 0;

        public static int GetFindAll(ShopFilter[]? filters = null) => 0;

        public static Shop GetCheaper([Cost(-3)] int? discount = null) => new();

        public static Shop GetCheapest([Cost(-30)] int? discount = null) => new();

        public static Shop? GetMust(int number) => null;

        public static IGood Goods => new Gadget();
    }

    internal static class BadSlice
    {
        [ListSize(SlicingArguments = ["first"])]
        public static IReadOnlyList<int> Numbers => [];
    }

    internal sealed class Shop
    {
        public string Name => "s";

        public Task<Shop> GetOwnerAsync() => Task.FromResult(this);

        [ListSize(SlicingArguments = ["first"])]
        public IReadOnlyList<Shop> GetNeighbours(int? first = null) => [];
    }

    [Cost(7)]
    internal sealed record Anvil(string Name);

    internal sealed class Connection
    {
        public int Total => 0;

        public IReadOnlyList<Edge> Edges => [];

        public IReadOnlyList<Shop> Nodes => [];
    }

    internal sealed class Edge
    {
        public Shop Node => new();
    }

    internal sealed record ShopFilter(string? Word = null, [Cost(5)] int? Dear = null, ShopFilter? Not = null);

    [InterfaceType]
    [GraphQLName("Good")]
    internal interface IGood
    {
        int Price { get; }

        IGood Like { get; }
    }

    internal sealed class Gadget : IGood
    {
        public int Price => 1;

        public IGood Like => this;

        public Shop Shop => new();
    }

    internal sealed class Tool : IGood
    {
        public int Price => 1;

        public IGood Like => this;
    }
}
