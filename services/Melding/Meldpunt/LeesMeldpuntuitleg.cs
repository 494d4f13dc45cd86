using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;

namespace Draaiboek.Meldingen;

/// <summary>
/// How the meldpunt works, in words for whoever wants to write; that may be a young person. The numbers for help at once stand first.
/// Sources: draaiboek 4.2 and 5.1, slachtofferzorg; ▸ the choice of words and of what is kept is ours.
/// </summary>
internal static class LeesMeldpuntuitleg
{
    internal sealed record Antwoord(
        IReadOnlyList<Nummer> EerstBellen,
        IReadOnlyList<string> HoeHetGaat,
        IReadOnlyList<string> WatErGebeurt,
        IReadOnlyList<string> WatErNietGebeurt,
        IReadOnlyList<string> WatBewaardWordt,
        IReadOnlyList<string> VoorJeVeiligheid,
        IReadOnlyList<Keuze> Centra,
        int BewaartermijnDagen);

    internal sealed record Nummer(string Telefoon, string Wie, string Wanneer);

    internal sealed record Keuze(Centrum Code, string Naam);

    private static readonly Nummer[] EerstBellen =
    [
        new("101 of 112", "politie (101), ziekenwagen en brandweer (112)", "Ben jij of is iemand anders nu in gevaar? Bel meteen. Hier leest niemand op dit ogenblik mee."),
        new("116 000", "Child Focus", "Gratis, dag en nacht. Ook als je zelf minderjarig bent, als iemand weg is, of als je alleen raad wil. Je hoeft je naam niet te zeggen."),
        new("102", "Awel", "Gratis, voor kinderen en jongeren die met iemand willen praten."),
        new("1712", "hulplijn bij geweld, misbruik en kindermishandeling", "Gratis, voor iedereen met een vraag of een vermoeden."),
    ];

    private static readonly string[] HoeHetGaat =
    [
        "Je kiest een centrum en schrijft wat je wil vertellen of vragen: hoogstens 20.000 tekens, alleen tekst.",
        "Daarna krijg je één keer een code te zien. Schrijf ze over. Alleen met die code lees je het antwoord en schrijf je verder.",
        "Ben je de code kwijt, dan kan niemand ze terugvinden, wij ook niet. Je kan wel altijd opnieuw beginnen.",
        "Een medewerker van het centrum leest wat je schreef en antwoordt hier. Dat kan enkele dagen duren.",
    ];

    private static readonly string[] WatErGebeurt =
    [
        "Iemand van het centrum leest je bericht en schrijft terug: met raad, met uitleg over hulp, of met een vraag.",
        "Wil je hulp met je naam erbij, dan vertelt het centrum hoe dat kan. Jij kiest of je dat doet.",
    ];

    /// <summary>M5, in words for a young person; with the one thing that nobody can promise, because a duty to help may lie on who reads it (M12).</summary>
    private static readonly string[] WatErNietGebeurt =
    [
        "Niets gaat vanzelf naar politie, parket, ouders, school of voorziening. Er komt geen dossier en er begint geen begeleiding.",
        "Niemand vraagt je naam of zoekt uit wie je bent.",
        "Schrijf je zelf namen of plaatsen en is iemand in groot gevaar, dan kan een medewerker verplicht zijn om te helpen. Dat beslist altijd een mens, nooit het platform.",
    ];

    private static readonly string[] VoorJeVeiligheid =
    [
        "Schrijf je naam niet als je dat niet wil. Ook een adres, een school of een gebruikersnaam kan zeggen wie je bent.",
        "Gebruik als het kan een toestel dat niemand anders bekijkt, en wis daarna de geschiedenis van de browser. Wat je toestel en je netwerk bijhouden, zien wij niet en kunnen wij niet wissen.",
        "Bewaar de code waar niemand anders kijkt. Wie de code heeft, leest alles wat er staat.",
    ];

    private static readonly Keuze[] Centra =
    [
        new(Centrum.Payoke, "Payoke, Antwerpen"),
        new(Centrum.PagAsa, "PAG-ASA, Brussel"),
        new(Centrum.Surya, "Sürya, Luik"),
    ];

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapOpenQuery<Antwoord>(MeldpuntRoutes.Pad, "Hoe het anonieme meldpunt werkt, met eerst de nummers voor wie meteen hulp nodig heeft", Handle);

    private static Outcome Handle(MeldpuntSettings settings) => new Outcome.Ok(new Antwoord(
        EerstBellen,
        HoeHetGaat,
        WatErGebeurt,
        WatErNietGebeurt,
        [
            "Wat jij en het centrum schrijven, versleuteld, met de dag en de volgorde. Niet het uur, niet je adres op het internet, niet met welk toestel je schreef.",
            $"Schrijft er {settings.BewaartermijnDagen} dagen niemand, of sluit het centrum het gesprek, dan wordt alles wat er staat gewist. Je code opent dan niets meer.",
        ],
        VoorJeVeiligheid,
        Centra,
        settings.BewaartermijnDagen));
}
