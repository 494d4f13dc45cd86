using System.Runtime.InteropServices;

namespace Draaiboek.Registratie;

/// <summary>
/// Looks for populations that fit what is public, starting from nothing but what is public: what it finds says nothing about the real one. Local search with
/// weights that grow where it gets stuck; always the same for the same question. What it does not find may still be there: then a cell is withheld for nothing.
/// </summary>
internal sealed class Getuigenzoeker
{
    private const int Pogingen = 16;

    private readonly Vraagstuk _vraagstuk;
    private readonly Random _toeval;
    private readonly int[] _laag;
    private readonly int[] _hoog;
    private readonly long[] _gewicht;
    private readonly int[] _telling;
    private readonly List<int> _geschonden = [];
    private readonly List<(int Beperking, int Teken)> _verandering = [];
    private readonly int[] _plaatsInGeschonden;

    public Getuigenzoeker(Vraagstuk vraagstuk, int zaad)
    {
        _vraagstuk = vraagstuk;
        _toeval = new Random(zaad);
        var aantal = vraagstuk.Beperkingen.Count;
        _laag = [.. vraagstuk.Beperkingen.Select(beperking => beperking.Laag)];
        _hoog = [.. vraagstuk.Beperkingen.Select(beperking => beperking.Hoog)];
        _gewicht = new long[aantal];
        _telling = new int[aantal];
        _plaatsInGeschonden = new int[aantal];
        Wereld = new int[vraagstuk.Groepen.Count * vraagstuk.Combinaties];
        for (var groep = 0; groep < vraagstuk.Groepen.Count; groep++)
        {
            // Evenly, from a place of its own, so that small groups do not all begin with the first code.
            for (var combinatie = 0; combinatie < vraagstuk.Combinaties; combinatie++)
            {
                Wereld[(groep * vraagstuk.Combinaties) + combinatie] = vraagstuk.Aantallen[groep] / vraagstuk.Combinaties;
            }

            for (var rest = vraagstuk.Aantallen[groep] % vraagstuk.Combinaties; rest > 0; rest--)
            {
                Wereld[(groep * vraagstuk.Combinaties) + _toeval.Next(vraagstuk.Combinaties)]++;
            }
        }

        TelOpnieuw();
    }

    /// <summary>The population where the search is now. Valid when <see cref="Herstel"/> said so, or after <see cref="Wandel"/>.</summary>
    public int[] Wereld { get; private set; }

    public int Telling(int beperking) => _telling[beperking];

    public void Hervat(IReadOnlyList<int> wereld)
    {
        Wereld = [.. wereld];
        TelOpnieuw();
    }

    /// <summary>Asks for exactly this count of a cell, until <see cref="LaatVrij"/>.</summary>
    public void Eis(int cel, int aantal) => Stel(cel, aantal, aantal);

    public void LaatVrij(int cel) => Stel(cel, _vraagstuk.Beperkingen[cel].Laag, _vraagstuk.Beperkingen[cel].Hoog);

    /// <summary>Moves units until all fits; false when that did not come about.</summary>
    public bool Herstel(int stappen)
    {
        Array.Fill(_gewicht, 1);
        for (; stappen > 0 && _geschonden.Count > 0; stappen--)
        {
            var beperking = _geschonden[_toeval.Next(_geschonden.Count)];
            var (beste, winst) = (default(Zet), long.MaxValue);
            for (var poging = 0; poging < Pogingen; poging++)
            {
                if (Stelvoor(beperking) is { } zet && Verschil(zet) is var verschil && verschil < winst)
                {
                    (beste, winst) = (zet, verschil);
                }
            }

            if (winst >= 0)
            {
                foreach (var geschonden in _geschonden)
                {
                    _gewicht[geschonden]++;
                }
            }

            if (winst < long.MaxValue)
            {
                Doe(beste);
            }
        }

        return _geschonden.Count == 0;
    }

    /// <summary>Goes from a population that fits to others that fit, one unit at a time.</summary>
    /// <param name="gezien">Told after each step which cells have another count now.</param>
    public void Wandel(int stappen, Action<IReadOnlyList<int>> gezien)
    {
        var veranderd = new List<int>();
        // Of a table that counts nobody there is one population: nobody.
        for (; stappen > 0 && _vraagstuk.Groepen.Count > 0; stappen--)
        {
            var groep = _toeval.Next(_vraagstuk.Groepen.Count);
            var van = Bewoond(groep, static (_, _) => true, 0);
            if (van < 0)
            {
                continue;
            }

            var plaats = _toeval.Next(_vraagstuk.Kenmerken.Count);
            var naar = _vraagstuk.Met(van, plaats, _toeval.Next(_vraagstuk.AantalCodes(plaats)));
            var zet = new Zet(groep, van, naar, 1);
            if (naar != van && Verschil(zet) == 0)
            {
                Doe(zet);
                veranderd.Clear();
                veranderd.AddRange(_verandering.Select(paar => paar.Beperking).Where(beperking => beperking < _vraagstuk.AantalCellen));
                gezien(veranderd);
            }
        }
    }

    private void TelOpnieuw()
    {
        for (var i = 0; i < _telling.Length; i++)
        {
            _telling[i] = Vraagstuk.Tel(_vraagstuk.Beperkingen[i], Wereld);
        }

        _geschonden.Clear();
        Array.Fill(_plaatsInGeschonden, -1);
        for (var i = 0; i < _telling.Length; i++)
        {
            Houdbij(i);
        }
    }

