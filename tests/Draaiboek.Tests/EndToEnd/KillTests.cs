using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Platform;
using Draaiboek.Platform.Issuer;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.EndToEnd;

/// <summary>What was acknowledged is there after a SIGKILL, once; what was not, can be sent again under its key.</summary>
public sealed class KillTests : IDisposable
{
    private const int Aantal = 120;

    private readonly string _folder = Directory.CreateTempSubdirectory("draaiboek-killtest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_acknowledged_before_a_kill_is_there_once_and_reaches_the_worklist_once()
    {
        var port = FreePort.Pick();
        var acknowledged = new ConcurrentDictionary<int, string>();
        await using (var killed = PlatformProcess.Start("--data", _folder, "--port", $"{port}"))
        {
            await killed.UntilAsync("Het platform draait op");
            using var client = await ClientAsync(port, "medewerker-payoke");
            // By whoever gets the answer: one that waits for its turn beside them may come when all has been said.
            await SendAllAsync(client, acknowledged, () => acknowledged.Count >= Aantal / 3 ? killed.KillAsync() : Task.CompletedTask);
        }

        Assert.InRange(acknowledged.Count, Aantal / 3, Aantal - 1);
        var before = acknowledged.ToDictionary();

        await using var platform = PlatformProcess.Start("--data", _folder, "--port", $"{port}");
        await platform.UntilAsync("Het platform draait op");
        using var centrum = await ClientAsync(port, "medewerker-payoke");
        foreach (var id in before.Values)
        {
            using var read = await centrum.GetAsync(new Uri($"/api/meldingen/{id}", UriKind.Relative));
            Assert.True(read.IsSuccessStatusCode, $"melding {id} was acknowledged and is gone");
        }

        await SendAllAsync(centrum, acknowledged);
        Assert.Equal(Aantal, acknowledged.Count);
        Assert.All(before, pair => Assert.Equal(pair.Value, acknowledged[pair.Key]));
        Assert.Equal(Aantal, acknowledged.Values.Distinct(StringComparer.Ordinal).Count());
        var inWerklijst = await ServicesFixture.EventuallyAsync("all in the worklist", async () =>
        {
            var werklijst = await AllAsync(centrum, "/api/assessments", item => item["meldingId"]!.GetValue<string>());
            return werklijst.Length >= Aantal ? werklijst : null;
        });
        Assert.Equal(acknowledged.Values.Order(StringComparer.Ordinal), inWerklijst);
        Assert.Equal(Aantal, (await AllAsync(centrum, "/api/meldingen", item => item["id"]!.GetValue<string>())).Length);
    }

    private static async Task SendAllAsync(HttpClient client, ConcurrentDictionary<int, string> acknowledged, Func<Task>? afterEach = null)
        => await Parallel.ForEachAsync(Enumerable.Range(0, Aantal), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (nummer, _) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/meldingen")
            {
                Content = JsonContent.Create(Invoer.NamensOrganisatie(Invoer.Assessmentvraag())),
            };
            request.Headers.Add("Idempotency-Key", $"kill-{nummer}");
            try
            {
                using var response = await client.SendAsync(request);
                if (response.IsSuccessStatusCode)
                {
                    acknowledged[nummer] = (await response.JsonAsync())["id"]!.GetValue<string>();
                    await (afterEach?.Invoke() ?? Task.CompletedTask);
                }
            }
            catch (HttpRequestException)
            {
                // Killed under our hands: not acknowledged, so nothing was promised.
            }
        });

    private static async Task<string[]> AllAsync(HttpClient client, string route, Func<JsonNode, string> key)
    {
        var keys = new List<string>();
        string? after = null;
        do
        {
            using var response = await client.GetAsync(new Uri($"{route}?first=100{(after is null ? "" : "&after=" + after)}", UriKind.Relative));
            var page = await response.JsonAsync();
            keys.AddRange(page["items"]!.AsArray().Select(item => key(item!)));
            after = page["pageInfo"]!["hasNextPage"]!.GetValue<bool>() ? page["pageInfo"]!["endCursor"]!.GetValue<string>() : null;
        }
        while (after is not null);

        return [.. keys.Order(StringComparer.Ordinal)];
    }

    private async Task<HttpClient> ClientAsync(int port, string demoClient)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        var secrets = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, DemoSecrets.Bestandsnaam)))!;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = demoClient,
            ["client_secret"] = secrets[demoClient]!.GetValue<string>(),
        });
        using var response = await client.PostAsync(new Uri("/auth/token", UriKind.Relative), form);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await response.JsonAsync())["access_token"]!.GetValue<string>());
        return client;
    }
}
