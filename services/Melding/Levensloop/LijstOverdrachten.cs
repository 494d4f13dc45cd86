using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>What other centres offer to the caller's (S11), oldest first. Codes only: who it is about, the centre sees once it took the melding.</summary>
internal static class LijstOverdrachten
{
    private const int Meest = 200;

    internal sealed record Regel(Guid Id, Centrum VanCentrum, SoortVraag Soort, bool Acuut, Provincie? Provincie, Verblijf? Verblijf, DateOnly OntvangenOp, DateTimeOffset AangebodenOp, string? Reden);

    internal sealed record Antwoord(IReadOnlyList<Regel> Overdrachten);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/overdrachten",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Meldingen die een ander centrum aanbiedt, oudste aanbod eerst",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(Caller caller, MeldingDbContext db, CancellationToken cancellationToken)
        => new Outcome.Ok(new Antwoord(await db.Meldingen.AsNoTracking()
            .AangebodenAan(caller)
            .Join(
                db.Stappen.Where(stap => stap.Soort == MeldingStapSoort.OverdrachtAangeboden),
                melding => new { melding.Id, Laatste = db.Stappen.Where(s => s.MeldingId == melding.Id && s.Soort == MeldingStapSoort.OverdrachtAangeboden).Max(s => s.Versie) },
                stap => new { Id = stap.MeldingId, Laatste = stap.Versie },
                (melding, stap) => new { melding, stap })
            .OrderBy(rij => rij.stap.GeregistreerdOp)
            .Take(Meest)
            .Select(rij => new Regel(
                rij.melding.Id,
                rij.melding.Centrum,
                rij.melding.Soort,
                rij.melding.Acuut,
                rij.melding.Provincie,
                rij.melding.Verblijf,
                rij.melding.OntvangenOp,
                rij.stap.GeregistreerdOp,
                rij.stap.Reden))
            .ToListAsync(cancellationToken)));
}
