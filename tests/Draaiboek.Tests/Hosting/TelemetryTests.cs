using System.Text;
using Draaiboek.Hosting.Operations;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>With services that run beside it: it is their gauges that are collected. Once, whatever the half: what is set here holds for the process.</summary>
public sealed class TelemetryTests : IClassFixture<EmbeddedServices>
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
}
