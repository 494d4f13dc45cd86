using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>A running assessment ended without advice. Consumed by Registratie; Assessment does not publish it yet.</summary>
[MessageUrn("draaiboek:assessment-werd-stopgezet")]
[EntityName("assessment.assessment-werd-stopgezet")]
public sealed record AssessmentWerdStopgezet
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
