namespace Draaiboek.Registratie;

/// <summary>What a population that fits keeps to: of these variables together from <see cref="Laag"/> to <see cref="Hoog"/>.</summary>
/// <param name="Steun">The variables that are added up, in order.</param>
/// <param name="Vermelding">The cell of which it is the count; null where it says that two cells are not the same units.</param>
internal sealed record Beperking(int[] Steun, int Laag, int Hoog, Vermelding? Vermelding)
{
    public bool Laat(int aantal) => aantal >= Laag && aantal <= Hoog;
}

/// <summary>
/// What is public of some properties that tables show together, as a system of equations over whole numbers. A variable is the number of units of a group with one
/// combination of codes; each group adds up to its known size. Properties that no table shows together are systems of their own.
/// </summary>
internal sealed class Vraagstuk
{
    private readonly int[] _tellers;

    private Vraagstuk(OpenbareKennis kennis, IReadOnlyList<int> kenmerken, IReadOnlyList<Vermelding> vermeldingen)
    {
        Kenmerken = kenmerken;
        _tellers = [.. kenmerken.Select(kenmerk => Registratie.Kenmerken.Alle[kenmerk].Codes.Count)];
        Combinaties = _tellers.Aggregate(1, (product, aantal) => product * aantal);
        Groepen = [.. kennis.Groepen.Select((groep, index) => (groep, index)).Where(paar => vermeldingen.Any(vermelding => paar.groep.KanIn(vermelding.Cel))).Select(paar => paar.index)];
        Aantallen = [.. Groepen.Select(groep => kennis.Groepen[groep].Aantal)];

        var cellen = vermeldingen.Select(vermelding => CelVan(kennis, vermelding)).ToList();
        Beperkingen = [.. cellen, .. Verschillen(cellen)];
        Raakt = Omgekeerd(Beperkingen, Groepen.Count * Combinaties);
        AantalCellen = cellen.Count;
    }

    /// <summary>The properties whose codes a combination is made of.</summary>
    public IReadOnlyList<int> Kenmerken { get; }

    public int Combinaties { get; }

    /// <summary>Which groups of <see cref="OpenbareKennis.Groepen"/> these are.</summary>
    public IReadOnlyList<int> Groepen { get; }

    /// <summary>Size of each group.</summary>
    public IReadOnlyList<int> Aantallen { get; }

    /// <summary>The cells first.</summary>
    public IReadOnlyList<Beperking> Beperkingen { get; }

    public int AantalCellen { get; }

    /// <summary>For each variable the indexes of what it counts in, in order. Variable g·<see cref="Combinaties"/>+c is combination c of group g.</summary>
    public IReadOnlyList<int[]> Raakt { get; }

    /// <summary>The systems that fall apart, each with the cells that ask for its properties and the ones that ask for none.</summary>
    public static IReadOnlyList<Vraagstuk> Van(OpenbareKennis kennis)
    {
        var hoort = Enumerable.Range(0, Registratie.Kenmerken.Alle.Count).ToArray();
        foreach (var cel in kennis.Vermeldingen.Select(vermelding => vermelding.Cel))
        {
            foreach (var voorwaarde in cel.Voorwaarden.Skip(1))
            {
                var (van, naar) = (hoort[voorwaarde.Kenmerk], hoort[cel.Voorwaarden[0].Kenmerk]);
                hoort = Array.ConvertAll(hoort, wortel => wortel == van ? naar : wortel);
            }
        }

        var proces = kennis.Vermeldingen.Where(vermelding => !vermelding.Cel.IsBeschermd && vermelding.Waarde is not null).ToList();
        return
        [
            .. kennis.Vermeldingen.Where(vermelding => vermelding.Cel.IsBeschermd)
                .GroupBy(vermelding => hoort[vermelding.Cel.Voorwaarden[0].Kenmerk])
                .OrderBy(deel => deel.Key)
                .Select(deel =>
                {
                    var populaties = deel.Select(vermelding => vermelding.Cel.Populatie).ToHashSet(StringComparer.Ordinal);
                    return new Vraagstuk(
                        kennis,
                        [.. Enumerable.Range(0, hoort.Length).Where(kenmerk => hoort[kenmerk] == deel.Key)],
                        [.. deel, .. proces.Where(vermelding => populaties.Contains(vermelding.Cel.Populatie))]);
                }),
        ];
    }

