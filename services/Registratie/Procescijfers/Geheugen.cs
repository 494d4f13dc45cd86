using System.Diagnostics.CodeAnalysis;

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

/// <summary>What the process keeps of the figures: whole answers, and the months of which they are made. At most some ten megabytes together.</summary>
internal sealed class Cijfergeheugen
{
    public Geheugen<(Cijferperiode Periode, DateOnly Peil), Procescijfers> Perioden { get; } = new(500);

    /// <summary>Of a month before the period <c>Begin</c> is the day before the period; of one in it none.</summary>
    public Geheugen<(DateOnly Maand, DateOnly? Begin, DateOnly Peil), Telling> Maanden { get; } = new(4_000);

    /// <summary>One counts at a time: who asks the same meanwhile finds it counted.</summary>
    public SemaphoreSlim Beurt { get; } = new(1, 1);
}
