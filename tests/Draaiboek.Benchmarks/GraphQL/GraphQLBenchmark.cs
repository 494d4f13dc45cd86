using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Draaiboek.Platform;

namespace Draaiboek.Benchmarks;

/// <summary>
/// Requests a second of one query over rows in memory: our engine beside a hand-written endpoint that writes the same bytes, and beside the reference
/// implementation on Node with the same rows. Every part its own process; nobody asks a database.
/// </summary>
internal static class GraphQLBenchmark
{
    private const int Clients = 32;

    private static readonly byte[] Body = JsonSerializer.SerializeToUtf8Bytes(new
    {
        query = "query Rijen($first: Int!) { rijen(first: $first) { id naam aantal aandeel soort { code } } }",
        variables = new { first = RijenQuery.Aantal },
    });

    public static async Task<IReadOnlyList<Comparison>> RunAsync(Rounds rounds)
    {
        var (ours, byHand, node) = (Url(), Url(), Url());
        await using var engine = await ChildProcess.StartRoleAsync(Ready(ours), "graphql-machine", ours);
        await using var hand = await ChildProcess.StartRoleAsync(Ready(byHand), "graphql-met-de-hand", byHand);
        await using var reference = await ChildProcess.StartProgramAsync("node", Ready(node), [], Script(), new Uri(node).Port.ToString(CultureInfo.InvariantCulture));

        var answer = await AskAsync(ours);
        if (answer != await AskAsync(byHand) || answer != await AskAsync(node))
        {
            throw new InvalidOperationException("De drie geven niet hetzelfde antwoord.");
        }

        using var load = new HttpLoad();
        var beside = new Comparison("GraphQL, zelfde bytes met de hand", "aanvragen/s", "≥ 0.6");
        await Comparison.InTurnAsync(rounds.Count, () => MeasureAsync(load, byHand, rounds), () => MeasureAsync(load, ours, rounds), beside.Add);
        var other = new Comparison("GraphQL, referentie op Node", "aanvragen/s", "≥ 5");
        await Comparison.InTurnAsync(rounds.Count, () => MeasureAsync(load, node, rounds), () => MeasureAsync(load, ours, rounds), other.Add);
        return [beside, other];
    }

    private static string Url() => $"http://127.0.0.1:{FreePort.Pick()}";

    /// <summary>Where it stands in the sources: beside it npm's packages are found.</summary>
    private static string Script()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Draaiboek.Platform.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? "", "tests", "Draaiboek.GraphQL.Tests", "node", "server.mjs");
    }

    private static Func<ChildProcess, Task<bool>> Ready(string url) => async _ => (await AskAsync(url)).Contains("rijen", StringComparison.Ordinal);

    private static Task<double> MeasureAsync(HttpLoad load, string url, Rounds rounds)
    {
        var uri = new Uri(url + "/graphql");
        return load.RunAsync(Clients, rounds.Duration, HttpStatusCode.OK, _ => Request(uri));
    }

    private static async Task<string> AskAsync(string url)
    {
        using var http = new HttpClient();
        using var request = Request(new Uri(url + "/graphql"));
        using var response = await http.SendAsync(request);
        return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
    }

    private static HttpRequestMessage Request(Uri uri) => new(HttpMethod.Post, uri)
    {
        Content = new ByteArrayContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } },
    };
}
