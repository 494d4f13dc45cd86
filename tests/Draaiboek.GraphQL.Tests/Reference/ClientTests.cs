using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Draaiboek.GraphQL.Tests.Reference;

/// <summary>Clients and tools that know nothing of us, as they come from npm.</summary>
public sealed partial class ClientTests
{
    [NodeFact]
    public async Task Given_standard_clients_When_they_query_Then_they_understand_data_and_errors()
    {
        await using WebApplication server = await LibraryServer.StartAsync();
        var got = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (string line in NodeProgram.LinesAsync("clients.mjs", input: "", $"{server.Urls.Single()}/graphql"))
        {
            JsonElement told = JsonDocument.Parse(line).RootElement;
            got.Add(told.GetProperty("name").GetString()!, told.GetProperty("value").GetRawText());
        }

        const string dune = """{"book":{"title":"Dune","genre":"SCIENCE_FICTION","tags":["desert","worms"],"sequel":{"title":"Dune 2"}}}""";
        const string emma = """{"book":{"title":"Emma","genre":"NOVEL","tags":[],"sequel":{"title":"Emma 2"}}}""";
        Assert.Equal(dune, got["graphql-request"]);
        Assert.Equal(emma, got["graphql-request GET"]);
        Assert.Equal("""[[["trouble","expected"],"CLOSED"]]""", got["graphql-request error"]);
        Assert.Equal("""[[[{"line":1,"column":3}],"GRAPHQL_VALIDATION_FAILED"]]""", got["graphql-request refused"]);

        // Apollo's cache needs __typename everywhere and asks for it by itself.
        Assert.Equal(dune, WithoutTypes(got["apollo"]));
        Assert.Contains("\"__typename\":\"Book\"", got["apollo"], StringComparison.Ordinal);
        Assert.Equal(emma, WithoutTypes(got["apollo GET"]));
        Assert.Equal("""[{"trouble":{"expected":null}},[[["trouble","expected"],"CLOSED"]]]""", WithoutTypes(got["apollo error"]));
    }

    [NodeFact]
    public async Task Given_introspection_as_GraphiQL_asks_it_When_the_reference_builds_a_schema_Then_it_prints_as_our_own()
    {
        await using WebApplication server = await LibraryServer.StartAsync(environment: "Development");
        JsonElement printed = JsonDocument.Parse(await NodeProgram.RunAsync("introspection.mjs", input: "", $"{server.Urls.Single()}/graphql")).RootElement;

        Assert.Equal(Engine.Sdl.TrimEnd(), printed.GetProperty("complete").GetString());

        // GraphiQL does not ask for what came later.
        string known = SpecifiedBy().Replace(Engine.Sdl.Replace(" @oneOf", "", StringComparison.Ordinal), "");
        Assert.Equal(known.TrimEnd(), printed.GetProperty("graphiql").GetString());
    }

    private static string WithoutTypes(string json) => TypeName().Replace(json, "");

    [GeneratedRegex(@",?""__typename"":""\w+"",?", RegexOptions.None, 1_000)]
    private static partial Regex TypeName();

    [GeneratedRegex(@" @specifiedBy\(url: ""[^""]+""\)", RegexOptions.None, 1_000)]
    private static partial Regex SpecifiedBy();
}
