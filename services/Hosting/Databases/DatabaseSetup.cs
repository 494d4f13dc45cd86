using System.Data.Common;
using Draaiboek.Hosting.Encryption;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Draaiboek.Hosting.Databases;

/// <summary>Puts a context on the database that the settings choose.</summary>
public static class DatabaseSetup
{
    // A service has few queries and asks them all the time: planned once for each connection.
    private const int PreparedStatements = 100;

    /// <summary>The service's own database: the file <c>service.db</c> on SQLite.</summary>
    public static IServiceCollection AddServiceDatabase<TDb>(this IServiceCollection services, HostSettings settings, string service) where TDb : DbContext
        => services.AddDatabase<TDb>(settings, service, postgres => (postgres.ConnectionString, PostgresSettings.NameOf(postgres.DatabasePrefix, service)));

    /// <summary>The database beside it with the wrapped keys: the file <c>service.sleutels.db</c> on SQLite.</summary>
    public static IServiceCollection AddKeyStore(this IServiceCollection services, HostSettings settings, string service)
        => services.AddDatabase<KeyStoreDbContext>(
            settings,
            service + ".sleutels",
            postgres => (postgres.KeysConnectionString, PostgresSettings.KeysNameOf(postgres.DatabasePrefix, service)));

    private static IServiceCollection AddDatabase<TDb>(
        this IServiceCollection services, HostSettings settings, string file, Func<PostgresSettings, (string ConnectionString, string Database)> onServer)
        where TDb : DbContext
        // From a pool: every request and every batch of messages needs one, and making one costs as much as a small question.
        => services.AddDbContextPool<TDb>(options => Configure(options, settings, file, onServer));

    private static void Configure(
        DbContextOptionsBuilder options, HostSettings settings, string file, Func<PostgresSettings, (string ConnectionString, string Database)> onServer)
    {
        // Migrations are written by hand, without a snapshot to compare with (docs/adr/0004); a test holds them against the model.
        // "The first" without an order is any row, and another one the next time: refused wherever it is written.
        options.ConfigureWarnings(warnings => warnings
            .Ignore(RelationalEventId.PendingModelChangesWarning)
            .Throw(CoreEventId.RowLimitingOperationWithoutOrderByWarning, CoreEventId.FirstWithoutOrderByAndFilterWarning));
        switch (settings.Database)
        {
            case DatabaseChoice.Sqlite:
                options.UseSqlite(SqliteConnectionString(settings.DataFolder, file)).AddInterceptors(SqlitePragmas.Instance);
                break;
            case DatabaseChoice.Postgres:
                options.UseNpgsql(PostgresConnectionString(onServer(settings.Postgres!)));
                break;
            default:
                throw new InvalidOperationException($"No provider for database {settings.Database}.");
        }
    }

    /// <summary>What the operator's connection string leaves open is chosen here; what it says stays.</summary>
    private static string PostgresConnectionString((string ConnectionString, string Database) server)
    {
        var builder = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = server.Database };
        var given = new DbConnectionStringBuilder { ConnectionString = server.ConnectionString };
        if (!given.ContainsKey("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = PreparedStatements;
        }

        if (!given.ContainsKey("No Reset On Close"))
        {
            // Nothing of ours stays behind on a connection: what is set is set for one transaction, and the migration's lock is given back.
            builder.NoResetOnClose = true;
        }

        return builder.ToString();
    }

    private static string SqliteConnectionString(string folder, string name)
        => new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, name + ".db"),
            DefaultTimeout = 30,
            ForeignKeys = true,
        }.ToString();
}