    public int Code(int combinatie, int plaats)
    {
        for (var i = _tellers.Length - 1; i > plaats; i--)
        {
            combinatie /= _tellers[i];
        }

        return combinatie % _tellers[plaats];
    }

    /// <summary>The combination with another code at one place.</summary>
    public int Met(int combinatie, int plaats, int code)
    {
        var gewicht = 1;
        for (var i = _tellers.Length - 1; i > plaats; i--)
        {
            gewicht *= _tellers[i];
        }

        return combinatie + ((code - Code(combinatie, plaats)) * gewicht);
    }

    public int AantalCodes(int plaats) => _tellers[plaats];

    /// <summary>Whether this is a population that fits all that is public: the proof of a possible count, recomputed from nothing.</summary>
    public bool Past(IReadOnlyList<int> wereld)
    {
        for (var groep = 0; groep < Groepen.Count; groep++)
        {
            var som = 0;
            for (var combinatie = 0; combinatie < Combinaties; combinatie++)
            {
                var aantal = wereld[(groep * Combinaties) + combinatie];
                if (aantal < 0)
                {
                    return false;
                }

                som += aantal;
            }

            if (som != Aantallen[groep])
            {
                return false;
            }
        }

        return Beperkingen.All(beperking => beperking.Laat(Tel(beperking, wereld)));
    }

    public static int Tel(Beperking beperking, IReadOnlyList<int> wereld) => beperking.Steun.Sum(variabele => wereld[variabele]);

    private Beperking CelVan(OpenbareKennis kennis, Vermelding vermelding)
    {
        var cel = vermelding.Cel;
        var steun = new List<int>();
        for (var groep = 0; groep < Groepen.Count; groep++)
        {
            if (kennis.Groepen[Groepen[groep]].KanIn(cel))
            {
                steun.AddRange(Enumerable.Range(0, Combinaties)
                    .Where(combinatie => cel.Voorwaarden.All(voorwaarde => voorwaarde.Geldt(Code(combinatie, PlaatsVan(voorwaarde.Kenmerk)))))
                    .Select(combinatie => (groep * Combinaties) + combinatie));
            }
        }

        return vermelding.Waarde is { } waarde
            ? new Beperking([.. steun], Math.Max(0, waarde - Afronding.Speling), waarde + Afronding.Speling, vermelding)
            : new Beperking([.. steun], 0, int.MaxValue, vermelding);
    }

    private int PlaatsVan(int kenmerk)
    {
        var plaats = 0;
        while (Kenmerken[plaats] != kenmerk)
        {
            plaats++;
        }

        return plaats;
    }

    /// <summary>
    /// The same units always have the same value, so cells with different values do not hold the same units: at least one is in one of them and not in the other.
    /// </summary>
    private IEnumerable<Beperking> Verschillen(List<Beperking> cellen)
    {
        var sleutels = new HashSet<string>(StringComparer.Ordinal);
        var vermeld = cellen.Where(cel => cel.Vermelding!.Waarde is not null && sleutels.Add(cel.Vermelding.Cel.Sleutel)).ToList();
        for (var i = 0; i < vermeld.Count; i++)
        {
            for (var j = i + 1; j < vermeld.Count; j++)
            {
                var (een, ander) = (vermeld[i], vermeld[j]);
                var laag = Math.Max(1, Math.Max(een.Laag, ander.Laag));
                if (een.Vermelding!.Waarde == ander.Vermelding!.Waarde || laag > Math.Min(een.Hoog, ander.Hoog))
                {
                    continue;
                }

                var samen = een.Steun.Intersect(ander.Steun).ToHashSet();
                if (samen.Count > 0 && samen.Select(variabele => variabele / Combinaties).Distinct().Sum(groep => Aantallen[groep]) >= laag)
                {
                    yield return new Beperking([.. een.Steun.Concat(ander.Steun).Where(variabele => !samen.Contains(variabele)).Order()], 1, int.MaxValue, null);
                }
            }
        }
    }

    private static List<int[]> Omgekeerd(IReadOnlyList<Beperking> beperkingen, int variabelen)
    {
        var raakt = Enumerable.Range(0, variabelen).Select(_ => new List<int>()).ToList();
        for (var i = 0; i < beperkingen.Count; i++)
        {
            foreach (var variabele in beperkingen[i].Steun)
            {
                raakt[variabele].Add(i);
            }
        }

        return raakt.ConvertAll(lijst => lijst.ToArray());
    }
}
