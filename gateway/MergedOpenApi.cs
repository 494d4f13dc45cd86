using System.Reflection;

namespace Draaiboek.Gateway;

/// <summary>
/// One document for the whole platform at <c>/openapi/v1.json</c>: <c>docs/schema/openapi.json</c> as it was at build time.
/// Not asked of the services while running: the contract is what was reviewed.
/// </summary>
public static class MergedOpenApi
{
    /// <summary>The document inside this assembly, UTF-8.</summary>
    public static byte[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("The assembly holds no openapi.json.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    internal static void MapMergedOpenApi(this IEndpointRouteBuilder routes)
    {
        var document = Read();
        routes.MapGet("/openapi/v1.json", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            return Results.Bytes(document, "application/json");
        }).AllowAnonymous();
    }
}
