using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>A melding changed in a way that others must follow. Published by Melding. Says how it stands now, whole: the highest version holds, whatever came before.</summary>
[MessageUrn("draaiboek:melding-werd-gewijzigd")]
[EntityName("melding.melding-werd-gewijzigd")]
public sealed record MeldingWerdGewijzigd
{
    public required Guid MeldingId { get; init; }

    /// <summary>Version of the melding; one higher at each change.</summary>
    public required int Versie { get; init; }

    /// <summary>What this change was.</summary>
    public required MeldingWijziging Wijziging { get; init; }

    /// <summary>Day of the change, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration of the change, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Whether it was taken back.</summary>
    public required bool Ingetrokken { get; init; }

    public required SoortVraag Soort { get; init; }

    public required Centrum Centrum { get; init; }

    public required Kanaal Kanaal { get; init; }

    public required Sector Sector { get; init; }

    /// <summary>Day of receipt at the meldpunt, Europe/Brussels: the day that places the question in a year.</summary>
    public required DateOnly OntvangenOp { get; init; }

    /// <summary>Acute situation (M8): alarms, sends nothing.</summary>
    public required bool Acuut { get; init; }

    /// <summary>Acute when it was loaded from earlier registrations, and not found to be so since: it counts as any other, and alarms nobody any more (M8).</summary>
    public required bool AcuutVanVroeger { get; init; }

    public Leeftijdsklasse? Leeftijdsklasse { get; init; }

    public Geslacht? Geslacht { get; init; }

    public Provincie? Provincie { get; init; }

    public Verblijf? Verblijf { get; init; }

    public LinkTienerpooier? LinkTienerpooier { get; init; }

    public Rekruteringskanaal? Rekruteringskanaal { get; init; }

    public int? AantalKeerWeggelopen { get; init; }

    public bool? ConsulentBetrokken { get; init; }

    public IReadOnlyList<Signaal> Signalen { get; init; } = [];
}
