using System.Diagnostics;
using System.Security.Cryptography;
using Draaiboek.Assessments;
using Draaiboek.Gateway;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Hosting.Operations;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Platform.Issuer;
using Draaiboek.Registratie;

namespace Draaiboek.Platform;

/// <summary>What the platform in one process is started with.</summary>
internal sealed record PlatformOptions
{
    /// <summary>Databases, keys and the secrets of the demo clients.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Port of the gateway; 0 takes a free one.</summary>
    public int Port { get; init; } = CommandLine.DefaultPort;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public Action<ILoggingBuilder> Logging { get; init; } = PlatformHost.QuietLog;

    /// <summary>Settings for every host, above those of the platform itself.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}

/// <summary>
/// The embedded default: demo issuer, four services and gateway in one process, each its own host with its own container and database,
/// joined by the embedded bus. Built from the same functions as when each is a process.
/// </summary>
internal sealed class PlatformHost : IAsyncDisposable
{
    private static readonly (string Cluster, Func<ServiceOptions, WebApplication> Build)[] ServiceBuilds =
    [
        (MeldingService.Name, MeldingService.Build),
        (AssessmentService.Name, AssessmentService.Build),
        (JuridischeSteunService.Name, JuridischeSteunService.Build),
        (RegistratieService.Name, RegistratieService.Build),
    ];

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly EmbeddedBus _bus = new();
    private readonly Dictionary<string, WebApplication> _services = new(StringComparer.Ordinal);
    private FileStream? _ownership;
    private WebApplication? _issuer;
    private WebApplication? _gateway;
    private IDisposable? _telemetry;

    private PlatformHost(Uri gateway) => Gateway = gateway;

    /// <summary>Where everything is reached.</summary>
    public Uri Gateway { get; }

    /// <summary>Each service's own host by name, for tests that look inside.</summary>
    public IReadOnlyDictionary<string, WebApplication> Services => _services;

    /// <exception cref="SettingsException">The settings are wrong, the port is taken, or another platform works on the same folder.</exception>
    public static async Task<PlatformHost> StartAsync(PlatformOptions options, CancellationToken cancellationToken)
    {
        var port = options.Port == 0 ? FreePort.Pick() : options.Port;
        var host = new PlatformHost(new Uri($"http://localhost:{port}"));
        try
        {
            await host.StartHostsAsync(options, cancellationToken);
            return host;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await host.DisposeAsync();
            throw new SettingsException([$"poort {port} is al in gebruik; kies een andere met --port"]);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Warnings and worse on standard error.</summary>
    public static void QuietLog(ILoggingBuilder logging)
    {
        ServiceHost.ConsoleLog(logging);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
    }

    /// <summary>Waits until every service has heard all that was told, and all that came of it.</summary>
    /// <param name="patience">How long nothing may go out before it is given up.</param>
    /// <returns>False when messages stayed behind; they go out after the next start.</returns>
    public async Task<bool> UntilHeardAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var backlogs = _services.Values.Select(service => service.Services.GetRequiredService<OutboxBacklog>()).ToList();
        var (least, since) = (int.MaxValue, Stopwatch.StartNew());
        // Twice in a row: what a service is told while the next one is looked at may have made it tell something.
        for (var empty = 0; empty < 2;)
        {
            var waiting = 0;
            foreach (var backlog in backlogs)
            {
                waiting += await backlog.CountAsync(cancellationToken);
            }

            empty = waiting == 0 ? empty + 1 : 0;
            if (waiting < least)
            {
                least = waiting;
                since.Restart();
            }
            else if (waiting > 0 && since.Elapsed > patience)
            {
                return false;
            }

            await Task.Delay(Glance, cancellationToken);
        }

        return true;
    }

    /// <summary>An orderly stop: no new requests, no new messages, what is under way may finish.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(_gateway);
        _bus.Close();
        foreach (var service in _services.Values)
        {
            await StopAsync(service);
        }

        await StopAsync(_issuer);
        _telemetry?.Dispose();
        _ownership?.Dispose();
    }

    private async Task StartHostsAsync(PlatformOptions options, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateFolder(options.DataFolder);
        _ownership = TakeOwnership(options.DataFolder);
        var authority = new Uri(Gateway, "auth").AbsoluteUri;

        _issuer = DemoIssuer.Build(new DemoIssuerOptions
        {
            DataFolder = options.DataFolder,
            PublicAuthority = authority,
            TimeProvider = options.TimeProvider,
            Logging = options.Logging,
        });
        await _issuer.StartAsync(cancellationToken);

        var settings = CommonSettings(options, authority, AddressOf(_issuer));
        foreach (var (cluster, build) in ServiceBuilds)
        {
            _services[cluster] = build(new ServiceOptions { Settings = settings, EmbeddedBus = _bus, TimeProvider = options.TimeProvider, Logging = options.Logging });
        }

        await Task.WhenAll(_services.Values.Select(service => service.StartAsync(cancellationToken)));
        foreach (var (cluster, service) in _services)
        {
            settings[$"Draaiboek:Gateway:Clusters:{cluster}"] = AddressOf(service);
        }

        _bus.Open();
        settings["Draaiboek:Url"] = Gateway.AbsoluteUri;
        settings["Draaiboek:Gateway:Clusters:auth"] = AddressOf(_issuer);
        _gateway = GatewayService.Build(new ServiceOptions { Settings = settings, TimeProvider = options.TimeProvider, Logging = options.Logging });
        await _gateway.StartAsync(cancellationToken);
        _telemetry = PlatformTelemetry.Start("draaiboek-platform", _gateway.Services.GetRequiredService<HostSettings>().OtlpEndpoint);
    }

    private static Dictionary<string, string?> CommonSettings(PlatformOptions options, string authority, string issuer)
    {
        var masterKeyFile = Path.Combine(options.DataFolder, "hoofdsleutel");
        PrivateFiles.ReadOrCreate(masterKeyFile, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:Bus"] = nameof(BusChoice.Mediator),
            ["Draaiboek:Database"] = nameof(DatabaseChoice.Sqlite),
            ["Draaiboek:DataFolder"] = options.DataFolder,
            // Services are reached through the gateway only; a free port on loopback each.
            ["Draaiboek:Url"] = "http://127.0.0.1:0",
            ["Draaiboek:MasterKeyFile"] = masterKeyFile,
            ["Draaiboek:Identity:Authority"] = authority,
            ["Draaiboek:Identity:MetadataAddress"] = new Uri(new Uri(issuer), ".well-known/openid-configuration").AbsoluteUri,
        };
        foreach (var (key, value) in options.Settings)
        {
            settings[key] = value;
        }

        return settings;
    }

    /// <summary>One process a folder: two would each take the other's stale locks for their own.</summary>
    private static FileStream TakeOwnership(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "in-gebruik"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new SettingsException([$"op {folder} werkt al een ander platform; stop dat eerst of kies een andere map met --data"]);
        }
    }

    private static async Task StopAsync(WebApplication? app)
    {
        if (app is not null)
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }

    private static string AddressOf(WebApplication app) => app.Urls.First();
}
