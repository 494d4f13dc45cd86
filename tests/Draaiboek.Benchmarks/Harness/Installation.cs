using System.Security.Cryptography;
using Draaiboek.Hosting;
using Draaiboek.Inrichting;
using Draaiboek.Platform;
using Draaiboek.Tests.Support.PrivateServers;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Draaiboek.Benchmarks;

/// <summary>
/// What the services run on in production, for one benchmark: a RabbitMQ node and a PostgreSQL cluster that puts each commit on disk, both made ready
/// by infra/Inrichting, and each service as a process of its own.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    private const string VirtualHost = "draaiboek";

    private static readonly string[] Services = ["melding", "assessment", "juridische-steun", "registratie"];

    private readonly PrivatePostgres _postgres;
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly (string Key, string Value)[] _identity;

    private Installation(PrivateRabbit rabbit, PrivatePostgres postgres, (string Key, string Value)[] identity)
    {
        Rabbit = rabbit;
        _postgres = postgres;
        _identity = identity;
    }

    public PrivateRabbit Rabbit { get; }

    /// <param name="identity">The settings <c>Identity:…</c> of every service.</param>
    public static async Task<Installation> StartAsync(params (string Key, string Value)[] identity)
    {
        var rabbit = PrivateRabbit.StartAsync();
        var postgres = PrivatePostgres.StartAsync();
        await Task.WhenAll(rabbit, postgres);
        var installation = new Installation(await rabbit, await postgres, identity);
        var settings = InrichtingSettings.Read(installation.ForInrichting());
        await DatabankInrichting.RichtInAsync(settings, TextWriter.Null, CancellationToken.None);
        await BrokerInrichting.RichtInAsync(settings, TextWriter.Null, CancellationToken.None);
        return installation;
    }

    /// <param name="other">Settings that go before the usual ones.</param>
    /// <returns>The service, ready to serve, and where it listens.</returns>
    public async Task<(ChildProcess Process, string Url)> StartServiceAsync(string service, params (string Key, string Value)[] other)
    {
        var url = $"http://127.0.0.1:{FreePort.Pick()}";
        (string Key, string Value)[] settings =
        [
            ("Url", url),
            ("Bus", "rabbitmq"),
            ("Database", "postgres"),
            ("RabbitMq:Host", "127.0.0.1"),
            ("RabbitMq:Port", $"{Rabbit.AmqpPort}"),
            ("RabbitMq:VirtualHost", VirtualHost),
            ("RabbitMq:Username", service),
            ("RabbitMq:Password", _password),
            ("Postgres:ConnectionString", OfService(service).ToString()),
            ("MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            .. _identity,
            .. other,
        ];
        var process = await ChildProcess.StartAsync(Assembly(service), IsHealthyAsync, settings);
        return (process, url);

        // Degraded is ready too, but then the bus is not up yet.
        async Task<bool> IsHealthyAsync(ChildProcess child)
        {
            using var http = new HttpClient();
            using var response = await http.GetAsync(new Uri(url + "/health/ready"));
            return response.IsSuccessStatusCode && !(await response.Content.ReadAsStringAsync()).Contains("degraded", StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>As a service is given it: its own role, without a database.</summary>
    public string RoleConnectionString(string service) => OfService(service).ToString();

    /// <summary>Of the database of a service, as its own role and with statements prepared as the service has them.</summary>
    public string DataConnectionString(string service) => ConnectionString(service, PostgresSettings.NameOf(PostgresSettings.DefaultPrefix, service));

    /// <inheritdoc cref="DataConnectionString"/>
    public NpgsqlDataSource Data(string service) => NpgsqlDataSource.Create(DataConnectionString(service));

    /// <summary>The database beside it with the wrapped keys.</summary>
    public NpgsqlDataSource Keys(string service) => NpgsqlDataSource.Create(ConnectionString(service, PostgresSettings.KeysNameOf(PostgresSettings.DefaultPrefix, service)));

    public async ValueTask DisposeAsync()
    {
        await Rabbit.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private static string Assembly(string service) => "Draaiboek." + string.Concat(service.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private string ConnectionString(string service, string database)
        => new NpgsqlConnectionStringBuilder(OfService(service).ToString()) { Database = database, MaxAutoPrepare = 100 }.ToString();

    private NpgsqlConnectionStringBuilder OfService(string service)
        => new(_postgres.ConnectionString) { Username = PostgresSettings.NameOf(PostgresSettings.DefaultPrefix, service), Password = _password };

    private IConfiguration ForInrichting()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["RabbitMq:Management"] = Rabbit.Management.AbsoluteUri,
            ["RabbitMq:Host"] = "127.0.0.1",
            ["RabbitMq:Port"] = $"{Rabbit.AmqpPort}",
            ["RabbitMq:VirtualHost"] = VirtualHost,
            ["RabbitMq:Username"] = Rabbit.Username,
            ["RabbitMq:Password"] = Rabbit.Password,
            ["Postgres:ConnectionString"] = _postgres.ConnectionString,
        };
        foreach (var service in Services)
        {
            settings[$"Diensten:{service}:RabbitMqPassword"] = _password;
            settings[$"Diensten:{service}:PostgresPassword"] = _password;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create($"{InrichtingSettings.Section}:{pair.Key}", pair.Value))).Build();
    }
}
