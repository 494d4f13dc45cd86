using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.JuridischeSteun;

/// <summary>The files of the counsellor's centre, newest first.</summary>
internal static class LijstDossiers
{
    internal sealed record Regel(Guid Id, Guid MeldingId, int Versie, DossierToestand Toestand, AanleidingSoort Aanleiding, DateOnly GeopendOp, DateTimeOffset GeregistreerdOp);

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

        var dossiers = db.Dossiers.AsNoTracking().ZichtbaarVoor(caller);
        if (page is { AfterKey: { } key, AfterId: { } afterId })
        {
            var op = new DateTimeOffset(key, TimeSpan.Zero);
            dossiers = dossiers.Where(d => d.GeregistreerdOp < op || (d.GeregistreerdOp == op && d.Id.CompareTo(afterId) < 0));
        }

        var rows = await dossiers
            .OrderByDescending(d => d.GeregistreerdOp).ThenByDescending(d => d.Id)
            .Take(page.First + 1)
            .Select(d => new Regel(d.Id, d.MeldingId, d.Versie, d.Toestand, d.Aanleiding, d.GeopendOp, d.GeregistreerdOp))
            .ToListAsync(cancellationToken);
        return new Outcome.Ok(page.Cut(rows, row => row, row => (row.GeregistreerdOp.UtcTicks, row.Id)));
    }
}
