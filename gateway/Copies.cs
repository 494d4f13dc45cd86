using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Draaiboek.Gateway;

/// <summary>
/// Several copies of one service: which of them get requests, and what happens to a request that met one that is gone.
/// A copy leaves the round at the first connection it refuses, or when it twice gives no sign of life, and returns with the next sign.
/// </summary>
internal static partial class Copies
{
    /// <param name="settings">The interval is short: until a copy is found out, each request that meets it costs a second try.</param>
    public static HealthCheckConfig HealthCheckOf(string cluster, GatewaySettings settings) => new()
    {
        Active = new ActiveHealthCheckConfig
        {
            // Whether it lives, not whether it is ready: a database that is away makes all copies unready at once, and each says so better itself.
            // What an authority answers to is its own affair: there only refused connections count.
            Enabled = cluster != Clusters.Auth,
            Path = "/health/live",
            Interval = settings.ProbeInterval,
            Timeout = settings.Timeouts.Health,
            Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
        },
        // Long enough for the active check to have seen it too, so that a copy that stays away is not tried again and again.
        Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = UnreachablePolicy.PolicyName, ReactivationPeriod = 2 * settings.ProbeInterval },
        // When none seems to live, all are tried: the answer is then a 502 of now, and the first that is back works at once.
        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
    };

    /// <summary>
    /// Gives a request that failed on one copy to another, once: what never reached a service, and what only reads.
    /// A command that may have been received is not sent again: the client repeats it with its Idempotency-Key.
    /// </summary>
    public static void UseSecondCopy(this IReverseProxyApplicationBuilder proxy)
        => proxy.Use((HttpContext context, RequestDelegate next) => context.GetReverseProxyFeature() is { AllDestinations.Count: > 1 } feature
            ? SendAsync(context, feature, next)
            : next(context));

    private static async Task SendAsync(HttpContext context, IReverseProxyFeature feature, RequestDelegate next)
    {
        var available = feature.AvailableDestinations;
        await next(context);
        if (feature.ProxiedDestination is not { } failed
            || context.Response.HasStarted
            || context.RequestAborted.IsCancellationRequested
            || context.GetForwarderErrorFeature() is not { Error: ForwarderError.Request } fault
            || !(IsRead(context.Request) || NeverSent(fault)))
        {
            return;
        }

        var others = available.Where(copy => copy != failed).ToArray();
        feature.AvailableDestinations = others.Length > 0 ? others : [.. feature.AllDestinations.Where(copy => copy != failed)];
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.Clear();
        await next(context);
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>No connection was made: not a byte of the request has left, nor was its body read.</summary>
    private static bool NeverSent(IForwarderErrorFeature fault) => fault.Exception is HttpRequestException
    {
        // In a network of containers the name of one that stopped is gone with it.
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError,
    };

    /// <summary>
    /// Puts a copy aside when no connection can be made to it. Not when it breaks one off: a request that makes a service stumble
    /// could then take all copies out of the round, one after the other.
    /// </summary>
    internal sealed partial class UnreachablePolicy(IDestinationHealthUpdater health, ILogger<UnreachablePolicy> logger) : IPassiveHealthCheckPolicy
    {
        public const string PolicyName = "Unreachable";

        public string Name => PolicyName;

        public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
        {
            if (context.GetForwarderErrorFeature() is not { Error: ForwarderError.Request } fault || !NeverSent(fault))
            {
                return;
            }

            if (destination.Health.Passive != DestinationHealth.Unhealthy)
            {
                CopyUnreachable(logger, destination.DestinationId);
            }

            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, cluster.Model.Config.HealthCheck!.Passive!.ReactivationPeriod!.Value);
        }

        [LoggerMessage(Level = LogLevel.Warning, Message = "Exemplaar {Copy} is niet te bereiken; aanvragen gaan zolang naar de andere.")]
        private static partial void CopyUnreachable(ILogger logger, string copy);
    }
}
