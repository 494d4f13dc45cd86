using Draaiboek.Berichten;

namespace Draaiboek.Meldingen;

/// <summary>A group of signals.</summary>
internal sealed record GroepInCatalogus(SignaalGroep Code, string Naam, string Uitleg, string Bron);

/// <summary>A signal in our own words.</summary>
/// <param name="Nummer">Its place on the fiche of FOD Justitie, 1 to 12; null for what is not on it.</param>
internal sealed record SignaalInCatalogus(Signaal Code, SignaalGroep Groep, int? Nummer, string Tekst, string Bron);

/// <summary>What is said of an outcome, and for which situations of the guide one then looks further.</summary>
internal sealed record UitkomstInCatalogus(Taxatieuitkomst Code, string Tekst, string Bron, IReadOnlyList<Situatie> Situaties);

/// <summary>A question to go on with: always asked when it names nothing, otherwise when one of the groups, signals or outcomes that it names is there.</summary>
/// <param name="Situatie">Where the guide helps when the answer is yes.</param>
internal sealed record VraagInCatalogus(
    string Tekst,
    string Bron,
    Situatie? Situatie = null,
    IReadOnlyList<SignaalGroep>? Groepen = null,
    IReadOnlyList<Signaal>? Signalen = null,
    IReadOnlyList<Taxatieuitkomst>? Uitkomsten = null)
{
    public bool HoortBij(Risicotaxatie taxatie, IReadOnlyCollection<Signaal> signalen)
        => (Groepen, Signalen, Uitkomsten) is (null, null, null)
            || (Groepen is { } groepen && taxatie.Groepen.Any(telling => groepen.Contains(telling.Groep)))
            || (Signalen is { } eigen && eigen.Any(signalen.Contains))
            || (Uitkomsten is { } uitkomsten && uitkomsten.Any(taxatie.Uitkomsten.Contains));
}

/// <summary>The file signalen.json. A change of what it says is a new version with its date.</summary>
/// <param name="Voorbehoud">What is said with every evaluation: it supports, it does not decide (M7).</param>
internal sealed record Catalogusbestand(
    int Versie,
    DateOnly Datum,
    Gidsregel Voorbehoud,
    IReadOnlyList<GroepInCatalogus> Groepen,
    IReadOnlyList<SignaalInCatalogus> Signalen,
    IReadOnlyList<UitkomstInCatalogus> Uitkomsten,
    IReadOnlyList<VraagInCatalogus> Vragen);

/// <summary>The signals (M6) and what is found and asked by them (M7). Source: draaiboek 4.1; slachtofferzorg; senaat-voorstel-resolutie III.B.4.</summary>
internal sealed class Signaalcatalogus
{
    private const string Bestandsnaam = "signalen.json";
    private const int SignalenOpDeFiche = 12;

    private readonly Dictionary<Signaal, SignaalGroep> _groepen;

    /// <exception cref="InvalidDataException">The file does not hold what the rules count on; names everything that is wrong.</exception>
    public Signaalcatalogus(Catalogusbestand bestand)
    {
        Gidsbestand.MoetKloppen(Bestandsnaam, Fouten(bestand));
        Bestand = bestand;
        _groepen = bestand.Signalen.ToDictionary(signaal => signaal.Code, signaal => signaal.Groep);
    }

    public Catalogusbestand Bestand { get; }

    public static Signaalcatalogus Lees() => new(Gidsbestand.Lees<Catalogusbestand>(Bestandsnaam));

    /// <param name="keerWeggelopen">How often the young person ran away; null when not told.</param>
    public Risicotaxatie Taxeer(IEnumerable<Signaal> signalen, int? keerWeggelopen, bool acuut)
        => Risicotaxatie.Van(Bestand.Versie, [.. signalen.Select(signaal => _groepen[signaal])], keerWeggelopen, acuut);

    private static IEnumerable<string> Fouten(Catalogusbestand bestand)
    {
        var (groepen, signalen, uitkomsten, vragen) = (bestand.Groepen, bestand.Signalen, bestand.Uitkomsten, bestand.Vragen);
        var nummers = signalen.Select(signaal => signaal.Nummer).OfType<int>().Order();
        return
        [
            .. Gidsbestand.Fout(bestand.Versie < 1, "the version counts from 1"),
            .. Gidsbestand.Fouten("voorbehoud", bestand.Voorbehoud.Tekst, bestand.Voorbehoud.Bron),
            .. Gidsbestand.FoutenTegen(groepen.Select(groep => groep.Code)),
            .. Gidsbestand.FoutenTegen(signalen.Select(signaal => signaal.Code)),
            .. Gidsbestand.FoutenTegen(uitkomsten.Select(uitkomst => uitkomst.Code)),
            .. groepen.SelectMany(groep => Gidsbestand.Fouten(groep.Naam, groep.Uitleg, groep.Bron)),
            .. signalen.SelectMany(signaal => Gidsbestand.Fouten($"{signaal.Code}", signaal.Tekst, signaal.Bron)),
            .. uitkomsten.SelectMany(uitkomst => Gidsbestand.Fouten($"{uitkomst.Code}", uitkomst.Tekst, uitkomst.Bron)),
            .. vragen.Index().SelectMany(vraag => Gidsbestand.Fouten($"vraag {vraag.Index + 1}", vraag.Item.Tekst, vraag.Item.Bron)),
            .. Gidsbestand.Fout(!nummers.SequenceEqual(Enumerable.Range(1, SignalenOpDeFiche)), "the fiche counts from 1 to 12"),
            .. signalen.Where(signaal => OpDeFiche(signaal.Groep) != signaal.Nummer.HasValue).Select(signaal => $"{signaal.Code} has a number and is not on the fiche, or the other way round"),
            .. signalen.Where(signaal => (signaal.Code == Signaal.Weglopen) != (signaal.Groep == SignaalGroep.Weglopen)).Select(signaal => $"{signaal.Code}: running away stands apart"),
        ];
    }

    private static bool OpDeFiche(SignaalGroep groep) => groep is SignaalGroep.Psychologisch or SignaalGroep.GedragOfLichamelijk or SignaalGroep.Uitbuiting;
}
