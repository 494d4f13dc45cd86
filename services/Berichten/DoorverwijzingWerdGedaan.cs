using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>A centre answered a question and referred on (M4). Published by Melding.</summary>
[MessageUrn("draaiboek:doorverwijzing-werd-gedaan")]
[EntityName("melding.doorverwijzing-werd-gedaan")]
public sealed record DoorverwijzingWerdGedaan
{
    public required Guid MeldingId { get; init; }

    /// <summary>Version of the melding; one higher at each change.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public required Doorverwijzing Naar { get; init; }
}
