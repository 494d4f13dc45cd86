using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>A talk of the assessment took place (S3). Published by Assessment.</summary>
[MessageUrn("draaiboek:assessmentgesprek-werd-gevoerd")]
[EntityName("assessment.assessmentgesprek-werd-gevoerd")]
public sealed record AssessmentgesprekWerdGevoerd
{
    public required Guid AssessmentId { get; init; }

    public required Guid MeldingId { get; init; }

    /// <summary>Version of the assessment; one higher at each step.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Which talk it is, from 1.</summary>
    public required int Nummer { get; init; }
}
