using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Draaiboek.Platform;
using Draaiboek.Tests.Support;

namespace Draaiboek.Benchmarks;

/// <summary>Requests a second of one melding that is read, through our gateway and through a bare YARP, to the same backend; every part its own process.</summary>
internal static class GatewayBenchmark
{
    private const string Goal = "≥ 0.85";
    private const int Clients = 32;
    private const string Unlimited = "10000000";

    private static readonly string[] Melder = ["melder:" + TestAuthority.Organisatie];

    public static async Task<IReadOnlyList<Comparison>> RunAsync(Rounds rounds)
    {
        var folder = Directory.CreateTempSubdirectory("draaiboek-bench-").FullName;
        try
        {
            await using var authority = await TestAuthority.StartAsync();
            await using var installation = await Installation.StartAsync(("Identity:Authority", authority.Url.AbsoluteUri));
            var (process, service) = await installation.StartServiceAsync("melding");
            await using var melding = process;
            var token = authority.Token(Melder, expires: TimeSpan.FromHours(2));
            var path = await RegisterAsync(service, token);
            var answer = Path.Combine(folder, "antwoord.json");
            await File.WriteAllBytesAsync(answer, await ReadAsync(service + path, token));

            var same = $"http://127.0.0.1:{FreePort.Pick()}";
            await using var sameAnswer = await ChildProcess.StartRoleAsync(ChildProcess.Answers(same), "zelfde-antwoord", same, answer);
            return
            [
                .. await CompareAsync("lezen van een melding", service, path, authority, token, rounds),
                .. await CompareAsync("achterkant die niets kost", same, path, authority, token, rounds),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Comparison>> CompareAsync(string what, string backend, string path, TestAuthority authority, string token, Rounds rounds)
    {
        var (bareUrl, ourUrl) = ($"http://127.0.0.1:{FreePort.Pick()}", $"http://127.0.0.1:{FreePort.Pick()}");
        await using var bare = await ChildProcess.StartRoleAsync(async _ => (await ReadAsync(bareUrl + path, token)).Length > 0, "kale-gateway", bareUrl, backend);
        await using var ours = await ChildProcess.StartAsync("Draaiboek.Gateway", ChildProcess.Answers(ourUrl + "/health/live"), Settings(ourUrl, backend, authority));
        using var load = new HttpLoad();
        var requests = new Comparison($"gateway, {what}", "aanvragen/s", Goal);
        var cpu = new Comparison($"gateway, {what}: processortijd van de gateway", "µs/aanvraag", "–");
        await Comparison.InTurnAsync(
            rounds.Count,
            () => MeasureAsync(load, bare, bareUrl + path, token, rounds),
            () => MeasureAsync(load, ours, ourUrl + path, token, rounds),
            (b, o) =>
            {
                requests.Add(b.Rate, o.Rate);
                cpu.Add(b.Cpu, o.Cpu);
            });
        return [requests, cpu];
    }

    private static async Task<(double Rate, double Cpu)> MeasureAsync(HttpLoad load, ChildProcess gateway, string url, string token, Rounds rounds)
    {
        var (uri, bearer) = (new Uri(url), new AuthenticationHeaderValue("Bearer", token));
        var before = gateway.Cpu;
        var rate = await load.RunAsync(Clients, rounds.Duration, HttpStatusCode.OK, _ => new HttpRequestMessage(HttpMethod.Get, uri) { Headers = { Authorization = bearer } });
        return (rate, (gateway.Cpu - before).TotalMicroseconds / (rate * rounds.Duration.TotalSeconds));
    }

    /// <summary>All that is on by default stays on; only the limits are so high that one caller does not meet them.</summary>
    private static string[] Settings(string url, string backend, TestAuthority authority)
    {
        var settings = new List<(string Key, string Value)>
        {
            ("Url", url),
            ("Identity:Authority", authority.Url.AbsoluteUri),
            ("Gateway:Limits:Client:PerMinute", Unlimited),
            ("Gateway:Limits:Organisation:PerMinute", Unlimited),
        };
        settings.AddRange(((string[])["melding", "assessment", "juridische-steun", "registratie", "auth"]).Select(cluster => ($"Gateway:Clusters:{cluster}", backend)));
        return [.. settings.Select(setting => $"--Draaiboek:{setting.Key}={setting.Value}")];
    }

    /// <returns>The path of a new melding.</returns>
    private static async Task<string> RegisterAsync(string service, string token)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var body = new ByteArrayContent(SampleMelding.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await http.PostAsync(new Uri(service + "/api/meldingen"), body);
        var text = await response.Content.ReadAsStringAsync();
        return response.StatusCode == HttpStatusCode.Created
            ? $"/api/meldingen/{(string)JsonNode.Parse(text)!["id"]!}"
            : throw new InvalidOperationException($"De voorbeeldmelding werd geweigerd: {text}");
    }

    private static async Task<byte[]> ReadAsync(string url, string token)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return await http.GetByteArrayAsync(new Uri(url));
    }
}
