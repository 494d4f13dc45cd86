using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Inrichting;
using Draaiboek.Tests.Support.Distributed;
using Draaiboek.Tests.Support.PrivateServers;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Draaiboek.Tests.Support;

/// <summary>The distributed half: each service with its databases on PostgreSQL, and RabbitMQ between them in a virtual host of this fixture.</summary>
public sealed class DistributedServices : ServicesFixture
{
    private static readonly TimeSpan DeliveryTime = TimeSpan.FromSeconds(60);

    private readonly string _name = TestGround.NewName();
    private readonly string _masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly Deliveries _deliveries = new();
    private readonly ConcurrentDictionary<IBusControl, bool> _watched = new();
    private readonly Func<Task<TestGround>> _makeGround;
    private TestGround _ground = null!;
    private bool _closed;

    public DistributedServices() : this(TestGround.GetAsync)
    {
    }

    /// <summary>On servers of one test alone.</summary>
    internal DistributedServices(Func<Task<TestGround>> makeGround) => _makeGround = makeGround;

    public override string DatabaseFout => nameof(PostgresException);

    public override bool VerwerktInVolgorde => false;

    public override IReadOnlyList<string> Plaatsen => [_name, _ground.Rabbit.Host, $"{_ground.Rabbit.AmqpPort}", .. Postvak.Diensten.Select(TestGround.RoleOf)];

    /// <summary>The administrator of the broker, in the virtual host of this fixture.</summary>
    internal RabbitMqSettings Administrator => _ground.InrichtingOf(_name).RabbitMq;

    internal TestGround Ground => _ground;

    /// <summary>Of the virtual host, and what the databases begin with.</summary>
    internal string Name => _name;

    protected override string? Missing => SharedServers.Missing;

    private IEnumerable<RabbitBus> Bussen => Running.Select(service => service.GetRequiredService<RabbitBus>());

    /// <summary>Itself; the test that asks for it is skipped when the machine has no broker or no cluster.</summary>
    public DistributedServices OrSkip()
    {
        SharedServers.SkipWithout(Missing);
        return this;
    }

    /// <summary>What a copy of the service is built with that shares everything with the one here.</summary>
    internal ServiceOptions OptionsOfCopy(string service)
    {
        var half = OptionsOf(service);
        return half with
        {
            TimeProvider = Time,
            Logging = static logging => logging.ClearProviders(),
            Settings = new Dictionary<string, string?>(half.Settings, StringComparer.Ordinal)
            {
                ["Draaiboek:Url"] = "http://127.0.0.1:0",
                ["Draaiboek:Identity:Authority"] = Authority.Url.AbsoluteUri,
            },
        };
    }

    public override ServicesFixture Another() => new DistributedServices(_makeGround);

    public override Task CloseBusAsync()
    {
        _closed = true;
        return Task.WhenAll(Bussen.Select(bus => bus.StopAsync(CancellationToken.None)));
    }

    public override async Task OpenBusAsync()
    {
        Watch();
        if (_closed)
        {
            await Task.WhenAll(Bussen.Select(bus => bus.StartAsync(CancellationToken.None)));
            _closed = false;
        }

        await EventuallyAsync("all on the bus", () => Task.FromResult(Bussen.All(bus => bus.IsReady)), seconds: 180);
    }

    public override async Task SendAsync(object message, Guid? messageId = null)
    {
        Watch();
        var id = messageId ?? Guid.CreateVersion7();
        var publisher = RabbitTopology.ExchangeOf(message.GetType()).Split('.')[0];
        var queues = Running.SelectMany(service => service.GetRequiredService<RabbitTopology>().Queues.Where(queue => queue.Value == message.GetType()).Select(queue => queue.Key));
        var ends = queues.Select(queue => _deliveries.Expect(queue, id)).ToArray();
        await Services(publisher).GetRequiredService<IMessageTransport>().SendAsync(message, id, queue: "", CancellationToken.None);
        var faults = (await Task.WhenAll(ends).WaitAsync(DeliveryTime)).OfType<Exception>().ToList();
        if (faults.Count > 0)
        {
            throw new AggregateException(faults);
        }
    }

    public override Task BreekTabelAsync(string service, string tabel, string? alsSoort = null, string fout = "geweigerd door de test")
    {
        var when = alsSoort is null ? "" : $"WHEN (NEW.\"Soort\" = '{alsSoort}')";
        return this.SqlAsync(service, $"""
            CREATE FUNCTION "stuk_{tabel}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{fout}'; END $$;
            CREATE TRIGGER "stuk_{tabel}" BEFORE INSERT ON "{tabel}" FOR EACH ROW {when} EXECUTE FUNCTION "stuk_{tabel}"()
            """);
    }

    public override Task HerstelTabelAsync(string service, string tabel) => this.SqlAsync(service, $"""DROP FUNCTION IF EXISTS "stuk_{tabel}" CASCADE""");

    public override async Task NeemDatabankWegAsync(string service)
    {
        var database = PostgresSettings.NameOf(_name, service);
        await _ground.ExecuteAsync($"""ALTER DATABASE "{database}" ALLOW_CONNECTIONS false""");
        await _ground.ExecuteAsync($"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{database}'");
        // What is in the pool is broken, and nobody has found out yet of all of it.
        NpgsqlConnection.ClearAllPools();
    }

    public override Task ZetDatabankTerugAsync(string service)
        => _ground.ExecuteAsync($"""ALTER DATABASE "{PostgresSettings.NameOf(_name, service)}" ALLOW_CONNECTIONS true""");

