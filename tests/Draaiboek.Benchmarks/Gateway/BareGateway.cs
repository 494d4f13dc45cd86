using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Draaiboek.Benchmarks;

/// <summary>The baseline: the same YARP with the same route and nothing else: no token, no limits, no policies, no headers.</summary>
internal static class BareGateway
{
    public static Task RunAsync(string url, string backend)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "meldingen", ClusterId = "melding", Match = new RouteMatch { Path = "/api/meldingen/{**rest}" } }],
            [new ClusterConfig { ClusterId = "melding", Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal) { ["melding"] = new() { Address = backend } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        return app.RunAsync();
    }
}
