using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Tests.Gateway;

/// <summary>What stands behind the gateway in these tests: tells what reached it, or does what the test gives it to do.</summary>
internal sealed class TestBackend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestBackend(WebApplication app)
    {
        _app = app;
        Url = new Uri(app.Urls.Single());
    }

    public Uri Url { get; }

    /// <param name="name">Comes back in the echo, so that a test knows where its request went.</param>
    /// <param name="handle">Instead of the echo.</param>
    /// <param name="port">Where one stood before, to let it come back; otherwise a free one.</param>
    public static async Task<TestBackend> StartAsync(string name, Func<HttpContext, Task>? handle = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.Run(async context =>
        {
            if (handle is not null)
            {
                await handle(context);
                return;
            }

            await EchoAsync(context, name);
        });
        await app.StartAsync();
        return new TestBackend(app);
    }

    public static async Task EchoAsync(HttpContext context, string name)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Response.Headers["X-Powered-By"] = "iets";
        context.Response.Headers["Server"] = "iets";
        context.Response.Headers["Via"] = "1.1 binnen";
        context.Response.Headers.SetCookie = "sessie=1";
        context.Response.Headers.ETag = "\"3\"";
        context.Response.Headers["Idempotency-Replayed"] = "true";
        await context.Response.WriteAsJsonAsync(new Echo(
            name,
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.Length));
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

internal sealed record Echo(string Dienst, string Methode, string Doel, Dictionary<string, string> Hoofdingen, long Lengte)
{
    public string? Hoofding(string name) => Hoofdingen.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
