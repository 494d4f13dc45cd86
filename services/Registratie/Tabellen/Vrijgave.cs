using System.Globalization;

namespace Draaiboek.Registratie;

/// <summary>A table as it goes out: in which form, or in none, with a value for each cell that is not withheld.</summary>
/// <param name="Niveau">0 as defined, higher is coarser; null when the table is withheld.</param>
internal sealed record Blad(Tabeldefinitie Tabel, int? Niveau, IReadOnlyList<(Vak Vak, int? Waarde)> Vakken)
{
    /// <summary>What the reader is told, in Dutch. Never why: a lot withholds as well.</summary>
    public IReadOnlyList<string> Nota =>
    [
        "Waarden zijn toevallig afgerond op een veelvoud van vijf, totalen apart: ze tellen niet altijd op. Bij 0 kunnen er tot vier zijn.",
        .. Niveau > 0 ? ["Deze tabel is grover ingedeeld dan bepaald, om geen jongere te onthullen."] : Array.Empty<string>(),
        .. Niveau is null ? ["Deze tabel is voor deze periode niet vrijgegeven."] : Array.Empty<string>(),
        .. Vakken.Any(vak => vak.Waarde is null) ? ["Cellen zonder waarde zijn niet vrijgegeven."] : Array.Empty<string>(),
    ];
}

/// <summary>What went out before, and still stands to be read.</summary>
internal sealed record Uitgegeven(IReadOnlyList<Populatie> Populaties, IReadOnlyList<Vermelding> Vermeldingen)
{
    public static readonly Uitgegeven Niets = new([], []);
}

/// <param name="Vermeldingen">Every cell that is guarded from now on, also of forms that were not chosen.</param>
/// <param name="Toetsing">The proof that went with the decision.</param>
internal sealed record Uitgave(IReadOnlyList<Blad> Bladen, IReadOnlyList<Vermelding> Vermeldingen, Toetsing Toetsing);

/// <summary>What may be shown at all, whoever is in it: of a few a value tells too much. It follows from what is public, so that it is not shown tells nothing.</summary>
internal sealed class Ondergrens(OpenbareKennis kennis, Uitgegeven eerder)
{
    /// <summary>Of fewer, as the procescijfers tell, no table shows anything.</summary>
    public const int Minste = 2 * Afronding.Grondtal;

    private readonly ILookup<string, Cel> _getoond = eerder.Vermeldingen.Where(vermelding => vermelding is { Waarde: not null, Cel.IsBeschermd: true })
        .ToLookup(vermelding => vermelding.Cel.Vraag, vermelding => vermelding.Cel, StringComparer.Ordinal);

    private readonly Dictionary<Cel, bool> _bekend = [];

    /// <summary>
    /// Whether so few can be in the cell, or tell it from one that went out before and asks the same. The same units keep their value, so where it moved one of these few is in it:
    /// of one who came or went since, the cells that moved would together tell who that is.
    /// </summary>
    public bool IsOnder(Cel cel)
    {
        if (!_bekend.TryGetValue(cel, out var onder))
        {
            _bekend[cel] = onder = kennis.Bereik(cel) < Minste || _getoond[cel.Vraag].Any(ander => kennis.Verschil(cel, ander) is > 0 and < Minste);
        }

        return onder;
    }
}

/// <summary>
/// Decides what of a period goes out (G5): rounds, has all of it judged together with what went out before, and withholds or coarsens until the judgement is a proof.
/// </summary>
/// <param name="loting">Instead of the lot of <paramref name="afronding"/>: what is drawn, and once in how many times.</param>
internal sealed class Vrijgave(Afronding afronding, IReadOnlyList<Tabeldefinitie> tabellen, Func<string, uint, bool>? loting = null)
{
    /// <summary>A lot withholds one cell in fifty and one form of a table in a hundred.</summary>
    private const uint LotVanCel = 50;

    private const uint LotVanVorm = 100;

    /// <summary>With more than a third of its cells withheld a table becomes coarser.</summary>
    private const int DeelWeg = 3;

    /// <summary>And in its last form with more than so many thirds it is withheld.</summary>
    private const int DeelWegLaatste = 2;

    private readonly Func<string, uint, bool> _loot = loting ?? afronding.Loot;

