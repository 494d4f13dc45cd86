using Draaiboek.Registratie;

namespace Draaiboek.Tests.Registratie;

/// <summary>The counts that an attacker can't rule out for one cell: at most from <see cref="Laag"/> to <see cref="Hoog"/>.</summary>
internal sealed record Grenzen(Vermelding Vermelding, int Laag, int Hoog)
{
    public int Mogelijk => Hoog - Laag + 1;
}

/// <summary>What an attack found, and what it took.</summary>
/// <param name="Breuken">Least and most that were asked for in fractions.</param>
/// <param name="Geheel">Questions for whole numbers.</param>
/// <param name="Open">Cells of which the solver said neither in time.</param>
internal sealed record Uitslag(IReadOnlyList<Grenzen> Grenzen, int Breuken, int Geheel, IReadOnlyList<Vermelding> Open);

/// <summary>
/// Who reads all that was ever published, knows the exact procescijfers and how values are rounded, and has a solver that is not ours: GNU's, of Debian's glpk-utils.
/// Builds its own system of equations from what is public, table by table, and asks for the least and the most of each guarded cell, in fractions. Many of the answers
/// are whole numbers: these are populations that fit, and no question for whole numbers can come nearer than the counts in them. So whole numbers are asked for where
/// these do not have the least and the most far enough apart yet, and nowhere else: nothing is lost by it.
/// </summary>
internal sealed class Aanval
{
    /// <summary>For whole numbers, each.</summary>
    private static readonly TimeSpan Geduld = TimeSpan.FromSeconds(60);

    private readonly OpenbareKennis _kennis;
    private readonly IReadOnlyList<Vermelding> _vermeldingen;
    private readonly List<int[]> _soorten;
    private readonly List<IReadOnlyList<int[]>> _combinaties;
    private readonly int[] _begin;
    private readonly List<(int[] Kolommen, int? Laag, int? Hoog, int Min)> _rijen = [];
    private readonly List<int[]> _sommen = [];
    private readonly List<(int Een, int Ander)> _verschillen = [];

    private Aanval(OpenbareKennis kennis, IReadOnlyList<Vermelding> deel)
    {
        _kennis = kennis;
        _vermeldingen = deel;
        var gevraagd = deel.Select(vermelding => vermelding.Cel.Voorwaarden.Select(voorwaarde => voorwaarde.Kenmerk).ToArray()).ToList();
        _soorten = [.. gevraagd.Where(een => !gevraagd.Exists(ander => ander.Length > een.Length && !een.Except(ander).Any())).DistinctBy(een => string.Join(',', een))];
        _combinaties = _soorten.ConvertAll(CombinatiesVan);
        _begin = new int[_soorten.Count + 1];
        for (var soort = 0; soort < _soorten.Count; soort++)
        {
            _begin[soort + 1] = _begin[soort] + (kennis.Groepen.Count * _combinaties[soort].Count);
        }

        Groepsgrootten();
        Samenhang();
        Waarden();
        Verschillen();
    }

    /// <summary>Every guarded cell, published or withheld, with what is left of it.</summary>
    /// <param name="bewijs">
    /// Populations that the auditor showed. They are recounted in these equations: where they fit, whole numbers can come no nearer than them. For what is large:
    /// four publicaties together take the solver minutes in whole numbers.
    /// </param>
    public static Uitslag VoerUit(OpenbareKennis kennis, Toetsing? bewijs = null)
    {
        var uitslagen = Delen(kennis).AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(deel => new Aanval(kennis, deel).Begrens(bewijs)).ToList();
        return new Uitslag(
            [.. uitslagen.SelectMany(uitslag => uitslag.Grenzen)],
            uitslagen.Sum(uitslag => uitslag.Breuken),
            uitslagen.Sum(uitslag => uitslag.Geheel),
            [.. uitslagen.SelectMany(uitslag => uitslag.Open)]);
    }

    /// <summary>Cells of which the properties hang together by some table, and the totals that go with them.</summary>
    private static IEnumerable<IReadOnlyList<Vermelding>> Delen(OpenbareKennis kennis)
    {
        var over = kennis.Vermeldingen.Where(vermelding => vermelding.Cel.IsBeschermd).ToList();
        while (over.Count > 0)
        {
            var kenmerken = over[0].Cel.Voorwaarden.Select(voorwaarde => voorwaarde.Kenmerk).ToHashSet();
            bool Hoort(Vermelding vermelding) => vermelding.Cel.Voorwaarden.Any(voorwaarde => kenmerken.Contains(voorwaarde.Kenmerk));
            int voor;
            do
            {
                voor = kenmerken.Count;
                kenmerken.UnionWith(over.Where(Hoort).SelectMany(vermelding => vermelding.Cel.Voorwaarden).Select(voorwaarde => voorwaarde.Kenmerk).ToList());
            }
            while (kenmerken.Count > voor);
            yield return [.. over.Where(Hoort), .. kennis.Vermeldingen.Where(vermelding => !vermelding.Cel.IsBeschermd)];
            over.RemoveAll(Hoort);
        }
    }

