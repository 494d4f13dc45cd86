using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>The centre's conversations: what waits for an answer first, the oldest on top. Without what was written; without a filter those that are still open.</summary>
internal static class LijstMeldpuntgesprekken
{
    internal sealed record Regel(
        Guid Id,
        int Versie,
        MeldpuntToestand Toestand,
        ZelfJongere? ZelfJongere,
        DateOnly GeopendOp,
        DateOnly LaatsteOp,
        int AantalBerichten,
        int AantalAntwoorden,
        DateOnly? GeslotenOp,
        RedenSluiting? RedenSluiting);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Page<Regel>>(
            MeldpuntRoutes.Gesprekken,
            Toegang.Voor(Rollen.Centrummedewerker),
            "De anonieme gesprekken van het centrum: wat op antwoord wacht eerst, het oudste bovenaan",
            HandleAsync)
            .WithPaging()
            .WithQuery<MeldpuntToestand>("toestand", "Alleen deze toestand; zonder opgave alles wat nog open is.");

    private static async Task<Outcome> HandleAsync(
        HttpRequest request, PageRequest page, Caller caller, MeldingDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>(page.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal), StringComparer.Ordinal);
        var gesprekken = Filter(request.Query, db.Meldpuntgesprekken.AsNoTracking().ZichtbaarVoor(caller), errors);
        if (errors.Count > 0)
        {
            return new Outcome.Invalid(errors);
        }

        if (page is { AfterKey: { } key, AfterId: { } afterId })
        {
            gesprekken = gesprekken.Where(g => g.Volgorde > key || (g.Volgorde == key && g.Id.CompareTo(afterId) > 0));
        }

        var rows = await gesprekken
            .OrderBy(g => g.Volgorde).ThenBy(g => g.Id)
            .Take(page.First + 1)
            .Select(g => new
            {
                g.Volgorde,
                Regel = new Regel(
                    g.Id, g.Versie, g.Toestand, g.ZelfJongere, g.GeopendOp, g.LaatsteOp, g.AantalBerichten, g.AantalAntwoorden, g.GeslotenOp, g.RedenSluiting),
            })
            .ToListAsync(cancellationToken);
        db.AddAudit(caller, "meldpunt.lijst-gelezen", null, time);
        return new Outcome.Ok(page.Cut(rows, row => row.Regel, row => (row.Volgorde, row.Regel.Id)));
    }

    private static IQueryable<Meldpuntgesprek> Filter(IQueryCollection query, IQueryable<Meldpuntgesprek> gesprekken, Dictionary<string, string[]> errors)
    {
        var toestand = query["toestand"];
        if (toestand is [{ } woord] && Codes.Van(typeof(MeldpuntToestand)).TryGetValue(woord, out var code))
        {
            var gevraagd = (MeldpuntToestand)code;
            return gesprekken.Where(g => g.Toestand == gevraagd);
        }

        if (toestand.Count > 0)
        {
            errors["toestand"] = [Codes.Uitleg(typeof(MeldpuntToestand))];
        }

        return gesprekken.Where(g => g.Toestand != MeldpuntToestand.Gesloten);
    }
}
