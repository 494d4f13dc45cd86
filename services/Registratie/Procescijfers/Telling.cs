using System.Runtime.InteropServices;
using Draaiboek.Berichten;

namespace Draaiboek.Registratie;

/// <summary>What is counted.</summary>
internal sealed class Teller
{
    private static readonly List<Teller> Alle = [];

    public static readonly Teller Vragen = new();
    public static readonly Teller InfoFenomeen = new();
    public static readonly Teller Teamondersteuning = new();
    public static readonly Teller InschattingGedrag = new();
    public static readonly Teller GekendSlachtoffer = new();
    public static readonly Teller VraagAssessment = new();

    public static readonly Teller Gevraagd = new();
    public static readonly Teller Advies = new();
    public static readonly Teller Negatief = new();
    public static readonly Teller Positief = new();
    public static readonly Teller Lopend = new();
    public static readonly Teller Wachtend = new();
    public static readonly Teller NietGestart = new();
    public static readonly Teller NietBereikbaar = new();
    public static readonly Teller WilNietDeelnemen = new();
    public static readonly Teller AfgehaaktNaKennismaking = new();
    public static readonly Teller Stopgezet = new();
    public static readonly Teller Overgedragen = new();
    public static readonly Teller ZonderVraag = new();

    public static readonly Teller BijBegin = new();
    public static readonly Teller Afgerond = new();

    public static readonly Teller OpnieuwGemeld = new();
    public static readonly Teller Opnamen = new();
    public static readonly Teller OpnieuwOpgenomen = new();
    public static readonly Teller OpnieuwSlachtoffer = new();

    public static readonly Teller Overdrachten = new();
    public static readonly Teller DossiersGeopend = new();
    public static readonly IReadOnlyDictionary<JuridischeStapSoort, Teller> JuridischeStappen = PerCode<JuridischeStapSoort>();
    public static readonly Teller ParketInlichtingen = new();
    public static readonly IReadOnlyDictionary<Rechtsgrond, Teller> ParketGronden = PerCode<Rechtsgrond>();
    public static readonly Teller Doorverwijzingen = new();
    public static readonly IReadOnlyDictionary<Doorverwijzing, Teller> DoorverwezenNaar = PerCode<Doorverwijzing>();
    public static readonly IReadOnlyDictionary<AanbodSoort, Teller> AanbodGedaan = PerCode<AanbodSoort>();
    public static readonly IReadOnlyDictionary<AanbodSoort, Teller> AanbodAanvaard = PerCode<AanbodSoort>();
    public static readonly IReadOnlyDictionary<AanbodSoort, Teller> AanbodGeweigerd = PerCode<AanbodSoort>();

    public static readonly IReadOnlyDictionary<Vormingsstand, Teller> Vormingen = PerCode<Vormingsstand>();
    public static readonly Teller InterdisciplinaireVormingen = new();
    public static readonly IReadOnlyDictionary<Achterstandsoorzaak, Teller> Oorzaken = PerCode<Achterstandsoorzaak>();

    private Teller()
    {
        Nummer = Alle.Count;
        Alle.Add(this);
    }

    public static int Aantal => Alle.Count;

    public int Nummer { get; }

    private static Dictionary<T, Teller> PerCode<T>() where T : struct, Enum => Enum.GetValues<T>().ToDictionary(code => code, _ => new Teller());
}

/// <summary>What values are counted of, each how often it occurs.</summary>
internal sealed class Reeks
{
    private static readonly List<Reeks> Alle = [];

    /// <summary>Of who waits on the reference date: day of receipt (<see cref="DateOnly.DayNumber"/>).</summary>
    public static readonly Reeks Wachtend = new();

    /// <summary>Of who is running on the reference date: day of receipt.</summary>
    public static readonly Reeks Lopend = new();

    /// <summary>Days from receipt to the first talk.</summary>
    public static readonly Reeks DagenTotGesprek = new();

    /// <summary>Days from receipt to the advice.</summary>
    public static readonly Reeks DagenTotAdvies = new();

    /// <summary>Talks of an assessment that came to an advice.</summary>
    public static readonly Reeks Gesprekken = new();

    private Reeks()
    {
        Nummer = Alle.Count;
        Alle.Add(this);
    }

    public static int Aantal => Alle.Count;

    public int Nummer { get; }
}

/// <summary>Counts and distributions that add up: what a period tells is the sum of what its days tell, also for a median.</summary>
internal sealed class Telling
{
    private static readonly Dictionary<int, int> Niets = [];

    private readonly int[] _aantallen = new int[Teller.Aantal];
    private readonly Dictionary<int, int>?[] _reeksen = new Dictionary<int, int>?[Reeks.Aantal];

    public int this[Teller teller] => _aantallen[teller.Nummer];

    public void Tel(Teller teller, int aantal = 1) => _aantallen[teller.Nummer] += aantal;

    /// <param name="reeks">Of what.</param>
    /// <param name="waarde">From 0 on.</param>
    public void Tel(Reeks reeks, int waarde) => Tel(reeks.Nummer, waarde, 1);

    public IReadOnlyDictionary<int, int> Van(Reeks reeks) => _reeksen[reeks.Nummer] ?? Niets;

    public int Aantal(Reeks reeks) => Van(reeks).Values.Sum();

    /// <summary>The smallest value that at least so many out of a hundred do not pass; null of nothing.</summary>
    public int? Percentiel(Reeks reeks, int honderdsten)
    {
        var nog = (((long)Aantal(reeks) * honderdsten) + 99) / 100;
        foreach (var (waarde, aantal) in Van(reeks).OrderBy(paar => paar.Key))
        {
            nog -= aantal;
            if (nog <= 0)
            {
                return waarde;
            }
        }

        return null;
    }

    public void Voeg(Deeltelling deel)
    {
        foreach (var (wat, aantal) in deel.Paren)
        {
            if (wat < Teller.Aantal)
            {
                _aantallen[wat] += aantal;
            }
            else
            {
                var (waarde, reeks) = Math.DivRem(wat - Teller.Aantal, Reeks.Aantal);
                Tel(reeks, waarde, aantal);
            }
        }
    }

    /// <summary>What was counted so far, to keep.</summary>
    public Deeltelling Sluit()
    {
        var tellers = _aantallen.Select((aantal, nummer) => (nummer, aantal));
        var reeksen = _reeksen.SelectMany((reeks, nummer) => (reeks ?? Niets).Select(paar => (Teller.Aantal + (paar.Key * Reeks.Aantal) + nummer, paar.Value)));
        return Deeltelling.Van([.. tellers.Concat(reeksen).Where(paar => paar.Item2 != 0)]);
    }

    private void Tel(int reeks, int waarde, int aantal)
    {
        ref var geteld = ref CollectionsMarshal.GetValueRefOrAddDefault(_reeksen[reeks] ??= [], waarde, out _);
        geteld += aantal;
    }
}

/// <summary>What a day or a month tells, in as little room as it takes: thousands of them are kept.</summary>
internal sealed class Deeltelling
{
    private static readonly Deeltelling Leeg = new([]);

    private readonly (int Wat, int Aantal)[] _paren;

    private Deeltelling((int Wat, int Aantal)[] paren) => _paren = paren;

    /// <summary>Only what there is: the number of a counter, or after these that of a value in a distribution, and how often.</summary>
    public ReadOnlySpan<(int Wat, int Aantal)> Paren => _paren;

    public static Deeltelling Van((int Wat, int Aantal)[] paren) => paren.Length == 0 ? Leeg : new(paren);
}
