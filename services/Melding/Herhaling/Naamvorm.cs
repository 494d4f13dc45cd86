using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Draaiboek.Meldingen;

/// <summary>
/// A name in the forms by which two spellings of it are held against each other (G6): without case, marks, hyphens, apostrophes and doubled letters,
/// in parts, and as it sounds. Never shown and never stored; what is stored of it is a blind token (<see cref="Herhalingsindex"/>).
/// </summary>
internal sealed class Naamvorm
{
    /// <summary>Words that one writes and another leaves out. A name that is nothing else keeps them.</summary>
    private static readonly FrozenSet<string> Tussenvoegsels = FrozenSet.Create(
        StringComparer.Ordinal,
        "van", "von", "vom", "vande", "vanden", "vander", "de", "den", "der", "des", "del", "dela", "di", "da", "das", "do", "dos", "du", "d", "la", "le", "les", "lo", "el", "al",
        "zu", "te", "ter", "ten", "t", "s", "op", "in", "ben", "bin", "bint", "ibn", "ould", "ait", "abu", "abou");

    /// <summary>Letters that Unicode does not take apart.</summary>
    private static readonly FrozenDictionary<char, string> Letters = new Dictionary<char, string>
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['đ'] = "d",
        ['ð'] = "d",
        ['ł'] = "l",
        ['þ'] = "th",
        ['ħ'] = "h",
        ['ı'] = "i",
    }.ToFrozenDictionary();

    /// <summary>Spellings that sound alike in the languages that names here come from; the longer ones first.</summary>
    private static readonly (string Geschreven, string Klank)[] Klanken =
    [
        ("sch", "s"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("ck", "k"), ("qu", "k"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("ou", "u"), ("oe", "u"),
        ("ae", "a"), ("ie", "i"), ("ij", "i"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("q", "k"), ("x", "ks"), ("y", "i"), ("j", "i"), ("z", "s"), ("v", "f"), ("w", "u"),
    ];

    private Naamvorm(IReadOnlyList<string> delen, string aaneen)
    {
        Delen = delen;
        Aaneen = aaneen;
        Klank = KlankVan(aaneen);
    }

    /// <summary>The parts that tell, without 'van', 'el' and the like, in the order in which they are written.</summary>
    public IReadOnlyList<string> Delen { get; }

    /// <summary>All of it as one word: 'De Boeck' and 'Deboeck' are the same then.</summary>
    public string Aaneen { get; }

    /// <summary><see cref="Aaneen"/> as it sounds.</summary>
    public string Klank { get; }

    /// <summary>The consonants of <see cref="Klank"/>; a vowel only where it begins.</summary>
    public string Geraamte => (IsKlinker(Klank[0]) ? "a" : Klank[..1]) + string.Concat(Klank.Skip(1).Where(c => !IsKlinker(c) && c != 'h'));

    /// <summary>Null when the name is not known, or holds nothing that can be compared.</summary>
    public static Naamvorm? Van(string? naam)
    {
        if (naam is null)
        {
            return null;
        }

        var woorden = Woorden(naam);
        if (woorden.Count == 0)
        {
            return null;
        }

        var delen = woorden.Where(woord => !Tussenvoegsels.Contains(woord)).ToList();
        return new Naamvorm(delen.Count > 0 ? delen : woorden, ZonderDubbels(string.Concat(woorden)));
    }

    /// <summary>As it sounds: only for words of this class.</summary>
    public static string KlankVan(string woord)
    {
        var klank = new StringBuilder(woord.Length);
        for (var i = 0; i < woord.Length;)
        {
            var rest = woord.AsSpan(i);
            var lengte = 1;
            string? gevonden = null;
            foreach (var (geschreven, klinkt) in Klanken)
            {
                if (rest.StartsWith(geschreven, StringComparison.Ordinal))
                {
                    (gevonden, lengte) = (klinkt, geschreven.Length);
                    break;
                }
            }

            klank.Append(gevonden ?? woord[i].ToString());
            i += lengte;
        }

        return ZonderDubbels(klank.ToString());
    }

    /// <summary>Whether the two differ in one letter at most: one more, one less, another one, or two beside each other exchanged.</summary>
    public static bool HoogstensEenLetterAnders(string een, string ander)
    {
        var voor = een.AsSpan().CommonPrefixLength(ander);
        var restEen = een.AsSpan(voor);
        var restAnder = ander.AsSpan(voor);
        while (restEen.Length > 0 && restAnder.Length > 0 && restEen[^1] == restAnder[^1])
        {
            restEen = restEen[..^1];
            restAnder = restAnder[..^1];
        }

        return (restEen.Length <= 1 && restAnder.Length <= 1)
            || (restEen.Length == 2 && restAnder.Length == 2 && restEen[0] == restAnder[1] && restEen[1] == restAnder[0]);
    }

    private static List<string> Woorden(string naam)
    {
        var woorden = new List<string>();
        var woord = new StringBuilder();
        // An accent that stands by itself is meant as an apostrophe; taken apart it would be a space.
        foreach (var teken in naam.Replace('\u00b4', '\'').Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(teken))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter:
                case var _ when teken.Value is '\'' or '`' or '\u2018' or '\u2019':
                    break;
                case var _ when Rune.IsLetterOrDigit(teken):
                    var klein = Rune.ToLowerInvariant(teken).ToString();
                    woord.Append(klein.Length == 1 && Letters.TryGetValue(klein[0], out var letters) ? letters : klein);
                    break;
                default:
                    Sluit();
                    break;
            }
        }

        Sluit();
        return woorden;

        void Sluit()
        {
            if (woord.Length > 0)
            {
                woorden.Add(ZonderDubbels(woord.ToString()));
                woord.Clear();
            }
        }
    }

    /// <summary>Of digits each counts: 'Naam-11' is not 'Naam-1'.</summary>
    private static string ZonderDubbels(string woord)
        => string.Concat(woord.Where((teken, plaats) => plaats == 0 || teken != woord[plaats - 1] || !char.IsLetter(teken)));

    private static bool IsKlinker(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
