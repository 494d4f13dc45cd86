using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.JuridischeSteun;

/// <summary>The files of the counsellor's centre, newest first.</summary>
internal static class LijstDossiers
{
    internal sealed record Regel(Guid Id, Guid MeldingId, int Versie, DossierToestand Toestand, AanleidingSoort Aanleiding, DateOnly GeopendOp, DateTimeOffset GeregistreerdOp)
        : IGeregistreerd;

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Page<Regel>>(
            "/api/juridische-dossiers",
            Toegang.Voor(Rollen.JuridischBegeleider),
            "De juridische dossiers van het centrum, nieuwste eerst",
            HandleAsync)
            .WithPaging();

    private static async Task<Outcome> HandleAsync(PageRequest page, Caller caller, JuridischeSteunDbContext db, CancellationToken cancellationToken)
    {
        if (page.Errors is { } errors)
        {
            return new Outcome.Invalid(errors);
        }

        var rows = await page.LatestFirst(db.Dossiers.AsNoTracking().ZichtbaarVoor(caller))
            .Select(d => new Regel(d.Id, d.MeldingId, d.Versie, d.Toestand, d.Aanleiding, d.GeopendOp, d.GeregistreerdOp))
            .ToListAsync(cancellationToken);
        return new Outcome.Ok(page.Cut(rows, row => row));
    }
}
