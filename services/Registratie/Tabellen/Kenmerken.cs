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

    private static Kenmerk Van<T>(string code, string titel) where T : struct, Enum => new(code, titel, [.. Codes.Van(typeof(T)).Keys]);

    /// <summary>Codes of messages start at 1.</summary>
    private static byte Nummer<T>(T code) where T : struct, Enum => (byte)(Convert.ToInt32(code, System.Globalization.CultureInfo.InvariantCulture) - 1);

    private static byte Keer(int? aantal) => aantal switch { null => 4, <= 0 => 0, 1 => 1, <= 5 => 2, _ => 3 };
}
