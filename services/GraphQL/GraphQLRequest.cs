using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Draaiboek.GraphQL;

/// <summary>One request, wherever it came from.</summary>
/// <param name="Query">The document.</param>
/// <param name="OperationName">Which operation of the document; needed only when it has more than one.</param>
/// <param name="Variables">A JSON object, or null.</param>
public sealed record GraphQLRequest(string Query, string? OperationName = null, JsonElement? Variables = null)
{
    /// <summary>The HTTP request behind it; null when there is none, and then introspection is always allowed.</summary>
    public HttpContext? HttpContext { get; init; }
}
