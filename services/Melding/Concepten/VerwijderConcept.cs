using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>A draft that nobody will submit goes, at once and for good. Needs If-Match: what a colleague added meanwhile does not go unseen.</summary>
internal static class VerwijderConcept
{
    /// <summary>Nothing to fill in.</summary>
    internal sealed record Invoer;

    internal sealed record Antwoord(Guid Id, bool Verwijderd);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            "/api/meldingen/concepten/{id:guid}/verwijdering",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Een concept verwijderen; wat er ingevuld was, wordt gewist",
            HandleAsync,
            StatusCodes.Status200OK)
            .WithIfMatch("ETag van de versie die verwijderd wordt.");

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, HttpRequest request, Caller caller, MeldingDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Concepten.AsNoTracking().ZichtbaarVoor(caller).SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } concept)
        {
            return new Outcome.NotFound();
        }

        if (request.CheckIfMatch(concept.Versie) is { } refusal)
        {
            return refusal;
        }

        if (!await db.NeemConceptWegAsync(concepten => concepten.Where(c => c.Id == id && c.Versie == concept.Versie), id, time, cancellationToken))
        {
            return new Outcome.Stale();
        }

        db.AddAudit(caller, "concept.verwijderd", id, time);
        return new Outcome.Ok(new Antwoord(id, Verwijderd: true));
    }
}
