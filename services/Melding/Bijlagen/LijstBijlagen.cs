using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>The bijlagen of a melding in the order in which they came, also those that were removed. A name may say who it is about: every reading leaves a line.</summary>
internal static class LijstBijlagen
{
    /// <param name="Naam">Null when the bijlage was removed, or the melding was erased.</param>
    /// <param name="Grootte">In bytes.</param>
    internal sealed record Regel(
        Guid Id, string? Naam, Bijlagetype Type, int Grootte, DateOnly ToegevoegdOp, string ToegevoegdDoor, bool Verwijderd, DateOnly? VerwijderdOp, string? VerwijderdDoor);

    internal sealed record Antwoord(IReadOnlyList<Regel> Bijlagen);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            BijlageRoutes.Bijlagen,
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "De bijlagen van een melding, ook wat verwijderd is; elke lezing wordt bijgehouden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Caller caller, MeldingDbContext db, EnvelopeEncryption encryption, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.LeesbaarVoor(caller, time).SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } melding)
        {
            return new Outcome.NotFound();
        }

        var bijlagen = await db.Bijlagen.AsNoTracking().Where(b => b.MeldingId == id).OrderBy(b => b.ToegevoegdOp).ThenBy(b => b.Id).ToListAsync(cancellationToken);
        var key = await encryption.OpenKeyAsync(melding, cancellationToken);
        db.AddAudit(caller, "melding.bijlagen-gelezen", id, time);
        return new Outcome.Ok(new Antwoord([.. bijlagen.Select(b => new Regel(
            b.Id, b.Gegevens(key)?.Naam, b.Type, b.Grootte, b.ToegevoegdOp, b.ToegevoegdDoor, b.VerwijderdOp is not null, b.VerwijderdOp, b.VerwijderdDoor))]));
    }
}
