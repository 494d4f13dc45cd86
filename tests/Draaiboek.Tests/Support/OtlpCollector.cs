using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Tests.Support;

/// <summary>A span as a collector sees it: hexadecimal ids, the parent's empty at the root.</summary>
internal sealed record OtlpSpan(string Service, string TraceId, string SpanId, string ParentId, string Name);

/// <summary>Takes OTLP over HTTP, in either form, and keeps it.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Path, byte[] Body)> Received { get; } = new();

    public Uri Url => new(_app.Urls.Single());

    /// <summary>All spans so far of processes that send <c>http/protobuf</c>.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. Received.Where(post => post.Path == "/v1/traces").SelectMany(post => ReadSpans(post.Body))];

    public static async Task<OtlpCollector> StartAsync(bool grpc = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.MapPost("/{**path}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            collector.Received.Enqueue((context.Request.Path, body.ToArray()));
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

    // ExportTraceServiceRequest { 1 resource_spans { 1 resource { 1 attributes }, 2 scope_spans { 2 spans { 1 trace_id, 2 span_id, 4 parent_span_id, 5 name } } } }
    private static IEnumerable<OtlpSpan> ReadSpans(byte[] request)
        => from resourceSpans in Fields(request, 1)
           let service = Fields(Fields(resourceSpans, 1).Single(), 1).Select(ServiceName).OfType<string>().FirstOrDefault() ?? ""
           from scopeSpans in Fields(resourceSpans, 2)
           from span in Fields(scopeSpans, 2)
           select new OtlpSpan(service, Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Fields(span, 5).Single()));

    // KeyValue { 1 key, 2 value { 1 string_value } }
    private static string? ServiceName(byte[] attribute)
        => Encoding.UTF8.GetString(Fields(attribute, 1).Single()) == "service.name" ? Encoding.UTF8.GetString(Fields(Fields(attribute, 2).Single(), 1).Single()) : null;

    private static string Hex(byte[] message, int number) => Fields(message, number).Select(Convert.ToHexStringLower).FirstOrDefault() ?? "";

    /// <summary>The length-delimited fields of that number in a protobuf message.</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        var found = new List<byte[]>();
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if ((int)(tag >> 3) == number)
                    {
                        found.Add(message[at..(at + length)]);
                    }

                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"No protobuf: wire type {tag & 7}.");
            }
        }

        return found;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
