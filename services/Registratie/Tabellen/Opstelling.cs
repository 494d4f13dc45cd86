namespace Draaiboek.Registratie;

/// <summary>
/// Makes one population out of the parts, unit by unit, and sees that no two cells hold the same units and have different values. The parts say how many have which
/// codes; who of a group has the ones of one part and who those of another is free, so it is drawn until it fits.
/// </summary>
internal sealed class Opstelling
{
    private const int MeesteRuilen = 300;

    private readonly Random _toeval = new(5);
    private readonly ulong[][] _eenheden;
    private readonly Dictionary<ulong, int>[] _verzamelingen;
    private readonly List<(int Aantal, int Waarde)>[] _tellingen;

    public Opstelling(OpenbareKennis kennis, IReadOnlyList<Vraagstuk> vraagstukken)
    {
        Vraagstukken = vraagstukken;
        _eenheden = [.. kennis.Groepen.Select(groep => Enumerable.Range(0, groep.Aantal).Select(_ => (ulong)_toeval.NextInt64()).ToArray())];
        _verzamelingen = [.. vraagstukken.Select(_ => new Dictionary<ulong, int>())];
        _tellingen = [.. vraagstukken.Select(_ => new List<(int, int)>())];
    }

    public IReadOnlyList<Vraagstuk> Vraagstukken { get; }

    /// <summary>Takes these as the parts beside which others are tried.</summary>
    public bool Begin(IReadOnlyList<int[]> werelden)
    {
        foreach (var verzameling in _verzamelingen)
        {
            verzameling.Clear();
        }

        for (var deel = 0; deel < werelden.Count; deel++)
        {
            if (Probeer(deel, werelden[deel]) is not { } verzamelingen)
            {
                return false;
            }

            _verzamelingen[deel] = verzamelingen;
            _tellingen[deel] = [.. Tellingen(deel, werelden[deel])];
        }

        return true;
    }

    /// <summary>
    /// Whether this can stand in the place of that part, beside the others as they began. Sets of different sizes are not the same, and those of one part differ where they
    /// must (<see cref="Vraagstuk"/>): units are only dealt out when a cell of another part has as many and another value.
    /// </summary>
    public bool Past(int deel, IReadOnlyList<int> wereld)
    {
        var andere = Enumerable.Range(0, _tellingen.Length).Where(ander => ander != deel).SelectMany(ander => _tellingen[ander]).ToLookup(telling => telling.Aantal, telling => telling.Waarde);
        return Tellingen(deel, wereld).All(telling => andere[telling.Aantal].All(waarde => waarde == telling.Waarde)) || Probeer(deel, wereld) is not null;
    }

    private IEnumerable<(int Aantal, int Waarde)> Tellingen(int deel, IReadOnlyList<int> wereld)
        => Vraagstukken[deel].Beperkingen.Take(Vraagstukken[deel].AantalCellen)
            .Where(cel => cel.Vermelding!.Waarde is not null)
            .Select(cel => (Vraagstuk.Tel(cel, wereld), cel.Vermelding!.Waarde!.Value))
            .Distinct();

    /// <summary>The sets of the cells with their values; null when no drawing was found in which no set would need two. Sets are told by a sum of random numbers: the same ones always agree.</summary>
    private Dictionary<ulong, int>? Probeer(int deel, IReadOnlyList<int> wereld)
    {
        var vraagstuk = Vraagstukken[deel];
        var (plaatsen, sommen) = Trek(vraagstuk, wereld);
        var botsingen = Botsingen(deel, sommen);
        for (var ruil = 0; ruil < MeesteRuilen && botsingen.Count > 0; ruil++)
        {
            if (Ruil(vraagstuk, plaatsen, sommen, botsingen[_toeval.Next(botsingen.Count)]) is not { } geruild)
            {
                return null;
            }

            var daarna = Botsingen(deel, sommen);
            if (daarna.Count > botsingen.Count)
            {
                Wissel(vraagstuk, plaatsen, sommen, geruild.Groep, geruild.Een, geruild.Ander);
            }
            else
            {
                botsingen = daarna;
            }
        }

        return botsingen.Count > 0 ? null : Verzamelingen(vraagstuk, sommen);
    }

