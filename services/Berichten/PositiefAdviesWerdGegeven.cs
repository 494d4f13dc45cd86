using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>The advice is: victim (S5, S6). Published by Assessment. Starts nothing by itself (M5).</summary>
[MessageUrn("draaiboek:positief-advies-werd-gegeven")]
[EntityName("assessment.positief-advies-werd-gegeven")]
public sealed record PositiefAdviesWerdGegeven
{
    public required Guid AssessmentId { get; init; }

    public required Guid MeldingId { get; init; }

    /// <summary>Version of the assessment; one higher at each step.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public required Centrum Centrum { get; init; }

    /// <summary>Consent of the victim or its representative (S4). Without it the finding counts and goes nowhere.</summary>
    public required bool ToestemmingGegeven { get; init; }
}
