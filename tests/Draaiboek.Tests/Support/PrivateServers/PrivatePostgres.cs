using System.Diagnostics;
using System.Security.Cryptography;
using Draaiboek.Platform;

namespace Draaiboek.Tests.Support.PrivateServers;

/// <summary>A cluster that the tests may do with as they like, in databases of their own.</summary>
/// <param name="ConnectionString">Of an administrator, without a database.</param>
/// <param name="Folder">What it has on disk, when that is on this machine.</param>
public sealed record PostgresServer(string ConnectionString, string? Folder);

/// <summary>A PostgreSQL cluster of the tests' own: loopback, a free port, a folder that goes with it. From the packages of Debian.</summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Superuser = "postgres";

    private readonly GuardedServer _server;
    private readonly string _folder;

    private PrivatePostgres(GuardedServer server, string folder, int port, string password)
    {
        _server = server;
        _folder = folder;
        Port = port;
        Password = password;
    }

    public int Port { get; }

    public string Password { get; }

    /// <summary>Of the administrator, without a database.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username={Superuser};Password={Password}";

    /// <summary>Everything that the cluster has on disk.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Where the newest PostgreSQL of Debian's packages stands; null when there is none.</summary>
    internal static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .MaxBy(bin => int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), out var version) ? version : 0)
        : null;

    /// <param name="durable">Whether a commit is on disk before it is answered, as in production; without, what is committed outlives a kill of the server but not of the machine.</param>
    public static async Task<PrivatePostgres> StartAsync(bool durable = true, int maxConnections = 400)
    {
        var programs = Programs ?? throw new InvalidOperationException("PostgreSQL is not installed.");
        var folder = Directory.CreateTempSubdirectory("draaiboek-postgres-").FullName;
        // PostgreSQL refuses to run as root.
        string[] user = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] : [];
        if (user.Length > 0)
        {
            await RunAsync("chown", "postgres:postgres", folder);
        }

        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var passwordFile = Path.Combine(folder, "wachtwoord");
        await File.WriteAllTextAsync(passwordFile, password);
        if (user.Length > 0)
        {
            await RunAsync("chown", "postgres:postgres", passwordFile);
        }

        var data = Path.Combine(folder, "data");
        await RunAsync([.. user, Path.Combine(programs, "initdb"), "--pgdata", data, "--username", Superuser, "--pwfile", passwordFile, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);
        File.Delete(passwordFile);

        var port = FreePort.Pick();
        string[] command =
        [
            .. user, Path.Combine(programs, "postgres"), "-D", data,
            .. Setting("listen_addresses", "127.0.0.1"), .. Setting("port", $"{port}"), .. Setting("unix_socket_directories", ""),
            .. Setting("max_connections", $"{maxConnections}"), .. Setting("fsync", durable ? "on" : "off"), .. Setting("synchronous_commit", durable ? "on" : "off"),
            .. Setting("full_page_writes", durable ? "on" : "off"), .. Setting("jit", "off"),
        ];
        var server = new GuardedServer(folder, "INT", new Dictionary<string, string>(StringComparer.Ordinal), command);
        var postgres = new PrivatePostgres(server, folder, port, password);
        await postgres.StartAgainAsync();
        return postgres;
    }

    public PostgresServer AsServer() => new(ConnectionString, DataFolder);

    /// <summary>Ends in order; connections are broken off.</summary>
    public Task StopAsync() => _server.StopAsync();

    public Task KillAsync() => _server.KillAsync();

    /// <summary>Starts on the same folder and port, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        await _server.StartAsync();
        await _server.UntilAsync(async () => await EndAsync(Path.Combine(Programs!, "pg_isready"), "--quiet", "--host", "127.0.0.1", "--port", $"{Port}") == 0);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string[] Setting(string name, string value) => ["-c", $"{name}={value}"];

    private static async Task RunAsync(params string[] command)
    {
        if (await EndAsync(command) is var code && code != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {code}.");
        }
    }

    private static async Task<int> EndAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = "/" };
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
