using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Everything that was done with a melding since it was registered, in order, with what was added in words.</summary>
internal static class LeesGeschiedenis
{
    internal sealed record Stap(int Versie, MeldingStapSoort Soort, DateOnly Op, DateTimeOffset GeregistreerdOp, string Door, string? Reden, SoortVraag? SoortVoordien, string? Tekst);

    internal sealed record AanbodRegel(AanbodSoort Soort, AanbodStand Stand);

    internal sealed record Antwoord(
        Guid Id, Guid? VervolgOp, IReadOnlyList<MeldingStapSoort> ToegelatenStappen, IReadOnlyList<AanbodRegel> Aanbod, IReadOnlyList<Stap> Stappen);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/meldingen/{id:guid}/geschiedenis",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Wat er met een melding gebeurde, in volgorde, en wat nu kan; elke lezing wordt bijgehouden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Caller caller, MeldingDbContext db, EnvelopeEncryption encryption, TimeProvider time, CancellationToken cancellationToken)
    {
        var melding = await db.LeesbaarVoor(caller, time).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (melding is null)
        {
            return new Outcome.NotFound();
        }

        var stappen = await db.Stappen.AsNoTracking().Where(stap => stap.MeldingId == id).OrderBy(stap => stap.Versie).ToListAsync(cancellationToken);
        var aanbod = await db.Aanbod.AsNoTracking().Where(a => a.MeldingId == id).OrderBy(a => a.Soort).Select(a => new AanbodRegel(a.Soort, a.Stand)).ToListAsync(cancellationToken);
        var key = await encryption.OpenKeyAsync(melding, cancellationToken);
        db.AddAudit(caller, "melding.geschiedenis-gelezen", id, time);
        return new Outcome.Ok(
            new Antwoord(
                id,
                melding.VervolgOp,
                melding.GewistOp is null ? Meldingstabel.ToegelatenVan(melding.Toestand) : [],
                aanbod,
                [.. stappen.Select(stap => new Stap(
                    stap.Versie,
                    stap.Soort,
                    stap.Op,
                    stap.GeregistreerdOp,
                    stap.Door,
                    stap.Reden,
                    stap.SoortVoordien,
                    stap.TekstVersleuteld is { } tekst ? key?.Decrypt(Meldingstapper.TekstVan(stap.Versie), tekst) : null))]),
            melding.Versie);
    }
}
