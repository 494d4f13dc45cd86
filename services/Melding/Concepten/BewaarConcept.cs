using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>A draft is gone on with. Needs If-Match: two colleagues may be at it.</summary>
internal static class BewaarConcept
{
    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapUpdate<ConceptInvoer, ConceptAntwoord>(
            "/api/meldingen/concepten/{id:guid}",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Een concept bewaren; het antwoord zegt wat er nog ontbreekt",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Body<ConceptInvoer> body,
        HttpRequest request,
        Caller caller,
        MeldingDbContext db,
        Conceptkeuring keuring,
        ConceptSettings settings,
        EnvelopeEncryption encryption,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var concept = await db.Concepten.ZichtbaarVoor(caller).SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (concept is null || await encryption.OpenKeyAsync(id, cancellationToken) is not { } key)
        {
            return new Outcome.NotFound();
        }

        if (request.CheckIfMatch(concept.Versie) is { } refusal)
        {
            return refusal;
        }

        var oordeel = await keuring.KeurAsync(body.Value.Inhoud, caller, cancellationToken);
        if (oordeel.Weigering is { } weigering)
        {
            return weigering;
        }

        concept.InhoudVersleuteld = key.VersleutelInhoud(body.Value.Inhoud);
        concept.Soort = oordeel.Soort;
        concept.GewijzigdOp = time.Vandaag();
        concept.Versie++;
        db.AddAudit(caller, "concept.gewijzigd", id, time);
        return new Outcome.Ok(ConceptAntwoord.Van(concept, oordeel, settings), concept.Versie);
    }
}
