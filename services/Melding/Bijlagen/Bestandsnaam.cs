using System.Globalization;
using System.Text;

namespace Draaiboek.Meldingen;

/// <summary>Makes of the name that came with a file one that can be shown and kept anywhere, and that says what the file really is.</summary>
internal static class Bestandsnaam
{
    /// <summary>Characters, with the extension.</summary>
    public const int MaxLengte = 150;

    private const string Zonder = "bijlage";

    /// <summary>What no file can have in its name on one system or another.</summary>
    private const string Verboden = "<>:\"|?*";

    /// <summary>The first extension of each is the one that is put behind a name that has none of them.</summary>
    private static readonly Dictionary<Bijlagetype, string[]> Extensies = new()
    {
        [Bijlagetype.Pdf] = [".pdf"],
        [Bijlagetype.Jpeg] = [".jpg", ".jpeg", ".jpe", ".jfif"],
        [Bijlagetype.Png] = [".png"],
        [Bijlagetype.Webp] = [".webp"],
        [Bijlagetype.Heic] = [".heic", ".heif", ".hif"],
    };

    /// <summary>
    /// Only the last part of a path, without what can't be seen (a mark that turns the direction of text makes <c>gpj.exe</c> look like <c>exe.jpg</c>), and with an
    /// extension of <paramref name="type"/>: what is a picture never opens as a programme.
    /// </summary>
    public static string Schoon(string gegeven, Bijlagetype type)
    {
        var naam = Zichtbaar(gegeven[(gegeven.LastIndexOfAny(['/', '\\']) + 1)..]);
        if (!naam.EnumerateRunes().Any(Rune.IsLetterOrDigit))
        {
            naam = Zonder;
        }

        var extensie = Extensies[type].FirstOrDefault(e => naam.EndsWith(e, StringComparison.OrdinalIgnoreCase) && naam.Length > e.Length);
        var stam = extensie is null ? naam : naam[..^extensie.Length];
        extensie = extensie is null ? Extensies[type][0] : naam[^extensie.Length..];
        return Geknipt(stam, MaxLengte - extensie.Length) + extensie;
    }

    private static string Zichtbaar(string tekst)
    {
        var zichtbaar = new StringBuilder();
        // What is no text comes out of the enumeration as a replacement character.
        foreach (var teken in tekst.EnumerateRunes().Where(teken => teken != Rune.ReplacementChar))
        {
            switch (Rune.GetUnicodeCategory(teken))
            {
                case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                    break;
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    zichtbaar.Append(' ');
                    break;
                default:
                    zichtbaar.Append(teken.IsAscii && Verboden.Contains((char)teken.Value, StringComparison.Ordinal) ? "_" : teken.ToString());
                    break;
            }
        }

        // A dot in front hides a file, one at the end is lost on Windows.
        return zichtbaar.ToString().Normalize().Trim(' ', '.');
    }

    private static string Geknipt(string tekst, int lengte)
    {
        if (tekst.Length <= lengte)
        {
            return tekst;
        }

        return tekst[..(char.IsHighSurrogate(tekst[lengte - 1]) ? lengte - 1 : lengte)].TrimEnd();
    }
}
