namespace Draaiboek.Registratie;

/// <summary>A population that fits all that is public and in which the cell holds this many.</summary>
internal sealed record Getuige(int Aantal, Vraagstuk Vraagstuk, IReadOnlyList<int> Wereld);

/// <summary>What was shown of one cell.</summary>
/// <param name="Nodig">How many counts must be possible.</param>
/// <param name="Getuigen">One for each count that is; no more than needed.</param>
internal sealed record Bewijs(Vermelding Vermelding, int Nodig, IReadOnlyList<Getuige> Getuigen)
{
    /// <summary>Four counts are never one or two only, so no cell that passes can be proved to be 1 or 2.</summary>
    public bool Geslaagd => Getuigen.Count >= Nodig;
}

internal sealed record Toetsing(IReadOnlyList<Bewijs> Bewijzen)
{
    public bool Geslaagd => Bewijzen.All(bewijs => bewijs.Geslaagd);
}

/// <summary>
/// Judges what is about to be published, with all that was published before: does every count of young persons leave enough possible? It knows what the attacker knows
/// and nothing else, so its judgement tells nothing (docs/adr/0013). A judgement that it is safe is a proof: the populations that show it are there to be recounted.
/// </summary>
internal static class Onthullingstoets
{
    /// <summary>Counts that must remain possible for each cell.</summary>
    public const int Minimum = 4;

    private const int StappenNaarBegin = 40_000;
    private const int StappenPerTelling = 1_500;
    private const int Wandeling = 3_000;
    private const int Opstellingen = 8;
    private const int Herkansingen = 4;

    /// <summary>Of more cells at once it is no mishap.</summary>
    private const int MeesteHerkanst = 5;

    /// <summary>What a cell must leave: the minimum when it is published; when it is withheld no more than there can be in it by the procescijfers.</summary>
    public static int Nodig(OpenbareKennis kennis, Vermelding vermelding)
        => vermelding.Waarde is not null ? Minimum : Math.Min(Minimum, kennis.Bereik(vermelding.Cel) + 1);

    public static Toetsing Toets(OpenbareKennis kennis, CancellationToken cancellationToken = default)
    {
        var vraagstukken = Vraagstuk.Van(kennis);
        var zoekers = vraagstukken.Select((vraagstuk, i) => new Getuigenzoeker(vraagstuk, i + 1)).ToList();
        var opstelling = new Opstelling(kennis, vraagstukken);
        var begonnen = zoekers.TrueForAll(zoeker => zoeker.Herstel(StappenNaarBegin)) && Begin(opstelling, zoekers);

        var bewijzen = new List<Bewijs>();
        for (var deel = 0; deel < vraagstukken.Count; deel++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bewijzen.AddRange(begonnen ? Zoek(kennis, opstelling, deel, zoekers[deel], cancellationToken) : Niets(kennis, vraagstukken[deel]));
        }

        return new Toetsing(bewijzen);
    }

    /// <summary>A whole population in which all parts go together; walks on when two sets happen to be the same that can't be.</summary>
    private static bool Begin(Opstelling opstelling, List<Getuigenzoeker> zoekers)
    {
        for (var poging = 0; poging < Opstellingen; poging++)
        {
            if (opstelling.Begin([.. zoekers.Select(zoeker => zoeker.Wereld)]))
            {
                return true;
            }

            zoekers.ForEach(zoeker => zoeker.Wandel(Wandeling / 10, static _ => { }));
        }

        return false;
    }

    private static IEnumerable<Bewijs> Niets(OpenbareKennis kennis, Vraagstuk vraagstuk)
        => vraagstuk.Beperkingen.Take(vraagstuk.AantalCellen).Where(cel => cel.Vermelding!.Cel.IsBeschermd).Select(cel => new Bewijs(cel.Vermelding!, Nodig(kennis, cel.Vermelding!), []));

