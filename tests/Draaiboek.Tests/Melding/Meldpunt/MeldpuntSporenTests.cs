using System.Net;
using Draaiboek.Platform;
using Draaiboek.Tests.Support;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>
/// Gateway and services together, as somebody meets them who writes without a name: what the browser or anything on the way says of that person is nowhere afterwards (M11, A13).
/// Logged down to Trace, so that no operator's setting brings it back.
/// </summary>
[Trait("Regel", "M11")]
[Trait("Regel", "A13")]
public sealed class MeldpuntSporenTests : IAsyncLifetime
{
    private const string Adres = "203.0.113.77";

    private readonly string _folder = Directory.CreateTempSubdirectory("draaiboek-meldpunt-").FullName;
    private readonly LogLines _log = new();
    private PlatformHost _platform = null!;

    public async Task InitializeAsync()
        => _platform = await PlatformHost.StartAsync(
            new PlatformOptions
            {
                DataFolder = _folder,
                Port = 0,
                Logging = logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(_log),
                // This machine may say for whom it calls, as a balancer before the gateway.
                Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Draaiboek:Gateway:KnownProxies"] = "127.0.0.1;::1" },
            },
            CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Given_marked_headers_When_somebody_opens_reads_writes_and_errs_Then_no_mark_is_in_any_file_log_or_trace()
    {
        using var traces = new TraceLines();
        var merk = new Merken();
        var code = "";
        using (var geopend = await StuurAsync(HttpMethod.Post, "/api/meldpunt", merk, """{"centrum":"surya","tekst":"Synthetisch bericht.","zelfJongere":"ja"}"""))
        {
            Assert.Equal(HttpStatusCode.Created, geopend.StatusCode);
            code = (await geopend.JsonAsync())["ontvangstcode"]!.GetValue<string>();
        }

        (HttpMethod Methode, string Pad, string? Body, HttpStatusCode Status)[] verzoeken =
        [
            (HttpMethod.Get, "/api/meldpunt", null, HttpStatusCode.OK),
            (HttpMethod.Post, "/api/meldpunt/lezen", $$"""{"ontvangstcode":"{{code}}"}""", HttpStatusCode.OK),
            (HttpMethod.Post, "/api/meldpunt/berichten", $$"""{"ontvangstcode":"{{code}}","tekst":"Verder."}""", HttpStatusCode.Created),
            (HttpMethod.Post, "/api/meldpunt/lezen", $$"""{"ontvangstcode":"{{Meldpuntverzoeken.AndereCode(code, 20)}}"}""", HttpStatusCode.NotFound),
            (HttpMethod.Post, "/api/meldpunt/lezen", """{"ontvangstcode":"kort"}""", HttpStatusCode.BadRequest),
            (HttpMethod.Post, "/api/meldpunt/berichten", "geen json", HttpStatusCode.BadRequest),
            (HttpMethod.Post, "/API/Meldpunt/lezen/", "{}", HttpStatusCode.BadRequest),
            (HttpMethod.Delete, "/api/meldpunt", null, HttpStatusCode.MethodNotAllowed),
            (HttpMethod.Post, "/api/meldpunt/iets", "{}", HttpStatusCode.Unauthorized),
        ];
        foreach (var (methode, pad, body, status) in verzoeken)
        {
            using var response = await StuurAsync(methode, pad, merk, body);
            var tekst = response + await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == status, $"{methode} {pad}: {tekst}");
            Assert.Empty(Sporen.Van(merk.Alle, tekst));
        }

        // The same on another route, to know that it would be seen.
        var controle = new Merken();
        using var gewoon = await StuurAsync(HttpMethod.Get, "/api/meldingen", controle, null);
        Assert.Contains(_log.Lines, regel => regel.Contains(controle.Trace, StringComparison.Ordinal));
        Assert.Contains(_log.Lines, regel => regel.Contains(controle.Query, StringComparison.Ordinal));
        // A request is traced when it is over, and that is after its answer.
        await ServicesFixture.EventuallyAsync("the other route is traced", () => Task.FromResult(traces.Lines.Any(regel => regel.Contains(controle.Trace, StringComparison.Ordinal))));

        foreach (var (bestand, bytes) in await Sporen.BestandenAsync(_folder))
        {
            Assert.Empty(Sporen.Van([.. merk.Alle, code, "Synthetisch bericht."], bytes).Select(spoor => $"{bestand}: {spoor}"));
        }

        Assert.All(_log.Lines, regel => Assert.Empty(Sporen.Van([.. merk.Alle, code], regel)));
        Assert.All(traces.Lines, regel => Assert.Empty(Sporen.Van([.. merk.Alle, code], regel)));
    }

    private async Task<HttpResponseMessage> StuurAsync(HttpMethod methode, string pad, Merken merk, string? body)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null }) { BaseAddress = _platform.Gateway };
        using var request = new HttpRequestMessage(methode, $"{pad}?naam={merk.Query}");
        foreach (var (naam, waarde) in merk.Hoofdingen)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(naam, waarde), naam);
        }

        if (body is not null)
        {
            request.Content = Meldingverzoeken.AlsJson(body);
            Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Language", merk.Taal));
        }

        return await client.SendAsync(request);
    }

    private sealed class Merken
    {
        private readonly string _eigen = "merk" + Guid.NewGuid().ToString("N");

        public string Query => _eigen + "vraag";

        public string Taal => _eigen + "taal";

        public string Trace { get; } = Guid.NewGuid().ToString("N");

        public IReadOnlyList<string> Alle => [_eigen, Trace, Adres];

        public IEnumerable<(string Naam, string Waarde)> Hoofdingen =>
        [
            ("User-Agent", _eigen + "/1.0"),
            ("X-Forwarded-For", Adres),
            ("Forwarded", $"for={Adres};by={_eigen}"),
            ("X-Real-IP", Adres),
            ("Referer", $"https://{_eigen}.example/"),
            ("Origin", $"https://{_eigen}.example"),
            ("Cookie", $"sessie={_eigen}"),
            ("Accept-Language", _eigen),
            ("Sec-CH-UA", _eigen),
            ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"),
            ("tracestate", $"leverancier={_eigen}"),
            ("baggage", $"naam={_eigen}"),
            ("Correlation-Context", $"naam={_eigen}"),
            ("Request-Id", _eigen),
            ("Idempotency-Key", _eigen),
            ("If-None-Match", $"\"{_eigen}\""),
            ("Authorization", $"Bearer {_eigen}"),
            ("X-Iets-Onbekends", _eigen),
        ];
    }
}
