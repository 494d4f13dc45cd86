using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.JuridischeSteun;

/// <summary>What a legal counsellor of the centre may open a file for, newest first, with the file where there is one.</summary>
internal static class LijstAanleidingen
{
    internal sealed record Regel(Guid MeldingId, AanleidingSoort Soort, DateOnly Op, Guid? DossierId);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Page<Regel>>(
            "/api/juridische-dossiers/aanleidingen",
            Toegang.Voor(Rollen.JuridischBegeleider),
            "Positieve adviezen en gekende slachtoffers waarvoor een dossier geopend kan worden",
            HandleAsync)
            .WithPaging()
            .WithQuery<Guid>("melding", "Alleen van deze melding.");

    private static async Task<Outcome> HandleAsync(
        HttpRequest request, PageRequest page, Caller caller, JuridischeSteunDbContext db, CancellationToken cancellationToken)
    {
        if (page.Errors is { } errors)
        {
            return new Outcome.Invalid(errors);
        }

        var aanleidingen = db.Aanleidingen.AsNoTracking().ZichtbaarVoor(caller);
        if (request.Query["melding"] is { Count: > 0 } melding)
        {
            if (!Guid.TryParse(melding, out var meldingId))
            {
                return new Outcome.Invalid("melding", "moet het id van een melding zijn");
            }

            aanleidingen = aanleidingen.Where(a => a.MeldingId == meldingId);
        }

        if (page is { AfterKey: { } key, AfterId: { } afterId })
        {
            aanleidingen = aanleidingen.Where(a => a.Volgorde < key || (a.Volgorde == key && a.MeldingId.CompareTo(afterId) < 0));
        }

        var rows = await aanleidingen
            .OrderByDescending(a => a.Volgorde).ThenByDescending(a => a.MeldingId)
            .Take(page.First + 1)
            .Select(a => new
            {
                a.Volgorde,
                Regel = new Regel(a.MeldingId, a.Soort, a.Op, db.Dossiers.Where(d => d.MeldingId == a.MeldingId).Select(d => (Guid?)d.Id).FirstOrDefault()),
            })
            .ToListAsync(cancellationToken);
        return new Outcome.Ok(page.Cut(rows, row => row.Regel, row => (row.Volgorde, row.Regel.MeldingId)));
    }
}
