using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>The vormingen of the centre, the latest registered first (P3).</summary>
internal static class LijstVormingen
{
    internal sealed record Regel(
        Guid Id,
        int Versie,
        string Organisatie,
        Sector Sector,
        Guid? MeldingId,
        Vormingsstand Stand,
        DateOnly Op,
        Deelnemersklasse Deelnemers,
        bool Interdisciplinair,
        DateTimeOffset GeregistreerdOp,
        IReadOnlyList<Vormingsstand> ToegelatenStanden);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Page<Regel>>(
            "/api/vormingen",
            Toegang.Voor(Rollen.Centrummedewerker),
            "De vormingen van het centrum, de laatst vastgelegde eerst",
            HandleAsync)
            .WithPaging();

    private static async Task<Outcome> HandleAsync(PageRequest page, Caller caller, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        if (page.Errors is { } errors)
        {
            return new Outcome.Invalid(errors);
        }

        var rows = await page.LatestFirst(db.Vormingen.AsNoTracking().ZichtbaarVoor(caller)).ToListAsync(cancellationToken);
        return new Outcome.Ok(page.Cut(rows, AlsRegel));
    }

    private static Regel AlsRegel(Vorming v) => new(
        v.Id, v.Versie, v.Organisatie, v.Sector, v.MeldingId, v.Stand, v.Op, v.Deelnemers, v.Interdisciplinair, v.GeregistreerdOp, Vormingstabel.ToegelatenVan(v.Stand));
}
