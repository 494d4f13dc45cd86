using System.Diagnostics;
using System.Diagnostics.Metrics;
using Draaiboek.Hosting.Http;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Draaiboek.Hosting.Operations;

/// <summary>
/// Traces and metrics of a process, exported over OTLP when an endpoint is set. One pair of providers a process, also when it holds several services:
/// two would export everything twice.
/// </summary>
public static class PlatformTelemetry
{
    public const string Name = "Draaiboek";

    public static readonly ActivitySource Source = new(Name);
    public static readonly Meter Meter = new(Name);

    /// <summary>Starts exporting; the answer stops it and sends what is left. Null when there is no endpoint.</summary>
    public static IDisposable? Start(string process, Uri? otlpEndpoint)
    {
        if (otlpEndpoint is null)
        {
            return null;
        }

        var resource = ResourceBuilder.CreateDefault().AddService(process);
        var tracing = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(Name, "Microsoft.AspNetCore", "MassTransit", "Npgsql", "Yarp.ReverseProxy", "System.Net.Http")
            .AddProcessor(new WithoutHealth())
            .AddProcessor(new WithoutUntraced())
            .AddOtlpExporter(otlp => SendTo(otlp, otlpEndpoint, "traces"))
            .Build();
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http")
            .AddOtlpExporter(otlp => SendTo(otlp, otlpEndpoint, "metrics"))
            .Build();
        return new Providers(tracing, metrics);
    }

    /// <summary>gRPC unless <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> asks for <c>http/protobuf</c>, which has an address for each signal.</summary>
    private static void SendTo(OtlpExporterOptions otlp, Uri endpoint, string signal)
        => otlp.Endpoint = otlp.Protocol == OtlpExportProtocol.HttpProtobuf
            ? new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}")
            : endpoint;

    /// <summary>Somebody asks every few seconds whether all is well; among those traces nobody would find a melding.</summary>
    private sealed class WithoutHealth : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            var address = data.GetTagItem("url.path") ?? data.GetTagItem("url.full");
            if (address is string text && text.Contains("/health/", StringComparison.Ordinal))
            {
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }
        }
    }

    /// <summary>What was done for a request without a trace goes nowhere either, also when somebody else in the process listens and has it recorded.</summary>
    private sealed class WithoutUntraced : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (UntracedRequests.IsPartOfOne(data))
            {
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }
        }
    }

    private sealed class Providers(TracerProvider tracing, MeterProvider metrics) : IDisposable
    {
        public void Dispose()
        {
            tracing.Dispose();
            metrics.Dispose();
        }
    }
}
