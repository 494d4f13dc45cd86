using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>The centre reads a conversation: days and the order of the messages, and nothing of who or where. Every read leaves a line in the audit trail.</summary>
internal static class LeesMeldpuntgesprek
{
    internal sealed record Antwoord(
        Guid Id,
        int Versie,
        MeldpuntToestand Toestand,
        ZelfJongere? ZelfJongere,
        DateOnly GeopendOp,
        DateOnly LaatsteOp,
        DateOnly? BewaardTot,
        DateOnly? GeslotenOp,
        RedenSluiting? RedenSluiting,
        int AantalBerichten,
        IReadOnlyList<GelezenBericht> Berichten,
        bool Gewist);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            MeldpuntRoutes.Gesprekken + "/{id:guid}",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Eén anoniem gesprek van het centrum lezen; elke lezing wordt bijgehouden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Caller caller,
        MeldingDbContext db,
        EnvelopeEncryption encryption,
        MeldpuntSettings settings,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var gesprek = await db.Meldpuntgesprekken.AsNoTracking().ZichtbaarVoor(caller).SingleOrDefaultAsync(g => g.Id == id, cancellationToken);
        if (gesprek is null)
        {
            return new Outcome.NotFound();
        }

        db.AddAudit(caller, "meldpunt.gelezen", id, time);
        var open = gesprek.Toestand != MeldpuntToestand.Gesloten;
        var key = open ? await encryption.OpenKeyAsync(id, cancellationToken) : null;
        return new Outcome.Ok(
            new Antwoord(
                id,
                gesprek.Versie,
                gesprek.Toestand,
                gesprek.ZelfJongere,
                gesprek.GeopendOp,
                gesprek.LaatsteOp,
                open ? settings.BewaardTot(gesprek.LaatsteOp) : null,
                gesprek.GeslotenOp,
                gesprek.RedenSluiting,
                gesprek.AantalBerichten,
                key is null ? [] : await db.LeesBerichtenAsync(id, key, cancellationToken),
                Gewist: key is null),
            gesprek.Versie);
    }
}
