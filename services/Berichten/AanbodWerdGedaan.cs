using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>A centre offered a talk, an assessment or vorming after a question (M4, S9). Published by Melding.</summary>
[MessageUrn("draaiboek:aanbod-werd-gedaan")]
[EntityName("melding.aanbod-werd-gedaan")]
public sealed record AanbodWerdGedaan
{
    public required Guid MeldingId { get; init; }

    /// <summary>Version of the melding; one higher at each change.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public required AanbodSoort Aanbod { get; init; }
}
