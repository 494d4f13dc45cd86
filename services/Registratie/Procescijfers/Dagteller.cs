using System.Linq.Expressions;
using Draaiboek.Berichten;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>Counts what days tell about a period, out of the facts: the questions that were received on them, and what was done on them.</summary>
/// <param name="db">Read at one moment.</param>
/// <param name="van">First day of the period.</param>
/// <param name="peil">What happened later does not count.</param>
internal sealed class Dagteller(RegistratieDbContext db, DateOnly van, DateOnly peil)
{
    private static readonly FeitSoort[] Cohortsoorten = [.. Feitsoorten.Vragen, .. Feitsoorten.Stappen];

    /// <param name="dagen">All before the period, or all in it; not more than there is memory for their facts.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<IReadOnlyDictionary<DateOnly, Telling>> TelAsync(IEnumerable<DateOnly> dagen, CancellationToken cancellationToken)
    {
        var tellingen = dagen.ToDictionary(dag => dag, _ => new Telling());
        var hier = tellingen.Keys.ToArray();
        DateOnly? begin = hier[0] < van ? van.AddDays(-1) : null;
        var meldingen = db.Feiten.Where(feit => Feitsoorten.Vragen.Contains(feit.Soort)).OpEenVan(hier).Select(feit => feit.MeldingId);
        var feiten = await LeesAsync(feit => meldingen.Contains(feit.MeldingId) && Cohortsoorten.Contains(feit.Soort), cancellationToken);
        var vragen = feiten.GroupBy(feit => feit.MeldingId).SelectMany(eigen => Cijfervraag.Van([.. eigen], peil)).ToList();
        var stappen = feiten.Where(feit => Feitsoorten.Stappen.Contains(feit.Soort) && feit.Op <= peil).ToLookup(feit => feit.MeldingId);
        await TelOorzakenAsync(tellingen, hier, begin, cancellationToken);
        if (begin is { } eerder)
        {
            Dagtelling.Vroeger(tellingen, vragen, stappen, eerder, peil);
            return tellingen;
        }

        Dagtelling.Van(tellingen, vragen, stappen, await OpnieuwAsync(vragen, cancellationToken), peil);
        await TelHandelingenAsync(tellingen, hier, cancellationToken);
        await TelOpnamenAsync(tellingen, hier, cancellationToken);
        await TelVormingenAsync(tellingen, hier, cancellationToken);
        return tellingen;
    }

