using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Draaiboek.Hosting.Operations;
using Draaiboek.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
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
        await using var collector = await Collector.StartAsync(protocol == "grpc");
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

        Assert.Contains(collector.Received, post => post.Path == traces && post.Body.Contains("test-span", StringComparison.Ordinal) && post.Body.Contains("draaiboek-test", StringComparison.Ordinal));
        // The gauges of the outboxes of the services that run beside this test.
        Assert.Contains(collector.Received, post => post.Path == metrics && post.Body.Contains("draaiboek.outbox.lag", StringComparison.Ordinal) && post.Body.Contains("draaiboek.outbox.parked", StringComparison.Ordinal));
    }

    /// <summary>Takes OTLP in either form and keeps it.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Collector(WebApplication app) => _app = app;

        public ConcurrentQueue<(string Path, string Body)> Received { get; } = new();

        public Uri Url => new(_app.Urls.Single());

        public static async Task<Collector> StartAsync(bool grpc)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
            var app = builder.Build();
            var collector = new Collector(app);
            app.MapPost("/{**path}", async (HttpContext context) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                collector.Received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
                if (grpc)
                {
                    context.Response.ContentType = "application/grpc";
                    context.Response.AppendTrailer("grpc-status", "0");
                    // An empty message: not compressed, no bytes.
                    await context.Response.Body.WriteAsync(new byte[5]);
                }
            });
            await app.StartAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
