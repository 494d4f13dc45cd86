namespace Draaiboek.Gateway;

/// <summary>
/// What of the anonymous meldpunt is open to anyone, without a token, and asked without a trace (docs/adr/0011): the gateway believes no token here, passes on nothing of the caller
/// and keeps no line of it. Its limits need no identity: for each of the three POSTs one that all share, and before it one for each remote address, which is known in memory only and
/// for a minute at most.
/// </summary>
internal static class MeldpuntRoutes
{
    private const string Path = "/api/meldpunt";

    public static readonly IReadOnlyList<GatewayRoute> Open =
    [
        new(Path, Clusters.Melding, wait => wait.Api) { RateLimiter = RateLimits.MeldpuntOpenPolicy },
        new(Path + "/lezen", Clusters.Melding, wait => wait.Api) { RateLimiter = RateLimits.MeldpuntReadPolicy },
        new(Path + "/berichten", Clusters.Melding, wait => wait.Api) { RateLimiter = RateLimits.MeldpuntWritePolicy },
    ];

    public static bool IsOpen(PathString path) => path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase) && !path.StartsWithSegments(Path + "/gesprekken", StringComparison.OrdinalIgnoreCase);
}
