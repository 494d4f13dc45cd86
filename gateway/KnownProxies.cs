using Microsoft.AspNetCore.HttpOverrides;

namespace Draaiboek.Gateway;

/// <summary>
/// Behind a balancer every caller without a token would share one limit. Only what a known sender says of its own caller is believed;
/// the services behind hear nothing of it, as before.
/// </summary>
internal static class KnownProxies
{
    public static void UseKnownProxies(this IApplicationBuilder app, GatewaySettings settings)
    {
        if (settings.KnownProxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // As far back as the senders are known, however many stand in a row.
            ForwardLimit = null,
        };
        // The framework would trust this machine unasked.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.KnownProxies)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }
}
