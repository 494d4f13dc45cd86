using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Draaiboek.GraphQL;

/// <summary>One request, wherever it came from.</summary>
/// <param name="Query">The document; null when <see cref="Id"/> names a trusted one.</param>
/// <param name="OperationName">Which operation of the document; needed only when it has more than one.</param>
/// <param name="Variables">A JSON object, or null.</param>
public sealed record GraphQLRequest(string? Query, string? OperationName = null, JsonElement? Variables = null)
{
    /// <summary>The id of a trusted document, instead of a document.</summary>
    public string? Id { get; init; }

    /// <summary>What the client wants to know of the cost.</summary>
    public CostReport Cost { get; init; }

    /// <summary>The HTTP request behind it; null when there is none, and then introspection is always allowed.</summary>
    public HttpContext? HttpContext { get; init; }
}

/// <summary>The values of the header <c>GraphQL-Cost</c>.</summary>
public enum CostReport
{
    /// <summary>No header: the operation runs, and nothing is said of its cost.</summary>
    None,

    /// <summary>The operation runs, and <c>extensions.operationCost</c> says what it was charged.</summary>
    Report,

    /// <summary>The operation is validated and charged, but does not run: the answer is its cost, within the limits or not.</summary>
    Validate,
}
