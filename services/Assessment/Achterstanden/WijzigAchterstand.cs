using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>Says that a cause of the backlog is over, puts it right, or takes it back (G2). What it was before stays a fact of the registration.</summary>
internal static class WijzigAchterstand
{
    /// <param name="Ingetrokken">It was written down by mistake.</param>
    internal sealed record Invoer(Achterstandsoorzaak Oorzaak, DateOnly Van, DateOnly? Tot, bool Ingetrokken) : IOorzaak;

    internal sealed class Regels(TimeProvider time) : OorzaakRegels<Invoer>(time);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapUpdate<Invoer, VerklaarAchterstand.Antwoord>(
            "/api/achterstanden/{id:guid}",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Een oorzaak van de achterstand beëindigen, verbeteren of terugnemen",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, HttpRequest request, Caller caller, AssessmentDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var achterstand = await db.Achterstanden.ZichtbaarVoor(caller).SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        if (achterstand is null)
        {
            return new Outcome.NotFound();
        }

        if (request.CheckIfMatch(achterstand.Versie) is { } refusal)
        {
            return refusal;
        }

        (achterstand.Oorzaak, achterstand.Van, achterstand.Tot, achterstand.Ingetrokken) = body.Value;
        achterstand.Versie++;
        db.AddAudit(caller, "achterstand.gewijzigd", id, time);
        db.Vertel(achterstand, time);
        return new Outcome.Ok(new VerklaarAchterstand.Antwoord(id, achterstand.Versie), achterstand.Versie);
    }
}
