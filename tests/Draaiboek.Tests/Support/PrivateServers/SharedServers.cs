namespace Draaiboek.Tests.Support.PrivateServers;

/// <summary>
/// The one broker and the one cluster of this run: private ones that start at the first need, or running ones that the environment points at:
/// <list type="bullet">
/// <item><c>DRAAIBOEK_RABBITMQ</c>: address of the management API with an administrator in it, then <c>;</c> and the AMQP port when that is not 5672,
/// such as <c>http://guest:guest@127.0.0.1:15672;5673</c>;</item>
/// <item><c>DRAAIBOEK_POSTGRES</c>: connection string of an administrator, without a database, such as
/// <c>Host=127.0.0.1;Username=postgres;Password=…</c>.</item>
/// </list>
/// </summary>
internal static class SharedServers
{
    private static readonly string? RabbitSetting = Environment.GetEnvironmentVariable("DRAAIBOEK_RABBITMQ") is { Length: > 0 } text ? text : null;
    private static readonly string? PostgresSetting = Environment.GetEnvironmentVariable("DRAAIBOEK_POSTGRES") is { Length: > 0 } text ? text : null;

    private static readonly Lazy<Task<RabbitServer>> SharedRabbit = new(StartRabbitAsync);
    private static readonly Lazy<Task<PostgresServer>> SharedPostgres = new(StartPostgresAsync);

    // Held on to for as long as the process lives: a server that nobody knows any more is collected, its guard loses the pipe and ends it.
    private static PrivateRabbit? _rabbit;
    private static PrivatePostgres? _postgres;

    /// <summary>Why there is no broker or no cluster; null when both can be had.</summary>
    public static string? Missing { get; } = (RabbitSetting, PostgresSetting) switch
    {
        (null, _) when !File.Exists(PrivateRabbit.Program) => "rabbitmq-server ontbreekt (tests/run installeert het) en DRAAIBOEK_RABBITMQ wijst geen broker aan",
        (_, null) when PrivatePostgres.Programs is null => "postgresql ontbreekt (tests/run installeert het) en DRAAIBOEK_POSTGRES wijst geen databankserver aan",
        _ => null,
    };

    /// <summary>Why a test can't have servers of its own, to stop and to kill; null when it can.</summary>
    public static string? MissingOwn { get; } = !File.Exists(PrivateRabbit.Program) ? "rabbitmq-server ontbreekt; tests/run installeert het"
        : PrivatePostgres.Programs is null ? "postgresql ontbreekt; tests/run installeert het"
        : null;

    public static Task<RabbitServer> RabbitAsync() => SharedRabbit.Value;

    public static Task<PostgresServer> PostgresAsync() => SharedPostgres.Value;

    /// <summary>Ends the test that calls it as skipped when something is missing.</summary>
    public static void SkipWithout(string? missing)
    {
        if (missing is not null)
        {
            throw new SkipException(missing);
        }
    }

    internal static RabbitServer Parse(string setting)
    {
        var parts = setting.Split(';');
        var management = new Uri(parts[0]);
        var user = management.UserInfo.Split(':', 2);
        if (user.Length != 2 || parts.Length > 2)
        {
            throw new FormatException("DRAAIBOEK_RABBITMQ is not http://user:password@host:port;amqp-port.");
        }

        return new RabbitServer(
            management.Host,
            parts.Length == 2 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 5672,
            new Uri(management.GetLeftPart(UriPartial.Authority).Replace(management.UserInfo + "@", "", StringComparison.Ordinal)),
            Uri.UnescapeDataString(user[0]),
            Uri.UnescapeDataString(user[1]),
            Folder: null);
    }

    private static async Task<RabbitServer> StartRabbitAsync()
    {
        if (RabbitSetting is not null)
        {
            return Parse(RabbitSetting);
        }

        // Nobody disposes it: its guard does when this process ends.
        _rabbit = await PrivateRabbit.StartAsync();
        return _rabbit.AsServer();
    }

    private static async Task<PostgresServer> StartPostgresAsync()
    {
        if (PostgresSetting is not null)
        {
            return new PostgresServer(PostgresSetting, Folder: null);
        }

        _postgres = await PrivatePostgres.StartAsync(durable: false);
        return _postgres.AsServer();
    }
}
