using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting.Databases;

/// <summary>Brings a database to the newest migration before the service takes its first request.</summary>
public static partial class Migrator
{
    /// <summary>A number of our own among the advisory locks of a database; each service has a database to itself.</summary>
    private const long MigrationLock = 0x4452_4141_4942_4F45;

    public static async Task MigrateAsync<TDb>(IServiceProvider services, CancellationToken cancellationToken) where TDb : DbContext
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        if (db.Database.IsNpgsql())
        {
            await MigrateInTurnAsync(db.Database, cancellationToken);
            return;
        }

        if (db.Database.IsSqlite())
        {
            // Its log and shared memory get the same rights from SQLite.
            PrivateFiles.Claim(db.Database.GetDbConnection().DataSource);
            await ClearStaleSqliteLockAsync(db, scope.ServiceProvider.GetRequiredService<ILogger<TDb>>(), cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>
    /// Several copies of a service start at once, and what EF locks itself does not keep two of them from running the same migration: one migrates, the others
    /// wait and find it done. The lock belongs to the connection, so that of a copy that is killed goes with it.
    /// </summary>
    private static async Task MigrateInTurnAsync(DatabaseFacade database, CancellationToken cancellationToken)
    {
        await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
            await database.MigrateAsync(cancellationToken);
        }
        finally
        {
            if (database.GetDbConnection().State == ConnectionState.Open)
            {
                // Also after a failure: the connection goes back to its pool as it is, and the lock would stay with it.
                await database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", CancellationToken.None);
            }

            await database.CloseConnectionAsync();
        }
    }

    /// <summary>
    /// A process killed while migrating leaves its row in <c>__EFMigrationsLock</c> and the next start would wait for it for ever.
    /// One process owns a SQLite file here, so whatever stands there at start is stale.
    /// </summary>
    private static async Task ClearStaleSqliteLockAsync(DbContext db, ILogger logger, CancellationToken cancellationToken)
    {
        var exists = await db.Database
            .SqlQueryRaw<int>("SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (exists > 0 && await db.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock", cancellationToken) > 0)
        {
            StaleLockCleared(logger, db.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Het migratieslot van {Database} stond er nog van een afgebroken start en is verwijderd.")]
    private static partial void StaleLockCleared(ILogger logger, string database);
}
