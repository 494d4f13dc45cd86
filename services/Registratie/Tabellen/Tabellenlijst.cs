using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;

namespace Draaiboek.Registratie;

/// <summary>The populations that tables count, by code; within a publicatie each once for its period.</summary>
internal static class Populaties
{
    /// <summary>Young persons about whom a question was received in the period, each once, as the last of these questions stands.</summary>
    public const string Jongeren = "jongeren";

    /// <summary>These and the ones of whom an assessment was not finished when the period began.</summary>
    public const string Dossiers = "dossiers";

    /// <summary>Questions for an assessment that were received in the period.</summary>
    public const string Assessments = "assessments";

    /// <summary>Young persons as in <see cref="Jongeren"/>, told apart by whether they turned out to be victim again.</summary>
    public const string Slachtoffers = "slachtoffers";

    /// <summary>Of <see cref="Jongeren"/> those of whom a centre registered the exploitation, by what it registered.</summary>
    public const string Uitbuitingen = "uitbuitingen";

    public static readonly IReadOnlyList<string> Alle = [Jongeren, Dossiers, Assessments, Slachtoffers, Uitbuitingen];
}

/// <summary>
/// The named list of tables (G2). There are no others and no filters, so nothing can be found by taking one from another. What a fact does not tell yet is not in it
/// (docs/adr/0013).
/// </summary>
internal static class Tabellenlijst
{
    public const int Nieuw = 0;
    public const int Lopend = 1;
    public const int NietOpnieuw = 0;
    public const int Opnieuw = 1;

    private static readonly DateOnly Eerste = new(2026, 11, 22);

    private static readonly As Provincies = Verborgen<Provincie>(
        Kenmerken.Provincie,
        [("antwerpen", "Antwerpen"), ("limburg", "Limburg"), ("oostVlaanderen", "Oost-Vlaanderen"), ("vlaamsBrabant", "Vlaams-Brabant"), ("westVlaanderen", "West-Vlaanderen"), ("brussel", "Brussel"), ("buitenVlaanderen", "buiten Vlaanderen"), ("onbekend", "onbekend")],
        [
            new("vlaanderen", "Vlaanderen", Bits(Provincie.Antwerpen, Provincie.Limburg, Provincie.OostVlaanderen, Provincie.VlaamsBrabant, Provincie.WestVlaanderen)),
            new("brussel", "Brussel", Bits(Provincie.Brussel)),
            new("anders", "buiten Vlaanderen of onbekend", Bits(Provincie.BuitenVlaanderen, Provincie.Onbekend)),
        ]);

    private static readonly As Leeftijden = Verborgen<Leeftijdsklasse>(
        Kenmerken.Leeftijdsklasse,
        [("onder12", "jonger dan 12"), ("van12Tot14", "12 tot en met 14"), ("van15Tot17", "15 tot en met 17"), ("vanaf18", "18 en ouder"), ("onbekend", "onbekend")],
        [
            new("onder15", "jonger dan 15", Bits(Leeftijdsklasse.Onder12, Leeftijdsklasse.Van12Tot14)),
            new("vanaf15", "15 en ouder", Bits(Leeftijdsklasse.Van15Tot17, Leeftijdsklasse.Vanaf18)),
            new("onbekend", "onbekend", Bits(Leeftijdsklasse.Onbekend)),
        ]);

    private static readonly As Geslachten = Verborgen<Geslacht>(
        Kenmerken.Geslacht,
        [("vrouw", "vrouw"), ("man", "man"), ("x", "x"), ("onbekend", "onbekend")],
        [
            new("vrouw", "vrouw", Bits(Geslacht.Vrouw)),
            new("anders", "man, x of onbekend", Bits(Geslacht.Man, Geslacht.X, Geslacht.Onbekend)),
        ]);

    private static readonly As Links = Verborgen<LinkTienerpooier>(
        Kenmerken.LinkTienerpooier,
        [("zeker", "zeker"), ("vermoeden", "vermoeden"), ("geen", "geen"), ("onbekend", "onbekend")],
        [
            new("link", "zeker of vermoeden", Bits(LinkTienerpooier.Zeker, LinkTienerpooier.Vermoeden)),
            new("anders", "geen of onbekend", Bits(LinkTienerpooier.Geen, LinkTienerpooier.Onbekend)),
        ]);

