using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>
/// A person told somebody what falls under professional secrecy, and on which ground (M12). Published by Melding; the reasons and what was told stay there.
/// </summary>
[MessageUrn("draaiboek:inlichting-werd-gegeven")]
[EntityName("melding.inlichting-werd-gegeven")]
public sealed record InlichtingWerdGegeven
{
    public required Guid InlichtingId { get; init; }

    public required Guid MeldingId { get; init; }

    /// <summary>Version of the account: 1, because an account is never changed.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public required Ontvanger Ontvanger { get; init; }

    public required Rechtsgrond Rechtsgrond { get; init; }
}
