using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>
/// Adds a period up from its months, and these from their days, and keeps what it counted: a day of which nothing changed is not counted again (docs/adr/0014). Exact all the
/// same: stands and facts are read at one moment, and a fact raises the stands of its days and months in its own transaction.
/// </summary>
internal sealed class Procescijferlezer(RegistratieDbContext db, Cijfergeheugen geheugen)
{
    /// <summary>Days of which the facts are read together: about a month of them.</summary>
    private const int DagenTegelijk = 31;

    /// <param name="periode">Whole months.</param>
    /// <param name="peil">From the first day of the period on.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Procescijfers> LeesAsync(Cijferperiode periode, DateOnly peil, CancellationToken cancellationToken)
    {
        var laatste = periode.Tot < peil ? periode.Tot : peil;
        // Stands only ever go up: their sum is the same only when each of them is.
        var som = await db.Maandstanden.Where(stand => stand.Maand <= laatste).SumAsync(stand => stand.Stand, cancellationToken);
        if (geheugen.Perioden.Vind((periode, peil), som, out var bekend))
        {
            return bekend;
        }

        await geheugen.Beurt.WaitAsync(cancellationToken);
        try
        {
            return await db.ReadAtOnceAsync(() => TelAsync(periode, peil, laatste, cancellationToken), cancellationToken);
        }
        finally
        {
            geheugen.Beurt.Release();
        }
    }

    private async Task<Procescijfers> TelAsync(Cijferperiode periode, DateOnly peil, DateOnly laatste, CancellationToken cancellationToken)
    {
        var standen = await db.Maandstanden.AsNoTracking().Where(stand => stand.Maand <= laatste).ToListAsync(cancellationToken);
        var som = standen.Sum(stand => stand.Stand);
        if (!geheugen.Perioden.Vind((periode, peil), som, out var cijfers))
        {
            cijfers = Procescijferblad.Maak(periode, peil, await TelAsync(standen, periode.Van, laatste, peil, cancellationToken));
            geheugen.Perioden.Bewaar((periode, peil), som, cijfers);
        }

        return cijfers;
    }

    private async Task<Telling> TelAsync(List<Maandstand> standen, DateOnly van, DateOnly laatste, DateOnly peil, CancellationToken cancellationToken)
    {
        var telling = new Telling();
        var nieuw = new Dictionary<Maandstand, Telling>();
        foreach (var stand in standen)
        {
            if (geheugen.Maanden.Vind(Deelsleutel.Maak(stand.Maand, stand.Laatste, van, peil), stand.Stand, out var bekend))
            {
                telling.Voeg(bekend);
            }
            else
            {
                nieuw.Add(stand, new Telling());
            }
        }

        await TelMaandenAsync(nieuw.ToDictionary(maand => maand.Key.Maand, maand => maand.Value), van, laatste, peil, cancellationToken);
        foreach (var (stand, maand) in nieuw)
        {
            var deel = maand.Sluit();
            geheugen.Maanden.Bewaar(Deelsleutel.Maak(stand.Maand, stand.Laatste, van, peil), stand.Stand, deel);
            telling.Voeg(deel);
        }

        return telling;
    }

    /// <param name="maanden">Gets what the days of each tell.</param>
    /// <param name="van">First day of the period.</param>
    /// <param name="laatste">Last day of the period that has come.</param>
    /// <param name="peil">The reference date.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    private async Task TelMaandenAsync(Dictionary<DateOnly, Telling> maanden, DateOnly van, DateOnly laatste, DateOnly peil, CancellationToken cancellationToken)
    {
        if (maanden.Count == 0)
        {
            return;
        }

        void Voeg(DateOnly dag, Deeltelling deel) => maanden[new DateOnly(dag.Year, dag.Month, 1)].Voeg(deel);
        var dagen = maanden.Keys.SelectMany(maand => Enumerable.Range(0, DateTime.DaysInMonth(maand.Year, maand.Month)).Select(maand.AddDays)).Where(dag => dag <= laatste).ToArray();
        var nieuw = new List<Dagstand>();
        foreach (var stand in await db.Dagstanden.AsNoTracking().Where(stand => EF.Parameter(dagen).Contains(stand.Dag)).ToListAsync(cancellationToken))
        {
            if (geheugen.Dagen.Vind(Deelsleutel.Maak(stand.Dag, stand.Laatste, van, peil), stand.Stand, out var bekend))
            {
                Voeg(stand.Dag, bekend);
            }
            else
            {
                nieuw.Add(stand);
            }
        }

        var teller = new Dagteller(db, van, peil);
        foreach (var deel in nieuw.OrderBy(stand => stand.Dag).GroupBy(stand => stand.Dag < van).SelectMany(deel => deel.Chunk(DagenTegelijk)))
        {
            var tellingen = await teller.TelAsync(deel.Select(stand => stand.Dag), cancellationToken);
            foreach (var stand in deel)
            {
                var dag = tellingen[stand.Dag].Sluit();
                geheugen.Dagen.Bewaar(Deelsleutel.Maak(stand.Dag, stand.Laatste, van, peil), stand.Stand, dag);
                Voeg(stand.Dag, dag);
            }
        }
    }
}