    public override Task BewaarSleutelkluisAsync(string service)
        => _ground.CopyDatabaseAsync(PostgresSettings.KeysNameOf(_name, service), Reservekopie(service), TestGround.RoleOf(service));

    public override async Task ZetSleutelkluisTerugAsync(string service)
    {
        await _ground.DropDatabaseAsync(PostgresSettings.KeysNameOf(_name, service));
        await _ground.ExecuteAsync($"""ALTER DATABASE "{Reservekopie(service)}" RENAME TO "{PostgresSettings.KeysNameOf(_name, service)}" """);
    }

    /// <summary>The files of the databases, and what passed on the broker. Not the server's own log: that forgets with its rounds (infra/README.md).</summary>
    public override async Task<IReadOnlyDictionary<string, byte[]>> GeschrevenAsync()
    {
        var written = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await _ground.ExecuteAsync("CHECKPOINT");
        foreach (var service in Postvak.Diensten)
        {
            await FilesAsync(written, service, PostgresSettings.NameOf(_name, service));
            await FilesAsync(written, service + ".sleutels", PostgresSettings.KeysNameOf(_name, service));
        }

        foreach (var (message, number) in (await TestBroker.TappedAsync(Administrator)).Select((message, number) => (message, number)))
        {
            written[$"bus/{message.Exchange}/{number}"] = Encoding.UTF8.GetBytes(message.Text);
        }

        return written;
    }

    /// <summary>Rows in a table of the service, also when it does not run here.</summary>
    internal async Task<long> TelAsync(string service, string table)
    {
        var text = new NpgsqlConnectionStringBuilder(_ground.PostgresOf(service, _name, pooling: false).ConnectionString) { Database = PostgresSettings.NameOf(_name, service) }.ToString();
        await using var source = NpgsqlDataSource.Create(text);
        await using var command = source.CreateCommand($"SELECT count(*) FROM \"{table}\"");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    protected override Task BeforeStopAsync() => Task.CompletedTask; // each service has its own end of the bus, and stops it last

    protected override async Task PrepareAsync()
    {
        _ground = await _makeGround();
        var databases = _ground.CopyDatabasesAsync(_name);
        await _ground.MakeVirtualHostAsync(_name);
        await TestBroker.TapAsync(Administrator, Postvak.Databases.Select(dienst => new RabbitTopology(dienst.Key, dienst.Value.Assembly)));
        await databases;
    }

    protected override async Task RemoveAsync()
    {
        AfterStop();
        using var api = new ManagementApi(_ground.Rabbit.Management, _ground.Rabbit.Username, _ground.Rabbit.Password);
        await api.DeleteAsync(["vhosts", _name], CancellationToken.None);
        foreach (var service in Postvak.Diensten)
        {
            await _ground.DropDatabaseAsync(PostgresSettings.NameOf(_name, service));
            await _ground.DropDatabaseAsync(PostgresSettings.KeysNameOf(_name, service));
            await _ground.DropDatabaseAsync(Reservekopie(service));
        }
    }

    protected override ServiceOptions OptionsOf(string service) => new()
    {
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:Bus"] = "rabbitmq",
            ["Draaiboek:RabbitMq:Host"] = _ground.Rabbit.Host,
            ["Draaiboek:RabbitMq:Port"] = $"{_ground.Rabbit.AmqpPort}",
            ["Draaiboek:RabbitMq:VirtualHost"] = _name,
            ["Draaiboek:RabbitMq:Username"] = service,
            ["Draaiboek:RabbitMq:Password"] = _ground.Password,
            ["Draaiboek:Database"] = "postgres",
            ["Draaiboek:Postgres:ConnectionString"] = _ground.PostgresOf(service, _name).ConnectionString,
            ["Draaiboek:Postgres:DatabasePrefix"] = _name,
            ["Draaiboek:MasterKey"] = _masterKey,
        },
    };

    protected override void AfterStop()
    {
        NpgsqlConnection.ClearAllPools();
        _watched.Clear();
    }

    /// <summary>Sees what is delivered; a bus that took too long to start was replaced by another, and that one would be heard by nobody here.</summary>
    private void Watch()
    {
        foreach (var bus in Bussen.Select(bus => bus.Bus).Where(bus => _watched.TryAdd(bus, true)))
        {
            bus.ConnectReceiveObserver(_deliveries);
        }
    }

    private string Reservekopie(string service) => PostgresSettings.KeysNameOf(_name, service) + "_kopie";

    /// <summary>
    /// Every file of the database that is of our tables, or that the server keeps samples of their values in; also one that no table has any more.
    /// Read by the server itself, which may be elsewhere.
    /// </summary>
    private async Task FilesAsync(Dictionary<string, byte[]> written, string name, string database)
    {
        await using var command = _ground.Admin.CreateCommand("""
            SELECT file, pg_read_binary_file('base/' || d.oid || '/' || file, 0, 1000000000, true)
            FROM pg_database AS d, pg_ls_dir('base/' || d.oid) AS file
            WHERE d.datname = $1 AND file ~ '^[0-9]+(\.[0-9]+)?$' AND (split_part(file, '.', 1)::bigint >= 16384 OR file IN ('2619', '2840'))
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = database });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (!reader.IsDBNull(1) && reader.GetFieldValue<byte[]>(1) is { Length: > 0 } bytes)
            {
                written[$"{name}/{reader.GetString(0)}"] = bytes;
            }
        }
    }
}
