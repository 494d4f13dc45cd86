using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;

namespace Draaiboek.Registratie;

/// <summary>A property that no procescijfer breaks down by, and that is therefore not public of anyone. Codes are numbered from 0.</summary>
internal sealed record Kenmerk(string Code, string Titel, IReadOnlyList<string> Codes);

/// <summary>What of a question about a young person becomes codes.</summary>
internal sealed record Vraagkenmerken(
    Provincie? Provincie,
    Leeftijdsklasse? Leeftijdsklasse,
    Geslacht? Geslacht,
    LinkTienerpooier? LinkTienerpooier,
    int? AantalKeerWeggelopen,
    Rekruteringskanaal? Rekruteringskanaal,
    Verblijf? Verblijf,
    Sector? Sector);

/// <summary>What of a registered exploitation becomes codes.</summary>
/// <param name="Middelen">As in <see cref="Uitbuiting.Middelen"/>.</param>
internal sealed record Uitbuitingskenmerken(
    Rekruteringskanaal Rekruteringskanaal, int Middelen, int? AantalVerdachten, Plaatssoort Plaats, Provincie Provincie, JaNeeOnbekend Grensoverschrijdend);

/// <summary>The hidden properties of the tables, in the order of <see cref="Eenheid.Codes"/>.</summary>
internal static class Kenmerken
{
    public const int Provincie = 0;
    public const int Leeftijdsklasse = 1;
    public const int Geslacht = 2;
    public const int LinkTienerpooier = 3;
    public const int Weglopen = 4;
    public const int Rekruteringskanaal = 5;
    public const int Verblijf = 6;
    public const int Sector = 7;

    // Of the exploitation that a centre registered, not of the question.
    public const int Werving = 8;
    public const int Methode = 9;
    public const int Verdachten = 10;
    public const int Plaats = 11;
    public const int PlaatsProvincie = 12;
    public const int Grensoverschrijdend = 13;

    private static readonly string[] Aantallen = ["geen", "een", "meer", "onbekend"];

    /// <summary>By what a victim is bound: with violence or the threat of it, or by other means only.</summary>
    private static readonly string[] Methoden = ["geweld", "zonderGeweld", "onbekend"];

    /// <summary>Numbers of times, as classes: what is not known is none of them.</summary>
    private static readonly string[] Keren = ["nooit", "eenKeer", "tweeTotVijfKeer", "meerDanVijfKeer", "onbekend"];

    public static readonly IReadOnlyList<Kenmerk> Alle =
    [
        Van<Provincie>("provincie", "provincie"),
        Van<Leeftijdsklasse>("leeftijdsklasse", "leeftijd"),
        Van<Geslacht>("geslacht", "geslacht"),
        Van<LinkTienerpooier>("linkTienerpooier", "link met tienerpooier"),
        new("weglopen", "weglopen", Keren),
        Van<Rekruteringskanaal>("rekruteringskanaal", "rekruteringskanaal"),
        Van<Verblijf>("verblijf", "verblijf"),
        Van<Sector>("sector", "sector van wie vraagt"),
        Van<Rekruteringskanaal>("werving", "rekruteringskanaal volgens het centrum"),
        new("methode", "methode", Methoden),
        new("verdachten", "aantal verdachten", Aantallen),
        Van<Plaatssoort>("plaats", "plaats van uitbuiting"),
        Van<Provincie>("plaatsProvincie", "provincie van de plaats"),
        Van<JaNeeOnbekend>("grensoverschrijdend", "over een grens gebracht"),
    ];

    /// <summary>The codes of a question about a young person as it stands; a property that was not told yet counts as unknown.</summary>
    public static byte[] Van(Vraagkenmerken vraag) =>
    [
        Nummer(vraag.Provincie ?? Berichten.Provincie.Onbekend),
        Nummer(vraag.Leeftijdsklasse ?? Berichten.Leeftijdsklasse.Onbekend),
        Nummer(vraag.Geslacht ?? Berichten.Geslacht.Onbekend),
        Nummer(vraag.LinkTienerpooier ?? Berichten.LinkTienerpooier.Onbekend),
        Keer(vraag.AantalKeerWeggelopen),
        Nummer(vraag.Rekruteringskanaal ?? Berichten.Rekruteringskanaal.Onbekend),
        Nummer(vraag.Verblijf ?? Berichten.Verblijf.Onbekend),
        Nummer(vraag.Sector ?? Berichten.Sector.Anders),
    ];

    /// <summary>The codes of what is registered of an exploitation. Those of a question stand before them and are not asked of it.</summary>
    public static byte[] Van(Uitbuitingskenmerken uitbuiting) =>
    [
        0, 0, 0, 0, 0, 0, 0, 0,
        Nummer(uitbuiting.Rekruteringskanaal),
        MethodeVan(uitbuiting.Middelen),
        uitbuiting.AantalVerdachten switch { null => 3, <= 0 => 0, 1 => 1, _ => 2 },
        Nummer(uitbuiting.Plaats),
        Nummer(uitbuiting.Provincie),
        Nummer(uitbuiting.Grensoverschrijdend),
    ];

    private static byte MethodeVan(int middelen)
    {
        if ((middelen & Codemasker.Van(Dwangmiddel.FysiekGeweld, Dwangmiddel.PsychischGeweld)) != 0)
        {
            return 0;
        }

        return (byte)((middelen & ~Codemasker.Van(Dwangmiddel.Onbekend)) != 0 ? 1 : 2);
    }

    private static Kenmerk Van<T>(string code, string titel) where T : struct, Enum => new(code, titel, [.. Codes.Van(typeof(T)).Keys]);

    /// <summary>Codes of messages start at 1.</summary>
    private static byte Nummer<T>(T code) where T : struct, Enum => (byte)(Convert.ToInt32(code, System.Globalization.CultureInfo.InvariantCulture) - 1);

    private static byte Keer(int? aantal) => aantal switch { null => 4, <= 0 => 0, 1 => 1, <= 5 => 2, _ => 3 };
}
