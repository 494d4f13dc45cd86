using System.Collections.Concurrent;
using System.Diagnostics;
using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Messaging;

internal static class InboxBatches
{
    /// <summary>Most messages of one commit.</summary>
    public const int MaxSize = 64;
}

/// <summary>
/// Lets messages that wait for the same consumer commit together: what comes in while one batch is written makes up the next, so nobody waits
/// for company and a busy hour costs few commits (docs/adr/0010). A message that fails, fails alone: its batch is rolled back and each is done by itself.
/// </summary>
public sealed class InboxBatches<TDb>(IServiceScopeFactory scopes, TimeProvider time) where TDb : ServiceDbContext
{
    private readonly ConcurrentDictionary<Type, Lane> _lanes = new();

    /// <summary>Completes when the effect of the message and its line in the inbox have been committed.</summary>
    /// <param name="consumer">The type of the <see cref="InboxConsumer{TDb, TMessage}"/>.</param>
    /// <param name="messageId">What a second delivery is known by.</param>
    /// <param name="message">A record of Berichten.</param>
    internal Task HandleAsync(Type consumer, Guid messageId, object message)
    {
        var waiting = new Waiting(messageId, message, Activity.Current);
        var lane = _lanes.GetOrAdd(consumer, static _ => new Lane());
        lane.Queue.Enqueue(waiting);
        if (lane.TryTakeTurn())
        {
            // Not on the back of the first who came: that one is done when its own batch is.
            _ = Task.Run(() => DrainAsync(consumer, lane));
        }

        return waiting.Done.Task;
    }

    private async Task DrainAsync(Type consumer, Lane lane)
    {
        do
        {
            var batch = new List<Waiting>(InboxBatches.MaxSize);
            while (batch.Count < InboxBatches.MaxSize && lane.Queue.TryDequeue(out var waiting))
            {
                batch.Add(waiting);
            }

            if (batch.Count > 0)
            {
                await HandleBatchAsync(consumer, batch);
            }
        }
        while (lane.KeepTurn());
    }

    private async Task HandleBatchAsync(Type consumer, List<Waiting> batch)
    {
        if (await TryCommitAsync(consumer, batch) is not { } fault)
        {
            return;
        }

        if (batch.Count == 1 || DatabaseFaults.IsAway(fault))
        {
            batch.ForEach(waiting => waiting.Done.TrySetException(fault));
            return;
        }

        foreach (var waiting in batch)
        {
            if (await TryCommitAsync(consumer, [waiting]) is { } own)
            {
                waiting.Done.TrySetException(own);
            }
        }
    }

    private async Task<Exception?> TryCommitAsync(Type consumer, List<Waiting> batch)
    {
        try
        {
            await CommitAsync(consumer, batch);
        }
        catch (Exception fault)
        {
            // Handed to whoever delivered the message; retry and parking are decided there.
            return fault;
        }

        batch.ForEach(waiting => waiting.Done.TrySetResult());
        return null;
    }

    private async Task CommitAsync(Type consumer, List<Waiting> batch)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var handler = (IInboxHandler)scope.ServiceProvider.GetRequiredService(consumer);
        await scope.ServiceProvider.GetRequiredService<WriteTransaction<TDb>>().RunAsync(
            async cancellationToken =>
            {
                var ids = batch.Select(waiting => waiting.MessageId).ToArray();
                var handled = await db.Inbox.Where(row => row.Consumer == consumer.Name && ids.Contains(row.MessageId)).Select(row => row.MessageId).ToHashSetAsync(cancellationToken);
                var fresh = batch.Where(waiting => handled.Add(waiting.MessageId)).ToArray();
                await handler.PrepareAsync(fresh.Select(waiting => waiting.Message), cancellationToken);
                var touched = new HashSet<Guid>();
                foreach (var waiting in fresh)
                {
                    // Two messages about one thing: the second must find in the database what the first did.
                    var about = MessageCatalog.IdsOf(waiting.Message);
                    if (touched.Overlaps(about))
                    {
                        await db.SaveChangesAsync(cancellationToken);
                    }

                    touched.UnionWith(about);
                    Activity.Current = waiting.Activity;
                    await handler.HandleAsync(waiting.Message, cancellationToken);
                    db.Inbox.Add(new InboxRow { MessageId = waiting.MessageId, Consumer = consumer.Name, VerwerktOp = time.GetUtcNow() });
                }
            },
            CancellationToken.None);
    }

    private sealed record Waiting(Guid MessageId, object Message, Activity? Activity)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The messages of one consumer; one batch at a time.</summary>
    private sealed class Lane
    {
        private int _turn;

        public ConcurrentQueue<Waiting> Queue { get; } = new();

        public bool TryTakeTurn() => Interlocked.CompareExchange(ref _turn, 1, 0) == 0;

        /// <summary>False when the turn was given up because nothing waits.</summary>
        public bool KeepTurn()
        {
            if (!Queue.IsEmpty)
            {
                return true;
            }

            Interlocked.Exchange(ref _turn, 0);
            // Whoever queued between the two lines saw the turn still taken.
            return !Queue.IsEmpty && TryTakeTurn();
        }
    }
}
