using System.Security.Cryptography;
using Draaiboek.Berichten;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>A closed period and the day on which it is looked at.</summary>
internal sealed record Periode(DateOnly Van, DateOnly Tot, DateOnly Peildatum);

/// <summary>
/// Who the tables of a period count, out of the facts as they stood on the reference date (G1, G2): <see cref="Tabellenlijst.Telling"/> says it in words.
/// Who is the same young person says the pseudonym as it is judged now (G6).
/// </summary>
internal sealed class Populatielezer(RegistratieDbContext db)
{
    /// <summary>What moves an assessment beyond waiting; a kennismakingsgesprek does so only when it was the first talk of the assessment too (S2).</summary>
    private static readonly Dictionary<FeitSoort, Uitkomst> Uitkomsten = new()
    {
        [FeitSoort.Kennismakingsgesprek] = Uitkomst.Lopend,
        [FeitSoort.Assessmentgesprek] = Uitkomst.Lopend,
        [FeitSoort.NegatiefAdvies] = Uitkomst.Negatief,
        [FeitSoort.PositiefAdvies] = Uitkomst.Positief,
        [FeitSoort.NietGestart] = Uitkomst.NietGestart,
        [FeitSoort.Stopgezet] = Uitkomst.Stopgezet,
        [FeitSoort.Overgedragen] = Uitkomst.Overgedragen,
    };

    private sealed record Vraag(Feit Feit, Guid Jongere, Eenheid Eenheid);

    private sealed record Stap(Guid MeldingId, FeitSoort Soort, DateOnly Op, int Versie, DateTimeOffset GeregistreerdOp);

    /// <param name="uitgave">What the codes of the populations begin with: of each publicatie its own.</param>
    /// <returns>The populations by kind: see <see cref="Populaties"/>.</returns>
    public async Task<IReadOnlyDictionary<string, Populatie>> LeesAsync(Periode periode, string uitgave, CancellationToken cancellationToken)
    {
        var vragen = await VragenAsync(periode, cancellationToken);
        var stappen = (await StappenAsync(periode, cancellationToken)).ToLookup(stap => stap.MeldingId);
        bool InPeriode(Vraag vraag) => vraag.Feit.Op >= periode.Van;
        Uitkomst Stand(Vraag vraag, DateOnly op) => StandOp(stappen[vraag.Feit.MeldingId], op);
        bool LiepBijBegin(Vraag vraag) => !InPeriode(vraag) && vraag.Feit.SoortVraag == SoortVraag.VraagAssessment && Stand(vraag, periode.Van.AddDays(-1)) is Uitkomst.Lopend or Uitkomst.Wachtend;

        var jongeren = vragen.GroupBy(vraag => vraag.Jongere).Select(eigen => eigen.OrderBy(vraag => vraag.Feit.Op).ThenBy(vraag => vraag.Feit.GeregistreerdOp).ToList()).ToList();
        var nieuw = jongeren.Where(eigen => InPeriode(eigen[^1])).Select(eigen => new Lid(eigen[^1].Eenheid, 0));
        // Who was running already and is asked about again is running, not new: the two are told apart (vraag-dossiers-aanpak, vraag 1).
        var dossiers = jongeren.Select(eigen => (Laatste: eigen[^1], Liep: eigen.Exists(LiepBijBegin)))
            .Where(dossier => dossier.Liep || InPeriode(dossier.Laatste))
            .Select(dossier => new Lid(dossier.Laatste.Eenheid, dossier.Liep ? Tabellenlijst.Lopend : Tabellenlijst.Nieuw));
        var assessments = vragen.Where(vraag => InPeriode(vraag) && vraag.Feit.SoortVraag == SoortVraag.VraagAssessment)
            .Select(vraag => new Lid(vraag.Eenheid, (int)Stand(vraag, periode.Peildatum) - 1));
        return new[] { (Populaties.Jongeren, nieuw), (Populaties.Dossiers, dossiers), (Populaties.Assessments, assessments) }
            .ToDictionary(soort => soort.Item1, soort => new Populatie($"{uitgave}/{soort.Item1}", [.. soort.Item2]), StringComparer.Ordinal);
    }

    /// <summary>Every question about a young person up to the end of the period, each once, as it stood on the reference date. One that was taken back is none.</summary>
    private async Task<List<Vraag>> VragenAsync(Periode periode, CancellationToken cancellationToken)
    {
        var peil = periode.Peildatum;
        var feiten = db.Feiten.AsNoTracking();
        var vragen = await feiten.Where(feit =>
                feit.Op <= periode.Tot
                && (feit.SoortVraag == SoortVraag.GekendSlachtoffer || feit.SoortVraag == SoortVraag.VraagAssessment)
                && (feit.Soort == FeitSoort.VraagGeregistreerd || (feit.Soort == FeitSoort.VraagGewijzigd && feit.GewijzigdOp <= peil && feit.Ingetrokken == false))
                && !feiten.Any(later => later.AggregaatId == feit.AggregaatId && later.Versie > feit.Versie && later.Soort == FeitSoort.VraagGewijzigd && later.GewijzigdOp <= peil))
            .ToListAsync(cancellationToken);
        var eerst = await feiten.Where(feit => feit.Soort == FeitSoort.VraagGeregistreerd && feit.Op <= periode.Tot && feit.Pseudoniem != null)
            .ToDictionaryAsync(feit => feit.MeldingId, feit => feit.Pseudoniem!.Value, cancellationToken);
        var geoordeeld = await db.Herhalingen.AsNoTracking().ToDictionaryAsync(herhaling => herhaling.MeldingId, herhaling => herhaling.Pseudoniem, cancellationToken);
        return vragen.ConvertAll(feit => new Vraag(
            feit,
            // A question from before there were pseudonyms is somebody of its own.
            geoordeeld.TryGetValue(feit.MeldingId, out var pseudoniem) || eerst.TryGetValue(feit.MeldingId, out pseudoniem) ? pseudoniem : feit.MeldingId,
            EenheidVan(feit)));
    }

    private Task<List<Stap>> StappenAsync(Periode periode, CancellationToken cancellationToken)
    {
        var soorten = Uitkomsten.Keys.ToArray();
        return db.Feiten.AsNoTracking()
            .Where(feit => soorten.Contains(feit.Soort) && feit.Op <= periode.Peildatum && (feit.Soort != FeitSoort.Kennismakingsgesprek || feit.OokEersteAssessmentgesprek == true))
            .Select(feit => new Stap(feit.MeldingId, feit.Soort, feit.Op, feit.Versie, feit.GeregistreerdOp))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Where the last step that had happened by that day left it; without one it waits.</summary>
    private static Uitkomst StandOp(IEnumerable<Stap> stappen, DateOnly op)
        => stappen.Where(stap => stap.Op <= op).OrderBy(stap => stap.Versie).ThenBy(stap => stap.GeregistreerdOp).LastOrDefault() is { } laatste ? Uitkomsten[laatste.Soort] : Uitkomst.Wachtend;

    private static Eenheid EenheidVan(Feit vraag)
    {
        var codes = Kenmerken.Van(vraag);
        var hash = SHA256.HashData([.. vraag.MeldingId.ToByteArray(), .. codes]);
        return new Eenheid(new Guid(hash.AsSpan(0, 16)), codes);
    }
}
