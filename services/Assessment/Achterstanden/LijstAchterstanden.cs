using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>What the centre wrote down of its backlog, the latest first; also what was taken back.</summary>
internal static class LijstAchterstanden
{
    internal sealed record Regel(Guid Id, int Versie, Achterstandsoorzaak Oorzaak, DateOnly Van, DateOnly? Tot, bool Ingetrokken, DateTimeOffset GeregistreerdOp) : IGeregistreerd;

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Page<Regel>>(
            "/api/achterstanden",
            Toegang.Voor(Rollen.Centrummedewerker),
            "De oorzaken van de achterstand van het centrum, de laatst vastgelegde eerst",
            HandleAsync)
            .WithPaging();

    private static async Task<Outcome> HandleAsync(PageRequest page, Caller caller, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        if (page.Errors is { } errors)
        {
            return new Outcome.Invalid(errors);
        }

        var rows = await page.LatestFirst(db.Achterstanden.AsNoTracking().ZichtbaarVoor(caller))
            .Select(a => new Regel(a.Id, a.Versie, a.Oorzaak, a.Van, a.Tot, a.Ingetrokken, a.GeregistreerdOp))
            .ToListAsync(cancellationToken);
        return new Outcome.Ok(page.Cut(rows, row => row));
    }
}
