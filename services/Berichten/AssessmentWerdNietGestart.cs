using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>The assessment never started (S8). Published by Assessment.</summary>
[MessageUrn("draaiboek:assessment-werd-niet-gestart")]
[EntityName("assessment.assessment-werd-niet-gestart")]
public sealed record AssessmentWerdNietGestart
{
    public required Guid AssessmentId { get; init; }

    public required Guid MeldingId { get; init; }

    /// <summary>Version of the assessment; one higher at each step.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public required RedenNietGestart Reden { get; init; }
}
