using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Reserved;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.JuridischeSteun;

/// <summary>One file with the act that opened it. The read is audited.</summary>
internal static class LeesDossier
{
    internal sealed record Antwoord(
        Guid Id,
        Guid MeldingId,
        int Versie,
        DossierToestand Toestand,
        AanleidingSoort Aanleiding,
        DateOnly GeopendOp,
        string GeopendDoor,
        ToestemmingDoor ToestemmingDoor,
        Rechtsgrond Rechtsgrond,
        string? Waarom);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/juridische-dossiers/{id:guid}",
            Toegang.Voor(Rollen.JuridischBegeleider),
            "Eén juridisch dossier; elke lezing wordt bijgehouden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Caller caller, JuridischeSteunDbContext db, EnvelopeEncryption encryption, TimeProvider time, CancellationToken cancellationToken)
    {
        var dossier = await db.Dossiers.AsNoTracking().ZichtbaarVoor(caller).SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (dossier is null)
        {
            return new Outcome.NotFound();
        }

        var handeling = await db.Handelingen.AsNoTracking()
            .SingleAsync(h => h.OnderwerpId == id && h.Soort == HandelingSoort.OpeningJuridischDossier, cancellationToken);
        db.AddAudit(caller, "juridisch-dossier.gelezen", id, time);
        return new Outcome.Ok(
            new Antwoord(
                dossier.Id, dossier.MeldingId, dossier.Versie, dossier.Toestand, dossier.Aanleiding, dossier.GeopendOp, dossier.GeopendDoor,
                dossier.ToestemmingDoor, handeling.Rechtsgrond, OpenJuridischDossier.LeesWaarom(handeling, await encryption.OpenKeyAsync(id, cancellationToken))),
            dossier.Versie);
    }
}
