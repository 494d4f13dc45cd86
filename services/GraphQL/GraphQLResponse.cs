using System.Text.Json;
using Draaiboek.GraphQL.Execution;

namespace Draaiboek.GraphQL;

/// <summary>A field of the query type that ran, whatever the client called it.</summary>
/// <param name="Arguments">By name, as the resolver gets them: C# scalars and enum values, <c>List&lt;object?&gt;</c>, <c>Dictionary&lt;string, object?&gt;</c>.</param>
public sealed record RootField(string Name, IReadOnlyDictionary<string, object?> Arguments);

/// <summary>The answer to a request: data, errors, or both.</summary>
public sealed class GraphQLResponse
{
    private readonly ResultObject? _data;

    internal GraphQLResponse(IReadOnlyList<GraphQLError> errors)
    {
        Errors = errors;
        IsRequestError = true;
    }

    /// <summary>Neither data nor errors: what it would cost was all that was asked.</summary>
    internal GraphQLResponse(OperationCost cost)
    {
        Errors = [];
        Cost = cost;
        HasData = false;
    }

    internal GraphQLResponse(ResultObject? data, IReadOnlyList<GraphQLError> errors)
    {
        _data = data;
        Errors = errors;
        HasData = true;
    }

    public IReadOnlyList<GraphQLError> Errors { get; }

    /// <summary>The request was refused before a field was resolved: the answer has no <c>data</c>, not even null.</summary>
    public bool IsRequestError { get; }

    /// <summary>What the operation was charged; null when nobody asked or it did not come so far.</summary>
    public OperationCost? Cost { get; init; }

    /// <summary>What ran of the query type, in the order of the document; empty when nothing did. Filled only where somebody asked to be told (<see cref="GraphQLOptions.BeforeAnswer"/>).</summary>
    public IReadOnlyList<RootField> RootFields { get; init; } = [];

    internal bool HasData { get; }

    /// <summary>Writes the response as JSON.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ResponseWriter.Write(writer, this, _data);
    }

    /// <summary>The response as JSON text.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, ResponseWriter.Options))
        {
            WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
