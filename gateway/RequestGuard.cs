using System.Buffers;
using Draaiboek.Hosting.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Draaiboek.Gateway;

/// <summary>
/// Refuses what gateway and service could read differently, or what is too large, before anything else looks at it.
/// A path of ours holds plain words and ids; one that needs decoding or tidying up before it says where it leads is a mistake or a trick,
/// as <c>/api/meldingen/%252e%252e/beheer</c>, which becomes another path only when decoded a second time behind the gateway.
/// </summary>
internal static class RequestGuard
{
    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/");

    public static void UseRequestGuard(this IApplicationBuilder app, GatewayLimits limits)
        => app.Use((HttpContext context, RequestDelegate next) => Refusal(context.Request, limits) is { } status
            ? Problems.VoorStatus(status).ExecuteAsync(context)
            : next(context));

    private static int? Refusal(HttpRequest request, GatewayLimits limits)
    {
        if (HeadersTooLarge(request.Headers, limits))
        {
            return StatusCodes.Status431RequestHeaderFieldsTooLarge;
        }

        if (!IsPlain(request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))
        {
            return StatusCodes.Status400BadRequest;
        }

        // A chunked body has no length to see: Kestrel counts it while it passes (ForwarderFaults).
        var most = BodyLimits.For(request, limits);
        BodyLimits.Raise(request.HttpContext, most);
        return request.ContentLength > most ? StatusCodes.Status413PayloadTooLarge : null;
    }

    private static bool HeadersTooLarge(IHeaderDictionary headers, GatewayLimits limits)
    {
        var count = 0;
        var bytes = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                count++;
                // A header line is "name: value" with CR LF.
                bytes += name.Length + (value?.Length ?? 0) + 4;
            }
        }

        return count > limits.HeaderCount || bytes > limits.HeaderBytes;
    }

    private static bool IsPlain(string target)
    {
        var path = target.AsSpan();
        if (path.IndexOf('?') is >= 0 and var query)
        {
            path = path[..query];
        }

        // The absolute form, "GET http://host/path", is allowed to clients of a proxy; only its path leads anywhere.
        if (path.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            path = path[(scheme + 3)..];
            path = path.IndexOf('/') is >= 0 and var start ? path[start..] : "/";
        }

        if (path.IsEmpty || path[0] != '/' || path.ContainsAnyExcept(PathCharacters) || path.IndexOf("//", StringComparison.Ordinal) >= 0)
        {
            return false;
        }

        foreach (var segment in path.Split('/'))
        {
            if (path[segment] is "." or "..")
            {
                return false;
            }
        }

        return true;
    }
}
