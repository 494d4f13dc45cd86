using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting.Databases;

/// <summary>Brings a database to the newest migration before the service takes its first request.</summary>
public static partial class Migrator
{
    public static async Task MigrateAsync<TDb>(IServiceProvider services, CancellationToken cancellationToken) where TDb : DbContext
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        if (db.Database.ProviderName?.EndsWith("Sqlite", StringComparison.Ordinal) == true)
        {
            // Its log and shared memory get the same rights from SQLite.
            PrivateFiles.Claim(db.Database.GetDbConnection().DataSource);
            await ClearStaleSqliteLockAsync(db, scope.ServiceProvider.GetRequiredService<ILogger<TDb>>(), cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
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
