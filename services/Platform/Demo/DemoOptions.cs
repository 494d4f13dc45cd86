namespace Draaiboek.Platform.Demonstratie;

/// <summary>What the demo plays, and against which platform.</summary>
internal sealed record DemoOptions
{
    /// <summary>Path of a jsonl file; null is the sample year that the platform carries with it.</summary>
    public string? Bestand { get; init; }

    /// <summary>The gateway, as <c>http://localhost:8080</c>.</summary>
    public required Uri Gateway { get; init; }

    /// <summary>The OpenID Connect authority, as <c>http://localhost:8080/auth</c>.</summary>
    public required Uri Authority { get; init; }

    /// <summary>Path of <c>demo-clients.json</c>: client_id → secret.</summary>
    public required string ClientsFile { get; init; }

    /// <summary>End with the GraphQL answer as last line: one object, or an array when the file spans several years.</summary>
    public bool Json { get; init; }

    /// <summary>Stop after the table: no question of today any more.</summary>
    public bool StopNaTabel { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The result, and nothing but the result.</summary>
    public TextWriter Uit { get; init; } = Console.Out;

    /// <summary>Progress and mistakes.</summary>
    public TextWriter Fout { get; init; } = Console.Error;
}
