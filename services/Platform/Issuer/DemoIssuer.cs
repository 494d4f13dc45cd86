using Draaiboek.Hosting;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Draaiboek.Platform.Issuer;

/// <summary>
/// The OpenID Connect authority of the demonstration: discovery, keys and a token endpoint for client credentials.
/// It stands in the platform only, listens on 127.0.0.1 only and never belongs in production.
/// </summary>
internal static class DemoIssuer
{
    /// <exception cref="ArgumentException">The public authority is not an http(s) address on this machine.</exception>
    public static WebApplication Build(DemoIssuerOptions options)
    {
        var authority = options.PublicAuthority.TrimEnd('/');
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var uri) || !uri.Scheme.StartsWith("http", StringComparison.Ordinal) || !uri.IsLoopback)
        {
            throw new ArgumentException($"De demo-uitgever werkt alleen op deze machine, niet op '{authority}'.", nameof(options));
        }

        PrivateFiles.CreateFolder(options.DataFolder);
        var key = DemoKey.LeesOfMaak(options.DataFolder);
        var secrets = DemoSecrets.LeesOfMaak(options.DataFolder);

        // The empty builder reads no settings: ASPNETCORE_URLS or an appsettings.json cannot open it to the network.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(DemoIssuer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Begrens(kestrel, options.Port));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(_ => key); // by a factory, so that the container disposes of it
        (options.Logging ?? NaarStandaardfout)(builder.Logging);

        var app = builder.Build();
        _ = app.Services.GetRequiredService<DemoKey>();
        app.Use(WeigerVanElders);
        app.UseRouting();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(Discovery(authority)));
        app.MapGet("/jwks", () => Results.Json(new { keys = new[] { new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = key.Kid, x = key.X, y = key.Y } } }));
        app.MapPost("/token", context => TokenEndpoint.HandleAsync(context, secrets, persoon => key.Onderteken(persoon, authority, options.TimeProvider.GetUtcNow())));
        app.MapGet("/health/live", () => Results.Text("in orde"));
        app.Lifetime.ApplicationStarted.Register(() => app.Logger.LogWarning(
            "De demo-uitgever van tokens draait op {Authority}. Hij dient alleen voor demonstratie op deze machine: gebruik hem nooit in productie.",
            authority));
        return app;
    }

    private static void Begrens(KestrelServerOptions kestrel, int port)
    {
        kestrel.Listen(IPAddress.Loopback, port);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 16 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
    }

    private static void NaarStandaardfout(ILoggingBuilder logging) =>
        logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    /// <summary>
    /// Kestrel listens on loopback, so everything comes from this machine, also what the gateway forwards. Should the
    /// gateway be opened to the network, then the address that it notes in X-Forwarded-For still tells.
    /// </summary>
    private static Task WeigerVanElders(HttpContext context, RequestDelegate next)
    {
        var vanHier = context.Connection.RemoteIpAddress is { } adres && IPAddress.IsLoopback(adres);
        var doorgegeven = context.Request.Headers["X-Forwarded-For"].SelectMany(waarde => (waarde ?? string.Empty).Split(','));
        if (vanHier && doorgegeven.All(IsHier))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    // The gateway may note a port too: 127.0.0.1:5012 or [::1]:5012. What cannot be read counts as from elsewhere.
    private static bool IsHier(string adres) =>
        IPAddress.TryParse(adres.Trim(), out var ip) ? IPAddress.IsLoopback(ip)
        : IPEndPoint.TryParse(adres.Trim(), out var eindpunt) && IPAddress.IsLoopback(eindpunt.Address);

    private static object Discovery(string authority) => new
    {
        issuer = authority,
        jwks_uri = $"{authority}/jwks",
        token_endpoint = $"{authority}/token",
        grant_types_supported = new[] { TokenEndpoint.ClientCredentials },
        token_endpoint_auth_methods_supported = new[] { "client_secret_post", "client_secret_basic" },
        // Required members of the discovery document; the demo has no sign-in in a browser.
        response_types_supported = Array.Empty<string>(),
        subject_types_supported = new[] { "public" },
        id_token_signing_alg_values_supported = new[] { "ES256" },
    };
}
