using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Draaiboek.GraphQL.Http;

/// <summary>The HTTP request carries no GraphQL request; the answer is an error with this status.</summary>
internal sealed class BadRequestException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}

/// <summary>Reads a GraphQL request from the body of a POST or the query string of a GET.</summary>
internal static class RequestReader
{
    // A name that stands twice has no meaning that both ends would agree on.
    private static readonly JsonDocumentOptions s_json = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="BadRequestException">The request is not a GraphQL request.</exception>
    public static async Task<GraphQLRequest> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (HttpMethods.IsGet(request.Method))
        {
            return FromQueryString(request.Query);
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals(ContentNegotiation.Json, StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new BadRequestException(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.InvalidRequest, "The body must be application/json in UTF-8.");
        }

        return FromBody(await ReadBodyAsync(request, maxBytes));
    }

    private static GraphQLRequest FromBody(byte[] body)
    {
        ReadOnlyMemory<byte> json = body.AsSpan().StartsWith(ByteOrderMark) ? body.AsMemory(ByteOrderMark.Length) : body;
        if (!Utf8.IsValid(json.Span))
        {
            throw Malformed("The body is not valid UTF-8.");
        }

        JsonElement root = Parse(json, "The body");
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(root.ValueKind == JsonValueKind.Array
                ? "Batches of requests are not supported; send one JSON object."
                : "The body must be a JSON object.");
        }

        return Create(Text(root, "query"), Text(root, "id"), Text(root, "operationName"), Map(root, "variables"), Map(root, "extensions"));
    }

    private static GraphQLRequest FromQueryString(IQueryCollection query) => Create(
        Single(query, "query"),
        Single(query, "id"),
        Single(query, "operationName"),
        ParseMap(query, "variables"),
        ParseMap(query, "extensions"));

    // Extensions are read so that a wrong one is refused; there are none that this engine knows.
    private static GraphQLRequest Create(string? query, string? id, string? operationName, JsonElement? variables, JsonElement? extensions)
    {
        _ = extensions;
        bool hasQuery = !string.IsNullOrEmpty(query);
        bool hasId = !string.IsNullOrEmpty(id);
        if (hasQuery && hasId)
        {
            // Which of the two would run is nothing to leave to chance.
            throw Invalid("Give either a \"query\" or the \"id\" of a trusted document.");
        }

        return hasQuery || hasId
            ? new GraphQLRequest(hasQuery ? query : null, string.IsNullOrEmpty(operationName) ? null : operationName, variables) { Id = hasId ? id : null }
            : throw new BadRequestException(StatusCodes.Status400BadRequest, ErrorCodes.QueryMissing, "The request has neither a \"query\" nor an \"id\".");
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json, string what)
    {
        try
        {
            return JsonElement.Parse(json.Span, s_json);
        }
        catch (JsonException)
        {
            throw Malformed($"{what} is not valid JSON, or nests too deeply, or repeats a name.");
        }
    }

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            throw Invalid($"\"{name}\" must be a string.");
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            throw Malformed($"\"{name}\" holds half a surrogate pair.");
        }
    }

    private static JsonElement? Map(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? AsMap(value, name) : null;

    private static JsonElement? AsMap(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object => value,
        JsonValueKind.Null => null,
        _ => throw Invalid($"\"{name}\" must be a JSON object."),
    };

    private static JsonElement? ParseMap(IQueryCollection query, string name) =>
        Single(query, name) is { Length: > 0 } text ? AsMap(Parse(System.Text.Encoding.UTF8.GetBytes(text), $"\"{name}\""), name) : null;

    private static string? Single(IQueryCollection query, string name)
    {
        StringValues values = query[name];
        return values.Count > 1 ? throw Invalid($"\"{name}\" is given more than once.") : values.ToString();
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, int maxBytes)
    {
        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult result = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (result.Buffer.Length > maxBytes)
            {
                // Handed back, or the server can't read on to the end and closes the connection without a word: whoever sends the next request on it gets no answer.
                reader.AdvanceTo(result.Buffer.End);
                throw new BadRequestException(StatusCodes.Status413PayloadTooLarge, ErrorCodes.RequestTooLarge, $"The body is larger than {maxBytes} bytes.");
            }

            if (result.IsCompleted)
            {
                byte[] body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static BadRequestException Malformed(string message) => new(StatusCodes.Status400BadRequest, ErrorCodes.MalformedJson, message);

    private static BadRequestException Invalid(string message) => new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidRequest, message);
}
