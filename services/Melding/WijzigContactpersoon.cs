using System.Text.Json;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Another professional becomes the one whom the centre answers. Needs If-Match: two people may be at it.</summary>
internal static class WijzigContactpersoon
{
    internal sealed record Antwoord(Guid Id, int Versie);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapUpdate<ContactpersoonInvoer, Antwoord>(
            "/api/meldingen/{id:guid}/contactpersoon",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "De contactpersoon van een melding wijzigen",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Body<ContactpersoonInvoer> body,
        HttpRequest request,
        Caller caller,
        MeldingDbContext db,
        EnvelopeEncryption encryption,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var melding = await db.Meldingen.ZichtbaarVoor(caller).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (melding is null)
        {
            return new Outcome.NotFound();
        }

        if (request.CheckIfMatch(melding.Versie) is { } refusal)
        {
            return refusal;
        }

        if (await encryption.OpenKeyAsync(melding, cancellationToken) is not { } key)
        {
            return new Outcome.Conflict("De gegevens van deze melding zijn gewist.");
        }

        melding.ContactpersoonVersleuteld = key.Encrypt(Velden.Contactpersoon, JsonSerializer.Serialize(body.Value.AlsContactpersoon()));
        melding.Versie++;
        db.AddAudit(caller, "melding.contactpersoon-gewijzigd", id, time);
        return new Outcome.Ok(new Antwoord(id, melding.Versie), melding.Versie);
    }
}
