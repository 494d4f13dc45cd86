using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>The draft that a melding was written in goes in the transaction that registers it: of two colleagues who submit it, one does.</summary>
internal static class ConceptIndiening
{
    /// <returns>Null when it went; otherwise why nothing is registered.</returns>
    public static async Task<Outcome?> DienConceptInAsync(
        this MeldingDbContext db, Guid id, HttpRequest request, Caller caller, TimeProvider time, CancellationToken cancellationToken)
    {
        var concept = await db.Concepten.AsNoTracking().ZichtbaarVoor(caller).SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (concept is not null && request.Headers.IfMatch.Count > 0 && request.CheckIfMatch(concept.Versie) is { } stale)
        {
            return stale;
        }

        // Whoever waits here for the other finds it gone.
        if (concept is null || !await db.NeemConceptWegAsync(concepten => concepten.Where(c => c.Id == id && c.Versie == concept.Versie), id, time, cancellationToken))
        {
            return new Outcome.Invalid("concept", "dit concept is er niet meer zoals u het las: het is ingediend, gewijzigd, verwijderd of vervallen; kijk eerst of de melding er al staat");
        }

        db.AddAudit(caller, "concept.ingediend", id, time);
        return null;
    }
}