    private Uitslag Begrens(Toetsing? bewijs)
    {
        using var stelsel = new Glpk(_begin[^1]);
        foreach (var (kolommen, laag, hoog, min) in _rijen)
        {
            stelsel.Add(kolommen, laag, hoog, min);
        }

        var cellen = _vermeldingen.Where(vermelding => vermelding.Cel.IsBeschermd).Select(vermelding => new Doel(vermelding, Som(vermelding.Cel), Onthullingstoets.Nodig(_kennis, vermelding))).ToList();
        var breuken = 0;
        foreach (var doel in cellen)
        {
            foreach (var meest in (bool[])[false, true])
            {
                stelsel.Ask(doel.Som, meest);
                var punt = LosOp(stelsel) ?? throw new InvalidOperationException("Nothing fits what is public: the attack has it wrong.");
                breuken++;
                Zie(cellen, Glpk.AsWhole(punt));
                if (meest)
                {
                    doel.Hoog = (int)Math.Floor(stelsel.Best + 1e-6);
                }
                else
                {
                    doel.Laag = (int)Math.Ceiling(stelsel.Best - 1e-6);
                }
            }
        }

        foreach (var getuige in bewijs?.Bewijzen.SelectMany(cel => cel.Getuigen) ?? [])
        {
            if (_soorten.TrueForAll(kenmerken => kenmerken.All(getuige.Vraagstuk.Kenmerken.Contains)))
            {
                Zie(cellen, Overgezet(getuige));
            }
        }

        var geheel = 0;
        var open = new List<Vermelding>();
        foreach (var doel in cellen.Where(doel => doel.Hoog - doel.Laag + 1 >= doel.Nodig))
        {
            // Any population will do that has more, or less, than those that were seen: the most and the least need not be known.
            foreach (var meer in (bool[])[true, false])
            {
                while (!doel.IsRuim && (meer ? doel.Hoogst < doel.Hoog : doel.Laagst > doel.Laag))
                {
                    geheel++;
                    if (ZoekGeheel(stelsel, cellen, doel, meer) is not { } gevonden)
                    {
                        open.Add(doel.Vermelding);
                        break;
                    }

                    if (!gevonden)
                    {
                        (doel.Laag, doel.Hoog) = meer ? (doel.Laag, doel.Hoogst) : (doel.Laagst, doel.Hoog);
                    }
                }
            }
        }

        return new Uitslag(cellen.ConvertAll(doel => new Grenzen(doel.Vermelding, doel.Laag, doel.Hoog)), breuken, geheel, open);
    }

    /// <summary>Whether there is a population with more, or less, in this cell than any that was seen; null when the solver did not say.</summary>
    private bool? ZoekGeheel(Glpk stelsel, List<Doel> cellen, Doel doel, bool meer)
    {
        var rij = stelsel.Add(doel.Som, meer ? doel.Hoogst + 1 : null, meer ? null : doel.Laagst - 1);
        try
        {
            stelsel.Ask(doel.Som, !meer);
            while (LosOp(stelsel) is { } punt)
            {
                if (Glpk.AsWhole(punt) is { } heel)
                {
                    Zie(cellen, heel);
                    return true;
                }

                switch (stelsel.SolveWhole(Geduld, out var gevonden))
                {
                    case null:
                        return null;
                    case false:
                        return false;
                    default:
                        if (!VoegToe(stelsel, Array.ConvertAll(gevonden, waarde => (double)waarde)))
                        {
                            Zie(cellen, gevonden);
                            return true;
                        }

                        break;
                }
            }

            return false;
        }
        finally
        {
            stelsel.Bound(rij, null, null);
        }
    }

    /// <summary>The best point; null when nothing fits. What says that two cells differ is asked for when it is needed: it hardly ever is.</summary>
    private double[]? LosOp(Glpk stelsel)
    {
        while (stelsel.Solve())
        {
            var punt = stelsel.Point();
            if (!VoegToe(stelsel, punt))
            {
                return punt;
            }
        }

        return null;
    }

