using Draaiboek.Meldingen;

namespace Draaiboek.Benchmarks;

/// <summary>
/// Young persons who are nobody: names out of syllables, as unevenly spread as names are (the commonest first name is that of one in some sixty), born in ten
/// years. One in twenty was reported before and is written a little differently. The same each run.
/// </summary>
internal sealed class Jongeren
{
    private const int Voornamen = 3_000;
    private const int Familienamen = 20_000;
    private const int HerhalingEenOp = 20;
    private const string Medeklinkers = "bdfghklmnprst";

    private static readonly string[] Klinkers = ["a", "e", "i", "o", "u", "aa", "ee", "ie", "oe", "ou"];
    private static readonly DateOnly Eerste = new(2004, 1, 1);

    private readonly Random _random = new(20190304);
    private readonly string[] _voornamen;
    private readonly string[] _familienamen;
    private readonly List<IdentiteitJongere> _gegeven = [];

    public Jongeren()
    {
        _voornamen = [.. Enumerable.Range(0, Voornamen).Select(_ => Naam(2, 3))];
        _familienamen = [.. Enumerable.Range(0, Familienamen).Select(i => (i % 5 == 0 ? "Van " : "") + Naam(2, 4))];
    }

    public IdentiteitJongere Volgende()
    {
        var jongere = _gegeven.Count > 0 && _random.Next(HerhalingEenOp) == 0
            ? AndersGeschreven(_gegeven[_random.Next(_gegeven.Count)])
            : new IdentiteitJongere(Kies(_voornamen), Kies(_familienamen), Eerste.AddDays(_random.Next(3_650)), null);
        _gegeven.Add(jongere);
        return jongere;
    }

    private IdentiteitJongere AndersGeschreven(IdentiteitJongere jongere) => _random.Next(3) switch
    {
        0 => jongere with { Familienaam = jongere.Familienaam!.Remove(_random.Next(1, jongere.Familienaam.Length), 1) },
        1 => jongere with { Voornaam = jongere.Familienaam, Familienaam = jongere.Voornaam },
        _ when jongere.Geboortedatum is { Day: <= 12 } dag => jongere with { Geboortedatum = new DateOnly(dag.Year, dag.Day, dag.Month) },
        _ => jongere,
    };

    /// <summary>The place in the list of names is as uneven as 1/(rank + 10).</summary>
    private string Kies(string[] namen) => namen[(int)(10 * Math.Pow((namen.Length + 10) / 10.0, _random.NextDouble())) - 10];

    private string Naam(int kortste, int langste)
    {
        var naam = string.Concat(Enumerable.Range(0, _random.Next(kortste, langste + 1)).Select(_ => Medeklinkers[_random.Next(Medeklinkers.Length)] + Klinkers[_random.Next(Klinkers.Length)]));
        return char.ToUpperInvariant(naam[0]) + naam[1..] + Medeklinkers[_random.Next(Medeklinkers.Length)];
    }
}
