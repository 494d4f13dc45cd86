using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>The advice is: no victim (S5, S7). Published by Assessment; the reasons stay there.</summary>
[MessageUrn("draaiboek:negatief-advies-werd-gegeven")]
[EntityName("assessment.negatief-advies-werd-gegeven")]
public sealed record NegatiefAdviesWerdGegeven
{
    public required Guid AssessmentId { get; init; }

    public required Guid MeldingId { get; init; }

    /// <summary>Version of the assessment; one higher at each step.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }
}
