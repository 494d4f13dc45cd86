using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Draaiboek.GraphQL.Http;

/// <summary>The two media types of an answer. They differ in what the status code means.</summary>
internal enum ResponseFormat
{
    /// <summary>application/graphql-response+json: a request that was refused is a 4xx.</summary>
    GraphQLResponse,

    /// <summary>application/json, for older clients: whatever GraphQL itself says is a 200.</summary>
    Json,
}

internal static class ContentNegotiation
{
    public const string GraphQLResponse = "application/graphql-response+json";
    public const string Json = "application/json";

    public static string ContentTypeOf(ResponseFormat format) =>
        (format == ResponseFormat.Json ? Json : GraphQLResponse) + "; charset=utf-8";

    /// <summary>
    /// The format the client likes best, or null when it accepts neither. Who names none gets JSON: it may not know what the new
    /// media type says with a status, and the specification's audits ask for it.
    /// </summary>
    public static ResponseFormat? Choose(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0 || request.Headers.Accept.All(string.IsNullOrWhiteSpace))
        {
            return ResponseFormat.Json;
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted))
        {
            return null;
        }

        double response = Quality(accepted, GraphQLResponse);
        double json = Quality(accepted, Json);
        if (response <= 0 && json <= 0)
        {
            return null;
        }

        bool isNamed = accepted.Any(range => range.MediaType.Equals(GraphQLResponse, StringComparison.OrdinalIgnoreCase));
        return response > json || (response == json && isNamed) ? ResponseFormat.GraphQLResponse : ResponseFormat.Json;
    }

    /// <summary>The q of the most specific range that covers the type; 0 when none does.</summary>
    private static double Quality(IEnumerable<MediaTypeHeaderValue> accepted, string offered)
    {
        // Only UTF-8 is written; a client that insists on another charset cannot be helped.
        // The framework's own matching lets application/json stand for everything that ends in +json, which is not what is asked.
        MediaTypeHeaderValue? best = accepted
            .Where(range => range.MatchesAllTypes
                || (range.MatchesAllSubTypes && range.Type.Equals("application", StringComparison.OrdinalIgnoreCase))
                || range.MediaType.Equals(offered, StringComparison.OrdinalIgnoreCase))
            .Where(range => !range.Charset.HasValue || HeaderUtilities.RemoveQuotes(range.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            .MaxBy(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2);
        return best is null ? 0 : best.Quality ?? 1;
    }
}
