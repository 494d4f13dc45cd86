using System.Net.Http.Headers;
using System.Security.Cryptography;
using Draaiboek.Assessments;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Messaging;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.Support;

/// <summary>
/// The four services as they run, joined by their bus, with an authority that gives tokens of any shape. Without the gateway:
/// what a service promises, it keeps by itself. SQLite and the embedded bus; the other half comes with its own settings.
/// </summary>
public sealed class ServicesFixture : IAsyncLifetime
{
    private static readonly (string Name, Func<ServiceOptions, WebApplication> Build)[] Builds =
    [
        (MeldingService.Name, MeldingService.Build),
        (AssessmentService.Name, AssessmentService.Build),
        (JuridischeSteunService.Name, JuridischeSteunService.Build),
        (RegistratieService.Name, RegistratieService.Build),
    ];

    private readonly Dictionary<string, WebApplication> _services = new(StringComparer.Ordinal);

    public TestAuthority Authority { get; private set; } = null!;

    public EmbeddedBus Bus { get; private set; } = new();

    public TestTime Time { get; } = new();

    /// <summary>Everything that any service logged, down to Trace.</summary>
    public LogLines Log { get; } = new();

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("draaiboek-test-").FullName;

    public async Task InitializeAsync()
    {
        Authority = await TestAuthority.StartAsync();
        await StartServicesAsync();
    }

    public async Task DisposeAsync()
    {
        await StopServicesAsync();
        await Authority.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }

    /// <summary>Stops and starts all services on the same data.</summary>
    /// <param name="whileStopped">What an operator does meanwhile; no database file is open then.</param>
    public async Task RestartAsync(Action? whileStopped = null)
    {
        await StopServicesAsync();
        SqliteConnection.ClearAllPools();
        whileStopped?.Invoke();
        Bus = new EmbeddedBus();
        await StartServicesAsync();
    }

    public IServiceProvider Services(string service) => _services[service].Services;

    /// <summary>A client of one service with a token of a person who has these roles; no roles: no token.</summary>
    public HttpClient Client(string service, params string[] roles)
        => ClientWithToken(service, roles.Length == 0 ? null : Authority.Token(roles, org: OrganisatieVan(roles), sub: string.Join('+', roles)));

    public HttpClient ClientWithToken(string service, string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(_services[service].Urls.First()) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Looks in a service's database.</summary>
    internal async Task<T> InDbAsync<TDb, T>(string service, Func<TDb, Task<T>> look) where TDb : ServiceDbContext
    {
        await using var scope = Services(service).CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<TDb>());
    }

    /// <summary>Puts a message on the bus as if a service had published it.</summary>
    public Task SendAsync(object message, Guid? messageId = null) => Bus.SendAsync(message, messageId ?? Guid.CreateVersion7(), CancellationToken.None);

    /// <summary>Waits until what was sent has its effect; fails with <paramref name="what"/> when it has not after 20 seconds, or as many as asked.</summary>
    public static async Task<T> EventuallyAsync<T>(string what, Func<Task<T?>> look, int seconds = 20)
    {
        var until = DateTime.UtcNow.AddSeconds(seconds);
        while (DateTime.UtcNow < until)
        {
            if (await look() is { } found && found is not false)
            {
                return found;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"Not within {seconds} seconds: {what}.");
    }

    private static string OrganisatieVan(string[] roles)
        => roles.FirstOrDefault(role => role.StartsWith("melder:", StringComparison.Ordinal)) is { } melder ? melder["melder:".Length..] : "0400000097";

    private async Task StartServicesAsync()
    {
        var keyFile = Path.Combine(DataFolder, "hoofdsleutel");
        PrivateFiles.ReadOrCreate(keyFile, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:Bus"] = "mediator",
            ["Draaiboek:Database"] = "sqlite",
            ["Draaiboek:DataFolder"] = DataFolder,
            ["Draaiboek:Url"] = "http://127.0.0.1:0",
            ["Draaiboek:MasterKeyFile"] = keyFile,
            ["Draaiboek:Identity:Authority"] = Authority.Url.AbsoluteUri,
        };
        foreach (var (name, build) in Builds)
        {
            var service = build(new ServiceOptions { Settings = settings, EmbeddedBus = Bus, TimeProvider = Time, Logging = Logging });
            _services[name] = service;
            await service.StartAsync();
        }

        Bus.Open();
    }

    private async Task StopServicesAsync()
    {
        Bus.Close();
        foreach (var service in _services.Values)
        {
            await service.StopAsync();
            await service.DisposeAsync();
        }

        _services.Clear();
    }

    private void Logging(ILoggingBuilder logging) => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
}
