using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Hosting.Databases;

/// <summary>
/// Lets one writer of this process through at a time on SQLite, which has one write lock anyway: waiting in line here is three times faster
/// and far more even than colliding there. Open on databases that take concurrent writers.
/// </summary>
public sealed class WriteGate(DatabaseChoice database)
{
    private readonly SemaphoreSlim? _gate = database == DatabaseChoice.Sqlite ? new SemaphoreSlim(1, 1) : null;

    public async ValueTask<Lease> EnterAsync(CancellationToken cancellationToken)
    {
        if (_gate is not null)
        {
            await _gate.WaitAsync(cancellationToken);
        }

        return new Lease(_gate);
    }

    /// <summary>Whether this process is the only one on its database, as on SQLite.</summary>
    public bool OneProcess => _gate is not null;

    /// <summary>The same rule for a second database of the same service, with a line of its own.</summary>
    public WriteGate ForOtherDatabase() => new(database);

    public readonly struct Lease(SemaphoreSlim? gate) : IDisposable
    {
        public void Dispose() => gate?.Release();
    }
}

/// <summary>The one way to change a service's database: change, audit, outbox, inbox and kept answer commit together or not at all.</summary>
public sealed class WriteTransaction<TDb>(TDb db, WriteGate gate, SharedSave<TDb> shared, OutboxSignal signal) where TDb : ServiceDbContext
{
    /// <summary>
    /// Runs <paramref name="work"/> and saves what it did when <paramref name="commitWhen"/> says so; otherwise nothing of it stays.
    /// Work that writes by SQL, or saves in between, calls <see cref="ServiceDbContext.BeginAsync"/> first.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, Func<T, bool> commitWhen, CancellationToken cancellationToken)
    {
        using var lease = await gate.EnterAsync(cancellationToken);
        db.SavedMessages = false;
        if (gate.OneProcess)
        {
            // The writer whose turn it is sees what the one before it did. Elsewhere a version that moved meanwhile is found when it is saved.
            await db.BeginAsync(cancellationToken);
        }

        T result;
        try
        {
            result = await work(cancellationToken);
            if (commitWhen(result))
            {
                await CommitAsync(cancellationToken);
                if (db.SavedMessages)
                {
                    // Not for a line in the audit trail or the inbox: most transactions send nothing, and a dispatcher that is woken asks the database.
                    signal.Set();
                }
            }
        }
        finally
        {
            // A retry on the same scope starts from the database again, not from what a failed attempt had in mind.
            db.Forget();
            if (db.Database.CurrentTransaction is { } unfinished)
            {
                await unfinished.DisposeAsync();
            }
        }

        return result;
    }

    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
        => RunAsync(
            async token =>
            {
                await work(token);
                return true;
            },
            static _ => true,
            cancellationToken);

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        // Nobody looks at what was saved any more: it is forgotten afterwards.
        if (db.Database.CurrentTransaction is { } transaction)
        {
            await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
            await db.CompleteAsync(cancellationToken);
            // A caller that hangs up now must not leave us in doubt about what was committed.
            await transaction.CommitAsync(CancellationToken.None);
        }
        else if (db.OnlyAdds(SharedSave<TDb>.MostRows))
        {
            await shared.SaveAsync(db);
        }
        else
        {
            await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, CancellationToken.None);
        }
    }
}
