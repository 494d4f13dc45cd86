using System.Globalization;

namespace Draaiboek.Meldingen;

/// <summary>
/// A rijksregisternummer or BIS number: eleven digits, birth date as yymmdd, serial number, and a check of 97 minus the rest modulo 97,
/// where a 2 is put before the digits for those born from 2000 on. A BIS number has 20 or 40 added to the month.
/// </summary>
internal static class Rijksregisternummer
{
    /// <summary>Keeps the digits only: people write it with dots and dashes.</summary>
    public static string Normaliseer(string text) => string.Concat(text.Where(c => c is not ('.' or '-' or ' ')));

    public static bool IsGeldig(string text)
    {
        var digits = Normaliseer(text);
        return digits.Length == 11 && digits.All(char.IsAsciiDigit) && (ChecksOut(digits, "") || ChecksOut(digits, "2"));
    }

    /// <summary>Whether the number can belong to someone born on that day; a number whose day is not filled in (00) says nothing and fits.</summary>
    public static bool PastBij(string text, DateOnly geboortedatum)
    {
        var digits = Normaliseer(text);
        if (digits.Length != 11 || !ChecksOut(digits, geboortedatum.Year >= 2000 ? "2" : ""))
        {
            return false;
        }

        var month = int.Parse(digits.AsSpan(2, 2), CultureInfo.InvariantCulture) % 20;
        var day = int.Parse(digits.AsSpan(4, 2), CultureInfo.InvariantCulture);
        return digits[..2] == (geboortedatum.Year % 100).ToString("00", CultureInfo.InvariantCulture)
            && (month == 0 || day == 0 || (month == geboortedatum.Month && day == geboortedatum.Day));
    }

    private static bool ChecksOut(string digits, string prefix)
        => 97 - (long.Parse(prefix + digits[..9], CultureInfo.InvariantCulture) % 97) == long.Parse(digits.AsSpan(9), CultureInfo.InvariantCulture);
}