    private void Stel(int beperking, int laag, int hoog)
    {
        (_laag[beperking], _hoog[beperking]) = (laag, hoog);
        Houdbij(beperking);
    }

    /// <summary>A move that brings the count of this constraint nearer; null when none came to mind.</summary>
    private Zet? Stelvoor(int beperking)
    {
        var steun = _vraagstuk.Beperkingen[beperking].Steun;
        if (steun.Length == 0)
        {
            return null;
        }

        var erbij = _telling[beperking] < _laag[beperking];
        var groep = steun[_toeval.Next(steun.Length)] / _vraagstuk.Combinaties;
        // Out of it, or into it: one side of the move is in the sum, the other is not.
        var van = Bewoond(groep, (combinatie, that) => In(that, groep, combinatie) != erbij, beperking);
        if (van < 0)
        {
            return null;
        }

        for (var poging = 0; poging < 6; poging++)
        {
            var plaats = _toeval.Next(_vraagstuk.Kenmerken.Count);
            var naar = _vraagstuk.Met(van, plaats, _toeval.Next(_vraagstuk.AantalCodes(plaats)));
            if (In(beperking, groep, naar) == erbij)
            {
                return MetStap(beperking, groep, van, naar);
            }
        }

        if (erbij)
        {
            var variabele = steun[_toeval.Next(steun.Length)];
            return variabele / _vraagstuk.Combinaties == groep ? MetStap(beperking, groep, van, variabele % _vraagstuk.Combinaties) : null;
        }

        var elders = _toeval.Next(_vraagstuk.Combinaties);
        return In(beperking, groep, elders) ? null : MetStap(beperking, groep, van, elders);
    }

    private Zet MetStap(int beperking, int groep, int van, int naar)
    {
        var tekort = Math.Max(_laag[beperking] - _telling[beperking], _telling[beperking] - _hoog[beperking]);
        return new Zet(groep, van, naar, Math.Max(1, Math.Min(Wereld[(groep * _vraagstuk.Combinaties) + van], tekort / 2)));
    }

    private bool In(int beperking, int groep, int combinatie)
        => Array.BinarySearch(_vraagstuk.Raakt[(groep * _vraagstuk.Combinaties) + combinatie], beperking) >= 0;

    /// <summary>A combination that somebody of the group has, from a random place on; -1 when there is none.</summary>
    private int Bewoond(int groep, Func<int, int, bool> mag, int beperking)
    {
        var begin = _toeval.Next(_vraagstuk.Combinaties);
        for (var i = 0; i < _vraagstuk.Combinaties; i++)
        {
            var combinatie = (begin + i) % _vraagstuk.Combinaties;
            if (Wereld[(groep * _vraagstuk.Combinaties) + combinatie] > 0 && mag(combinatie, beperking))
            {
                return combinatie;
            }
        }

        return -1;
    }

    /// <summary>How much worse it gets by this move, by weight; less than zero is better.</summary>
    private long Verschil(Zet zet)
    {
        long verschil = 0;
        Vergelijk(zet);
        foreach (var (beperking, teken) in _verandering)
        {
            var nu = _telling[beperking];
            verschil += _gewicht[beperking] * (Afstand(beperking, nu + (teken * zet.Aantal)) - Afstand(beperking, nu));
        }

        return verschil;
    }

    private void Doe(Zet zet)
    {
        Vergelijk(zet);
        foreach (var (beperking, teken) in _verandering)
        {
            _telling[beperking] += teken * zet.Aantal;
            Houdbij(beperking);
        }

        Wereld[(zet.Groep * _vraagstuk.Combinaties) + zet.Van] -= zet.Aantal;
        Wereld[(zet.Groep * _vraagstuk.Combinaties) + zet.Naar] += zet.Aantal;
    }

    /// <summary>What is counted in at one end of the move only; both lists are in order.</summary>
    private void Vergelijk(Zet zet)
    {
        var weg = _vraagstuk.Raakt[(zet.Groep * _vraagstuk.Combinaties) + zet.Van];
        var erbij = _vraagstuk.Raakt[(zet.Groep * _vraagstuk.Combinaties) + zet.Naar];
        _verandering.Clear();
        int i = 0, j = 0;
        while (i < weg.Length || j < erbij.Length)
        {
            if (j == erbij.Length || (i < weg.Length && weg[i] < erbij[j]))
            {
                _verandering.Add((weg[i++], -1));
            }
            else if (i == weg.Length || erbij[j] < weg[i])
            {
                _verandering.Add((erbij[j++], 1));
            }
            else
            {
                i++;
                j++;
            }
        }
    }

    private long Afstand(int beperking, int aantal) => Math.Max(0L, Math.Max((long)_laag[beperking] - aantal, (long)aantal - _hoog[beperking]));

    private void Houdbij(int beperking)
    {
        var geschonden = Afstand(beperking, _telling[beperking]) > 0;
        var plaats = _plaatsInGeschonden[beperking];
        if (geschonden == plaats >= 0)
        {
            return;
        }

        if (geschonden)
        {
            _plaatsInGeschonden[beperking] = _geschonden.Count;
            _geschonden.Add(beperking);
            return;
        }

        var laatste = _geschonden[^1];
        _geschonden[plaats] = laatste;
        _plaatsInGeschonden[laatste] = plaats;
        _geschonden.RemoveAt(_geschonden.Count - 1);
        _plaatsInGeschonden[beperking] = -1;
    }

    /// <summary>So many units of a group from one combination of codes to another.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Zet(int Groep, int Van, int Naar, int Aantal);
}
