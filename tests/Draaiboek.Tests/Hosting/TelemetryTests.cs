using System.Text;
using System.Text.RegularExpressions;
using Draaiboek.Hosting.Operations;
using Draaiboek.Platform;
using Draaiboek.Tests.EndToEnd;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>With services that run beside it: it is their gauges that are collected. Once, whatever the half: what is set here holds for the process.</summary>
public sealed partial class TelemetryTests : IClassFixture<EmbeddedServices>
{
    [Fact]
    public void Given_no_endpoint_When_telemetry_starts_Then_nothing_is_exported() => Assert.Null(PlatformTelemetry.Start("test", null));

    [Theory]
    [InlineData("grpc", "/opentelemetry.proto.collector.trace.v1.TraceService/Export", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")]
    [InlineData("http/protobuf", "/v1/traces", "/v1/metrics")]
    public async Task Given_a_collector_When_telemetry_stops_Then_what_was_left_has_been_sent(string protocol, string traces, string metrics)
    {
        await using var collector = await OtlpCollector.StartAsync(protocol == "grpc");
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", protocol);
        try
        {
            using (PlatformTelemetry.Start("draaiboek-test", collector.Url))
            {
                using var activity = PlatformTelemetry.Source.StartActivity("test-span");
                Assert.NotNull(activity);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", null);
        }

        Assert.Contains(collector.Received, post => post.Path == traces && Encoding.Latin1.GetString(post.Body).Contains("test-span", StringComparison.Ordinal) && Encoding.Latin1.GetString(post.Body).Contains("draaiboek-test", StringComparison.Ordinal));
        // The gauges of the outboxes of the services that run beside this test.
        Assert.Contains(collector.Received, post => post.Path == metrics && Encoding.Latin1.GetString(post.Body).Contains("draaiboek.outbox.lag", StringComparison.Ordinal) && Encoding.Latin1.GetString(post.Body).Contains("draaiboek.outbox.parked", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Regel", "M11")]
    public async Task Given_somebody_at_the_anonymous_meldpunt_When_telemetry_is_exported_Then_no_trace_and_no_measurement_tells_that_anybody_was_there()
    {
        // A process of its own: what is traced here is of all tests that run at the same time.
        await using var collector = await OtlpCollector.StartAsync(grpc: true);
        var folder = Directory.CreateTempSubdirectory("draaiboek-telemetrie-").FullName;
        var port = FreePort.Pick();
        await using var platform = PlatformProcess.StartWith(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Draaiboek:Otlp:Endpoint"] = collector.Url.AbsoluteUri }, "--data", folder, "--port", $"{port}");
        await platform.UntilAsync("Het platform draait op");
        // Who writes is no part of the platform: this client traces nothing of its own.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = new Uri($"http://localhost:{port}") };
        using var uitleg = await http.GetAsync(Meldingverzoeken.Pad("/api/meldpunt"));
        using var geopend = await http.PostAsync(Meldingverzoeken.Pad("/api/meldpunt"), Meldingverzoeken.AlsJson("""{"centrum":"surya","tekst":"Synthetisch."}"""));
        Assert.True(uitleg.IsSuccessStatusCode && geopend.IsSuccessStatusCode, await geopend.Content.ReadAsStringAsync());
        var code = (await geopend.JsonAsync())["ontvangstcode"]!.GetValue<string>();
        using var gelezen = await http.PostAsync(Meldingverzoeken.Pad("/api/meldpunt/lezen"), Meldingverzoeken.AlsJson($$"""{"ontvangstcode":"{{code}}"}"""));
        Assert.True(gelezen.IsSuccessStatusCode);
        using var gewoon = await http.GetAsync(Meldingverzoeken.Pad("/api/meldpunt/gesprekken"));
        platform.Interrupt();
        await platform.EndWellAsync();

        Directory.Delete(folder, recursive: true);
        var alles = collector.Received.Select(post => Encoding.Latin1.GetString(post.Body)).ToList();
        Assert.All(alles, tekst => Assert.DoesNotMatch(OpenMeldpunt(), tekst));
        // The side of the centre is there as everything else, in both kinds.
        // Of the four requests one is in the traces: a request that was not passed on has a span without its path.
        var verzoeken = collector.Received.Where(post => post.Path.Contains("Trace", StringComparison.Ordinal)).Sum(post => Regex.Count(Encoding.Latin1.GetString(post.Body), "HttpRequestIn"));
        Assert.Equal(1, verzoeken);
        Assert.Contains(collector.Received, post => post.Path.Contains("Metrics", StringComparison.Ordinal) && Encoding.Latin1.GetString(post.Body).Contains("/api/meldpunt/gesprekken", StringComparison.Ordinal));
    }

    [GeneratedRegex("/api/meldpunt(?!/gesprekken)", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex OpenMeldpunt();
}
