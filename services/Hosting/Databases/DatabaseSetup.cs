using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Databases;

/// <summary>Puts a context on the database that the settings choose.</summary>
public static class DatabaseSetup
{
    /// <param name="name">Name of the database: the file <c>name.db</c> in the data folder on SQLite.</param>
    public static IServiceCollection AddDatabase<TDb>(this IServiceCollection services, HostSettings settings, string name) where TDb : DbContext
        => services.AddDbContext<TDb>(options => Configure(options, settings, name), ServiceLifetime.Scoped, ServiceLifetime.Singleton);

    private static void Configure(DbContextOptionsBuilder options, HostSettings settings, string name)
    {
        // Migrations are written by hand, without a snapshot to compare with (docs/adr/0004); a test holds them against the model.
        options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        switch (settings.Database)
        {
            case DatabaseChoice.Sqlite:
                options.UseSqlite(SqliteConnectionString(settings.DataFolder, name)).AddInterceptors(SqlitePragmas.Instance);
                break;
            default:
                throw new InvalidOperationException($"No provider for database {settings.Database}.");
        }
    }

    private static string SqliteConnectionString(string folder, string name)
        => new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, name + ".db"),
            DefaultTimeout = 30,
            ForeignKeys = true,
        }.ToString();
}
