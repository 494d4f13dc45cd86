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
/// Lets messages that wait for the same consumer commit together (docs/adr/0010). A message that fails, fails alone: its batch is rolled back and each is done by itself.
/// </summary>
public sealed class InboxBatches<TDb>(IServiceScopeFactory scopes, TimeProvider time) where TDb : ServiceDbContext
{
    private readonly ConcurrentDictionary<Type, Lane<Waiting>> _lanes = new();

    /// <summary>Completes when the effect of the message and its line in the inbox have been committed.</summary>
    /// <param name="consumer">The type of the <see cref="InboxConsumer{TDb, TMessage}"/>.</param>
    /// <param name="messageId">What a second delivery is known by.</param>
    /// <param name="message">A record of Berichten.</param>
    internal Task HandleAsync(Type consumer, Guid messageId, object message)
    {
        var waiting = new Waiting(messageId, message, Activity.Current);
        _lanes.GetOrAdd(consumer, type => new Lane<Waiting>(InboxBatches.MaxSize, batch => HandleBatchAsync(type, batch))).Add(waiting);
        return waiting.Done.Task;
    }

    private async Task HandleBatchAsync(Type consumer, IReadOnlyList<Waiting> batch)
    {
        if (await TryCommitAsync(consumer, batch) is not { } fault)
        {
            return;
        }

        if (batch.Count == 1 || DatabaseFaults.IsAway(fault))
        {
            foreach (var waiting in batch)
            {
                waiting.Done.TrySetException(fault);
            }

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

    private async Task<Exception?> TryCommitAsync(Type consumer, IReadOnlyList<Waiting> batch)
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

        foreach (var waiting in batch)
        {
            waiting.Done.TrySetResult();
        }

        return null;
    }

    private async Task CommitAsync(Type consumer, IReadOnlyList<Waiting> batch)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var handler = (IInboxHandler)scope.ServiceProvider.GetRequiredService(consumer);
        await scope.ServiceProvider.GetRequiredService<WriteTransaction<TDb>>().RunAsync(
            async cancellationToken =>
            {
                // A batch may have to save halfway.
                await db.BeginAsync(cancellationToken);
                var taken = await TakeAsync(db, consumer.Name, batch.Select(waiting => waiting.MessageId).Distinct().ToArray(), cancellationToken);
                var fresh = batch.Where(waiting => taken.Remove(waiting.MessageId)).ToArray();
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
                }
            },
            CancellationToken.None);
    }

    /// <summary>Writes the lines in the inbox, before the effect that they stand for: a copy that has the same message at the same moment waits here for ours.</summary>
    /// <returns>The messages that were not dealt with before.</returns>
    private async Task<HashSet<Guid>> TakeAsync(TDb db, string consumer, Guid[] messageIds, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            // Two batches with the same messages must not wait for each other crosswise.
            Array.Sort(messageIds);
            return await db.Database.SqlQuery<Guid>(
                $"""
                INSERT INTO "Inbox" ("MessageId", "Consumer", "VerwerktOp")
                SELECT id, {consumer}, {UtcInstantConverter.Stored(time.GetUtcNow())} FROM unnest({messageIds}) AS id
                ON CONFLICT ("MessageId", "Consumer") DO NOTHING
                RETURNING "MessageId" AS "Value"
                """).ToHashSetAsync(cancellationToken);
        }

        var handled = await db.Inbox.Where(row => row.Consumer == consumer && messageIds.Contains(row.MessageId)).Select(row => row.MessageId).ToListAsync(cancellationToken);
        var taken = messageIds.Except(handled).ToHashSet();
        db.Inbox.AddRange(taken.Select(id => new InboxRow { MessageId = id, Consumer = consumer, VerwerktOp = time.GetUtcNow() }));
        return taken;
    }

    private sealed record Waiting(Guid MessageId, object Message, Activity? Activity)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
