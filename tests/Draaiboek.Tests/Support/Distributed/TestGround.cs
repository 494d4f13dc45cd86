using System.Security.Cryptography;
using Draaiboek.Assessments;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Inrichting;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support.PrivateServers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Draaiboek.Tests.Support.Distributed;

/// <summary>
/// What all fixtures of the distributed half stand on, once a run: the broker, the cluster, a password, and for each service a role with migrated
/// databases to copy. What the inrichting makes for an operator it makes here as well.
/// </summary>
internal sealed class TestGround
{
    /// <summary>Begins the name of everything that this run makes.</summary>
    private static readonly string Run = "t" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));

    private static readonly Lazy<Task<TestGround>> OfThisRun = new(async () => await MakeAsync(await SharedServers.RabbitAsync(), await SharedServers.PostgresAsync()));
    private static int _last;

    // Two that make the same user at once: the broker refuses the second.
    private readonly SemaphoreSlim _one = new(1);

    private TestGround(RabbitServer rabbit, PostgresServer postgres)
    {
        Rabbit = rabbit;
        Postgres = postgres;
        Admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "postgres", Pooling = false }.ToString());
    }

    public RabbitServer Rabbit { get; }

    public PostgresServer Postgres { get; }

    /// <summary>The administrator of the cluster.</summary>
    public NpgsqlDataSource Admin { get; }

    /// <summary>Of every service, on broker and cluster: users of a broker are of all its virtual hosts.</summary>
    public string Password { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    public static Task<TestGround> GetAsync() => OfThisRun.Value;

    /// <summary>A name that nobody has yet, for a virtual host and the databases that go with it.</summary>
    public static string NewName() => $"{Run}_{Interlocked.Increment(ref _last)}";

    /// <summary>The role of the service, in all fixtures the same: it owns what stands in the databases that are copied.</summary>
    public static string RoleOf(string service) => PostgresSettings.NameOf(Run, service);

    public PostgresSettings PostgresOf(string service, string prefix, bool pooling = true)
    {
        var connection = new NpgsqlConnectionStringBuilder(Postgres.ConnectionString) { Username = RoleOf(service), Password = Password, Pooling = pooling, MaxPoolSize = 30 }.ToString();
        return new PostgresSettings { ConnectionString = connection, KeysConnectionString = connection, DatabasePrefix = prefix };
    }

    public InrichtingSettings InrichtingOf(string name) => new()
    {
        Management = Rabbit.Management,
        RabbitMq = new RabbitMqSettings { Host = Rabbit.Host, Port = (ushort)Rabbit.AmqpPort, VirtualHost = name, Username = Rabbit.Username, Password = Rabbit.Password, Tls = false },
        PostgresConnectionString = Postgres.ConnectionString,
        KeysConnectionString = Postgres.ConnectionString,
        DatabasePrefix = name,
        Diensten = [.. Postvak.Databases.Select(dienst => new DienstInrichting(dienst.Key, dienst.Value.Assembly, Password, Password))],
        Centra = new Dictionary<string, string>(StringComparer.Ordinal),
        Wachttijd = TimeSpan.FromMinutes(1),
    };

    /// <summary>The virtual host with everything in it, and the users' rights there.</summary>
    public async Task MakeVirtualHostAsync(string name)
    {
        await _one.WaitAsync();
        try
        {
            await BrokerInrichting.RichtInAsync(InrichtingOf(name), TextWriter.Null, CancellationToken.None);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The databases of all services, migrated and empty.</summary>
    public async Task CopyDatabasesAsync(string prefix)
    {
        foreach (var service in Postvak.Diensten)
        {
            await CopyDatabaseAsync(PostgresSettings.NameOf(Run, service), PostgresSettings.NameOf(prefix, service), RoleOf(service));
            await CopyDatabaseAsync(PostgresSettings.KeysNameOf(Run, service), PostgresSettings.KeysNameOf(prefix, service), RoleOf(service));
        }
    }

    /// <summary>An empty database as the inrichting makes them.</summary>
    public Task CreateDatabaseAsync(string name, string owner)
        => ExecuteAsync($"""CREATE DATABASE "{name}" OWNER "{owner}" ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' TEMPLATE template0""");

    public async Task CopyDatabaseAsync(string from, string to, string owner)
    {
        await ExecuteAsync($"""CREATE DATABASE "{to}" TEMPLATE "{from}" OWNER "{owner}" """);
        await ExecuteAsync($"""REVOKE ALL ON DATABASE "{to}" FROM PUBLIC""");
    }

    /// <summary>Whoever still has it open loses the connection.</summary>
    public Task DropDatabaseAsync(string name) => ExecuteAsync($"""DROP DATABASE IF EXISTS "{name}" WITH (FORCE)""");

    /// <summary>As the administrator of the cluster, outside any service's database.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = Admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<TestGround> MakeAsync(RabbitServer rabbit, PostgresServer postgres)
    {
        var ground = new TestGround(rabbit, postgres);
        await DatabankInrichting.RichtInAsync(ground.InrichtingOf(Run), TextWriter.Null, CancellationToken.None);
        await ground.MigrateAsync<MeldingDbContext>(MeldingService.Name);
        await ground.MigrateAsync<AssessmentDbContext>(AssessmentService.Name);
        await ground.MigrateAsync<JuridischeSteunDbContext>(JuridischeSteunService.Name);
        await ground.MigrateAsync<RegistratieDbContext>(RegistratieService.Name);
        return ground;
    }

    private async Task MigrateAsync<TDb>(string service) where TDb : ServiceDbContext
    {
        await using var services = Services<TDb>(service, PostgresOf(service, Run, pooling: false));
        await Migrator.MigrateAsync<TDb>(services, CancellationToken.None);
        await Migrator.MigrateAsync<KeyStoreDbContext>(services, CancellationToken.None);
        // Nobody has a database open that is copied, not even the server's own housekeeping.
        await ExecuteAsync($"""ALTER DATABASE "{PostgresSettings.NameOf(Run, service)}" ALLOW_CONNECTIONS false""");
        await ExecuteAsync($"""ALTER DATABASE "{PostgresSettings.KeysNameOf(Run, service)}" ALLOW_CONNECTIONS false""");
    }

    /// <summary>The databases of a service alone, without what uses them.</summary>
    public static ServiceProvider Services<TDb>(string service, PostgresSettings postgres) where TDb : DbContext
    {
        var settings = new HostSettings
        {
            Bus = BusChoice.Mediator,
            Database = DatabaseChoice.Postgres,
            RabbitMq = null,
            Postgres = postgres,
            DataFolder = "",
            Url = "",
            Authority = new Uri("http://localhost"),
            MetadataAddress = new Uri("http://localhost"),
            Audience = "",
            MasterKey = null,
            OtlpEndpoint = null,
        };
        var services = new ServiceCollection().AddLogging().AddServiceDatabase<TDb>(settings, service);
        return (typeof(TDb) == typeof(KeyStoreDbContext) ? services : services.AddKeyStore(settings, service)).BuildServiceProvider();
    }
}