    private static readonly As Keren = new(
        "weglopen",
        "weglopen",
        Kenmerken.Weglopen,
        [
            [new("nooit", "nooit", 0b1), new("eenKeer", "één keer", 0b10), new("tweeTotVijfKeer", "twee tot vijf keer", 0b100), new("meerDanVijfKeer", "meer dan vijf keer", 0b1000), new("onbekend", "onbekend", 0b10000)],
            [new("weggelopen", "weggelopen", 0b1110), new("anders", "nooit of onbekend", 0b10001)],
        ]);

    private static readonly As Kanalen = Verborgen<Rekruteringskanaal>(
        Kenmerken.Rekruteringskanaal,
        [("socialeMedia", "sociale media"), ("voorziening", "voorziening"), ("schoolomgeving", "schoolomgeving"), ("vriendenkring", "vriendenkring"), ("anders", "anders"), ("onbekend", "onbekend")],
        [
            new("socialeMedia", "sociale media", Bits(Rekruteringskanaal.SocialeMedia)),
            new("anders", "een ander kanaal", Bits(Rekruteringskanaal.Voorziening, Rekruteringskanaal.Schoolomgeving, Rekruteringskanaal.Vriendenkring, Rekruteringskanaal.Anders)),
            new("onbekend", "onbekend", Bits(Rekruteringskanaal.Onbekend)),
        ]);

    private static readonly As Verblijven = Verborgen<Verblijf>(
        Kenmerken.Verblijf,
        [("thuis", "thuis"), ("voorziening", "voorziening"), ("gemeenschapsinstelling", "gemeenschapsinstelling"), ("anders", "anders"), ("onbekend", "onbekend")],
        [
            new("thuis", "thuis", Bits(Verblijf.Thuis)),
            new("voorziening", "voorziening of gemeenschapsinstelling", Bits(Verblijf.Voorziening, Verblijf.Gemeenschapsinstelling)),
            new("anders", "anders of onbekend", Bits(Verblijf.Anders, Verblijf.Onbekend)),
        ]);

    private static readonly As Sectoren = Verborgen<Sector>(
        Kenmerken.Sector,
        [("jeugdhulp", "jeugdhulp"), ("vaph", "VAPH"), ("gemeenschapsinstelling", "gemeenschapsinstelling"), ("clb", "CLB"), ("caw", "CAW"), ("politie", "politie"), ("ziekenhuis", "ziekenhuis"), ("anders", "anders")],
        [
            new("jeugdhulp", "jeugdhulp, VAPH of gemeenschapsinstelling", Bits(Sector.Jeugdhulp, Sector.Vaph, Sector.Gemeenschapsinstelling)),
            new("anders", "een andere sector", Bits(Sector.Clb, Sector.Caw, Sector.Politie, Sector.Ziekenhuis, Sector.Anders)),
        ]);

    private static readonly As NieuwOfLopend = new(
        "stand",
        "stand bij het begin van de periode",
        null,
        [[new("nieuw", "nieuw in de periode", 1 << Nieuw), new("lopend", "al lopend", 1 << Lopend)]]);

    private static readonly As Uitkomsten = new(
        "uitkomst",
        "uitkomst van het assessment",
        null,
        [
            [
                new("negatief", "negatief advies", Bits(Uitkomst.Negatief)),
                new("positief", "positief advies", Bits(Uitkomst.Positief)),
                new("lopend", "lopend", Bits(Uitkomst.Lopend)),
                new("wachtend", "wachtend", Bits(Uitkomst.Wachtend)),
                new("nietGestart", "niet gestart", Bits(Uitkomst.NietGestart)),
                new("beeindigd", "stopgezet of overgedragen", Bits(Uitkomst.Stopgezet, Uitkomst.Overgedragen)),
            ],
            [
                new("advies", "advies", Bits(Uitkomst.Negatief, Uitkomst.Positief)),
                new("geenAdvies", "geen advies", Bits(Uitkomst.Lopend, Uitkomst.Wachtend, Uitkomst.NietGestart, Uitkomst.Stopgezet, Uitkomst.Overgedragen)),
            ],
        ]);