    /// <summary>Adds what this point does not keep to of <see cref="_verschillen"/>; false when it keeps to all of it.</summary>
    private bool VoegToe(Glpk stelsel, double[] punt)
    {
        var nodig = Geschonden(punt).ToList();
        nodig.ForEach(verschil => stelsel.Add(verschil, 1, null));
        return nodig.Count > 0;
    }

    /// <summary>Who is in one of two cells that differ and not in the other, where that is less than one.</summary>
    private IEnumerable<int[]> Geschonden(double[] punt)
    {
        var tellingen = _sommen.ConvertAll(som => Tel(som, punt));
        return _verschillen
            .Where(paar => Math.Abs(tellingen[paar.Een] - tellingen[paar.Ander]) < 1)
            .Select(paar => (int[])[.. _sommen[paar.Een].Except(_sommen[paar.Ander]), .. _sommen[paar.Ander].Except(_sommen[paar.Een])])
            .Where(verschil => Tel(verschil, punt) < 1 - 1e-6);
    }

    /// <summary>The auditor's population in these columns; groups that it does not speak of are in none of the cells.</summary>
    private int[] Overgezet(Getuige getuige)
    {
        var vraagstuk = getuige.Vraagstuk;
        var heel = new int[_begin[^1] + 1];
        for (var soort = 0; soort < _soorten.Count; soort++)
        {
            int[] plaatsen = [.. _soorten[soort].Select(kenmerk => vraagstuk.Kenmerken.Index().First(paar => paar.Item == kenmerk).Index)];
            int[] naar = [.. Enumerable.Range(0, vraagstuk.Combinaties).Select(combinatie => plaatsen.Aggregate(0, (som, plaats) => (som * vraagstuk.AantalCodes(plaats)) + vraagstuk.Code(combinatie, plaats)))];
            for (var groep = 0; groep < _kennis.Groepen.Count; groep++)
            {
                heel[Kolom(soort, groep, 0)] = vraagstuk.Groepen.Contains(groep) ? 0 : _kennis.Groepen[groep].Aantal;
            }

            for (var i = 0; i < getuige.Wereld.Count; i++)
            {
                heel[Kolom(soort, vraagstuk.Groepen[i / vraagstuk.Combinaties], naar[i % vraagstuk.Combinaties])] += getuige.Wereld[i];
            }
        }

        return heel;
    }

    /// <summary>Takes the counts of a population that fits; one that does not is an error of whoever found it.</summary>
    private void Zie(List<Doel> cellen, int[]? heel)
    {
        if (heel is null)
        {
            return;
        }

        var punt = Array.ConvertAll(heel, waarde => (double)waarde);
        if (Array.Exists(heel, waarde => waarde < 0) || _rijen.Exists(rij => !Past(rij, punt)) || Geschonden(punt).Any())
        {
            throw new InvalidOperationException("This is no population that fits what is public.");
        }

        cellen.ForEach(doel => doel.Zie((int)Tel(doel.Som, punt)));
    }

    private static bool Past((int[] Kolommen, int? Laag, int? Hoog, int Min) rij, double[] punt)
    {
        var som = Tel(rij.Kolommen[..^rij.Min], punt) - Tel(rij.Kolommen[^rij.Min..], punt);
        return som >= (rij.Laag ?? som) && som <= (rij.Hoog ?? som);
    }

    private static double Tel(int[] kolommen, double[] punt)
    {
        var som = 0.0;
        foreach (var kolom in kolommen)
        {
            som += punt[kolom];
        }

        return som;
    }

    private static IReadOnlyList<int[]> CombinatiesVan(int[] kenmerken)
        => kenmerken.Aggregate(
            (IReadOnlyList<int[]>)[[]],
            (combinaties, kenmerk) => [.. combinaties.SelectMany(codes => Enumerable.Range(0, Kenmerken.Alle[kenmerk].Codes.Count).Select(code => (int[])[.. codes, code]))]);

    private int Kolom(int soort, int groep, int combinatie) => 1 + _begin[soort] + (groep * _combinaties[soort].Count) + combinatie;

    private int SoortVan(IEnumerable<Voorwaarde> voorwaarden) => _soorten.FindIndex(kenmerken => voorwaarden.All(voorwaarde => kenmerken.Contains(voorwaarde.Kenmerk)));

    private int[] Som(Cel cel, int? gevraagd = null)
    {
        var soort = gevraagd ?? SoortVan(cel.Voorwaarden);
        var (kenmerken, alle) = (_soorten[soort], _combinaties[soort]);
        var combinaties = Enumerable.Range(0, alle.Count).Where(combinatie => cel.Voorwaarden.All(voorwaarde => voorwaarde.Geldt(alle[combinatie][Array.IndexOf(kenmerken, voorwaarde.Kenmerk)]))).ToList();
        return
        [
            .. Enumerable.Range(0, _kennis.Groepen.Count).Where(groep => _kennis.Groepen[groep].KanIn(cel))
                .SelectMany(groep => combinaties.Select(combinatie => Kolom(soort, groep, combinatie))),
        ];
    }

