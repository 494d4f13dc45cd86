using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;

namespace Draaiboek.Meldingen;

/// <summary>Where a melding stands; which step leads where is in <see cref="Meldingstabel"/>.</summary>
internal enum MeldingToestand
{
    Geregistreerd = 1,

    /// <summary>Offered to another centre (S11), which has not answered yet.</summary>
    OverdrachtAangeboden,

    Afgesloten,
    Ingetrokken,
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
internal sealed class Melding : IGeregistreerd
{
    public required Guid Id { get; init; }

    public int Versie { get; set; } = 1;

    public MeldingToestand Toestand { get; set; } = MeldingToestand.Geregistreerd;

    public required SoortVraag Soort { get; set; }

    public required Centrum Centrum { get; set; }

    public required Kanaal Kanaal { get; init; }

    /// <summary>KBO number of the organisation that asks.</summary>
    public required string Organisatie { get; init; }

    public required Sector Sector { get; init; }

    public required DateOnly OntvangenOp { get; init; }

    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Loaded from earlier registrations.</summary>
    public bool Ingevoerd { get; init; }

    public bool Acuut { get; set; }

    /// <summary>It is acute because it was when it was loaded from earlier registrations: that is history, and calls nobody any more. Of one that is found to be acute since, it is not so.</summary>
    public bool AcuutVanVroeger { get; set; }

    /// <summary>Since when it is acute: the registration, or the correction that found it to be so; null when it is not. What was done before does not answer to it (M8).</summary>
    public DateTimeOffset? AcuutSinds { get; set; }

    public Leeftijdsklasse? Leeftijdsklasse { get; set; }

    public Geslacht? Geslacht { get; set; }

    public Provincie? Provincie { get; set; }

    public Verblijf? Verblijf { get; set; }

    public LinkTienerpooier? LinkTienerpooier { get; set; }

    public Rekruteringskanaal? Rekruteringskanaal { get; set; }

    public int? AantalKeerWeggelopen { get; set; }

    public bool? ConsulentBetrokken { get; set; }

    public ConsulentDienst? ConsulentDienst { get; set; }

    /// <summary>Whether the melding was arranged with the consulent (M3): an arrangement, not a permission.</summary>
    public bool? ConsulentAfgesproken { get; set; }

    public IReadOnlyList<Signaal> Signalen { get; set; } = [];

    /// <summary>The closed melding that this one comes back to (S7).</summary>
    public Guid? VervolgOp { get; init; }

    /// <summary>Day on which it was erased: what is encrypted can't be read any more, the rest stays as it was.</summary>
    public DateOnly? GewistOp { get; set; }

    /// <summary>The centre to which it is offered, while the offer stands (S11).</summary>
    public Centrum? OverdrachtNaar { get; set; }

    /// <summary>
    /// What the signals came to when they were registered or last corrected, with the catalogue of that day (M7);
    /// null for an adviesvraag, and for what was registered before it was kept.
    /// </summary>
    public Risicotaxatie? Risicotaxatie { get; set; }

    /// <summary>Encrypted: <see cref="Contactpersoon"/>.</summary>
    public required byte[] ContactpersoonVersleuteld { get; set; }

    /// <summary>Encrypted: <see cref="IdentiteitJongere"/>; null for an adviesvraag (M11).</summary>
    public byte[]? JongereVersleuteld { get; set; }

    /// <summary>Encrypted free text; never leaves this service.</summary>
    public required byte[] OmschrijvingVersleuteld { get; set; }

    /// <summary>A random id of the young person, shared by the meldingen that a person judged to be about the same one (G6); null for an adviesvraag.</summary>
    public Guid? JongereId { get; set; }

    /// <summary>From 1; one higher at each judgement on whom it is about. Apart from <see cref="Versie"/>: it is no change of the melding.</summary>
    public int? JongereVersie { get; set; }
}

/// <summary>One step in the life of a melding after it was registered. Its history; never changed.</summary>
internal sealed class MeldingStap
{
    public required Guid MeldingId { get; init; }

    /// <summary>Version that the melding got by it.</summary>
    public required int Versie { get; init; }

    public required MeldingStapSoort Soort { get; init; }

    /// <summary>Day of the step, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Who took it: <c>vo_id</c> of the person, or the subject of the token of a system.</summary>
    public required string Door { get; init; }

    /// <summary>Whether who reported took it, and not a centre: an acute melding waits for the centre all the same (M8).</summary>
    public bool DoorMelder { get; init; }

    /// <summary>Code of the reason, for a step that has one of a list; of a step about a bijlage, its id.</summary>
    public string? Reden { get; init; }

    /// <summary>Kind of question before a correction that changed it (M1).</summary>
    public SoortVraag? SoortVoordien { get; init; }

    /// <summary>Encrypted: what was added, or why in words.</summary>
    public byte[]? TekstVersleuteld { get; init; }
}

/// <summary>What happened at others because of a melding, as far as it bounds what can be done with it here. Only ever gains.</summary>
internal sealed class Vervolg
{
    public required Guid MeldingId { get; init; }

    /// <summary>A talk of the assessment took place: from then on the assessment is ended at the centre, not by taking its question away.</summary>
    public bool AssessmentBegonnen { get; set; }

    /// <summary>An advice was given, it never started, or it was stopped.</summary>
    public bool AssessmentGeeindigd { get; set; }

    public bool DossierGeopend { get; set; }
}

/// <summary>Which kinds concern one young person (M1): the others are adviesvragen, asked without names (M11).</summary>
internal static class Soorten
{
    public static bool BetreftJongere(this SoortVraag soort) => soort is SoortVraag.GekendSlachtoffer or SoortVraag.VraagAssessment;
}

internal static class Sectoren
{
    /// <summary>Organisations of the youth care, whose recognition asks to report an ernstige gebeurtenis (M10; draaiboek 4.2). That those of VAPH and the institutions of the community itself are among them is our reading of draaiboek 5.1.</summary>
    public static bool IsJeugdhulp(this Sector sector) => sector is Sector.Jeugdhulp or Sector.Vaph or Sector.Gemeenschapsinstelling;
}

/// <summary>The professional at the organisation whom the centre answers.</summary>
internal sealed record Contactpersoon(string Naam, string? Telefoon, string? Email);

/// <summary>What identifies the young person; null is 'not yet known'.</summary>
internal sealed record IdentiteitJongere(string? Voornaam, string? Familienaam, DateOnly? Geboortedatum, string? Rijksregisternummer);
