using Draaiboek.Berichten;

namespace Draaiboek.Meldingen;

/// <summary>Where a melding stands. Later steps (withdrawn, closed, handed over) join this table.</summary>
internal enum MeldingToestand
{
    Geregistreerd = 1,
}

/// <summary>The service of the consulent (A3): Ondersteuningscentrum Jeugdzorg or Sociale Dienst Jeugdrechtbank.</summary>
internal enum ConsulentDienst
{
    Ocj = 1,
    Sdj,
}

/// <summary>
/// A question put to a centre (M1). What could identify someone is in the encrypted fields and nowhere else;
/// the rest are codes, classes and days.
/// </summary>
internal sealed class Melding
{
    public required Guid Id { get; init; }

    public int Versie { get; set; } = 1;

    public MeldingToestand Toestand { get; set; } = MeldingToestand.Geregistreerd;

    public required SoortVraag Soort { get; init; }

    public required Centrum Centrum { get; init; }

    public required Kanaal Kanaal { get; init; }

    /// <summary>KBO number of the organisation that asks.</summary>
    public required string Organisatie { get; init; }

    public required Sector Sector { get; init; }

    public required DateOnly OntvangenOp { get; init; }

    public required DateTimeOffset GeregistreerdOp { get; init; }

    public bool Acuut { get; init; }

    public Leeftijdsklasse? Leeftijdsklasse { get; init; }

    public Geslacht? Geslacht { get; init; }

    public Provincie? Provincie { get; init; }

    public Verblijf? Verblijf { get; init; }

    public LinkTienerpooier? LinkTienerpooier { get; init; }

    public Rekruteringskanaal? Rekruteringskanaal { get; init; }

    public int? AantalKeerWeggelopen { get; init; }

    public bool? ConsulentBetrokken { get; init; }

    public ConsulentDienst? ConsulentDienst { get; init; }

    /// <summary>Whether the melding was arranged with the consulent (M3): an arrangement, not a permission.</summary>
    public bool? ConsulentAfgesproken { get; init; }

    public IReadOnlyList<Signaal> Signalen { get; init; } = [];

    /// <summary>Encrypted: <see cref="Contactpersoon"/>.</summary>
    public required byte[] ContactpersoonVersleuteld { get; set; }

    /// <summary>Encrypted: <see cref="IdentiteitJongere"/>; null for an adviesvraag (M11).</summary>
    public byte[]? JongereVersleuteld { get; init; }

    /// <summary>Encrypted free text; never leaves this service.</summary>
    public required byte[] OmschrijvingVersleuteld { get; init; }
}

/// <summary>Which kinds concern one young person (M1): the others are adviesvragen, asked without names (M11).</summary>
internal static class Soorten
{
    public static bool BetreftJongere(this SoortVraag soort) => soort is SoortVraag.GekendSlachtoffer or SoortVraag.VraagAssessment;
}

/// <summary>The professional at the organisation whom the centre answers.</summary>
internal sealed record Contactpersoon(string Naam, string? Telefoon, string? Email);

/// <summary>What identifies the young person; null is 'not yet known'.</summary>
internal sealed record IdentiteitJongere(string? Voornaam, string? Familienaam, DateOnly? Geboortedatum, string? Rijksregisternummer);
