using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>A question of any kind was registered (M1, M4). Published by Melding. What concerns the young person is absent for the three adviesvragen.</summary>
[MessageUrn("draaiboek:melding-werd-geregistreerd")]
[EntityName("melding.melding-werd-geregistreerd")]
public sealed record MeldingWerdGeregistreerd
{
    public required Guid MeldingId { get; init; }

    /// <summary>Version of the melding; one higher at each change.</summary>
    public required int Versie { get; init; }

    public required SoortVraag Soort { get; init; }

    public required Centrum Centrum { get; init; }

    public required Kanaal Kanaal { get; init; }

    public required Sector Sector { get; init; }

    /// <summary>Day of receipt at the meldpunt, Europe/Brussels: the day that places the question in a year.</summary>
    public required DateOnly OntvangenOp { get; init; }

    /// <summary>Moment at which it entered the platform, UTC; never before <see cref="OntvangenOp"/> began.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

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

    /// <summary>
    /// Pseudonym of the young person, of this melding alone until a person judges otherwise (<see cref="HerhalingWerdVastgesteld"/>). Made of a random id,
    /// never of a name.
    /// </summary>
    public Guid? Pseudoniem { get; init; }
}
