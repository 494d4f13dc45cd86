using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Draaiboek.Platform;

namespace Draaiboek.Tests.Support.PrivateServers;

/// <summary>A broker that the tests may do with as they like, in virtual hosts of their own.</summary>
/// <param name="Management">The HTTP API of its management plugin.</param>
/// <param name="Username">An administrator.</param>
/// <param name="Folder">What it has on disk, when that is on this machine.</param>
public sealed record RabbitServer(string Host, int AmqpPort, Uri Management, string Username, string Password, string? Folder);

/// <summary>
/// A RabbitMQ node of the tests' own with its management API: loopback, free ports, a folder with cookie and data that goes with it.
/// From the packages of Debian, without touching the node that they may have started.
/// </summary>
public sealed class PrivateRabbit : IAsyncDisposable
{
    internal const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private const string Administrator = "beheer";

    private readonly GuardedServer _server;
    private readonly HttpClient _api;

    private PrivateRabbit(GuardedServer server, string folder, int amqp, int management, string password)
    {
        _server = server;
        Folder = folder;
        AmqpPort = amqp;
        Management = new Uri($"http://127.0.0.1:{management}");
        Password = password;
        _api = new HttpClient { BaseAddress = Management };
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Administrator}:{password}")));
    }

    public int AmqpPort { get; }

    public Uri Management { get; }

    /// <summary>An administrator.</summary>
    public string Username => Administrator;

    public string Password { get; }

    /// <summary>Everything that the node has on disk.</summary>
    public string Folder { get; }

    public static async Task<PrivateRabbit> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("draaiboek-rabbitmq-").FullName;
        var (amqp, management, distribution, epmd) = (FreePort.Pick(), FreePort.Pick(), FreePort.Pick(), FreePort.Pick());
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        await File.WriteAllTextAsync(Path.Combine(folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{amqp}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {management}
            default_user = {Administrator}
            default_pass = {password}
            default_user_tags.administrator = true
            # What else runs on the machine of the tests is no reason to stop taking messages.
            vm_memory_high_watermark.relative = 0.8
            disk_free_limit.absolute = 50MB

            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "plugins"), "[rabbitmq_management].\n");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = folder,
            ["RABBITMQ_NODENAME"] = $"draaiboek-{amqp}@localhost",
            ["RABBITMQ_DIST_PORT"] = $"{distribution}",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "none"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(folder, "none.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
            // Its schedulers don't spin while they wait for work: the tests need the processors too.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{epmd}",
        };
        // Erlang starts its port mapper as a daemon that stays when the node has gone; one that is there already it takes as it is.
        const string withPortMapper = """epmd & until epmd -names >/dev/null 2>&1; do sleep 0.02; done; exec "$0" """;
        var server = new GuardedServer(folder, "TERM", environment, "bash", "-c", withPortMapper, Program);
        var rabbit = new PrivateRabbit(server, folder, amqp, management, password);
        await rabbit.StartAgainAsync();
        return rabbit;
    }

    public RabbitServer AsServer() => new("127.0.0.1", AmqpPort, Management, Username, Password, Folder);

    /// <summary>Ends in order.</summary>
    public Task StopAsync() => _server.StopAsync();

    public Task KillAsync() => _server.KillAsync();

    /// <summary>Starts on the same folder and ports, and waits until it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        await _server.StartAsync();
        await _server.UntilAsync(ListensAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _api.Dispose();
    }

    private async Task<bool> ListensAsync()
    {
        try
        {
            using var answer = await _api.GetAsync(new Uri($"/api/health/checks/port-listener/{AmqpPort}", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // The API comes up with the rest.
            return false;
        }
    }
}
