using System.Globalization;

namespace Draaiboek.Tests.Support;

/// <summary>Numbers with check digits, made up here so that none belongs to anyone known.</summary>
internal static class SynthetischNummer
{
    /// <summary>A rijksregisternummer for that birth date; <paramref name="maandErbij"/> 20 or 40 makes it a BIS number.</summary>
    public static string Rijksregister(DateOnly geboren, int volgnummer = 997, int maandErbij = 0)
    {
        var basis = string.Create(CultureInfo.InvariantCulture, $"{geboren.Year % 100:00}{geboren.Month + maandErbij:00}{geboren.Day:00}{volgnummer:000}");
        return basis + Controle(long.Parse((geboren.Year >= 2000 ? "2" : "") + basis, CultureInfo.InvariantCulture));
    }

    public static string Kbo(int eersteAcht) => string.Create(CultureInfo.InvariantCulture, $"{eersteAcht:00000000}{Controle(eersteAcht)}");

    /// <summary>The same number with its last digit one further.</summary>
    public static string MetVerkeerdeControle(string nummer) => nummer[..^1] + (char)('0' + ((nummer[^1] - '0' + 1) % 10));

    private static string Controle(long getal) => (97 - (getal % 97)).ToString("00", CultureInfo.InvariantCulture);
}
