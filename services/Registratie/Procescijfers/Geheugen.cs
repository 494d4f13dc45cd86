using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Draaiboek.Registratie;

/// <summary>
/// What was counted before, each with the stand of its months at that moment; the least recently used is thrown out first. Of one process: a copy of the service
/// has its own, and the stands in the database say of each whether it still holds.
/// </summary>
internal sealed class Geheugen<TSleutel, TWaarde>(int plaatsen)
    where TSleutel : notnull
    where TWaarde : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TSleutel, LinkedListNode<(TSleutel Sleutel, long Stand, TWaarde Waarde)>> _perSleutel = [];
    private readonly LinkedList<(TSleutel Sleutel, long Stand, TWaarde Waarde)> _opGebruik = [];

    public int Aantal
    {
        get
        {
            lock (_lock)
            {
                return _opGebruik.Count;
            }
        }
    }

    public bool Vind(TSleutel sleutel, long stand, [NotNullWhen(true)] out TWaarde? waarde)
    {
        lock (_lock)
        {
            waarde = null;
            if (_perSleutel.TryGetValue(sleutel, out var plaats) && plaats.Value.Stand == stand)
            {
                _opGebruik.Remove(plaats);
                _opGebruik.AddFirst(plaats);
                waarde = plaats.Value.Waarde;
            }

            return waarde is not null;
        }
    }

    public void Bewaar(TSleutel sleutel, long stand, TWaarde waarde)
    {
        lock (_lock)
        {
            if (_perSleutel.Remove(sleutel, out var vorige))
            {
                _opGebruik.Remove(vorige);
            }

            _perSleutel[sleutel] = _opGebruik.AddFirst((sleutel, stand, waarde));
            if (_opGebruik.Count > plaatsen)
            {
                _perSleutel.Remove(_opGebruik.Last!.Value.Sleutel);
                _opGebruik.RemoveLast();
            }
        }
    }
}

/// <summary>
/// What the process keeps of the figures: whole answers, and the months and days of which they are made. Reckoned at fifteen to twenty-five megabytes together when there are a
/// hundred questions a day, and less the fewer there are.
/// </summary>
internal sealed class Cijfergeheugen
{
    private const int Antwoorden = 500;
    private const int MeesteMaanden = 4_000;
    private const int MeesteDagen = 16_000;

    public Cijfergeheugen()
        : this(MeesteDagen)
    {
    }

    internal Cijfergeheugen(int dagen) => Dagen = new(dagen);

    public Geheugen<(Cijferperiode Periode, DateOnly Peil), Procescijfers> Perioden { get; } = new(Antwoorden);

    public Geheugen<Deelsleutel, Deeltelling> Maanden { get; } = new(MeesteMaanden);

    public Geheugen<Deelsleutel, Deeltelling> Dagen { get; }

    /// <summary>One counts at a time: who asks the same meanwhile finds it counted.</summary>
    public SemaphoreSlim Beurt { get; } = new(1, 1);
}

/// <summary>Of a day or a month what it tells about a period on a reference date. Both dates are no later than its last: from then on it tells the same.</summary>
/// <param name="Van">The day, or the first of the month.</param>
/// <param name="Begin">Of what comes before the period the day before it; of what is in it none.</param>
/// <param name="Peil">The reference date.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Deelsleutel(DateOnly Van, DateOnly? Begin, DateOnly Peil)
{
    /// <param name="van">The day, or the first of the month.</param>
    /// <param name="laatste">The last day that anything in it is about.</param>
    /// <param name="periode">First day of the period.</param>
    /// <param name="peil">The reference date.</param>
    public static Deelsleutel Maak(DateOnly van, DateOnly laatste, DateOnly periode, DateOnly peil)
    {
        DateOnly HoogstensLaatste(DateOnly dag) => dag < laatste ? dag : laatste;
        return new Deelsleutel(van, van < periode ? HoogstensLaatste(periode.AddDays(-1)) : null, HoogstensLaatste(peil));
    }
}
