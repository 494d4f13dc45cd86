using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// What the own organisation or centre began and did not submit, begun last first: in the order of the last change a draft that is kept meanwhile would change pages.
/// Without what was filled in but the kind.
/// </summary>
internal static class LijstConcepten
{
    internal sealed record Regel(Guid Id, int Versie, ConceptToestand Toestand, SoortVraag? Soort, DateTimeOffset BegonnenOp, DateOnly GewijzigdOp, DateOnly BewaardTot);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Page<Regel>>(
            "/api/meldingen/concepten",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Wat de eigen organisatie of het eigen centrum begon en niet indiende, laatst begonnen eerst",
            HandleAsync)
            .WithPaging();

    private static async Task<Outcome> HandleAsync(PageRequest page, Caller caller, MeldingDbContext db, ConceptSettings settings, CancellationToken cancellationToken)
    {
        if (page.Errors is { } errors)
        {
            return new Outcome.Invalid(errors);
        }

        var concepten = db.Concepten.AsNoTracking().ZichtbaarVoor(caller);
        if (page is { AfterKey: { } key, AfterId: { } afterId })
        {
            var op = new DateTimeOffset(key, TimeSpan.Zero);
            concepten = concepten.Where(c => c.BegonnenOp < op || (c.BegonnenOp == op && c.Id.CompareTo(afterId) < 0));
        }

        var rows = await concepten
            .OrderByDescending(c => c.BegonnenOp).ThenByDescending(c => c.Id)
            .Take(page.First + 1)
            .Select(c => new { c.Id, c.Versie, c.Soort, c.BegonnenOp, c.GewijzigdOp })
            .ToListAsync(cancellationToken);
        return new Outcome.Ok(page.Cut(
            rows,
            row => new Regel(row.Id, row.Versie, ConceptToestand.NietIngediend, row.Soort, row.BegonnenOp, row.GewijzigdOp, settings.BewaardTot(row.GewijzigdOp)),
            row => (row.BegonnenOp.UtcTicks, row.Id)));
    }
}
