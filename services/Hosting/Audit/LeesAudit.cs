using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Hosting.Audit;

/// <summary>The auditor reads who did or read what, newest first; never the content. That somebody read the trail stands in it too.</summary>
internal static class LeesAudit
{
    internal sealed record Regel(long Volgnummer, DateTimeOffset Op, string Actie, Guid? OnderwerpId, string Sub, string? VoId, string? OrgCode, string? TraceId);

    public static void Map<TDb>(IEndpointRouteBuilder routes, string service) where TDb : ServiceDbContext
        => routes.MapQuery<Page<Regel>>(
            $"/api/audit/{service}",
            Toegang.Voor(Rollen.Auditor),
            "Wie wat deed of las in deze dienst, nieuwste eerst; zonder inhoud",
            (HttpRequest request, PageRequest page, Caller caller, TDb db, TimeProvider time, CancellationToken cancellationToken)
                => HandleAsync(request, page, caller, db, time, cancellationToken))
            .WithPaging()
            .WithQuery<Guid>("onderwerp", "Alleen over deze melding, dit assessment of dit dossier.")
            .WithQuery<string>("actie", "Alleen deze handeling, bijvoorbeeld melding.noodtoegang.")
            .WithQuery<string>("wie", "Alleen van deze persoon (vo_id) of dit systeem (sub).")
            .WithName($"audit-{service}");

    private static async Task<Outcome> HandleAsync(
        HttpRequest request, PageRequest page, Caller caller, ServiceDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>(page.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal), StringComparer.Ordinal);
        var trail = Filter(request.Query, db.Audit.AsNoTracking(), errors);
        if (errors.Count > 0)
        {
            return new Outcome.Invalid(errors);
        }

        if (page.AfterKey is { } key)
        {
            trail = trail.Where(row => row.Volgnummer < key);
        }

        var rows = await trail.OrderByDescending(row => row.Volgnummer)
            .Take(page.First + 1)
            .Select(row => new Regel(row.Volgnummer, row.Op, row.Actie, row.OnderwerpId, row.Sub, row.VoId, row.OrgCode, row.TraceId))
            .ToListAsync(cancellationToken);
        db.AddAudit(caller, "audit.gelezen", null, time);
        return new Outcome.Ok(page.Cut(rows, row => row, row => (row.Volgnummer, Guid.Empty)));
    }

    private static IQueryable<AuditRow> Filter(IQueryCollection query, IQueryable<AuditRow> trail, Dictionary<string, string[]> errors)
    {
        if (query["onderwerp"] is { Count: > 0 } onderwerp)
        {
            if (Guid.TryParse(onderwerp, out var id))
            {
                trail = trail.Where(row => row.OnderwerpId == id);
            }
            else
            {
                errors["onderwerp"] = ["moet een id zijn"];
            }
        }

        if (query["actie"] is [{ Length: > 0 } actie])
        {
            trail = trail.Where(row => row.Actie == actie);
        }

        if (query["wie"] is [{ Length: > 0 } wie])
        {
            trail = trail.Where(row => row.VoId == wie || row.Sub == wie);
        }

        return trail;
    }
}
