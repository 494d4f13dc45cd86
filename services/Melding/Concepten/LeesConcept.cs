using System.Text.Json;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>A draft as it was left, for who goes on with it, and what the registration would still refuse of it today. Every read leaves a line in the audit trail.</summary>
internal static class LeesConcept
{
    internal sealed record Antwoord(
        Guid Id,
        int Versie,
        ConceptToestand Toestand,
        DateTimeOffset BegonnenOp,
        DateOnly GewijzigdOp,
        DateOnly BewaardTot,
        JsonElement Inhoud,
        IReadOnlyDictionary<string, string[]> Ontbreekt);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/meldingen/concepten/{id:guid}",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Eén concept lezen zoals het bewaard werd, met wat er nog ontbreekt; elke lezing wordt bijgehouden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Caller caller,
        MeldingDbContext db,
        Conceptkeuring keuring,
        ConceptSettings settings,
        EnvelopeEncryption encryption,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var concept = await db.Concepten.AsNoTracking().ZichtbaarVoor(caller).SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (concept is null || await encryption.OpenKeyAsync(id, cancellationToken) is not { } key)
        {
            return new Outcome.NotFound();
        }

        var inhoud = key.LeesInhoud(concept);
        var oordeel = await keuring.KeurAsync(inhoud, caller, cancellationToken);
        db.AddAudit(caller, "concept.gelezen", id, time);
        return new Outcome.Ok(
            new Antwoord(
                id,
                concept.Versie,
                ConceptToestand.NietIngediend,
                concept.BegonnenOp,
                concept.GewijzigdOp,
                settings.BewaardTot(concept.GewijzigdOp),
                inhoud,
                oordeel.Ontbreekt),
            concept.Versie);
    }
}
