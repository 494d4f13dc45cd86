using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>A request for assessment stands in a centre's worklist (S1). Published by Assessment; its <see cref="Op"/> is the day of receipt of the melding.</summary>
[MessageUrn("draaiboek:assessment-werd-aangevraagd")]
[EntityName("assessment.assessment-werd-aangevraagd")]
public sealed record AssessmentWerdAangevraagd
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
}