    private static IEnumerable<Bewijs> Zoek(OpenbareKennis kennis, Opstelling opstelling, int deel, Getuigenzoeker zoeker, CancellationToken cancellationToken)
    {
        var vraagstuk = opstelling.Vraagstukken[deel];
        var cellen = Enumerable.Range(0, vraagstuk.AantalCellen).ToList();
        var nodig = cellen.ConvertAll(cel => vraagstuk.Beperkingen[cel].Vermelding is { Cel.IsBeschermd: true } vermelding ? Nodig(kennis, vermelding) : 0);
        var getuigen = cellen.ConvertAll(_ => new List<Getuige>());

        void Zie(IReadOnlyList<int> veranderd)
        {
            var nieuw = veranderd.Where(cel => getuigen[cel].Count < nodig[cel] && getuigen[cel].TrueForAll(getuige => getuige.Aantal != zoeker.Telling(cel))).ToList();
            if (nieuw.Count > 0 && opstelling.Past(deel, zoeker.Wereld))
            {
                int[] wereld = [.. zoeker.Wereld];
                nieuw.ForEach(cel => getuigen[cel].Add(new Getuige(zoeker.Telling(cel), vraagstuk, wereld)));
            }
        }

        Zie(cellen);
        zoeker.Wandel(Wandeling, Zie);
        foreach (var cel in cellen)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ZoekTellingen(kennis, zoeker, vraagstuk, cel, nodig[cel], getuigen[cel], Zie, cellen);
        }

        for (var poging = 0; poging < Herkansingen; poging++)
        {
            var tekort = cellen.Where(cel => getuigen[cel].Count < nodig[cel] && getuigen[cel].Count > 0).ToList();
            if (tekort.Count is 0 or > MeesteHerkanst)
            {
                break;
            }

            foreach (var cel in tekort)
            {
                // From elsewhere: what can't be reached from one population may be from another.
                cancellationToken.ThrowIfCancellationRequested();
                zoeker.Hervat(getuigen[cel][poging % getuigen[cel].Count].Wereld);
                zoeker.Wandel(Wandeling / 10, Zie);
                ZoekTellingen(kennis, zoeker, vraagstuk, cel, nodig[cel], getuigen[cel], Zie, cellen);
            }
        }

        return cellen.Where(cel => nodig[cel] > 0).Select(cel => new Bewijs(vraagstuk.Beperkingen[cel].Vermelding!, nodig[cel], getuigen[cel]));
    }

    /// <summary>Asks for the counts next to those that were met, downwards and upwards for as long as they are found.</summary>
    private static void ZoekTellingen(
        OpenbareKennis kennis, Getuigenzoeker zoeker, Vraagstuk vraagstuk, int cel, int nodig, List<Getuige> getuigen, Action<IReadOnlyList<int>> zie, IReadOnlyList<int> cellen)
    {
        var beperking = vraagstuk.Beperkingen[cel];
        var hoog = nodig == 0 ? 0 : Math.Min(beperking.Hoog, kennis.Bereik(beperking.Vermelding!.Cel));
        if (hoog - beperking.Laag + 1 < nodig)
        {
            return;
        }

        foreach (var richting in (int[])[-1, 1])
        {
            while (getuigen.Count > 0 && getuigen.Count < nodig)
            {
                var uiterste = getuigen.MaxBy(getuige => richting * getuige.Aantal)!;
                var aantal = uiterste.Aantal + richting;
                if (aantal < beperking.Laag || aantal > hoog)
                {
                    break;
                }

                zoeker.Hervat(uiterste.Wereld);
                zoeker.Eis(cel, aantal);
                var gevonden = zoeker.Herstel(StappenPerTelling);
                zoeker.LaatVrij(cel);
                var voordien = getuigen.Count;
                if (gevonden)
                {
                    zie(cellen);
                }

                if (getuigen.Count == voordien)
                {
                    break;
                }
            }
        }
    }
}
