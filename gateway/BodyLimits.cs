using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Draaiboek.Gateway;

/// <summary>The few requests whose body may be larger than that of all others (<see cref="GatewayLimits.BodyBytes"/>).</summary>
internal static class BodyLimits
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>A line for each route. The service counts the content itself; what is wrapped around it is allowed for here.</summary>
    private static readonly (string Method, TemplateMatcher Path, int Bytes)[] Tabel =
    [
        Line(HttpMethods.Post, "/api/meldingen/invoer", (20 * Megabyte) + (256 * 1024)),
        Line(HttpMethods.Post, "/api/meldingen/{melding}/bijlagen", (20 * Megabyte) + (256 * 1024)),
    ];

    public static int For(HttpRequest request, GatewayLimits limits) => Own(request) is { } bytes ? Math.Max(bytes, limits.BodyBytes) : limits.BodyBytes;

    /// <summary>Whether the request is one of the few. Known by method and path alone: it is asked before anything has looked for a route.</summary>
    public static bool Knows(HttpRequest request) => Own(request) is not null;

    private static int? Own(HttpRequest request)
    {
        foreach (var (method, path, bytes) in Tabel)
        {
            if (HttpMethods.Equals(method, request.Method) && path.TryMatch(request.Path, []))
            {
                return bytes;
            }
        }

        return null;
    }

    /// <summary>Lets Kestrel count a body without a length to the limit of its route.</summary>
    public static void Raise(HttpContext context, int bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false, MaxRequestBodySize: { } most } feature && most < bytes)
        {
            feature.MaxRequestBodySize = bytes;
        }
    }

    private static (string Method, TemplateMatcher Path, int Bytes) Line(string method, string pattern, int bytes)
        => (method, new TemplateMatcher(new RouteTemplate(RoutePatternFactory.Parse(pattern)), []), bytes);
}
