using System.Globalization;
using Draaiboek.Assessments;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Platform;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>The migrations are written by hand (docs/adr/0004): what they make is held here against what the model asks for.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("draaiboek-migratie-").FullName;

    public static TheoryData<Type> Contexts() =>
        [typeof(MeldingDbContext), typeof(AssessmentDbContext), typeof(JuridischeSteunDbContext), typeof(RegistratieDbContext), typeof(KeyStoreDbContext)];

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Given_all_assemblies_Then_every_context_is_in_this_test()
        => Assert.Equal(
            Architecture.Repository.Alle.SelectMany(Architecture.Repository.Types).Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(DbContext))).Select(type => type.Name).Order(StringComparer.Ordinal),
            Contexts().Cast<object[]>().Select(row => ((Type)row[0]).Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Contexts))]
    public Task Given_a_model_When_its_migrations_have_run_Then_the_database_is_what_the_model_asks_for(Type context) => Run(context, nameof(CompareAsync));

    [Theory]
    [MemberData(nameof(Contexts))]
    public Task Given_a_migrated_database_When_it_is_migrated_again_Then_nothing_changes(Type context) => Run(context, nameof(TwiceAsync));

    [Theory]
    [MemberData(nameof(Contexts))]
    public Task Given_a_lock_that_a_killed_start_left_When_it_is_migrated_Then_it_does_not_wait_for_it(Type context) => Run(context, nameof(StaleLockAsync));

    [Fact]
    public async Task Given_one_folder_When_eight_platforms_start_on_it_at_once_Then_one_runs_and_the_others_say_why_not()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (Host: (PlatformHost?)await PlatformHost.StartAsync(new PlatformOptions { DataFolder = _folder, Port = 0, Logging = logging => logging.ClearProviders() }, CancellationToken.None), Refusal: "");
            }
            catch (SettingsException refused)
            {
                return (Host: (PlatformHost?)null, Refusal: refused.Message);
            }
        })));

        await using var running = Assert.Single(starts, start => start.Host is not null).Host!;
        Assert.All(starts.Where(start => start.Host is null), start => Assert.Contains("werkt al een ander platform", start.Refusal, StringComparison.Ordinal));
        using var http = new HttpClient();
        // The first question to services that just started may take longer than the gateway waits for one.
        await ServicesFixture.EventuallyAsync("the one that runs is ready", async () =>
        {
            using var ready = await http.GetAsync(new Uri(running.Gateway, "health/ready"));
            return ready.IsSuccessStatusCode;
        });
    }

    private Task Run(Type context, string test)
        => (Task)typeof(MigrationTests).GetMethod(test, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.MakeGenericMethod(context).Invoke(this, null)!;

    private async Task CompareAsync<TDb>() where TDb : DbContext
    {
        await using var migrated = Services<TDb>("migrated");
        await Migrator.MigrateAsync<TDb>(migrated, CancellationToken.None);
        await using var created = Services<TDb>("created");
        await using (var scope = created.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<TDb>().Database.EnsureCreatedAsync();
        }

        var expected = await SchemaAsync("created");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await SchemaAsync("migrated"));
    }

    private async Task TwiceAsync<TDb>() where TDb : DbContext
    {
        await using var services = Services<TDb>("twice");
        await Migrator.MigrateAsync<TDb>(services, CancellationToken.None);
        var once = await SchemaAsync("twice");
        await Migrator.MigrateAsync<TDb>(services, CancellationToken.None);
        Assert.Equal(once, await SchemaAsync("twice"));

        await using var scope = services.CreateAsyncScope();
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<TDb>().Database.GetPendingMigrationsAsync());
    }

    private async Task StaleLockAsync<TDb>() where TDb : DbContext
    {
        await using var services = Services<TDb>("locked");
        await Migrator.MigrateAsync<TDb>(services, CancellationToken.None);
        await using (var scope = services.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<TDb>().Database;
            Assert.Equal(1, await database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2026-01-01')"));
        }

        await Migrator.MigrateAsync<TDb>(services, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private ServiceProvider Services<TDb>(string name) where TDb : DbContext
        => new ServiceCollection()
            .AddLogging()
            .AddServiceDatabase<TDb>(
                new HostSettings
                {
                    Bus = BusChoice.Mediator,
                    Database = DatabaseChoice.Sqlite,
                    RabbitMq = null,
                    Postgres = null,
                    DataFolder = _folder,
                    Url = "",
                    Authority = new Uri("http://localhost"),
                    MetadataAddress = new Uri("http://localhost"),
                    Audience = "",
                    MasterKey = null,
                    OtlpEndpoint = null,
                },
                name)
            .BuildServiceProvider();

    /// <summary>Tables, columns with type, nullability, default and place in the key, and indexes with their columns: one line each, sorted.</summary>
    private async Task<List<string>> SchemaAsync(string name)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, name + ".db")};Pooling=false");
        await connection.OpenAsync();
        var lines = new List<string>();
        foreach (var table in await RowsAsync(connection, "SELECT name, CASE WHEN sql LIKE '%AUTOINCREMENT%' THEN 'autoincrement' ELSE '' END FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"))
        {
            lines.Add("table " + table);
            var quoted = table.Split('|')[0];
            lines.AddRange((await RowsAsync(connection, $"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{quoted}')")).Select(column => $"{quoted} column {column}"));
            lines.AddRange((await RowsAsync(connection, $"SELECT \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list('{quoted}')")).Select(key => $"{quoted} foreign key {key}"));
            foreach (var index in await RowsAsync(connection, $"SELECT name, \"unique\", origin, partial FROM pragma_index_list('{quoted}')"))
            {
                var columns = await RowsAsync(connection, $"SELECT name FROM pragma_index_info('{index.Split('|')[0]}') ORDER BY seqno");
                lines.Add($"{quoted} index {index} ({string.Join(", ", columns)})");
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static async Task<List<string>> RowsAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
