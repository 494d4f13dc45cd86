using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Draaiboek.Hosting.Databases;

/// <summary>
/// Lets requests that only add rows, and come in at the same moment, be saved together: most of what a small transaction costs is that it is one.
/// A request whose rows are refused is refused alone: what was saved together is then done one by one.
/// </summary>
public sealed class SharedSave<TDb>(IServiceScopeFactory scopes) where TDb : ServiceDbContext
{
    /// <summary>A request that adds more has no need of company.</summary>
    internal const int MostRows = 40;

    private const int MostTogether = 32;

    private readonly Lane<Waiting> _lane = new(MostTogether, batch => SaveAsync(scopes, batch));

    /// <summary>Completes when what this request added is on disk.</summary>
    /// <exception cref="DbUpdateException">Its own rows were refused; none of them is there.</exception>
    internal Task SaveAsync(TDb db)
    {
        // As itself: what is allowed to be saved is not a matter of who else is there.
        GuardedSave.Check(db);
        var waiting = new Waiting(db);
        _lane.Add(waiting);
        return waiting.Saved.Task;
    }

    private static async Task SaveAsync(IServiceScopeFactory scopes, IReadOnlyList<Waiting> batch)
    {
        if (batch.Count > 1)
        {
            try
            {
                await SaveTogetherAsync(scopes, batch);
                foreach (var waiting in batch)
                {
                    waiting.Saved.TrySetResult();
                }

                return;
            }
            catch (Exception fault) when (DatabaseFaults.IsAway(fault))
            {
                // Whether it was committed is not known, and each by itself would only wait for the same server.
                foreach (var waiting in batch)
                {
                    waiting.Saved.TrySetException(fault);
                }

                return;
            }
            catch (Exception)
            {
                // Nothing was saved. One of them is to blame, and is told so below.
            }
        }

        foreach (var waiting in batch)
        {
            try
            {
                await waiting.Db.SaveChangesAsync(acceptAllChangesOnSuccess: false, CancellationToken.None);
                waiting.Saved.TrySetResult();
            }
            catch (Exception fault)
            {
                waiting.Saved.TrySetException(fault);
            }
        }
    }

    private static async Task SaveTogetherAsync(IServiceScopeFactory scopes, IReadOnlyList<Waiting> batch)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var inserts = db.ColumnInserts;
        var byColumn = new List<object>();
        var byRow = false;
        foreach (var waiting in batch)
        {
            foreach (var row in waiting.Rows)
            {
                waiting.Db.SavedMessages |= row is OutboxRow;
                if (inserts.Any(insert => insert.Takes(row)))
                {
                    byColumn.Add(row);
                }
                else
                {
                    db.AddRow(row);
                    byRow = true;
                }
            }
        }

        if (!byRow)
        {
            await WriteAsync(db, inserts, byColumn);
            return;
        }

        await db.BeginAsync(CancellationToken.None);
        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, CancellationToken.None);
        await WriteAsync(db, inserts, byColumn);
        await db.Database.CommitTransactionAsync();
    }

    /// <summary>All or none, in the order in which they are given.</summary>
    private static async Task WriteAsync(TDb db, IReadOnlyList<ColumnInsert> inserts, List<object> rows)
    {
        await db.Database.OpenConnectionAsync();
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
            foreach (var command in inserts.Select(insert => insert.Command(rows)).OfType<NpgsqlBatchCommand>())
            {
                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync();
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private sealed record Waiting(TDb Db)
    {
        public IReadOnlyList<object> Rows { get; } = Db.NewRows();

        public TaskCompletionSource Saved { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
