using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>The first talk took place (S2). Published by Assessment.</summary>
[MessageUrn("draaiboek:kennismakingsgesprek-werd-gevoerd")]
[EntityName("assessment.kennismakingsgesprek-werd-gevoerd")]
public sealed record KennismakingsgesprekWerdGevoerd
{
    public required Guid AssessmentId { get; init; }

    public required Guid MeldingId { get; init; }

    /// <summary>Version of the assessment; one higher at each step.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>It coincided with the first assessment talk (draaiboek 5.2), so the assessment runs from here.</summary>
    public required bool OokEersteAssessmentgesprek { get; init; }
}
