using Draaiboek.Berichten;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>
/// Counts a period month by month and keeps what it counted: of a month of which nothing changed it is not counted again (docs/adr/0014). Exact all the same: stands
/// and facts are read at one moment, and a fact raises the stands of its months in its own transaction.
/// </summary>
internal sealed class Procescijferlezer(RegistratieDbContext db, Cijfergeheugen geheugen)
{
    private static readonly FeitSoort[] Vraagsoorten = [FeitSoort.VraagGeregistreerd, FeitSoort.VraagGewijzigd];
    private static readonly FeitSoort[] Assessmentsoorten =
    [
        FeitSoort.Kennismakingsgesprek, FeitSoort.Assessmentgesprek, FeitSoort.NegatiefAdvies, FeitSoort.PositiefAdvies, FeitSoort.NietGestart, FeitSoort.Stopgezet, FeitSoort.Overgedragen,
    ];

    private static readonly FeitSoort[] Cohortsoorten = [.. Vraagsoorten, .. Assessmentsoorten];

    /// <param name="van">First day of a month.</param>
    /// <param name="tot">Last day of a month.</param>
    /// <param name="peil">From <paramref name="van"/> on.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Telling> LeesAsync(DateOnly van, DateOnly tot, DateOnly peil, CancellationToken cancellationToken)
    {
        var laatste = tot < peil ? tot : peil;
        // Stands only ever go up: their sum is the same only when each of them is.
        var som = await db.Maandstanden.Where(stand => stand.Maand <= laatste).SumAsync(stand => stand.Stand, cancellationToken);
        if (geheugen.Perioden.Vind((van, tot, peil), som, out var bekend))
        {
            return bekend;
        }

        await geheugen.Beurt.WaitAsync(cancellationToken);
        try
        {
            await using var moment = await Momentopname.MaakAsync(db, cancellationToken);
            var standen = await db.Maandstanden.AsNoTracking().Where(stand => stand.Maand <= laatste).OrderBy(stand => stand.Maand).ToListAsync(cancellationToken);
            som = standen.Sum(stand => stand.Stand);
            if (!geheugen.Perioden.Vind((van, tot, peil), som, out var telling))
            {
                telling = new Telling();
                foreach (var stand in standen)
                {
                    telling.Voeg(await MaandAsync(stand, van, peil, cancellationToken));
                }

                geheugen.Perioden.Bewaar((van, tot, peil), som, telling);
            }

            return telling;
        }
        finally
        {
            geheugen.Beurt.Release();
        }
    }

    private async Task<Telling> MaandAsync(Maandstand stand, DateOnly van, DateOnly peil, CancellationToken cancellationToken)
    {
        DateOnly HoogstensLaatste(DateOnly dag) => dag < stand.Laatste ? dag : stand.Laatste;
        DateOnly? begin = stand.Maand < van ? HoogstensLaatste(van.AddDays(-1)) : null;
        var dag = HoogstensLaatste(peil);
        if (geheugen.Maanden.Vind((stand.Maand, begin, dag), stand.Stand, out var bekend))
        {
            return bekend;
        }

        var tot = stand.Maand.AddMonths(1).AddDays(-1);
        var meldingen = db.Feiten.Where(feit => Vraagsoorten.Contains(feit.Soort) && feit.Op >= stand.Maand && feit.Op <= tot).Select(feit => feit.MeldingId);
        var feiten = await Cijferfeiten(db.Feiten.Where(feit => meldingen.Contains(feit.MeldingId) && Cohortsoorten.Contains(feit.Soort))).ToListAsync(cancellationToken);
        var telling = begin is { } eerder
            ? Maandtelling.Vroeger(feiten, stand.Maand, eerder, dag)
            : Maandtelling.Van(feiten, await OpnieuwAsync(feiten, meldingen, dag, cancellationToken), stand.Maand, dag);
        if (begin is null)
        {
            telling.Tel(
                Teller.DossiersGeopend,
                await db.Feiten.CountAsync(feit => feit.Soort == FeitSoort.JuridischDossierGeopend && feit.Op >= stand.Maand && feit.Op <= tot && feit.Op <= dag, cancellationToken));
        }

        geheugen.Maanden.Bewaar((stand.Maand, begin, dag), stand.Stand, telling);
        return telling;
    }

