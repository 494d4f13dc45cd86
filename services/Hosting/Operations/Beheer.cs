using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Hosting.Operations;

/// <summary>The operator's view on parked messages: what was given up and why, and the way to send it again once the cause is gone.</summary>
internal static class Beheer
{
    internal sealed record GeparkeerdBericht(long Volgnummer, Guid MessageId, string Type, Guid CaseId, DateTimeOffset AangemaaktOp, int Pogingen, string? Reden);

    internal sealed record Geparkeerd(int Aantal, IReadOnlyList<GeparkeerdBericht> Eerste);

    internal sealed record OpnieuwAfTeSpelen(IReadOnlyList<long>? Volgnummers);

    internal sealed record OpnieuwAfgespeeld(int Aantal);

    public static void Map<TDb>(IEndpointRouteBuilder routes, string service) where TDb : ServiceDbContext
    {
        routes.MapQuery<Geparkeerd>(
            $"/api/beheer/{service}/geparkeerd",
            Toegang.Voor(Rollen.Beheerder),
            "Geparkeerde berichten van deze dienst, oudste eerst",
            (TDb db, CancellationToken cancellationToken) => LijstAsync(db, cancellationToken))
            .WithName($"geparkeerd-{service}");
        routes.MapCommand<OpnieuwAfTeSpelen, OpnieuwAfgespeeld>(
            $"/api/beheer/{service}/geparkeerd/opnieuw",
            Toegang.VoorPersoon(Rollen.Beheerder),
            "Geparkeerde berichten opnieuw versturen; zonder volgnummers allemaal",
            (Body<OpnieuwAfTeSpelen> body, Caller caller, TDb db, TimeProvider time, CancellationToken cancellationToken)
                => SpeelOpnieuwAfAsync(body.Value, caller, db, time, cancellationToken),
            StatusCodes.Status200OK)
            .WithName($"speel-opnieuw-af-{service}");
    }

    private static async Task<Outcome> LijstAsync(ServiceDbContext db, CancellationToken cancellationToken)
    {
        var parked = db.Outbox.AsNoTracking().Where(row => row.State == OutboxState.Parked);
        var eerste = await parked.OrderBy(row => row.Volgnummer).Take(100)
            .Select(row => new GeparkeerdBericht(row.Volgnummer, row.MessageId, row.MessageType, row.CaseId, row.AangemaaktOp, row.Attempts, row.ReasonCode))
            .ToListAsync(cancellationToken);
        return new Outcome.Ok(new Geparkeerd(await parked.CountAsync(cancellationToken), eerste));
    }

    private static async Task<Outcome> SpeelOpnieuwAfAsync(OpnieuwAfTeSpelen request, Caller caller, ServiceDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var parked = db.Outbox.Where(row => row.State == OutboxState.Parked);
        if (request.Volgnummers is { } numbers)
        {
            parked = parked.Where(row => numbers.Contains(row.Volgnummer));
        }

        var aantal = await parked.ExecuteUpdateAsync(
            row => row.SetProperty(r => r.State, OutboxState.Pending)
                .SetProperty(r => r.Attempts, 0)
                .SetProperty(r => r.NextAttemptOp, (DateTimeOffset?)null),
            cancellationToken);
        db.AddAudit(caller, "beheer.geparkeerd-opnieuw", null, time);
        return new Outcome.Ok(new OpnieuwAfgespeeld(aantal));
    }
}
