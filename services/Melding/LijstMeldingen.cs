using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>The caller's meldingen, newest first: an organisation's own, or what is addressed to the centre. Without identity, so a glance leaves nothing on a screen.</summary>
internal static class LijstMeldingen
{
    internal sealed record Regel(
        Guid Id,
        int Versie,
        MeldingToestand Toestand,
        SoortVraag Soort,
        Centrum Centrum,
        Kanaal Kanaal,
        string Organisatie,
        DateOnly OntvangenOp,
        DateTimeOffset GeregistreerdOp,
        bool Acuut);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Page<Regel>>(
            "/api/meldingen",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "De eigen meldingen, nieuwste eerst",
            HandleAsync)
            .WithPaging();

    private static async Task<Outcome> HandleAsync(PageRequest page, Caller caller, MeldingDbContext db, CancellationToken cancellationToken)
    {
        if (page.Errors is { } errors)
        {
            return new Outcome.Invalid(errors);
        }

        var meldingen = db.Meldingen.AsNoTracking().ZichtbaarVoor(caller);
        if (page is { AfterKey: { } key, AfterId: { } afterId })
        {
            var op = new DateTimeOffset(key, TimeSpan.Zero);
            meldingen = meldingen.Where(m => m.GeregistreerdOp < op || (m.GeregistreerdOp == op && m.Id.CompareTo(afterId) < 0));
        }

        var rows = await meldingen
            .OrderByDescending(m => m.GeregistreerdOp).ThenByDescending(m => m.Id)
            .Take(page.First + 1)
            .Select(m => new Regel(m.Id, m.Versie, m.Toestand, m.Soort, m.Centrum, m.Kanaal, m.Organisatie, m.OntvangenOp, m.GeregistreerdOp, m.Acuut))
            .ToListAsync(cancellationToken);
        return new Outcome.Ok(page.Cut(rows, row => row, row => (row.GeregistreerdOp.UtcTicks, row.Id)));
    }
}
