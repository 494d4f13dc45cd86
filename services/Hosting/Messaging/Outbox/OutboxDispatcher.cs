using System.Collections.Concurrent;
using System.Diagnostics;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting.Messaging;

/// <summary>
/// Sends what the outbox holds: leases rows, sends many cases at once and the rows of one case in order, marks what the bus confirmed.
/// A row that fails backs off and is parked after <see cref="OutboxRow.MaxAttempts"/> attempts; other cases go on meanwhile (docs/adr/0002).
/// </summary>
public sealed partial class OutboxDispatcher<TDb>(
    IServiceScopeFactory scopes,
    IMessageTransport transport,
    WriteGate gate,
    OutboxSignal signal,
    OutboxGauge gauge,
    OutboxOwner owner,
    TimeProvider time,
    ILogger<OutboxDispatcher<TDb>> logger) : BackgroundService
    where TDb : ServiceDbContext
{
    // So many confirms are written down together, or what came within that time while others are still under way.
    private const int RecordTogether = 64;
    private static readonly TimeSpan RecordWait = TimeSpan.FromMilliseconds(25);

    // Longer than a send may take, and short enough that what a killed copy had in its hands does not wait long for another.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<Result> _results = new();
    private readonly List<Task> _sending = [];
    private int _inFlight;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var fresh = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (fresh && gate.OneProcess)
                {
                    await ReleaseLeasesAsync(stoppingToken);
                }

                fresh = false;
                await RecordResultsAsync(stoppingToken);
                var started = transport.IsReady && await StartSendingAsync(stoppingToken);
                await MeasureWhenDueAsync(stoppingToken);
                if (!started && _results.IsEmpty)
                {
                    await signal.WaitAsync(Poll, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                LoopFailed(logger, owner.Service, fault.GetType().Name);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await FinishAsync();
    }

    /// <summary>At the start of the only process of this database every lease is that of a process that was killed.</summary>
    private async Task ReleaseLeasesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        using var lease = await gate.EnterAsync(cancellationToken);
        await db.Outbox.Where(row => row.State == OutboxState.Pending && row.LeaseId != null).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.LeaseId, (Guid?)null).SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken);
    }

    private async Task<bool> StartSendingAsync(CancellationToken cancellationToken)
    {
        _sending.RemoveAll(task => task.IsCompleted);
        var inFlight = Volatile.Read(ref _inFlight);
        var room = transport.MaxInFlight - inFlight;
        if (inFlight > 0 && room < transport.MaxInFlight / 2)
        {
            // A few at a time would cost a question each.
            return false;
        }

        var rows = await LeaseAsync(room, cancellationToken);
        Interlocked.Add(ref _inFlight, rows.Count);
        foreach (var group in rows.GroupBy(row => row.CaseId))
        {
            _sending.Add(SendCaseAsync(group.OrderBy(row => row.Volgnummer).ToArray()));
        }

        return rows.Count > 0;
    }

    private async Task<List<OutboxRow>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        return await OutboxLease.TakeAsync(scope.ServiceProvider.GetRequiredService<TDb>(), gate, now, now + LeaseTime, room, cancellationToken);
    }

    private async Task SendCaseAsync(OutboxRow[] rows)
    {
        // Leave the loop at once: a mediator's consumers may run synchronously for a while.
        await Task.Yield();
        var stopped = false;
        foreach (var row in rows)
        {
            var result = stopped ? new Result(row, Outcome.Released, null) : await SendAsync(row);
            stopped |= result.Outcome != Outcome.Sent;
            _results.Enqueue(result);
        }

        Interlocked.Add(ref _inFlight, -rows.Length);
        signal.Set();
    }

    private async Task<Result> SendAsync(OutboxRow row)
    {
        using var activity = PlatformTelemetry.Source.StartActivity("outbox send", ActivityKind.Producer, row.TraceParent);
        activity?.SetTag("messaging.message.id", row.MessageId);
        using var timeout = new CancellationTokenSource(SendTimeout, time);
        try
        {
            var message = MessageCatalog.Read(row.MessageType, row.Body);
            // The wait is bounded outside as well: a transport that ignores its token may not hold a case for ever.
            await transport.SendAsync(message, row.MessageId, row.Queue, timeout.Token).WaitAsync(SendTimeout + TimeSpan.FromSeconds(5), time);
            return new Result(row, Outcome.Sent, null);
        }
        catch (TransportUnavailableException)
        {
            return new Result(row, Outcome.Unavailable, null);
        }
        catch (Exception fault)
        {
            var reason = ReasonCodes.Of(fault);
            activity?.SetStatus(ActivityStatusCode.Error, reason);
            return new Result(row, Outcome.Failed, reason);
        }
    }

    private async Task RecordResultsAsync(CancellationToken cancellationToken)
    {
        if (_results.Count is > 0 and < RecordTogether && Volatile.Read(ref _inFlight) > 0)
        {
            await Task.Delay(RecordWait, CancellationToken.None);
        }

        var results = new List<Result>();
        while (_results.TryDequeue(out var result))
        {
            results.Add(result);
        }

        if (results.Count == 0)
        {
            return;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TDb>();
            using var lease = await gate.EnterAsync(cancellationToken);
            await using var transaction = await OutboxLease.BeginAsync(db, cancellationToken);
            await RecordAsync(db, results, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            // Not written: what was sent would be sent again when its lease ends. Better to try once more to write it.
            results.ForEach(_results.Enqueue);
            throw;
        }
    }

    private async Task RecordAsync(TDb db, List<Result> results, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var sent = results.Where(result => result.Outcome == Outcome.Sent).Select(result => result.Row.Volgnummer).ToArray();
        await db.Outbox.Where(row => sent.Contains(row.Volgnummer)).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.State, OutboxState.Sent)
                .SetProperty(r => r.VerzondenOp, now)
                .SetProperty(r => r.ReasonCode, (string?)null)
                .SetProperty(r => r.LeaseId, (Guid?)null)
                .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken);

        foreach (var (row, outcome, reason) in results.Where(result => result.Outcome != Outcome.Sent))
        {
            var attempts = row.Attempts + (outcome == Outcome.Failed ? 1 : 0);
            var parked = attempts >= OutboxRow.MaxAttempts;
            var next = outcome switch
            {
                Outcome.Failed => now + BackOff(attempts),
                Outcome.Unavailable => now + Poll,
                _ => (DateTimeOffset?)null,
            };
            await db.Outbox.Where(r => r.Volgnummer == row.Volgnummer).ExecuteUpdateAsync(
                update => update.SetProperty(r => r.Attempts, attempts)
                    .SetProperty(r => r.State, parked ? OutboxState.Parked : OutboxState.Pending)
                    .SetProperty(r => r.NextAttemptOp, next)
                    .SetProperty(r => r.ReasonCode, reason ?? row.ReasonCode)
                    .SetProperty(r => r.LeaseId, (Guid?)null)
                    .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
                cancellationToken);
            if (parked)
            {
                Parked(logger, owner.Service, row.MessageId, row.MessageType, row.CaseId, reason ?? "");
            }
            else if (outcome == Outcome.Failed)
            {
                Failed(logger, owner.Service, row.MessageId, row.MessageType, row.CaseId, attempts, reason ?? "");
            }
        }
    }

    /// <summary>0.5 s, 1 s, 2 s … up to 5 minutes: ten attempts take a little over four minutes.</summary>
    private static TimeSpan BackOff(int attempts) => TimeSpan.FromSeconds(Math.Min(300, 0.25 * Math.Pow(2, attempts)));

    private async Task MeasureWhenDueAsync(CancellationToken cancellationToken)
    {
        if (!gauge.IsDue(time.GetUtcNow()))
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        await gauge.MeasureAsync(scope.ServiceProvider.GetRequiredService<TDb>(), time.GetUtcNow(), cancellationToken);
    }

    /// <summary>At a stop: what is under way may finish, is written down, and the rest is there for the next start.</summary>
    private async Task FinishAsync()
    {
        using var patience = new CancellationTokenSource(StopTime, time);
        try
        {
            await Task.WhenAll(_sending).WaitAsync(patience.Token);
            await RecordResultsAsync(patience.Token);
        }
        catch (Exception fault)
        {
            // Nothing is lost: the leases end by themselves and the inboxes know what was done.
            LoopFailed(logger, owner.Service, fault.GetType().Name);
        }
    }

    private enum Outcome
    {
        Sent = 1,
        Failed,
        Unavailable,
        Released,
    }

    private sealed record Result(OutboxRow Row, Outcome Outcome, string? Reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Dienst {Service}: de outbox liep vast op {Fault}; er wordt opnieuw geprobeerd. Blijft dit komen, controleer dan de databank.")]
    private static partial void LoopFailed(ILogger logger, string service, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dienst {Service}: bericht {MessageId} ({MessageType}) van zaak {CaseId} faalde bij poging {Attempt}: {Reason}. Wordt opnieuw geprobeerd.")]
    private static partial void Failed(ILogger logger, string service, Guid messageId, string messageType, Guid caseId, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Dienst {Service}: bericht {MessageId} ({MessageType}) van zaak {CaseId} is geparkeerd: {Reason}. Los de oorzaak op en speel het opnieuw af met POST /api/beheer/{Service}/geparkeerd/opnieuw.")]
    private static partial void Parked(ILogger logger, string service, Guid messageId, string messageType, Guid caseId, string reason);
}
