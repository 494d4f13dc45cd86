using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Somebody begins a melding and will go on with it later, or a colleague will. Anything may still be missing; nobody is told of it.</summary>
internal static class BeginConcept
{
    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<ConceptInvoer, ConceptAntwoord>(
            "/api/meldingen/concepten",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Een melding beginnen zonder ze in te dienen; het antwoord zegt wat er nog ontbreekt",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Body<ConceptInvoer> body,
        Caller caller,
        MeldingDbContext db,
        Conceptkeuring keuring,
        ConceptSettings settings,
        EnvelopeEncryption encryption,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (caller.Eigenaar() is not { } eigenaar)
        {
            return new Outcome.Invalid("", "uw toegangstoken noemt geen organisatie met een geldig KBO-nummer");
        }

        var oordeel = await keuring.KeurAsync(body.Value.Inhoud, caller, cancellationToken);
        if (oordeel.Weigering is { } weigering)
        {
            return weigering;
        }

        // Of some that are begun at the same moment one too many may get in: the limit is against a form that saves without end, not a right.
        if (await db.Concepten.CountAsync(c => c.Eigenaar == eigenaar, cancellationToken) >= Concept.Meest)
        {
            return new Outcome.Conflict($"Er staan al {Concept.Meest} concepten open. Dien er een in of verwijder er een.");
        }

        var id = Guid.CreateVersion7(time.GetUtcNow());
        var key = await encryption.CreateKeyAsync(id, cancellationToken);
        var concept = new Concept
        {
            Id = id,
            Eigenaar = eigenaar,
            BegonnenOp = time.GetUtcNow(),
            GewijzigdOp = time.Vandaag(),
            Soort = oordeel.Soort,
            InhoudVersleuteld = key.VersleutelInhoud(body.Value.Inhoud),
        };
        db.Concepten.Add(concept);
        db.AddAudit(caller, "concept.begonnen", id, time);
        return new Outcome.Created($"/api/meldingen/concepten/{id}", ConceptAntwoord.Van(concept, oordeel, settings), concept.Versie);
    }
}