    private async Task TelHandelingenAsync(Dictionary<DateOnly, Telling> tellingen, DateOnly[] dagen, CancellationToken cancellationToken)
    {
        var gedaan = db.Feiten.Where(feit => Feitsoorten.Handelingen.Contains(feit.Soort) && feit.Op <= peil);
        var gebleven = db.Feiten.Where(feit => Feitsoorten.Herzienbaar.Contains(feit.Soort)).StandOp(peil).Where(feit => feit.Ingetrokken != true);
        var groepen = await gedaan.OpEenVan(dagen).Concat(gebleven.OpEenVan(dagen))
            .GroupBy(feit => new { feit.Op, feit.Soort, feit.JuridischeStap, feit.Ontvanger, feit.Rechtsgrond, feit.Doorverwijzing, feit.Aanbod, feit.AanbodAanvaard })
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
                tellingen[groep.Key.Op].Tel(teller, groep.Aantal);
            }
        }
    }

    private static Teller? Bij<T>(IReadOnlyDictionary<T, Teller> tellers, T? code) where T : struct, Enum => code is { } bekend ? tellers.GetValueOrDefault(bekend) : null;

    /// <summary>Intakes of a young person who had been taken in before (G6). Of whom nobody knows who it is, those of one melding are of one.</summary>
    private async Task TelOpnamenAsync(Dictionary<DateOnly, Telling> tellingen, DateOnly[] dagen, CancellationToken cancellationToken)
    {
        var opnamen = db.Feiten.AsNoTracking().Where(feit => feit.Soort == FeitSoort.Opname);
        var hier = await opnamen.OpEenVan(dagen).Select(feit => feit.MeldingId).Distinct().ToArrayAsync(cancellationToken);
        if (hier.Length == 0)
        {
            return;
        }

        Guid[] meldingen = [.. hier.Union(await OverDezelfdenAsync(await JongerenAsync(hier, cancellationToken), cancellationToken))];
        var wie = await JongerenAsync(meldingen, cancellationToken);
        var alle = await opnamen.StandOp(peil).Where(feit => feit.Ingetrokken != true && meldingen.Contains(feit.MeldingId))
            .Select(feit => new { feit.MeldingId, feit.Op, feit.GeregistreerdOp })
            .ToListAsync(cancellationToken);
        foreach (var opname in alle.GroupBy(opname => wie.GetValueOrDefault(opname.MeldingId, opname.MeldingId))
            .SelectMany(eigen => eigen.OrderBy(opname => opname.Op).ThenBy(opname => opname.GeregistreerdOp).Skip(1)))
        {
            tellingen.GetValueOrDefault(opname.Op)?.Tel(Teller.OpnieuwOpgenomen);
        }
    }

    private async Task TelVormingenAsync(Dictionary<DateOnly, Telling> tellingen, DateOnly[] dagen, CancellationToken cancellationToken)
    {
        var standen = await db.Vormingen.StandOp(peil).OpEenVan(dagen)
            .GroupBy(vorming => new { vorming.Op, vorming.Stand, vorming.Interdisciplinair })
            .Select(groep => new { groep.Key.Op, groep.Key.Stand, groep.Key.Interdisciplinair, Aantal = groep.Count() })
            .ToListAsync(cancellationToken);
        foreach (var stand in standen)
        {
            tellingen[stand.Op].Tel(Teller.Vormingen[stand.Stand], stand.Aantal);
            tellingen[stand.Op].Tel(Teller.InterdisciplinaireVormingen, stand is { Stand: Vormingsstand.Gegeven, Interdisciplinair: true } ? stand.Aantal : 0);
        }
    }

    /// <summary>Causes that began on the day; before the period only those that still held when it began.</summary>
    private async Task TelOorzakenAsync(Dictionary<DateOnly, Telling> tellingen, DateOnly[] dagen, DateOnly? begin, CancellationToken cancellationToken)
    {
        var oorzaken = await db.Achterstanden.StandOp(peil).OpEenVan(dagen)
            .Where(oorzaak => !oorzaak.Ingetrokken && (begin == null || oorzaak.Tot == null || oorzaak.Tot > begin))
            .GroupBy(oorzaak => new { oorzaak.Op, oorzaak.Oorzaak })
            .Select(groep => new { groep.Key.Op, groep.Key.Oorzaak, Aantal = groep.Count() })
            .ToListAsync(cancellationToken);
        oorzaken.ForEach(oorzaak => tellingen[oorzaak.Op].Tel(Teller.Oorzaken[oorzaak.Oorzaak], oorzaak.Aantal));
    }

    /// <summary>Of these questions the meldingen about a young person about whom another was received before, both as they stand on the day (G6).</summary>
    private async Task<IReadOnlySet<Guid>> OpnieuwAsync(List<Cijfervraag> vragen, CancellationToken cancellationToken)
    {
        var anderen = await OverDezelfdenAsync(Jongeren(vragen.Select(vraag => (vraag.MeldingId, vraag.Versie, vraag.Jongere))), cancellationToken);
        if (anderen.Length > 0)
        {
            var feiten = await LeesAsync(feit => anderen.Contains(feit.MeldingId) && Feitsoorten.Vragen.Contains(feit.Soort), cancellationToken);
            vragen = [.. vragen, .. feiten.GroupBy(feit => feit.MeldingId).SelectMany(eigen => Cijfervraag.Van([.. eigen], peil))];
        }

        var wie = Jongeren(vragen.Select(vraag => (vraag.MeldingId, vraag.Versie, vraag.Jongere)));
        return vragen.Where(vraag => wie.ContainsKey(vraag.MeldingId) && vraag is { Ingetrokken: null or false, SoortVraag: SoortVraag.GekendSlachtoffer or SoortVraag.VraagAssessment })
            .OrderBy(vraag => vraag.Versie)
            .DistinctBy(vraag => vraag.MeldingId)
            .GroupBy(vraag => wie[vraag.MeldingId])
            .SelectMany(eigen => eigen.OrderBy(vraag => vraag.Op).ThenBy(vraag => vraag.GeregistreerdOp).Skip(1))
            .Select(vraag => vraag.MeldingId)
            .ToHashSet();
    }

    /// <summary>The other meldingen that are or were about the same young persons.</summary>
    private async Task<Guid[]> OverDezelfdenAsync(Dictionary<Guid, Guid> wie, CancellationToken cancellationToken)
    {
        if (wie.Count == 0)
        {
            return [];
        }

        var jongeren = wie.Values.Distinct().Select(jongere => (Guid?)jongere).ToArray();
        var zelfde = await db.Feiten.Where(feit => jongeren.Contains(feit.Pseudoniem)).Select(feit => feit.MeldingId)
            .Union(db.Herhalingen.Where(herhaling => jongeren.Contains(herhaling.Pseudoniem)).Select(herhaling => herhaling.MeldingId))
            .ToListAsync(cancellationToken);
        return [.. zelfde.Where(melding => !wie.ContainsKey(melding))];
    }

    /// <summary>Who each of these is about, as it is judged now; of some nobody knows.</summary>
    private async Task<Dictionary<Guid, Guid>> JongerenAsync(Guid[] meldingen, CancellationToken cancellationToken)
    {
        var feiten = await LeesAsync(feit => meldingen.Contains(feit.MeldingId), cancellationToken);
        return Jongeren(feiten.Select(feit => (feit.MeldingId, feit.Versie, feit.Jongere)));
    }

    private static Dictionary<Guid, Guid> Jongeren(IEnumerable<(Guid MeldingId, int Versie, Guid? Jongere)> feiten)
    {
        var wie = new Dictionary<Guid, Guid>();
        foreach (var (melding, _, jongere) in feiten.Where(feit => feit.Jongere is not null).OrderBy(feit => feit.Versie))
        {
            wie.TryAdd(melding, jongere!.Value);
        }

        return wie;
    }

    // Question and steps together: they lie side by side in the database, and there may be very many.
    private Task<List<Cijferfeit>> LeesAsync(Expression<Func<Feit, bool>> waarvan, CancellationToken cancellationToken) => db.Feiten.Where(waarvan).LeftJoin(
        db.Herhalingen,
        feit => feit.MeldingId,
        herhaling => herhaling.MeldingId,
        (feit, herhaling) => new Cijferfeit(
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
            feit.Wijziging,
            herhaling == null ? feit.Pseudoniem : herhaling.Pseudoniem)).ToListAsync(cancellationToken);
}
