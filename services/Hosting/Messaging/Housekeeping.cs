using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting.Messaging;

/// <summary>
/// Removes what has had its time, once an hour: sent messages after a week, kept answers after 30 days. Parked messages stay until someone
/// decides about them; the inbox stays because a parked message may be replayed at any later day.
/// </summary>
public sealed partial class Housekeeping<TDb>(IServiceScopeFactory scopes, WriteGate gate, TimeProvider time, ILogger<Housekeeping<TDb>> logger)
    : PeriodicWork(TimeSpan.FromHours(1), time, atOnce: false)
    where TDb : ServiceDbContext
{
    private static readonly TimeSpan KeepSent = TimeSpan.FromDays(7);

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        using var lease = await gate.EnterAsync(cancellationToken);
        var sentBefore = Time.GetUtcNow() - KeepSent;
        await db.Outbox.Where(row => row.State == OutboxState.Sent && row.VerzondenOp < sentBefore).ExecuteDeleteAsync(cancellationToken);
        var answeredBefore = Time.GetUtcNow() - Http.IdempotencyRow.KeptFor;
        await db.Idempotency.Where(row => row.Op < answeredBefore).ExecuteDeleteAsync(cancellationToken);
    }

    protected override void OnFailed(string fault) => Failed(logger, fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Opruimen van verzonden berichten en bewaarde antwoorden faalde op {Fault}; over een uur opnieuw.")]
    private static partial void Failed(ILogger logger, string fault);
}
