using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.AspNetCore.RateLimiting;

namespace Draaiboek.Gateway;

/// <summary>
/// How many requests a caller may send: token buckets per client, per organisation and, without a valid token, per remote address.
/// They count in this process; with several gateways each allows as much.
/// </summary>
internal static class RateLimits
{
    public const string AuthPolicy = "auth";
    public const string BijlagePolicy = "bijlage";
    public const string MeldpuntOpenPolicy = "meldpunt-open";
    public const string MeldpuntReadPolicy = "meldpunt-read";
    public const string MeldpuntWritePolicy = "meldpunt-write";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static void Configure(RateLimiterOptions limiter, GatewayLimits limits)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(http => PerClient(http, limits)),
            PartitionedRateLimiter.Create<HttpContext, string>(http => PerOrganisatie(http, limits)),
            PartitionedRateLimiter.Create<HttpContext, string>(http => PerMeldpuntCaller(http, limits)));
        limiter.AddPolicy(AuthPolicy, http => Bucket(Address(http), limits.Auth));
        limiter.AddPolicy(BijlagePolicy, http => BodyLimits.Knows(http.Request) ? PerClient(http, limits.Bijlage, limits) : RateLimitPartition.GetNoLimiter(""));
        limiter.AddPolicy(MeldpuntOpenPolicy, http => Shared(http, limits.MeldpuntOpen));
        limiter.AddPolicy(MeldpuntReadPolicy, http => Shared(http, limits.MeldpuntRead));
        limiter.AddPolicy(MeldpuntWritePolicy, http => Shared(http, limits.MeldpuntWrite));
        limiter.OnRejected = (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : Period;
            context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return new ValueTask(Problems.VoorStatus(StatusCodes.Status429TooManyRequests).ExecuteAsync(context.HttpContext));
        };
    }

    private static RateLimitPartition<string> PerClient(HttpContext http, GatewayLimits limits)
    {
        // Whether the process lives must be answered in the busiest minute of all.
        if (http.Request.Path == "/health/live")
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        return PerClient(http, limits.Client, limits);
    }

    private static RateLimitPartition<string> PerClient(HttpContext http, RateLimit known, GatewayLimits limits)
        => http.User.FindFirst("sub") is { Value: var sub }
            ? Bucket("client " + sub, known)
            : Bucket(Address(http), limits.Anoniem);

    private static RateLimitPartition<string> PerOrganisatie(HttpContext http, GatewayLimits limits)
        => http.User.FindFirst(Caller.OrganisationClaim) is { Value: { Length: > 0 } organisatie }
            ? Bucket(organisatie, limits.Organisatie)
            : RateLimitPartition.GetNoLimiter("");

    /// <summary>Before the limit that all share: whoever is refused here takes nothing from others.</summary>
    private static RateLimitPartition<string> PerMeldpuntCaller(HttpContext http, GatewayLimits limits)
        => HttpMethods.IsPost(http.Request.Method) && MeldpuntRoutes.IsOpen(http.Request.Path)
            ? Bucket(Address(http), limits.MeldpuntCaller)
            : RateLimitPartition.GetNoLimiter("");

    /// <summary>One bucket for everybody's POSTs. The page with the emergency numbers has none: it must be there on the busiest day.</summary>
    private static RateLimitPartition<string> Shared(HttpContext http, RateLimit limit)
        => HttpMethods.IsPost(http.Request.Method) ? Bucket("allen", limit) : RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> Bucket(string key, RateLimit limit)
        => RateLimitPartition.GetTokenBucketLimiter(key, _ =>
        {
            // A low limit gives one token every so many seconds, a high one many every second.
            var perPeriod = Math.Max(1, limit.PerMinute / 60);
            return new TokenBucketRateLimiterOptions
            {
                TokenLimit = limit.Burst,
                TokensPerPeriod = perPeriod,
                ReplenishmentPeriod = TimeSpan.FromMinutes((double)perPeriod / limit.PerMinute),
                QueueLimit = 0,
            };
        });

    /// <summary>An IPv6 caller holds a whole /64 and could change address with each request.</summary>
    private static string Address(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
        {
            return "onbekend";
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.MapToIPv4().ToString();
        }

        var network = address.GetAddressBytes();
        Array.Clear(network, 8, 8);
        return new IPAddress(network).ToString();
    }
}
