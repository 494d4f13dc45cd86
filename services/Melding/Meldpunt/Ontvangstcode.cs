using System.Security.Cryptography;

namespace Draaiboek.Meldingen;

/// <summary>
/// What the reporter writes down: five groups of six characters, 29 drawn by lot out of 23 (131 bits) and one that is reckoned from them.
/// The 23 hold no two that look alike by hand: no 0 O Q, 1 I L, 2 with Z, 5 with S, 6 with G, 8 with B, U with V, E with F. As 23 is prime, one wrong character,
/// or two neighbours exchanged, always shows in the last one.
/// </summary>
internal sealed class Ontvangstcode
{
    /// <summary>Longest text that is looked at, with spaces and dashes.</summary>
    public const int MeesteTekens = 100;

    private const string Tekens = "23456789ACDFHJKMNPRTWXY";
    private const int Lengte = 30;
    private const int Groep = 6;

    /// <summary>A primitive root of 23: no two of 22 neighbouring places weigh the same.</summary>
    private const int Gewicht = 5;

    private readonly string _code;

    private Ontvangstcode(string code) => _code = code;

    /// <summary>The first group, by which the conversation is looked for: 27 bits.</summary>
    public string Zoekdeel => _code[..Groep];

    /// <summary>All the rest that was drawn by lot, 104 bits; of this only a slow hash is kept.</summary>
    public string Geheim => _code[Groep..^1];

    public static Ontvangstcode Nieuw()
    {
        var geloot = RandomNumberGenerator.GetString(Tekens, Lengte - 1);
        return new Ontvangstcode(geloot + Tekens[(Tekens.Length - (Som(geloot) * Gewicht % Tekens.Length)) % Tekens.Length]);
    }

    /// <summary>The code that somebody typed over, in capitals or not, with any spaces, dots and dashes; null when <see cref="Schrijffout"/> says why.</summary>
    public static Ontvangstcode? Lees(string tekst) => Schrijffout(tekst) is null ? new Ontvangstcode(Kaal(tekst)) : null;

    /// <summary>What is wrong with how it was written down, in a Dutch sentence; null when nothing is. Says nothing of whether the code exists.</summary>
    public static string? Schrijffout(string? tekst)
    {
        if (tekst is null || tekst.Length > MeesteTekens || Kaal(tekst) is not { Length: Lengte } kaal)
        {
            return "een code telt 30 tekens, vijf groepen van zes; kijk na of er een ontbreekt of dubbel staat";
        }

        if (kaal.Any(teken => !Tekens.Contains(teken, StringComparison.Ordinal)))
        {
            return $"er staat een teken in dat in geen code voorkomt; een code bestaat alleen uit {Tekens}";
        }

        return Som(kaal) == 0 ? null : "er zit een schrijffout in de code; vergelijk ze teken voor teken met wat er opgeschreven staat";
    }

    /// <summary>As it is shown, once. Not <c>ToString</c>: that ends up in a log before one knows it.</summary>
    public string Opgeschreven() => string.Join('-', _code.Chunk(Groep).Select(groep => new string(groep)));

    private static string Kaal(string tekst) => string.Concat(tekst.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '.' or '\u2010' or '\u2011' or '\u2013' or '\u2014'))).ToUpperInvariant();

    private static int Som(string tekens) => tekens.Aggregate(0, (som, teken) => ((som * Gewicht) + Tekens.IndexOf(teken, StringComparison.Ordinal)) % Tekens.Length);
}