    /// <param name="populaties">Of the period, by kind.</param>
    public Uitgave Bereid(IReadOnlyDictionary<string, Populatie> populaties, Uitgegeven eerder, CancellationToken cancellationToken = default)
    {
        var kennis = OpenbareKennis.Van(eerder.Populaties.Concat(populaties.Values), []);
        var ondergrens = new Ondergrens(kennis, eerder);
        var waarden = new Dictionary<string, int>(StringComparer.Ordinal);
        var weg = new HashSet<string>(StringComparer.Ordinal);
        int?[] niveaus = [.. tabellen.Select(tabel => NaLoting(tabel, populaties, 0))];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var nieuw = Verzamel(ondergrens, populaties, niveaus, weg, waarden);
            if (Vergrof(ondergrens, populaties, niveaus, weg))
            {
                continue;
            }

            var toetsing = Onthullingstoets.Toets(kennis with { Vermeldingen = [.. eerder.Vermeldingen, .. nieuw] }, cancellationToken);
            if (toetsing.Geslaagd)
            {
                return new Uitgave([.. tabellen.Select((tabel, i) => BladVan(tabel, populaties, niveaus[i], nieuw))], nieuw, toetsing);
            }

            if (!HoudAchter(toetsing, nieuw, weg))
            {
                // Not one cell of it can go out beside what did before.
                Array.Clear(niveaus);
                nieuw = Verzamel(ondergrens, populaties, niveaus, weg, waarden);
                return new Uitgave([.. tabellen.Select(tabel => BladVan(tabel, populaties, null, nieuw))], nieuw, toetsing);
            }
        }
    }

    /// <summary>All cells of the chosen forms with their value, and all that the tables as defined have besides, without one: these are guarded too.</summary>
    private List<Vermelding> Verzamel(
        Ondergrens ondergrens, IReadOnlyDictionary<string, Populatie> populaties, int?[] niveaus, HashSet<string> weg, Dictionary<string, int> waarden)
    {
        var vermeldingen = new SortedDictionary<string, Vermelding>(StringComparer.Ordinal);
        for (var i = 0; i < tabellen.Count; i++)
        {
            var populatie = populaties[tabellen[i].Soort];
            foreach (var cel in niveaus[i] is { } niveau ? tabellen[i].Vakken(populatie.Code, niveau).Select(vak => vak.Cel) : [])
            {
                if (cel.IsBeschermd && (_loot(cel.Sleutel, LotVanCel) || ondergrens.IsOnder(cel)))
                {
                    weg.Add(cel.Sleutel);
                }

                if (!waarden.TryGetValue(cel.Sleutel, out var waarde))
                {
                    waarden[cel.Sleutel] = waarde = afronding.RondAf(populatie.Tel(cel));
                }

                vermeldingen[cel.Sleutel] = new Vermelding(cel, weg.Contains(cel.Sleutel) ? null : waarde);
            }
        }

        foreach (var tabel in tabellen)
        {
            foreach (var cel in tabel.Vakken(populaties[tabel.Soort].Code, 0).Select(vak => vak.Cel).Where(cel => cel.IsBeschermd))
            {
                vermeldingen.TryAdd(cel.Sleutel, new Vermelding(cel, null));
            }
        }

        return [.. vermeldingen.Values];
    }

    /// <summary>
    /// Gives tables of which too much is withheld a coarser form, or none; false when there were none such. The last form is better than none: it goes out while a third
    /// is left of what it could show at all, since that there are few everybody knows.
    /// </summary>
    private bool Vergrof(Ondergrens ondergrens, IReadOnlyDictionary<string, Populatie> populaties, int?[] niveaus, HashSet<string> weg)
    {
        var vergroofd = false;
        for (var i = 0; i < tabellen.Count; i++)
        {
            if (niveaus[i] is { } niveau)
            {
                var cellen = tabellen[i].Vakken(populaties[tabellen[i].Soort].Code, niveau).Select(vak => vak.Cel).Where(cel => cel.IsBeschermd).ToList();
                var isLaatste = niveau == tabellen[i].Niveaus - 1;
                if (isLaatste)
                {
                    cellen.RemoveAll(ondergrens.IsOnder);
                }

                if (cellen.Count == 0 || cellen.Count(cel => weg.Contains(cel.Sleutel)) * DeelWeg > cellen.Count * (isLaatste ? DeelWegLaatste : 1))
                {
                    niveaus[i] = NaLoting(tabellen[i], populaties, niveau + 1);
                    vergroofd = true;
                }
            }
        }

        return vergroofd;
    }

    /// <summary>What a form of a table is called in the lot.</summary>
    public static string VormVan(Tabeldefinitie tabel, string populatie, int niveau) => string.Create(CultureInfo.InvariantCulture, $"{populatie}|{tabel.Code}|{niveau}");

    private int? NaLoting(Tabeldefinitie tabel, IReadOnlyDictionary<string, Populatie> populaties, int niveau)
    {
        while (niveau < tabel.Niveaus && _loot(VormVan(tabel, populaties[tabel.Soort].Code, niveau), LotVanVorm))
        {
            niveau++;
        }

        return niveau < tabel.Niveaus ? niveau : null;
    }

    /// <summary>
    /// Of cells that hang together one at a time: the others mostly have room again then. Where the cell that would be known can't be taken back any more, or is not
    /// shown itself, it is one of the new ones that give it away. False when there is nothing new left.
    /// </summary>
    private static bool HoudAchter(Toetsing toetsing, List<Vermelding> nieuw, HashSet<string> weg)
    {
        var getoond = nieuw.Where(vermelding => vermelding.Waarde is not null && vermelding.Cel.IsBeschermd).ToDictionary(vermelding => vermelding.Cel.Sleutel, StringComparer.Ordinal);
        var geraakt = new List<Cel>();
        foreach (var bewijs in toetsing.Bewijzen.Where(bewijs => !bewijs.Geslaagd).OrderBy(bewijs => bewijs.Getuigen.Count).ThenBy(bewijs => bewijs.Vermelding.Cel.Sleutel, StringComparer.Ordinal))
        {
            var cel = bewijs.Vermelding.Cel;
            if (geraakt.Exists(ander => SamenHangen(ander, cel)))
            {
                continue;
            }

            geraakt.Add(cel);
            var offer = getoond.GetValueOrDefault(cel.Sleutel)?.Cel
                ?? getoond.Values.Select(vermelding => vermelding.Cel)
                    .Where(ander => SamenHangen(ander, cel))
                    .OrderByDescending(ander => Gelijkenis(ander, cel)).ThenBy(ander => ander.Sleutel, StringComparer.Ordinal)
                    .FirstOrDefault()
                ?? getoond.Values.FirstOrDefault()?.Cel;
            if (offer is null)
            {
                return false;
            }

            weg.Add(offer.Sleutel);
            getoond.Remove(offer.Sleutel);
        }

        return true;
    }

    /// <summary>Whether they ask for the same property and somebody could be in both, in this period or another.</summary>
    private static bool SamenHangen(Cel een, Cel ander)
        => een.Voorwaarden.Any(voorwaarde => ander.Voorwaarden.Any(andere => andere.Kenmerk == voorwaarde.Kenmerk))
            && een.Voorwaarden.All(voorwaarde => ander.Voorwaarden.All(andere => andere.Kenmerk != voorwaarde.Kenmerk || (andere.Codes & voorwaarde.Codes) != 0));

    /// <summary>How much they ask for the same: the year's cell of the half-year's comes first.</summary>
    private static int Gelijkenis(Cel een, Cel ander)
    {
        var samen = een.Voorwaarden.Intersect(ander.Voorwaarden).Count();
        return (3 * samen) - een.Voorwaarden.Count - ander.Voorwaarden.Count;
    }

    private static Blad BladVan(Tabeldefinitie tabel, IReadOnlyDictionary<string, Populatie> populaties, int? niveau, List<Vermelding> vermeldingen)
    {
        if (niveau is not { } gekozen)
        {
            return new Blad(tabel, null, []);
        }

        var waarden = vermeldingen.ToDictionary(vermelding => vermelding.Cel.Sleutel, vermelding => vermelding.Waarde, StringComparer.Ordinal);
        return new Blad(tabel, niveau, [.. tabel.Vakken(populaties[tabel.Soort].Code, gekozen).Select(vak => (vak, waarden[vak.Cel.Sleutel]))]);
    }
}
