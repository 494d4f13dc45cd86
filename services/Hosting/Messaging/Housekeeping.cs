using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting.Messaging;

/// <summary>
/// Removes what has had its time, once an hour: sent messages after a week, kept answers after 30 days. Parked messages stay until someone
/// decides about them; the inbox stays because a parked message may be replayed at any later day.
/// </summary>
public sealed partial class Housekeeping<TDb>(IServiceScopeFactory scopes, WriteGate gate, TimeProvider time, ILogger<Housekeeping<TDb>> logger)
    : BackgroundService
    where TDb : ServiceDbContext
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeepSent = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await CleanAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TDb>();
            using var lease = await gate.EnterAsync(cancellationToken);
            var sentBefore = time.GetUtcNow() - KeepSent;
            await db.Outbox.Where(row => row.State == OutboxState.Sent && row.VerzondenOp < sentBefore).ExecuteDeleteAsync(cancellationToken);
            var answeredBefore = time.GetUtcNow() - Http.IdempotencyRow.KeptFor;
            await db.Idempotency.Where(row => row.Op < answeredBefore).ExecuteDeleteAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Failed(logger, fault.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Opruimen van verzonden berichten en bewaarde antwoorden faalde op {Fault}; over een uur opnieuw.")]
    private static partial void Failed(ILogger logger, string fault);
}
