using System.Globalization;

namespace Draaiboek.Hosting;

/// <summary>A number of the Kruispuntbank van Ondernemingen: ten digits, the first 0 or 1, the last two a check (97 minus the rest modulo 97).</summary>
public static class KboNummer
{
    public static bool IsGeldig(string? text)
        => text is { Length: 10 }
            && text.All(char.IsAsciiDigit)
            && text[0] is ('0' or '1')
            && 97 - (int.Parse(text.AsSpan(0, 8), CultureInfo.InvariantCulture) % 97) == int.Parse(text.AsSpan(8), CultureInfo.InvariantCulture);
}
