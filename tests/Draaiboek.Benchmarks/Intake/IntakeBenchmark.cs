using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Draaiboek.Tests.Support;
using Npgsql;

namespace Draaiboek.Benchmarks;

/// <summary>
/// Meldingen accepted and committed a second by the Melding service over HTTP, beside a loop that writes the same rows and does nothing else:
/// as many connections as there are clients, the same database, each commit on disk.
/// </summary>
internal static class IntakeBenchmark
{
    private const string Goal = "≥ 0.50";
    private const string Service = "melding";
    private const int Clients = 32;

    // Meldingen, not seconds: on a busy machine it takes longer before all of the code is at its best.
    private const int WarmUp = 20_000;

    private static readonly string[] Melder = ["melder:" + TestAuthority.Organisatie];

    public static async Task<IReadOnlyList<Comparison>> RunAsync(Rounds rounds)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var installation = await Installation.StartAsync(("Identity:Authority", authority.Url.AbsoluteUri));
        var (process, url) = await installation.StartServiceAsync(Service);
        await using var melding = process;
        await using var data = installation.Data(Service);
        await using var keys = installation.Keys(Service);
        var intake = new OurIntake(url, authority.Token(Melder, expires: TimeSpan.FromHours(2)));
        var sample = await intake.RegisterAsync();
        // The rows of a message that was sent: as pending ones the service would send what the baseline writes.
        await SentAsync(data);
        var bare = new BareIntake(data, keys, await IntakeRows.ReadAsync(data, keys, sample));

        var accepted = new Comparison("intake", "meldingen/s", Goal);
        var all = new Comparison("intake: processortijd van alles, klant en databank inbegrepen", "µs/melding", "–");
        var service = new Comparison("intake: processortijd van de kale lus, van de dienst", "µs/melding", "–");
        using var load = new HttpLoad();
        // The service has much code, and the runtime translates it once more after it has been used for a while.
        for (var done = 0.0; done < WarmUp;)
        {
            done += await load.RunAsync(Clients, TimeSpan.FromSeconds(1), HttpStatusCode.Created, _ => intake.Request());
        }

        await Comparison.InTurnAsync(
            rounds.Count,
            async () => await MeasureAsync(() => Environment.CpuUsage.TotalTime, () => bare.RunAsync(Clients, rounds.Duration), rounds),
            async () => await MeasureAsync(
                () => melding.Cpu,
                async () =>
                {
                    var rate = await load.RunAsync(Clients, rounds.Duration, HttpStatusCode.Created, _ => intake.Request());
                    // What is still in the outbox is sent on our account, not on that of the baseline after it.
                    await SentAsync(data);
                    return rate;
                },
                rounds),
            (b, o) =>
            {
                accepted.Add(b.Rate, o.Rate);
                all.Add(b.All, o.All);
                service.Add(b.Own, o.Own);
            });
        return [accepted, all, service];
    }

    private static async Task<(double Rate, double All, double Own)> MeasureAsync(Func<TimeSpan> own, Func<Task<double>> run, Rounds rounds)
    {
        var (allBefore, ownBefore) = (ProcessorTime.OfAll(), own());
        var rate = await run();
        var count = rate * rounds.Duration.TotalSeconds;
        return (rate, (ProcessorTime.OfAll() - allBefore).TotalMicroseconds / count, (own() - ownBefore).TotalMicroseconds / count);
    }

    private static async Task SentAsync(NpgsqlDataSource data)
    {
        await using var left = data.CreateCommand("SELECT EXISTS (SELECT 1 FROM \"Outbox\" WHERE \"State\" = 'Pending')");
        while (await left.ExecuteScalarAsync() is true)
        {
            await Task.Delay(50);
        }
    }

    private sealed class OurIntake(string url, string token)
    {
        private readonly Uri _uri = new(url + "/api/meldingen");
        private readonly AuthenticationHeaderValue _bearer = new("Bearer", token);

        public HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, _uri)
            {
                Headers = { Authorization = _bearer },
                Content = new ByteArrayContent(SampleMelding.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            return request;
        }

        public async Task<Guid> RegisterAsync()
        {
            using var http = new HttpClient();
            using var request = Request();
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return response.StatusCode == HttpStatusCode.Created
                ? (Guid)JsonNode.Parse(text)!["id"]!
                : throw new InvalidOperationException($"De voorbeeldmelding werd geweigerd: {text}");
        }
    }
}
