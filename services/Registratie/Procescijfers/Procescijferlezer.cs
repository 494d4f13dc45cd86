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

    /// <summary>Acts that are never corrected: each row is one. Some carry the version of their melding.</summary>
    private static readonly FeitSoort[] Handelingen = [FeitSoort.JuridischDossierGeopend, FeitSoort.Inlichting, FeitSoort.Doorverwijzing, FeitSoort.AanbodGedaan, FeitSoort.AanbodBeantwoord];

    /// <summary>What can be corrected or taken back by a higher version.</summary>
    private static readonly FeitSoort[] Herzienbaar = [FeitSoort.JuridischeStap, FeitSoort.Opname, FeitSoort.HernieuwdSlachtofferschap];

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
            await using var moment = await Momentopname.MaakAsync(db, cancellationToken);
            var standen = await db.Maandstanden.AsNoTracking().Where(stand => stand.Maand <= laatste).OrderBy(stand => stand.Maand).ToListAsync(cancellationToken);
            som = standen.Sum(stand => stand.Stand);
            if (!geheugen.Perioden.Vind((periode, peil), som, out var cijfers))
            {
                var telling = new Telling();
                foreach (var stand in standen)
                {
                    telling.Voeg(await MaandAsync(stand, periode.Van, peil, cancellationToken));
                }

                cijfers = Procescijferblad.Maak(periode, peil, telling);
                geheugen.Perioden.Bewaar((periode, peil), som, cijfers);
            }

            return cijfers;
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
        await TelOorzakenAsync(telling, stand.Maand, tot, begin, dag, cancellationToken);
        if (begin is null)
        {
            await TelHandelingenAsync(telling, stand.Maand, tot, dag, cancellationToken);
            await TelOpnamenAsync(telling, stand.Maand, tot, dag, cancellationToken);
            await TelVormingenAsync(telling, stand.Maand, tot, dag, cancellationToken);
        }

        geheugen.Maanden.Bewaar((stand.Maand, begin, dag), stand.Stand, telling);
        return telling;
    }

    /// <summary>Each act in the month of its own day.</summary>
    private async Task TelHandelingenAsync(Telling telling, DateOnly van, DateOnly tot, DateOnly peil, CancellationToken cancellationToken)
    {
        var gedaan = db.Feiten.Where(feit => Handelingen.Contains(feit.Soort) && feit.Op <= peil);
        var gebleven = db.Feiten.Where(feit => Herzienbaar.Contains(feit.Soort)).StandOp(peil).Where(feit => feit.Ingetrokken != true);
        foreach (var handelingen in (IQueryable<Feit>[])[gedaan, gebleven])
        {
            var groepen = await handelingen.Where(feit => feit.Op >= van && feit.Op <= tot)
                .GroupBy(feit => new { feit.Soort, feit.JuridischeStap, feit.Ontvanger, feit.Rechtsgrond, feit.Doorverwijzing, feit.Aanbod, feit.AanbodAanvaard })
                .Select(groep => new { groep.Key, Aantal = groep.Count() })
                .ToListAsync(cancellationToken);
            foreach (var groep in groepen)
            {
                Teller?[] tellers = groep.Key.Soort switch
                {
                    FeitSoort.JuridischDossierGeopend => [Teller.DossiersGeopend],
                    FeitSoort.Inlichting when groep.Key.Ontvanger is Ontvanger.Jeugdparket or Ontvanger.Referentiemagistraat => [Teller.ParketInlichtingen, Bij(Teller.ParketGronden, groep.Key.Rechtsgrond)],
                    FeitSoort.Doorverwijzing => [Teller.Doorverwijzingen, Bij(Teller.DoorverwezenNaar, groep.Key.Doorverwijzing)],
                    FeitSoort.AanbodGedaan => [Bij(Teller.AanbodGedaan, groep.Key.Aanbod)],
                    FeitSoort.AanbodBeantwoord => [Bij(groep.Key.AanbodAanvaard == true ? Teller.AanbodAanvaard : Teller.AanbodGeweigerd, groep.Key.Aanbod)],
                    FeitSoort.JuridischeStap => [Bij(Teller.JuridischeStappen, groep.Key.JuridischeStap)],
                    FeitSoort.Opname => [Teller.Opnamen],
                    FeitSoort.HernieuwdSlachtofferschap => [Teller.OpnieuwSlachtoffer],
                    _ => [],
                };
                foreach (var teller in tellers.OfType<Teller>())
                {
                    telling.Tel(teller, groep.Aantal);
                }
            }
        }
    }

    private static Teller? Bij<T>(IReadOnlyDictionary<T, Teller> tellers, T? code) where T : struct, Enum => code is { } bekend ? tellers.GetValueOrDefault(bekend) : null;

    /// <summary>Intakes of the month of a young person who had been taken in before (G6). Of whom nobody knows who it is, those of one melding are of one.</summary>
    private async Task TelOpnamenAsync(Telling telling, DateOnly van, DateOnly tot, DateOnly peil, CancellationToken cancellationToken)
    {
        var opnamen = db.Feiten.AsNoTracking().Where(feit => feit.Soort == FeitSoort.Opname);
        var hier = await opnamen.Where(feit => feit.Op >= van && feit.Op <= tot).Select(feit => feit.MeldingId).Distinct().ToArrayAsync(cancellationToken);
        if (hier.Length == 0)
        {
            return;
        }

        var wie = await PseudoniemenAsync(db.Feiten.Where(feit => hier.Contains(feit.MeldingId)).Select(feit => feit.MeldingId), cancellationToken);
        var meldingen = await ZelfdenAsync(wie, cancellationToken);
        var alle = await opnamen.StandOp(peil).Where(feit => feit.Ingetrokken != true && (hier.Contains(feit.MeldingId) || meldingen.Contains(feit.MeldingId)))
            .Select(feit => new { feit.MeldingId, feit.Op, feit.GeregistreerdOp })
            .ToListAsync(cancellationToken);
        telling.Tel(
            Teller.OpnieuwOpgenomen,
            alle.GroupBy(opname => wie.GetValueOrDefault(opname.MeldingId, opname.MeldingId))
                .SelectMany(eigen => eigen.OrderBy(opname => opname.Op).ThenBy(opname => opname.GeregistreerdOp).Skip(1))
                .Count(opname => opname.Op >= van && opname.Op <= tot));
    }

    private async Task TelVormingenAsync(Telling telling, DateOnly van, DateOnly tot, DateOnly peil, CancellationToken cancellationToken)
    {
        var standen = await db.Vormingen.StandOp(peil).Where(vorming => vorming.Op >= van && vorming.Op <= tot)
            .GroupBy(vorming => new { vorming.Stand, vorming.Interdisciplinair })
            .Select(groep => new { groep.Key.Stand, groep.Key.Interdisciplinair, Aantal = groep.Count() })
            .ToListAsync(cancellationToken);
        foreach (var stand in standen)
        {
            telling.Tel(Teller.Vormingen[stand.Stand], stand.Aantal);
            telling.Tel(Teller.InterdisciplinaireVormingen, stand is { Stand: Vormingsstand.Gegeven, Interdisciplinair: true } ? stand.Aantal : 0);
        }
    }

    /// <summary>Causes that began in the month; of a month before the period only those that still held when it began.</summary>
    private async Task TelOorzakenAsync(Telling telling, DateOnly van, DateOnly tot, DateOnly? begin, DateOnly peil, CancellationToken cancellationToken)
    {
        var oorzaken = await db.Achterstanden.StandOp(peil)
            .Where(oorzaak => !oorzaak.Ingetrokken && oorzaak.Op >= van && oorzaak.Op <= tot && (begin == null || oorzaak.Tot == null || oorzaak.Tot > begin))
            .GroupBy(oorzaak => oorzaak.Oorzaak)
            .Select(groep => new { Oorzaak = groep.Key, Aantal = groep.Count() })
            .ToListAsync(cancellationToken);
        oorzaken.ForEach(oorzaak => telling.Tel(Teller.Oorzaken[oorzaak.Oorzaak], oorzaak.Aantal));
    }

    /// <summary>Of these meldingen the ones about a young person about whom another question was received before, both as they stand on the day (G6).</summary>
    private async Task<IReadOnlySet<Guid>> OpnieuwAsync(List<Cijferfeit> feiten, IQueryable<Guid> meldingen, DateOnly peil, CancellationToken cancellationToken)
    {
        var wie = await PseudoniemenAsync(meldingen, cancellationToken);
        if (wie.Count == 0)
        {
            return new HashSet<Guid>();
        }

        var anderen = await ZelfdenAsync(wie, cancellationToken);
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

    /// <summary>The other meldingen that are or were about the same young persons; who they are about goes to <paramref name="wie"/> too.</summary>
    private async Task<Guid[]> ZelfdenAsync(Dictionary<Guid, Guid> wie, CancellationToken cancellationToken)
    {
        var pseudoniemen = wie.Values.Distinct().Select(pseudoniem => (Guid?)pseudoniem).ToArray();
        var zelfde = await db.Feiten.Where(feit => pseudoniemen.Contains(feit.Pseudoniem)).Select(feit => feit.MeldingId)
            .Union(db.Herhalingen.Where(herhaling => pseudoniemen.Contains(herhaling.Pseudoniem)).Select(herhaling => herhaling.MeldingId))
            .ToListAsync(cancellationToken);
        var anderen = zelfde.Where(melding => !wie.ContainsKey(melding)).ToArray();
        foreach (var (melding, pseudoniem) in await PseudoniemenAsync(db.Feiten.Where(feit => anderen.Contains(feit.MeldingId)).Select(feit => feit.MeldingId), cancellationToken))
        {
            wie.Add(melding, pseudoniem);
        }

        return anderen;
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
        feit.RedenNietGestart,
        feit.Wijziging));
}
