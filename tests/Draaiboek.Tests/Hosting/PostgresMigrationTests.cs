using System.Net;
using System.Reflection;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Draaiboek.Tests.Support.Distributed;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>The same migrations on PostgreSQL: they make what the model asks for there, and of several that start at once one makes it.</summary>
public sealed class PostgresMigrationTests(DistributedServices services) : IClassFixture<DistributedServices>, IAsyncLifetime
{
    private const string Dienst = MeldingService.Name;
    private const int Tegelijk = 8;

    private readonly DistributedServices _services = services.OrSkip();
    private readonly List<string> _databases = [];

    public static TheoryData<Type> Contexts() => MigrationTests.Contexts();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await _services.Ground.DropDatabaseAsync(database);
        }
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public Task Given_a_model_When_its_migrations_have_run_Then_the_database_is_what_the_model_asks_for_and_a_second_time_changes_nothing(Type context) => Run(context, nameof(CompareAsync));

    [Theory]
    [MemberData(nameof(Contexts))]
    public Task Given_an_empty_database_When_eight_migrate_it_at_once_Then_it_is_migrated_once(Type context) => Run(context, nameof(AtOnceAsync));

    [Fact]
    public async Task Given_empty_databases_When_eight_copies_start_on_them_at_once_Then_all_are_ready_with_one_key_check_and_another_key_is_refused()
    {
        var prefix = await EmptyAsync();
        var copies = await Task.WhenAll(Enumerable.Range(0, Tegelijk).Select(_ => Task.Run(() => StartAsync(prefix, masterKey: null))));
        try
        {
            using var http = new HttpClient();
            foreach (var copy in copies)
            {
                var ready = new Uri(copy.Urls.First() + "/health/ready");
                await ServicesFixture.EventuallyAsync("ready", async () =>
                {
                    using var answer = await http.GetAsync(ready);
                    return answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadAsStringAsync()).Contains("\"healthy\"", StringComparison.Ordinal);
                });
            }

            await using var scope = copies[0].Services.CreateAsyncScope();
            Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>().MasterKeyCheck.CountAsync());

            var andere = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]);
            var fout = await Assert.ThrowsAsync<SettingsException>(() => StartAsync(prefix, andere));
            Assert.Contains("MasterKey past niet bij deze sleutelkluis", fout.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(andere, fout.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Task.WhenAll(copies.Select(async copy =>
            {
                await copy.StopAsync();
                await copy.DisposeAsync();
            }));
        }
    }

    private async Task<WebApplication> StartAsync(string prefix, string? masterKey)
    {
        var options = _services.OptionsOfCopy(Dienst);
        var settings = new Dictionary<string, string?>(options.Settings, StringComparer.Ordinal) { ["Draaiboek:Postgres:DatabasePrefix"] = prefix };
        settings["Draaiboek:MasterKey"] = masterKey ?? settings["Draaiboek:MasterKey"];
        var service = MeldingService.Build(options with { Settings = settings });
        try
        {
            await service.StartAsync();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    private Task Run(Type context, string test)
        => (Task)typeof(PostgresMigrationTests).GetMethod(test, BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(context).Invoke(this, null)!;

    private async Task CompareAsync<TDb>() where TDb : DbContext
    {
        var (created, migrated) = (await EmptyAsync(), await EmptyAsync());
        await using (var model = Provider<TDb>(created))
        {
            await using var scope = model.CreateAsyncScope();
            Assert.True(await scope.ServiceProvider.GetRequiredService<TDb>().Database.EnsureCreatedAsync());
        }

        await using var provider = Provider<TDb>(migrated);
        await Migrator.MigrateAsync<TDb>(provider, CancellationToken.None);
        var expected = await SchemaAsync(created);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await SchemaAsync(migrated));

        await Migrator.MigrateAsync<TDb>(provider, CancellationToken.None);
        Assert.Equal(expected, await SchemaAsync(migrated));
        await using var again = provider.CreateAsyncScope();
        Assert.Empty(await again.ServiceProvider.GetRequiredService<TDb>().Database.GetPendingMigrationsAsync());
    }

    private async Task AtOnceAsync<TDb>() where TDb : DbContext
    {
        var (one, many) = (await EmptyAsync(), await EmptyAsync());
        await using (var first = Provider<TDb>(one))
        {
            await Migrator.MigrateAsync<TDb>(first, CancellationToken.None);
        }

        await Task.WhenAll(Enumerable.Range(0, Tegelijk).Select(_ => Task.Run(async () =>
        {
            await using var copy = Provider<TDb>(many);
            await Migrator.MigrateAsync<TDb>(copy, CancellationToken.None);
        })));
        Assert.Equal(await SchemaAsync(one), await SchemaAsync(many));
    }

    private ServiceProvider Provider<TDb>(string prefix) where TDb : DbContext => TestGround.Services<TDb>(Dienst, _services.Ground.PostgresOf(Dienst, prefix, pooling: false));

    /// <summary>The two databases of a service, with nothing in them.</summary>
    private async Task<string> EmptyAsync()
    {
        var prefix = TestGround.NewName();
        foreach (var database in (string[])[PostgresSettings.NameOf(prefix, Dienst), PostgresSettings.KeysNameOf(prefix, Dienst)])
        {
            await _services.Ground.CreateDatabaseAsync(database, TestGround.RoleOf(Dienst));
            _databases.Add(database);
        }

        return prefix;
    }

    /// <summary>Tables, columns with all that makes them, constraints and indexes as the server writes them, and which migrations stand there: one line each, sorted.</summary>
    private async Task<List<string>> SchemaAsync(string prefix)
    {
        var text = new NpgsqlConnectionStringBuilder(_services.Ground.Postgres.ConnectionString) { Database = PostgresSettings.NameOf(prefix, Dienst), Pooling = false }.ToString();
        await using var connection = new NpgsqlConnection(text);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT concat_ws('|', 'column', table_name, column_name, data_type, udt_name, character_maximum_length, numeric_precision, datetime_precision,
                is_nullable, coalesce(column_default, '-'), is_identity, coalesce(identity_generation, '-'), coalesce(collation_name, '-'))
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '__EFMigrationsHistory'
            UNION ALL
            SELECT concat_ws('|', 'index', tablename, indexname, indexdef) FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory'
            UNION ALL
            SELECT concat_ws('|', 'constraint', conrelid::regclass, conname, contype, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('"__EFMigrationsHistory"'), 0)
            UNION ALL
            SELECT concat_ws('|', 'sequence', sequencename, data_type, start_value, increment_by, min_value, max_value, cycle) FROM pg_sequences WHERE schemaname = 'public'
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
