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

/// <summary>What a centre offers after a question (M4, S9). Source: draaiboek 5.1 and 5.2.</summary>
public enum AanbodSoort
{
    Kennismakingsgesprek = 1,
    Assessment,
    Vorming,
}

/// <summary>To whom one can be referred on (M4). Source: draaiboek 3.1, 4.2 and 5.1.</summary>
public enum Doorverwijzing
{
    ChildFocus = 1,
    Vertrouwenscentrum,
    Lijn1712,
    Sensoa,
    Pimento,
    CawSlachtofferhulp,
    Zorgcentrum,
    Politie,
    AnderCentrum,
    Andere,
}

/// <summary>Who may be told something that falls under professional secrecy. Source: draaiboek 4.2, 8 and 9.</summary>
public enum Ontvanger
{
    /// <summary>In immediate danger, 101 or 112.</summary>
    Politie = 1,

    Hulpdienst,
    Jeugdparket,
    Referentiemagistraat,
    Consulent,
    Jeugdrechter,

    /// <summary>A consultation that is organised by law, decree, ordinance or reasoned decision (article 458ter).</summary>
    Casusoverleg,

    /// <summary>A court or parliamentary inquiry before which one is called as a witness (article 458).</summary>
    Rechtbank,

    /// <summary>Agentschap Opgroeien (A10), of an ernstige gebeurtenis or media attention (M10).</summary>
    Agentschap,

    Ouders,
    AndereHulpverlener,
}

/// <summary>The ground on which professional secrecy is lifted (M12). Source: draaiboek 9. Article numbers as in the criminal code of 1867.</summary>
public enum Rechtsgrond
{
    SchuldigVerzuim422bis = 1,
    Spreekrecht458bis,
    Casusoverleg458ter,
    Noodtoestand,
    WettelijkePlicht,
    Toestemming,
}

/// <summary>
/// What happened in a case before the court, or around it (J2–J6, J8). The statuut is the referentiemagistraat's to grant and to end; a centre only writes down what
/// was decided. Source: draaiboek 7; senaat-voorstel-resolutie III.B.5 and points 7 and 8.
/// </summary>
public enum JuridischeStapSoort
{
    StatuutAangevraagd = 1,
    StatuutToegekend,
    StatuutGeweigerd,

    /// <summary>Taken away by the referentiemagistraat.</summary>
    StatuutIngetrokken,

    /// <summary>Ended because its conditions are no longer met, or because it has run its course.</summary>
    StatuutVervallen,

    VerklaringBijPolitie,
    VerklaringBenadeeldePersoon,
    BurgerlijkePartij,
    Zitting,
    SchadevergoedingGevorderd,
    SchadevergoedingToegekend,
    RechtsbijstandGevraagd,
    RechtsbijstandToegekend,

    /// <summary>The victim is prosecuted for what it did under exploitation (J8).</summary>
    VervolgingVanSlachtoffer,
}

/// <summary>Who files for a victim (J3, J4, J9). Source: draaiboek 7.</summary>
public enum Indiener
{
    /// <summary>The victim itself, of age.</summary>
    MeerderjarigSlachtoffer = 1,

    WettelijkVertegenwoordiger,

    /// <summary>Only of a minor under supervision of the jeugdrechtbank, and only the verklaring benadeelde persoon.</summary>
    Jeugdadvocaat,
}

/// <summary>Where a vorming stands (P3). Source: vraag-dossiers-aanpak, question 7.</summary>
public enum Vormingsstand
{
    Gevraagd = 1,
    Gepland,
    Gegeven,

    /// <summary>It does not take place, or was written down by mistake.</summary>
    Geannuleerd,
}

/// <summary>How many took part in a vorming, as a class.</summary>
public enum Deelnemersklasse
{
    TotTien = 1,
    ElfTotTwintig,
    EenentwintigTotVijftig,
    MeerDanVijftig,
    Onbekend,
}

/// <summary>Why a centre has a backlog (G2). Source: vraag-dossiers-aanpak, answer 6.</summary>
public enum Achterstandsoorzaak
{
    PiekNaRondzendbrief = 1,
    UitvalPersoneel,
    OnduidelijkeOpdracht,
    Anders,
}

/// <summary>Kinds of care that a young person is taken in by (H1). Source: draaiboek 6; vraag-capaciteit-aanbod, questions 1 and 2.</summary>
public enum Opnamesoort
{
    RegulierAanbod = 1,
    BeveiligendeOpvang,
    Gemeenschapsinstelling,
    KleinschaligeWoonvorm,
    Ontheming,
    ContextbegeleidingIntensief,
}

/// <summary>For what a centre may know or not (G2): 'onbekend' is an answer.</summary>
public enum JaNeeOnbekend
{
    Ja = 1,
    Nee,
    Onbekend,
}

/// <summary>What a victim is exploited for. Source: draaiboek 2, after article 433quinquies of the criminal code of 1867.</summary>
public enum Uitbuitingsvorm
{
    Prostitutie = 1,
    Beeldmateriaal,
    AndereSeksueleUitbuiting,
    EconomischeUitbuiting,
    Bedelarij,
    GedwongenMisdrijven,
    Orgaanhandel,
    Onbekend,
}

/// <summary>By what a victim is bound and kept, beside chantage. Source: draaiboek 2 and 3.3; senaat-voorstel-resolutie III.A.</summary>
public enum Dwangmiddel
{
    /// <summary>Made dependent on somebody's love or attention: the tienerpooiermethodiek itself.</summary>
    EmotioneleBinding = 1,

    Misleiding,
    Geschenken,

    /// <summary>Set against parents, counsellors, friends or school.</summary>
    Isolatie,

    FysiekGeweld,
    PsychischGeweld,
    MisbruikVanKwetsbaarheid,
    Drugs,
    Schulden,
    Anders,
    Onbekend,
}

/// <summary>Kind of place where the abuse happened most. Source: senaat-voorstel-resolutie I.A.</summary>
public enum Plaatssoort
{
    Hotel = 1,
    Privepand,
    BarOfClub,
    OpenbareRuimte,
    Voorziening,
    Online,
    Anders,
    Onbekend,
}
