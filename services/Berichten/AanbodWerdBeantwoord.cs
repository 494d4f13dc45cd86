using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>Somebody wrote down whether an offer was accepted (M4). Published by Melding.</summary>
[MessageUrn("draaiboek:aanbod-werd-beantwoord")]
[EntityName("melding.aanbod-werd-beantwoord")]
public sealed record AanbodWerdBeantwoord
{
    public required Guid MeldingId { get; init; }

    /// <summary>Version of the melding; one higher at each change.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public required AanbodSoort Aanbod { get; init; }

    /// <summary>Accepted; declined otherwise. Who declined may be asked again.</summary>
    public required bool Aanvaard { get; init; }
}
