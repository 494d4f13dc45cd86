using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>An assessment was handed over to another centre (S11). Consumed by Registratie; Assessment does not publish it yet.</summary>
[MessageUrn("draaiboek:assessment-werd-overgedragen")]
[EntityName("assessment.assessment-werd-overgedragen")]
public sealed record AssessmentWerdOvergedragen
{
    public required Guid AssessmentId { get; init; }

    public required Guid MeldingId { get; init; }

    /// <summary>Version of the assessment; one higher at each step.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public required Centrum NaarCentrum { get; init; }
}
