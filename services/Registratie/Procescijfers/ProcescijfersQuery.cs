using Draaiboek.Berichten;
using Draaiboek.GraphQL;
using Draaiboek.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>A year is the cohort of questions received in it; what became of them is what was known to have happened by the peildatum (DESIGN, 'Figures').</summary>
[QueryType]
internal static class ProcescijfersQuery
{
    private const int EersteJaar = 2015;

    /// <summary>What moves an assessment beyond waiting. A kennismakingsgesprek does so only when it was the first talk of the assessment too (S2).</summary>
    private static readonly FeitSoort[] VoorbijWachten =
    [
        FeitSoort.Assessmentgesprek, FeitSoort.NegatiefAdvies, FeitSoort.PositiefAdvies, FeitSoort.NietGestart, FeitSoort.Stopgezet, FeitSoort.Overgedragen,
    ];

    [GraphQLDescription("De procescijfers van één jaar: soorten vragen en stand van de assessments.")]
    public static async Task<Procescijfers> GetProcescijfersAsync(
        [GraphQLDescription("Het jaar van ontvangst, vanaf 2015.")] int jaar,
        [GraphQLDescription("De dag van de stand; zonder opgave vandaag.")] DateOnly? peildatum,
        RegistratieDbContext db,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var vandaag = time.Vandaag();
        if (jaar < EersteJaar || jaar > vandaag.Year)
        {
            throw new GraphQLException($"jaar moet van {EersteJaar} tot {vandaag.Year} zijn.", "ONGELDIG_JAAR");
        }

        var peil = peildatum ?? vandaag;
        if (peil > vandaag || peil.Year < jaar)
        {
            throw new GraphQLException($"peildatum moet van {jaar}-01-01 tot vandaag zijn.", "ONGELDIGE_PEILDATUM");
        }

        var cohort = Cohort(db, jaar, peil);
        var perSoort = await cohort.GroupBy(vraag => vraag.SoortVraag)
            .Select(group => new { Soort = group.Key, Aantal = group.Count() })
            .ToDictionaryAsync(rij => rij.Soort!.Value, rij => rij.Aantal, cancellationToken);
        return new Procescijfers(
            jaar,
            peil,
            perSoort.Values.Sum(),
            new VragenPerSoort(
                perSoort.GetValueOrDefault(SoortVraag.InfoFenomeen),
                perSoort.GetValueOrDefault(SoortVraag.Teamondersteuning),
                perSoort.GetValueOrDefault(SoortVraag.InschattingGedrag),
                perSoort.GetValueOrDefault(SoortVraag.GekendSlachtoffer),
                perSoort.GetValueOrDefault(SoortVraag.VraagAssessment)),
            await TelAssessmentsAsync(db, cohort.Where(vraag => vraag.SoortVraag == SoortVraag.VraagAssessment), peil, cancellationToken));
    }

    /// <summary>
    /// Each question of the year once, as it stood on the peildatum: as registered, or as the latest change left it (M1). One that was taken back is none.
    /// </summary>
    private static IQueryable<Feit> Cohort(RegistratieDbContext db, int jaar, DateOnly peil)
    {
        var van = new DateOnly(jaar, 1, 1);
        var tot = new DateOnly(jaar, 12, 31) < peil ? new DateOnly(jaar, 12, 31) : peil;
        var feiten = db.Feiten.AsNoTracking();
        return feiten.Where(feit =>
            feit.Op >= van && feit.Op <= tot
            && (feit.Soort == FeitSoort.VraagGeregistreerd || (feit.Soort == FeitSoort.VraagGewijzigd && feit.GewijzigdOp <= peil && feit.Ingetrokken == false))
            && !feiten.Any(later =>
                later.AggregaatId == feit.AggregaatId && later.Versie > feit.Versie && later.Soort == FeitSoort.VraagGewijzigd && later.GewijzigdOp <= peil));
    }

    /// <summary>Each question stands where the highest version of its assessment that had happened by the peildatum left it; without one it waits.</summary>
    private static async Task<AssessmentCijfers> TelAssessmentsAsync(
        RegistratieDbContext db, IQueryable<Feit> gevraagd, DateOnly peil, CancellationToken cancellationToken)
    {
        var stappen = db.Feiten.AsNoTracking().Where(feit =>
            feit.Op <= peil
            && (VoorbijWachten.Contains(feit.Soort) || (feit.Soort == FeitSoort.Kennismakingsgesprek && feit.OokEersteAssessmentgesprek == true)));
        var standen = await gevraagd
            .SelectMany(vraag => stappen.Where(stap =>
                stap.MeldingId == vraag.MeldingId
                && !stappen.Any(later => later.AggregaatId == stap.AggregaatId && later.Versie > stap.Versie)))
            .GroupBy(stap => new { stap.Soort, stap.RedenNietGestart })
            .Select(group => new { group.Key.Soort, group.Key.RedenNietGestart, Aantal = group.Count() })
            .ToListAsync(cancellationToken);
        var wachtend = await gevraagd.CountAsync(vraag => !stappen.Any(stap => stap.MeldingId == vraag.MeldingId), cancellationToken);

        int Tel(params ReadOnlySpan<FeitSoort> soorten)
        {
            var aantal = 0;
            foreach (var stand in standen)
            {
                aantal += soorten.Contains(stand.Soort) ? stand.Aantal : 0;
            }

            return aantal;
        }

        int NietGestart(RedenNietGestart reden) => standen.Where(stand => stand.RedenNietGestart == reden).Sum(stand => stand.Aantal);

        return new AssessmentCijfers(
            Gevraagd: await gevraagd.CountAsync(cancellationToken),
            Advies: Tel(FeitSoort.NegatiefAdvies, FeitSoort.PositiefAdvies),
            Negatief: Tel(FeitSoort.NegatiefAdvies),
            Positief: Tel(FeitSoort.PositiefAdvies),
            Lopend: Tel(FeitSoort.Assessmentgesprek, FeitSoort.Kennismakingsgesprek),
            Wachtend: wachtend,
            NietGestart: Tel(FeitSoort.NietGestart),
            NietBereikbaar: NietGestart(RedenNietGestart.NietBereikbaar),
            WilNietDeelnemen: NietGestart(RedenNietGestart.WilNietDeelnemen),
            AfgehaaktNaKennismaking: NietGestart(RedenNietGestart.AfgehaaktNaKennismaking),
            Stopgezet: Tel(FeitSoort.Stopgezet),
            Overgedragen: Tel(FeitSoort.Overgedragen));
    }
}