    /// <summary>The procescijfers: how many there are in each class of the process, exactly.</summary>
    private void Groepsgrootten()
    {
        for (var soort = 0; soort < _soorten.Count; soort++)
        {
            for (var groep = 0; groep < _kennis.Groepen.Count; groep++)
            {
                int[] allen = [.. Enumerable.Range(Kolom(soort, groep, 0), _combinaties[soort].Count)];
                _rijen.Add((allen, _kennis.Groepen[groep].Aantal, _kennis.Groepen[groep].Aantal, 0));
            }
        }
    }

    /// <summary>Two tables of the same young persons agree on the properties that both show.</summary>
    private void Samenhang()
    {
        for (var een = 0; een < _soorten.Count; een++)
        {
            for (var ander = een + 1; ander < _soorten.Count; ander++)
            {
                var samen = _soorten[een].Intersect(_soorten[ander]).ToList();
                if (samen.Count == 0)
                {
                    continue;
                }

                ILookup<string, int> Per(int soort) => Enumerable.Range(0, _combinaties[soort].Count)
                    .ToLookup(combinatie => string.Join(',', samen.Select(kenmerk => _combinaties[soort][combinatie][Array.IndexOf(_soorten[soort], kenmerk)])), StringComparer.Ordinal);
                var (links, rechts) = (Per(een), Per(ander));
                for (var groep = 0; groep < _kennis.Groepen.Count; groep++)
                {
                    foreach (var codes in links)
                    {
                        var min = rechts[codes.Key].Select(combinatie => Kolom(ander, groep, combinatie)).ToList();
                        _rijen.Add(([.. codes.Select(combinatie => Kolom(een, groep, combinatie)), .. min], 0, 0, min.Count));
                    }
                }
            }
        }
    }

    /// <summary>What stands in the tables, and how it was rounded.</summary>
    private void Waarden()
    {
        foreach (var vermelding in _vermeldingen)
        {
            if (vermelding is { Waarde: { } waarde, Cel.IsBeschermd: true })
            {
                _rijen.Add((Som(vermelding.Cel), waarde - 4, waarde + 4, 0));
            }
        }
    }

    /// <summary>Cells with different values do not hold the same ones. Said of every two that one table can tell apart.</summary>
    private void Verschillen()
    {
        var vermeld = _vermeldingen.Where(vermelding => vermelding.Waarde is not null).ToList();
        var sommen = new Dictionary<(int Cel, int Soort), int>();
        int SomVan(int cel, int soort)
        {
            if (!sommen.TryGetValue((cel, soort), out var som))
            {
                sommen[(cel, soort)] = som = _sommen.Count;
                _sommen.Add(Som(vermeld[cel].Cel, soort));
            }

            return som;
        }

        for (var i = 0; i < vermeld.Count; i++)
        {
            for (var j = i + 1; j < vermeld.Count; j++)
            {
                var (een, ander) = (vermeld[i], vermeld[j]);
                var soort = SoortVan(een.Cel.Voorwaarden.Concat(ander.Cel.Voorwaarden));
                if (soort >= 0 && een.Waarde != ander.Waarde && Math.Abs(een.Waarde!.Value - ander.Waarde!.Value) <= 8 && _sommen[SomVan(i, soort)].Intersect(_sommen[SomVan(j, soort)]).Any())
                {
                    _verschillen.Add((SomVan(i, soort), SomVan(j, soort)));
                }
            }
        }
    }

    /// <summary>A guarded cell: what the fractions leave of it, and the counts that were met in populations that fit.</summary>
    private sealed class Doel(Vermelding vermelding, int[] som, int nodig)
    {
        public Vermelding Vermelding { get; } = vermelding;

        public int[] Som { get; } = som;

        public int Nodig { get; } = nodig;

        public int Laag { get; set; }

        public int Hoog { get; set; }

        public int Laagst { get; private set; } = int.MaxValue;

        public int Hoogst { get; private set; } = int.MinValue;

        public bool IsRuim => Hoogst >= Laagst && Hoogst - Laagst + 1 >= Nodig;

        public void Zie(int aantal) => (Laagst, Hoogst) = (Math.Min(Laagst, aantal), Math.Max(Hoogst, aantal));
    }
}
