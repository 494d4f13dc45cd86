namespace Draaiboek.Berichten;

// Every code starts at 1: the default of an enum then means 'not given' and can never be mistaken for a real answer.

/// <summary>What is asked (M1). The first three are adviesvragen, the last two concern one young person. Source: vraag-dossiers-aanpak, answer 3; draaiboek 5.1.</summary>
public enum SoortVraag
{
    InfoFenomeen = 1,
    Teamondersteuning,
    InschattingGedrag,
    GekendSlachtoffer,
    VraagAssessment,
}

/// <summary>The specialised centres (A4). Source: draaiboek 3.1 and 5.</summary>
public enum Centrum
{
    Payoke = 1,
    PagAsa,
    Surya,
}

/// <summary>What others must follow of a melding after it was registered.</summary>
public enum MeldingWijziging
{
    /// <summary>What was asked, or about whom, was put right; perhaps the kind of question (M1).</summary>
    Gecorrigeerd = 1,

    /// <summary>Taken back: no question any more.</summary>
    Ingetrokken,

    /// <summary>Taken over by another centre (S11).</summary>
    Overgedragen,

    /// <summary>Nobody can be known from it any more. It counts as it did; what is kept elsewhere because of it goes too.</summary>
    Gewist,
}

/// <summary>How the question came in. <see cref="Platform"/> is an organisation's own melding; a centre registers the other two.</summary>
public enum Kanaal
{
    Telefoon = 1,
    Mail,
    Platform,
}

/// <summary>The sector of who asks, as told at the time: a property of the melding, not of the organisation.</summary>
public enum Sector
{
    Jeugdhulp = 1,
    Vaph,
    Gemeenschapsinstelling,
    Clb,
    Caw,
    Politie,
    Ziekenhuis,
    Anders,
}

public enum Geslacht
{
    Vrouw = 1,
    Man,
    X,
    Onbekend,
}

public enum Provincie
{
    Antwerpen = 1,
    Limburg,
    OostVlaanderen,
    VlaamsBrabant,
    WestVlaanderen,
    Brussel,
    BuitenVlaanderen,
    Onbekend,
}

public enum Verblijf
{
    Thuis = 1,
    Voorziening,
    Gemeenschapsinstelling,
    Anders,
    Onbekend,
}

/// <summary>Whether the organisation sees a link with a tienerpooier (G2). Source: vraag-dossiers-aanpak, question 1.</summary>
public enum LinkTienerpooier
{
    Zeker = 1,
    Vermoeden,
    Geen,
    Onbekend,
}

public enum Rekruteringskanaal
{
    SocialeMedia = 1,
    Voorziening,
    Schoolomgeving,
    Vriendenkring,
    Anders,
    Onbekend,
}

/// <summary>Age on the day of receipt, in whole years, as a class (G1: no birth date leaves Melding). Eighteen and a little over is accepted and marked (M2).</summary>
public enum Leeftijdsklasse
{
    Onder12 = 1,
    Van12Tot14,
    Van15Tot17,
    Vanaf18,
    Onbekend,
}

/// <summary>
/// Signals of M6: numbers 1–12 of the fiche (draaiboek 4.1), running away apart from the count, then the public list for trafficking in general (slachtofferzorg).
/// </summary>
public enum Signaal
{
    AngstigBijContactOfOnderweg = 1,
    ZondertZichAfOfTeSociabel,
    BangVoorNaasten,
    PlotseStressOfAngst,
    OngewettigdSchoolverzuim,
    OnverklaardeVerwondingen,
    OnderInvloedVanOnbekende,
    BekendePlaatsen,
    VaakVermoeid,
    OvertreedtDeWet,
    SeksueleHandelingen,
    WerkBuitenStudentenjob,
    Weglopen,
    GeenBewegingsvrijheid,
    IdentiteitskaartAfgenomen,
    WeinigSocialeContacten,
    DurftNietSpreken,
    WantrouwtAutoriteiten,
    BangVoorOmgeving,
    OnveiligWerk,
    SlaaptOpHetWerk,
    WeinigOfGeenLoon,
    GeenContract,
    GroteSchuld,
    TekenenVanGeweld,
}

/// <summary>Why an assessment was not started (S8). Source: vraag-dossiers-aanpak, answer 3.</summary>
public enum RedenNietGestart
{
    NietBereikbaar = 1,
    WilNietDeelnemen,
    AfgehaaktNaKennismaking,
}

/// <summary>What may give rise to legal support (J1); the support itself starts only by a person's decision.</summary>
public enum AanleidingSoort
{
    PositiefAdvies = 1,
    GekendSlachtoffer,
}
