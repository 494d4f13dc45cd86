using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Operations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;

namespace Draaiboek.Gateway;

/// <summary>The one way in: tokens, limits and routes are checked here before a service is bothered, and again by the service (DESIGN 7).</summary>
public static class GatewayService
{
    public const string DefaultUrl = "http://localhost:8080";

    /// <summary>Builds the gateway; it starts with <c>StartAsync</c>. The services behind it need not be there yet.</summary>
    /// <exception cref="SettingsException">Settings are missing or wrong; the message names all of them.</exception>
    public static WebApplication Build(ServiceOptions options)
    {
        GatewaySettings? settings = null;
        var builder = ServiceHost.CreateBuilder(
            typeof(GatewayService).Assembly,
            options with { DefaultUrl = DefaultUrl },
            (section, errors) => settings = GatewaySettings.Read(section, errors),
            out var hostSettings);
        var limits = settings!.Limits;

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Of a chunked body Kestrel counts the framing too: its limit is a little lower.
            kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
            // Kestrel refuses with a bare 431; up to twice the limit RequestGuard says it in words.
            // A client that sends too slowly meets Kestrel's defaults: 30 s for the headers, 240 bytes/s (after 5 s) for the body.
            kestrel.Limits.MaxRequestHeadersTotalSize = 2 * limits.HeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = 2 * limits.HeaderCount;
        });
        var services = builder.Services;
        services.AddSingleton(settings);
        services.Configure<AuthorizationOptions>(GatewayRoutes.AddPolicies);
        services.AddRateLimiter(limiter => RateLimits.Configure(limiter, limits));
        services.AddRequestTimeouts();
        services.AddForwarding(settings, hostSettings.Authority);
        // What a known proxy says of its caller is needed for the limits, and goes no further.
        services.AddUntracedRequests(MeldpuntRoutes.IsOpen, ForwardedHeadersDefaults.XForwardedForHeaderName, ForwardedHeadersDefaults.XForwardedProtoHeaderName);
        services.AddReadiness(settings, hostSettings);

        var app = builder.Build();
        app.UseKnownProxies(settings);
        app.UseSecurityHeaders();
        app.UseUnhandledFaults();
        app.UseStatusCodePages(context => context.HttpContext.RequestAborted.IsCancellationRequested
            ? Task.CompletedTask
            : Problems.VoorStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseRequestGuard(limits);
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseForwarderFaults();
        app.UseRequestTimeouts();

        app.MapHealth();
        app.MapMergedOpenApi();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseSecondCopy();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        // Deny by default: who is known hears that there is nothing here, who is not hears only that.
        app.MapFallback("/{**path}", () => Problems.NietGevonden())
            .RequireAuthorization(policy => policy.RequireAuthenticatedUser());
        return app;
    }
}
