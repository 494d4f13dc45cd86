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

/// <summary>The operator's view on messages: what was given up and why, and the ways to send again once the cause is gone.</summary>
internal static class Beheer
{
    internal sealed record GeparkeerdBericht(long Volgnummer, Guid MessageId, string Type, Guid CaseId, DateTimeOffset AangemaaktOp, int Pogingen, string? Reden);

    internal sealed record GeparkeerdeOntvangst(long Volgnummer, Guid? MessageId, string? Type, string Wachtrij, DateTimeOffset GeparkeerdOp, string Reden);

    /// <param name="Aantal">How many this service could not send.</param>
    /// <param name="Eerste">The oldest hundred of these.</param>
    /// <param name="AantalOntvangen">How many came to this service and could not be dealt with.</param>
    /// <param name="EersteOntvangen">The oldest hundred of these.</param>
    internal sealed record Geparkeerd(int Aantal, IReadOnlyList<GeparkeerdBericht> Eerste, int AantalOntvangen, IReadOnlyList<GeparkeerdeOntvangst> EersteOntvangen);

    /// <param name="Volgnummers">Of those that could not be sent.</param>
    /// <param name="Ontvangen">Of those that could not be dealt with. When both are absent: everything.</param>
    internal sealed record OpnieuwAfTeSpelen(IReadOnlyList<long>? Volgnummers, IReadOnlyList<long>? Ontvangen);

    internal sealed record OpnieuwAfgespeeld(int Aantal);

    /// <param name="Vanaf">Everything that was sent at that moment or later, as long as it is kept: seven days.</param>
    internal sealed record OpnieuwTeVersturen(DateTimeOffset Vanaf);

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
        routes.MapCommand<OpnieuwTeVersturen, OpnieuwAfgespeeld>(
            $"/api/beheer/{service}/verzonden/opnieuw",
            Toegang.VoorPersoon(Rollen.Beheerder),
            "Verzonden berichten nog eens versturen, na het verlies van een wachtrij of een ontvangende databank; wie ze al verwerkte, doet er niets mee",
            (Body<OpnieuwTeVersturen> body, Caller caller, TDb db, TimeProvider time, CancellationToken cancellationToken)
                => VerstuurVerzondenOpnieuwAsync(body.Value.Vanaf, caller, db, time, cancellationToken),
            StatusCodes.Status200OK)
            .WithName($"verstuur-opnieuw-{service}");
    }

    private static async Task<Outcome> LijstAsync(ServiceDbContext db, CancellationToken cancellationToken)
    {
        var parked = db.Outbox.AsNoTracking().Where(row => row.State == OutboxState.Parked);
        var eerste = await parked.OrderBy(row => row.Volgnummer).Take(100)
            .Select(row => new GeparkeerdBericht(row.Volgnummer, row.MessageId, row.MessageType, row.CaseId, row.AangemaaktOp, row.Attempts, row.ReasonCode))
            .ToListAsync(cancellationToken);
        var eersteOntvangen = await db.Parked.AsNoTracking().OrderBy(row => row.Volgnummer).Take(100)
            .Select(row => new GeparkeerdeOntvangst(row.Volgnummer, row.MessageId, row.MessageType, row.Queue, row.GeparkeerdOp, row.ReasonCode))
            .ToListAsync(cancellationToken);
        return new Outcome.Ok(new Geparkeerd(await parked.CountAsync(cancellationToken), eerste, await db.Parked.CountAsync(cancellationToken), eersteOntvangen));
    }

    private static async Task<Outcome> SpeelOpnieuwAfAsync(OpnieuwAfTeSpelen request, Caller caller, ServiceDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        await db.BeginAsync(cancellationToken);
        var alles = request is { Volgnummers: null, Ontvangen: null };
        var verzonden = alles || request.Volgnummers is not null ? await VerstuurOpnieuwAsync(db, request.Volgnummers, cancellationToken) : 0;
        var ontvangen = alles || request.Ontvangen is not null ? await BiedOpnieuwAanAsync(db, request.Ontvangen, time, cancellationToken) : 0;
        db.AddAudit(caller, "beheer.geparkeerd-opnieuw", null, time);
        return new Outcome.Ok(new OpnieuwAfgespeeld(verzonden + ontvangen));
    }

    private static async Task<Outcome> VerstuurVerzondenOpnieuwAsync(DateTimeOffset vanaf, Caller caller, ServiceDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        await db.BeginAsync(cancellationToken);
        var aantal = await db.Outbox.Where(row => row.State == OutboxState.Sent && row.VerzondenOp >= vanaf).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.State, OutboxState.Pending).SetProperty(r => r.Attempts, 0),
            cancellationToken);
        db.AddAudit(caller, "beheer.verzonden-opnieuw", null, time);
        return new Outcome.Ok(new OpnieuwAfgespeeld(aantal));
    }

    private static Task<int> VerstuurOpnieuwAsync(ServiceDbContext db, IReadOnlyList<long>? volgnummers, CancellationToken cancellationToken)
    {
        var parked = db.Outbox.Where(row => row.State == OutboxState.Parked);
        if (volgnummers is not null)
        {
            parked = parked.Where(row => volgnummers.Contains(row.Volgnummer));
        }

        return parked.ExecuteUpdateAsync(
            row => row.SetProperty(r => r.State, OutboxState.Pending)
                .SetProperty(r => r.Attempts, 0)
                .SetProperty(r => r.NextAttemptOp, (DateTimeOffset?)null),
            cancellationToken);
    }

    /// <summary>Back to the queue they came from, by way of the outbox: parked until it is certain that they go.</summary>
    private static async Task<int> BiedOpnieuwAanAsync(ServiceDbContext db, IReadOnlyList<long>? volgnummers, TimeProvider time, CancellationToken cancellationToken)
    {
        // What this version does not know stays: there is nothing here to read it with.
        var parked = db.Parked.Where(row => row.MessageType != null && row.MessageId != null);
        if (volgnummers is not null)
        {
            parked = parked.Where(row => volgnummers.Contains(row.Volgnummer));
        }

        var rows = await parked.OrderBy(row => row.Volgnummer).ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            var messageId = row.MessageId!.Value;
            // One that was played again before, and parked again.
            await db.Outbox.Where(sent => sent.MessageId == messageId && sent.Queue == row.Queue).ExecuteDeleteAsync(cancellationToken);
            db.Outbox.Add(new OutboxRow
            {
                MessageId = messageId,
                Queue = row.Queue,
                CaseId = messageId,
                MessageType = row.MessageType!,
                Body = row.Body,
                TraceParent = System.Diagnostics.Activity.Current?.Id,
                AangemaaktOp = time.GetUtcNow(),
            });
            db.Parked.Remove(row);
        }

        return rows.Count;
    }
}