    private static readonly As OpnieuwSlachtoffer = new(
        "slachtofferschap",
        "opnieuw slachtoffer",
        null,
        [[new("nietVastgesteld", "niet vastgesteld", 1 << NietOpnieuw), new("opnieuw", "in de periode vastgesteld", 1 << Opnieuw)]]);

    private static readonly As Wervingen = Kanalen with { Code = Kenmerken.Alle[Kenmerken.Werving].Code, Titel = Kenmerken.Alle[Kenmerken.Werving].Titel, Kenmerk = Kenmerken.Werving };

    private static readonly As Methoden = new(
        "methode",
        "waarmee de jongere gebonden wordt",
        Kenmerken.Methode,
        [
            [new("geweld", "met geweld, fysiek of psychisch", 0b1), new("zonderGeweld", "enkel andere middelen", 0b10), new("onbekend", "onbekend", 0b100)],
            [new("bekend", "gekend", 0b11), new("onbekend", "onbekend", 0b100)],
        ]);

    private static readonly As Verdachten = new(
        "verdachten",
        "aantal verdachten",
        Kenmerken.Verdachten,
        [
            [new("geen", "geen", 0b1), new("een", "één", 0b10), new("meer", "twee of meer", 0b100), new("onbekend", "onbekend", 0b1000)],
            [new("verdachten", "één of meer", 0b110), new("anders", "geen of onbekend", 0b1001)],
        ]);

    private static readonly As Plaatsen = Verborgen<Plaatssoort>(
        Kenmerken.Plaats,
        [("hotel", "hotel"), ("privepand", "privépand"), ("barOfClub", "bar of club"), ("openbareRuimte", "openbare ruimte"), ("voorziening", "voorziening"), ("online", "online"), ("anders", "anders"), ("onbekend", "onbekend")],
        [
            new("gebouw", "hotel, privépand, bar of club", Bits(Plaatssoort.Hotel, Plaatssoort.Privepand, Plaatssoort.BarOfClub)),
            new("anders", "een andere plaats", Bits(Plaatssoort.OpenbareRuimte, Plaatssoort.Voorziening, Plaatssoort.Online, Plaatssoort.Anders)),
            new("onbekend", "onbekend", Bits(Plaatssoort.Onbekend)),
        ]);

    private static readonly As PlaatsProvincies = Provincies with
    {
        Code = Kenmerken.Alle[Kenmerken.PlaatsProvincie].Code,
        Titel = Kenmerken.Alle[Kenmerken.PlaatsProvincie].Titel,
        Kenmerk = Kenmerken.PlaatsProvincie,
    };

    private static readonly As Grenzen = new(
        "grensoverschrijdend",
        "over een grens gebracht",
        Kenmerken.Grensoverschrijdend,
        [
            [new("ja", "ja", Bits(JaNeeOnbekend.Ja)), new("nee", "nee", Bits(JaNeeOnbekend.Nee)), new("onbekend", "onbekend", Bits(JaNeeOnbekend.Onbekend))],
            [new("ja", "ja", Bits(JaNeeOnbekend.Ja)), new("anders", "nee of onbekend", Bits(JaNeeOnbekend.Nee, JaNeeOnbekend.Onbekend))],
        ]);

