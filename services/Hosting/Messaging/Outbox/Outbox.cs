using System.Diagnostics;
using System.Text.Json;
using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Messaging;

public static class Outbox
{
    /// <summary>Adds the message to the running transaction. It is sent after the commit, never before, and not at all when that fails.</summary>
    /// <param name="db">The service's database.</param>
    /// <param name="caseId">The aggregate it is about: messages of one case go out in order.</param>
    /// <param name="message">A record of Berichten.</param>
    /// <param name="time">The clock.</param>
    public static void AddMessage(this ServiceDbContext db, Guid caseId, object message, TimeProvider time)
        => db.AddRow(new OutboxRow
        {
            MessageId = Guid.CreateVersion7(),
            CaseId = caseId,
            MessageType = MessageCatalog.UrnOf(message.GetType()),
            Body = JsonSerializer.Serialize(message, message.GetType(), MessageCatalog.Json),
            TraceParent = Activity.Current?.Id,
            AangemaaktOp = time.GetUtcNow(),
        });
}

/// <summary>What waits in the outbox of this service, for who has to know when everything has gone out.</summary>
public abstract class OutboxBacklog
{
    /// <summary>Messages that are still to be sent, or being sent. One that was given up is none of them: an operator must look at it.</summary>
    public abstract Task<int> CountAsync(CancellationToken cancellationToken);
}

internal sealed class OutboxBacklog<TDb>(IServiceScopeFactory scopes) : OutboxBacklog where TDb : ServiceDbContext
{
    public override async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TDb>().Outbox.CountAsync(row => row.State == OutboxState.Pending, cancellationToken);
    }
}

/// <summary>Wakes the dispatcher after a commit, so that a message does not wait for the next poll.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private int _set;

    /// <summary>Once set it stays so until the dispatcher wakes: one wake-up sees every row that is there.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0)
        {
            _signal.Release();
        }
    }

    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var woken = await _signal.WaitAsync(timeout, cancellationToken);
        if (woken)
        {
            // Before the dispatcher looks: whoever still found it set had committed by then.
            Interlocked.Exchange(ref _set, 0);
        }

        return woken;
    }

    public void Dispose() => _signal.Dispose();
}
