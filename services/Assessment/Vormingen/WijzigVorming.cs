using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>A vorming is planned, given or cancelled, or what was told of it is put right (S9, P3).</summary>
internal static class WijzigVorming
{
    /// <param name="Stand">Where it stands; the same as before for a correction.</param>
    /// <param name="Op">Day on which it came to stand so.</param>
    internal sealed record Invoer(Vormingsstand Stand, DateOnly Op, Sector Sector, Deelnemersklasse Deelnemers, bool Interdisciplinair) : IVormingsinvoer;

    internal sealed class Regels(TimeProvider time) : VormingRegels<Invoer>(time);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapUpdate<Invoer, VraagVorming.Antwoord>(
            "/api/vormingen/{id:guid}",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Een vorming plannen, als gegeven vastleggen, annuleren of verbeteren",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, HttpRequest request, Caller caller, AssessmentDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var vorming = await db.Vormingen.ZichtbaarVoor(caller).SingleOrDefaultAsync(v => v.Id == id, cancellationToken);
        if (vorming is null)
        {
            return new Outcome.NotFound();
        }

        if (request.CheckIfMatch(vorming.Versie) is { } refusal)
        {
            return refusal;
        }

        var invoer = body.Value;
        var verbeterd = invoer.Stand == vorming.Stand;
        if (!verbeterd && !Vormingstabel.ToegelatenVan(vorming.Stand).Contains(invoer.Stand))
        {
            return new Outcome.StapNietToegelaten(vorming.Stand.Woord(), [.. Vormingstabel.ToegelatenVan(vorming.Stand).Select(stand => stand.Woord())]);
        }

        if (!verbeterd && invoer.Op < vorming.Op)
        {
            return new Outcome.Invalid("op", $"ligt voor de vorige stap ({vorming.Op:yyyy-MM-dd})");
        }

        (vorming.Stand, vorming.Op, vorming.Sector, vorming.Deelnemers, vorming.Interdisciplinair) = invoer;
        vorming.Versie++;
        db.AddAudit(caller, verbeterd ? "vorming.verbeterd" : $"vorming.{vorming.Stand.Woord()}", id, time);
        db.Vertel(vorming, verbeterd, time);
        return new Outcome.Ok(new VraagVorming.Antwoord(id, vorming.Stand, vorming.Versie), vorming.Versie);
    }
}
