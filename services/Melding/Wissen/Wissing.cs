using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Encryption;

namespace Draaiboek.Meldingen;

/// <summary>What erasing a melding means: what could identify somebody can no longer be read, anywhere; codes, classes and days stay for the figures (docs/adr/0007).</summary>
internal static class Wissing
{
    /// <summary>All in the running transaction; the key itself is destroyed within a minute after it (<see cref="KeyErasure{TDb}"/>).</summary>
    /// <param name="door">Who decided it.</param>
    public static async Task WisAsync(this MeldingDbContext db, Guid meldingId, string door, TimeProvider time, CancellationToken cancellationToken)
    {
        db.ErasedKeys.Add(new ErasedKeyRow { SubjectId = meldingId, Op = time.GetUtcNow() });
        await Herhalingsindex.VerwijderAsync(db, [meldingId], cancellationToken);
        await db.VerwijderBijlagenAsync(meldingId, door, time.Vandaag(), cancellationToken);
    }

    /// <summary>Why this one can't be erased yet; null when it can. What somebody still works on keeps its names: an assessment, a legal file.</summary>
    public static string? Beletsel(this Melding melding, Vervolg? vervolg)
    {
        if (vervolg is { DossierGeopend: true })
        {
            return "Voor deze melding is een juridisch dossier geopend; zolang dat er is, wordt ze niet gewist.";
        }

        var gevraagd = melding is { Soort: SoortVraag.VraagAssessment, Toestand: not MeldingToestand.Ingetrokken };
        return (gevraagd || vervolg is { AssessmentBegonnen: true }) && vervolg is not { AssessmentGeeindigd: true }
            ? "Het assessment wacht of loopt nog; het centrum beëindigt het eerst."
            : null;
    }

    /// <summary>As <see cref="Beletsel"/>, for many at once.</summary>
    public static IQueryable<Melding> ZonderBeletsel(this IQueryable<Melding> meldingen, MeldingDbContext db)
        => meldingen.Where(m =>
            !db.Vervolgen.Any(v => v.MeldingId == m.Id && (v.DossierGeopend || (v.AssessmentBegonnen && !v.AssessmentGeeindigd)))
            && (m.Soort != SoortVraag.VraagAssessment
                || m.Toestand == MeldingToestand.Ingetrokken
                || db.Vervolgen.Any(v => v.MeldingId == m.Id && v.AssessmentGeeindigd)));

    /// <summary>The melding's key; null when it was erased, also in the minute in which the key itself is still there.</summary>
    public static Task<DataKey?> OpenKeyAsync(this EnvelopeEncryption encryption, Melding melding, CancellationToken cancellationToken)
        => melding.GewistOp is null ? encryption.OpenKeyAsync(melding.Id, cancellationToken) : Task.FromResult<DataKey?>(null);
}