    /// <summary>Deals out the units of each group over the codes; the combination of each, and the sum of each cell.</summary>
    private (int[][] Plaatsen, ulong[] Sommen) Trek(Vraagstuk vraagstuk, IReadOnlyList<int> wereld)
    {
        var plaatsen = new int[vraagstuk.Groepen.Count][];
        var sommen = new ulong[vraagstuk.AantalCellen];
        for (var groep = 0; groep < plaatsen.Length; groep++)
        {
            var eenheden = _eenheden[vraagstuk.Groepen[groep]];
            plaatsen[groep] = [.. Enumerable.Range(0, vraagstuk.Combinaties).SelectMany(combinatie => Enumerable.Repeat(combinatie, wereld[(groep * vraagstuk.Combinaties) + combinatie]))];
            _toeval.Shuffle(plaatsen[groep]);
            for (var i = 0; i < eenheden.Length; i++)
            {
                Tel(vraagstuk, sommen, groep, plaatsen[groep][i], eenheden[i]);
            }
        }

        return (plaatsen, sommen);
    }

    private static void Tel(Vraagstuk vraagstuk, ulong[] sommen, int groep, int combinatie, ulong eenheid)
    {
        foreach (var beperking in vraagstuk.Raakt[(groep * vraagstuk.Combinaties) + combinatie])
        {
            if (beperking >= sommen.Length)
            {
                // In order, the cells first.
                return;
            }

            sommen[beperking] += eenheid;
        }
    }

    private static Dictionary<ulong, int> Verzamelingen(Vraagstuk vraagstuk, ulong[] sommen)
    {
        var verzamelingen = new Dictionary<ulong, int>();
        for (var cel = 0; cel < sommen.Length; cel++)
        {
            if (vraagstuk.Beperkingen[cel].Vermelding!.Waarde is { } waarde)
            {
                verzamelingen[sommen[cel]] = waarde;
            }
        }

        return verzamelingen;
    }

    /// <summary>Cells whose set is also that of a cell with another value.</summary>
    private List<int> Botsingen(int deel, ulong[] sommen)
    {
        var eigen = new Dictionary<ulong, int>();
        var botsingen = new List<int>();
        for (var cel = 0; cel < sommen.Length; cel++)
        {
            if (Vraagstukken[deel].Beperkingen[cel].Vermelding!.Waarde is not { } waarde)
            {
                continue;
            }

            var som = sommen[cel];
            var botst = !eigen.TryAdd(som, waarde) && eigen[som] != waarde;
            for (var ander = 0; ander < _verzamelingen.Length && !botst; ander++)
            {
                botst = ander != deel && _verzamelingen[ander].TryGetValue(som, out var andere) && andere != waarde;
            }

            if (botst)
            {
                botsingen.Add(cel);
            }
        }

        return botsingen;
    }

    /// <summary>Lets one unit in the cell change places with one of its group that is not; null when there is none such.</summary>
    private (int Groep, int Een, int Ander)? Ruil(Vraagstuk vraagstuk, int[][] plaatsen, ulong[] sommen, int cel)
    {
        var begin = _toeval.Next(plaatsen.Length);
        for (var i = 0; i < plaatsen.Length; i++)
        {
            var groep = (begin + i) % plaatsen.Length;
            bool In(int plaats) => Array.BinarySearch(vraagstuk.Raakt[(groep * vraagstuk.Combinaties) + plaatsen[groep][plaats]], cel) >= 0;
            var alle = Enumerable.Range(0, plaatsen[groep].Length).ToLookup(In);
            if (alle[true].Any() && alle[false].Any())
            {
                var (een, ander) = (alle[true].ElementAt(_toeval.Next(alle[true].Count())), alle[false].ElementAt(_toeval.Next(alle[false].Count())));
                Wissel(vraagstuk, plaatsen, sommen, groep, een, ander);
                return (groep, een, ander);
            }
        }

        return null;
    }

    private void Wissel(Vraagstuk vraagstuk, int[][] plaatsen, ulong[] sommen, int groep, int een, int ander)
    {
        var eenheden = _eenheden[vraagstuk.Groepen[groep]];
        // What one leaves the other takes: the sums are of numbers that wrap around.
        Tel(vraagstuk, sommen, groep, plaatsen[groep][een], eenheden[ander] - eenheden[een]);
        Tel(vraagstuk, sommen, groep, plaatsen[groep][ander], eenheden[een] - eenheden[ander]);
        (plaatsen[groep][een], plaatsen[groep][ander]) = (plaatsen[groep][ander], plaatsen[groep][een]);
    }
}
