using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Xunit;
using Xunit.Abstractions;

namespace Draaiboek.GraphQL.Tests.Reference;

/// <summary>The audits of the GraphQL over HTTP specification, as graphql-http publishes them, against our address.</summary>
public sealed class AuditTests(ITestOutputHelper output)
{
    [NodeFact]
    public async Task Given_the_published_audits_When_run_against_the_server_Then_all_MUST_and_SHOULD_hold()
    {
        // One of the audits asks for __type.
        await using WebApplication server = await LibraryServer.StartAsync(environment: "Development");
        var failed = new List<string>();
        var said = new StringBuilder();
        var held = new Dictionary<string, (int Held, int All)>(StringComparer.Ordinal);
        await foreach (string line in NodeProgram.LinesAsync("audits.mjs", input: "", $"{server.Urls.Single()}/graphql"))
        {
            JsonElement audit = JsonDocument.Parse(line).RootElement;
            string name = audit.GetProperty("name").GetString()!;
            string level = name.Split(' ')[0];
            bool holds = audit.GetProperty("status").GetString() == "ok";
            (int before, int all) = held.GetValueOrDefault(level);
            held[level] = (before + (holds ? 1 : 0), all + 1);
            string told = $"{(holds ? "yes" : "no ")}  {audit.GetProperty("id").GetString()} {name}{(holds ? "" : $": {audit.GetProperty("reason").GetString()}")}";
            if (level == "MAY")
            {
                said.AppendLine(told);
            }
            else if (!holds)
            {
                failed.Add(told);
            }
        }

        string summary = string.Join(", ", held.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key} {entry.Value.Held} of {entry.Value.All}"));
        Report.Write(output, "graphql-http-audits", $"GraphQL over HTTP, audits of graphql-http: {summary}\n{said}");
        Assert.Empty(failed);
        Assert.True(held["MUST"].All >= 10 && held["SHOULD"].All >= 20 && held["MAY"].All >= 10, summary);
    }
}
