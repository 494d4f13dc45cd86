using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>The centre's worklist (S1): acute first, then who waits longest. Without a filter what is still open; with a melding, that one in any state.</summary>
internal static class LijstAssessments
{
    internal sealed record Regel(
        Guid Id,
        Guid MeldingId,
        int Versie,
        AssessmentToestand Toestand,
        DateOnly OntvangenOp,
        bool Acuut,
        int AantalGesprekken,
        DateOnly? LaatsteStapOp,
        RedenNietGestart? RedenNietGestart);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Page<Regel>>(
            "/api/assessments",
            Toegang.Voor(Rollen.Centrummedewerker),
            "De werklijst van het centrum: acute eerst, dan wie het langst wacht",
            HandleAsync)
            .WithPaging()
            .WithQuery<Guid>("melding", "Alleen het assessment van deze melding, in elke toestand.")
            .WithQuery<AssessmentToestand>("toestand", "Alleen deze toestand; zonder opgave alles wat nog open is.");

    private static async Task<Outcome> HandleAsync(
        HttpRequest request,
        PageRequest page,
        Caller caller,
        AssessmentDbContext db,
        CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>(page.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal), StringComparer.Ordinal);
        var assessments = Filter(request.Query, db.Assessments.AsNoTracking().ZichtbaarVoor(caller), errors);
        if (errors.Count > 0)
        {
            return new Outcome.Invalid(errors);
        }

        if (page is { AfterKey: { } key, AfterId: { } afterId })
        {
            assessments = assessments.Where(a => a.Volgorde > key || (a.Volgorde == key && a.Id.CompareTo(afterId) > 0));
        }

        var rows = await assessments
            .OrderBy(a => a.Volgorde).ThenBy(a => a.Id)
            .Take(page.First + 1)
            .Select(a => new
            {
                a.Volgorde,
                Regel = new Regel(a.Id, a.MeldingId, a.Versie, a.Toestand, a.OntvangenOp, a.Acuut, a.AantalGesprekken, a.LaatsteStapOp, a.RedenNietGestart),
            })
            .ToListAsync(cancellationToken);
        return new Outcome.Ok(page.Cut(rows, row => row.Regel, row => (row.Volgorde, row.Regel.Id)));
    }

    private static IQueryable<Assessment> Filter(IQueryCollection query, IQueryable<Assessment> assessments, Dictionary<string, string[]> errors)
    {
        var melding = query["melding"];
        if (melding.Count > 0)
        {
            if (Guid.TryParse(melding, out var meldingId))
            {
                assessments = assessments.Where(a => a.MeldingId == meldingId);
            }
            else
            {
                errors["melding"] = ["moet het id van een melding zijn"];
            }
        }

        var toestand = query["toestand"];
        if (toestand is [{ } woord] && Codes.Van(typeof(AssessmentToestand)).TryGetValue(woord, out var code))
        {
            var gevraagd = (AssessmentToestand)code;
            return assessments.Where(a => a.Toestand == gevraagd);
        }

        if (toestand.Count > 0)
        {
            errors["toestand"] = [Codes.Uitleg(typeof(AssessmentToestand))];
        }

        return melding.Count > 0 ? assessments : assessments.Where(a => Toestandstabel.Open.Contains(a.Toestand));
    }
}

/// <summary>What is of one centre.</summary>
internal interface IVanCentrum
{
    Centrum Centrum { get; }
}

/// <summary>Who sees what here: a centre its own, an assessment that it was asked for among them, and nobody else any (DESIGN 7).</summary>
internal static class CentrumToegang
{
    public static IQueryable<T> ZichtbaarVoor<T>(this IQueryable<T> rijen, Caller caller) where T : class, IVanCentrum
    {
        var centrum = caller.Scope<Centrum>(Rollen.Centrummedewerker);
        return rijen.Where(rij => rij.Centrum == centrum);
    }
}