    /// <summary>Of these meldingen the ones about a young person about whom another question was received before, both as they stand on the day (G6).</summary>
    private async Task<IReadOnlySet<Guid>> OpnieuwAsync(List<Cijferfeit> feiten, IQueryable<Guid> meldingen, DateOnly peil, CancellationToken cancellationToken)
    {
        var wie = await PseudoniemenAsync(meldingen, cancellationToken);
        var pseudoniemen = wie.Values.Distinct().Select(pseudoniem => (Guid?)pseudoniem).ToArray();
        if (pseudoniemen.Length == 0)
        {
            return new HashSet<Guid>();
        }

        var zelfde = await db.Feiten.Where(feit => pseudoniemen.Contains(feit.Pseudoniem)).Select(feit => feit.MeldingId)
            .Union(db.Herhalingen.Where(herhaling => pseudoniemen.Contains(herhaling.Pseudoniem)).Select(herhaling => herhaling.MeldingId))
            .ToListAsync(cancellationToken);
        var anderen = zelfde.Where(melding => !wie.ContainsKey(melding)).ToArray();
        foreach (var (melding, pseudoniem) in await PseudoniemenAsync(db.Feiten.Where(feit => anderen.Contains(feit.MeldingId)).Select(feit => feit.MeldingId), cancellationToken))
        {
            wie.Add(melding, pseudoniem);
        }

        var andere = await Cijferfeiten(db.Feiten.Where(feit => anderen.Contains(feit.MeldingId) && Vraagsoorten.Contains(feit.Soort))).ToListAsync(cancellationToken);
        return feiten.Concat(andere).GroupBy(feit => feit.MeldingId)
            .Select(eigen => Maandtelling.Standen([.. eigen], peil).FirstOrDefault(OverJongere(peil)))
            .OfType<Cijferfeit>()
            .Where(vraag => wie.ContainsKey(vraag.MeldingId))
            .GroupBy(vraag => wie[vraag.MeldingId])
            .SelectMany(vragen => vragen.OrderBy(vraag => vraag.Op).ThenBy(vraag => vraag.GeregistreerdOp).Skip(1))
            .Select(vraag => vraag.MeldingId)
            .ToHashSet();
    }

    private static Func<Cijferfeit, bool> OverJongere(DateOnly peil)
        => stand => stand.Op <= peil && stand is { Ingetrokken: null or false, SoortVraag: SoortVraag.GekendSlachtoffer or SoortVraag.VraagAssessment };

    /// <summary>Who each melding is about, as it is judged now; of some nobody knows.</summary>
    private async Task<Dictionary<Guid, Guid>> PseudoniemenAsync(IQueryable<Guid> meldingen, CancellationToken cancellationToken)
    {
        var wie = new Dictionary<Guid, Guid>();
        foreach (var feit in await db.Feiten.Where(feit => meldingen.Contains(feit.MeldingId) && feit.Pseudoniem != null).Select(feit => new { feit.MeldingId, feit.Pseudoniem }).ToListAsync(cancellationToken))
        {
            wie[feit.MeldingId] = feit.Pseudoniem!.Value;
        }

        foreach (var herhaling in await db.Herhalingen.AsNoTracking().Where(herhaling => meldingen.Contains(herhaling.MeldingId)).ToListAsync(cancellationToken))
        {
            wie[herhaling.MeldingId] = herhaling.Pseudoniem;
        }

        return wie;
    }

    private static IQueryable<Cijferfeit> Cijferfeiten(IQueryable<Feit> feiten) => feiten.Select(feit => new Cijferfeit(
        feit.AggregaatId,
        feit.Versie,
        feit.Soort,
        feit.MeldingId,
        feit.Op,
        feit.GeregistreerdOp,
        feit.GewijzigdOp,
        feit.Ingetrokken,
        feit.SoortVraag,
        feit.OokEersteAssessmentgesprek,
        feit.RedenNietGestart));
}