    public static readonly IReadOnlyList<Tabeldefinitie> Alle =
    [
        Tabel("provincie", "Jongeren per provincie", Populaties.Jongeren, "vraag-dossiers-aanpak, vraag 1", Provincies),
        Tabel("leeftijdEnGeslacht", "Jongeren naar leeftijd en geslacht", Populaties.Jongeren, "vraag-dossiers-aanpak, vraag 1", Leeftijden, Geslachten),
        Tabel("linkNaarStand", "Link met tienerpooier, nieuw of lopend", Populaties.Dossiers, "vraag-dossiers-aanpak, vraag 1", Links, NieuwOfLopend),
        Tabel("weglopenNaarLink", "Weglopen naar link met tienerpooier", Populaties.Jongeren, "vraag-dossiers-aanpak, vraag 2", Keren, Links),
        Tabel("provincieNaarLink", "Provincie naar link met tienerpooier", Populaties.Jongeren, "vraag-dossiers-aanpak, vraag 1", Provincies, Links),
        Tabel("rekrutering", "Kanaal van rekrutering", Populaties.Jongeren, "senaat-voorstel-resolutie, I.A", Kanalen),
        Tabel("verblijf", "Waar de jongere verblijft", Populaties.Jongeren, "vraag-capaciteit-aanbod, vraag 4", Verblijven),
        Tabel("sectorNaarUitkomst", "Sector van wie vraagt, naar uitkomst van het assessment", Populaties.Assessments, "vraag-dossiers-aanpak, vraag 3", Sectoren, Uitkomsten),
        Tabel("opnieuwSlachtoffer", "Opnieuw slachtoffer, naar leeftijd", Populaties.Slachtoffers, "senaat-voorstel-resolutie, I.A", Leeftijden, OpnieuwSlachtoffer),
        Tabel("wervingNaarMethode", "Rekrutering volgens het centrum, naar methode", Populaties.Uitbuitingen, "senaat-voorstel-resolutie, I.A", Wervingen, Methoden),
        Tabel("verdachtenNaarMethode", "Verdachten naar methode", Populaties.Uitbuitingen, "senaat-voorstel-resolutie, I.A", Verdachten, Methoden),
        Tabel("plaatsNaarProvincie", "Plaats van uitbuiting naar provincie", Populaties.Uitbuitingen, "senaat-voorstel-resolutie, I.A", Plaatsen, PlaatsProvincies),
        Tabel("grensoverschrijdend", "Over een grens gebracht", Populaties.Uitbuitingen, "senaat-voorstel-resolutie, I.A", Grenzen),
    ];

    public static string Telling(string soort) => soort switch
    {
        Populaties.Jongeren => "Jongeren over wie in de periode een vraag ontvangen is, elk één keer, zoals de laatste van die vragen er op de peildatum voorstaat.",
        Populaties.Dossiers => "Jongeren over wie in de periode een vraag ontvangen is (nieuw) of van wie bij het begin ervan een assessment niet was afgelopen (lopend), elk één keer.",
        Populaties.Slachtoffers => "Jongeren over wie in de periode een vraag ontvangen is, elk één keer; opnieuw slachtoffer is wie dat volgens een vaststelling met een dag in de periode is.",
        Populaties.Uitbuitingen => "Jongeren over wie in de periode een vraag ontvangen is, elk één keer, als een centrum bij de laatste van die vragen uitbuiting registreerde; zoals die er op de peildatum voorstaat.",
        _ => "Vragen voor een assessment die in de periode ontvangen zijn, met de uitkomst op de peildatum.",
    };

    private static Tabeldefinitie Tabel(string code, string titel, string soort, string bron, params As[] assen)
        => new(code, titel, soort, Telling(soort), bron, Versie: 1, Eerste, assen);

    /// <param name="titels">Every code with its title, in the order of the codes.</param>
    private static As Verborgen<T>(int kenmerk, (string Code, string Titel)[] titels, Klasse[] grover) where T : struct, Enum
    {
        var woorden = Codes.Van(typeof(T)).Keys.ToList();
        var fijn = titels.Select(titel => new Klasse(titel.Code, titel.Titel, 1u << woorden.IndexOf(titel.Code))).ToArray();
        return new As(Kenmerken.Alle[kenmerk].Code, Kenmerken.Alle[kenmerk].Titel, kenmerk, [fijn, grover]);
    }

    private static uint Bits<T>(params ReadOnlySpan<T> codes) where T : struct, Enum
    {
        uint bits = 0;
        foreach (var code in codes)
        {
            bits |= 1u << (Convert.ToInt32(code, System.Globalization.CultureInfo.InvariantCulture) - 1);
        }

        return bits;
    }
}
