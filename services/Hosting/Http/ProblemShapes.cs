namespace Draaiboek.Hosting.Http;

// The forms of a refusal as the OpenAPI document shows them; what is sent is made by Problems.

/// <summary>What every refusal has.</summary>
internal abstract record Probleemvorm(string Type, string Title, int Status, string Detail, string TraceId);

internal sealed record Probleem(string Type, string Title, int Status, string Detail, string TraceId) : Probleemvorm(Type, Title, Status, Detail, TraceId);

/// <summary>400: what is wrong per field; without fields when the whole could not be read.</summary>
internal sealed record InvoerProbleem(string Type, string Title, int Status, string Detail, string TraceId) : Probleemvorm(Type, Title, Status, Detail, TraceId)
{
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }
}

/// <summary>409: for a step that the state does not allow also the state and what it does allow.</summary>
internal sealed record StapProbleem(string Type, string Title, int Status, string Detail, string TraceId) : Probleemvorm(Type, Title, Status, Detail, TraceId)
{
    public string? Toestand { get; init; }

    public IReadOnlyList<string>? ToegelatenStappen { get; init; }
}
