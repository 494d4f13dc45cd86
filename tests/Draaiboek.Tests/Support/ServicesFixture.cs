using System.Net.Http.Headers;
using Draaiboek.Assessments;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Databases;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.Support;

/// <summary>
/// The four services as they run, joined by their bus, with an authority that gives tokens of any shape. Without the gateway:
/// what a service promises, it keeps by itself. The same for both halves of the platform; what differs stands in what derives from it.
/// A test class that drives services is abstract and gets its fixture from two classes of one line, one for each half.
/// </summary>
public abstract class ServicesFixture : IAsyncLifetime
{
    private static readonly (string Name, Func<ServiceOptions, WebApplication> Build)[] Builds =
    [
        (MeldingService.Name, MeldingService.Build),
        (AssessmentService.Name, AssessmentService.Build),
        (JuridischeSteunService.Name, JuridischeSteunService.Build),
        (RegistratieService.Name, RegistratieService.Build),
    ];

    /// <summary>For tests that send much: on a broker the time of one goes into waiting, and what waits together commits together.</summary>
    public static readonly ParallelOptions VeelTegelijk = new() { MaxDegreeOfParallelism = 16 };

    private readonly Dictionary<string, WebApplication> _services = new(StringComparer.Ordinal);

    public TestAuthority Authority { get; private set; } = null!;

    public TestTime Time { get; } = new();

    /// <summary>Everything that any service logged, down to Trace.</summary>
    public LogLines Log { get; } = new();

    /// <summary>The type of what the database throws when it refuses, as it comes in reports and reason codes.</summary>
    public abstract string DatabaseFout { get; }

    /// <summary>Whether what is sent in order is also dealt with in order. No consumer may need it (DESIGN 5).</summary>
    public abstract bool VerwerktInVolgorde { get; }

    /// <summary>Where the data and the bus are: folder, host, user. Nothing of it is for those who ask.</summary>
    public abstract IReadOnlyList<string> Plaatsen { get; }

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            // Said by the test that asks for it: a fixture that fails makes a failure of what was to be skipped.
            return;
        }

        Authority = await TestAuthority.StartAsync();
        await PrepareAsync();
        await StartServicesAsync();
    }

    public async Task DisposeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        await StopServicesAsync();
        await Authority.DisposeAsync();
        await RemoveAsync();
    }

    /// <summary>Another fixture of the same half, not yet started.</summary>
    public abstract ServicesFixture Another();

    /// <summary>Stops and starts all services on the same data.</summary>
    /// <param name="whileStopped">What an operator does meanwhile; nothing has the databases open then.</param>
    /// <param name="untilOnBus">Whether to wait for the bus; without one the services start all the same.</param>
    public async Task RestartAsync(Func<Task>? whileStopped = null, bool untilOnBus = true)
    {
        await StopServicesAsync();
        AfterStop();
        await (whileStopped?.Invoke() ?? Task.CompletedTask);
        await StartServicesAsync(untilOnBus);
    }

    /// <summary>Stops one service; the others go on.</summary>
    public async Task StopAsync(string service)
    {
        await _services[service].StopAsync();
        await _services[service].DisposeAsync();
        _services.Remove(service);
    }

    /// <summary>Starts one that was stopped.</summary>
    public async Task StartAsync(string name)
    {
        var service = Builds.Single(build => build.Name == name).Build(OptionsOf(name) with { Settings = SettingsOf(name), TimeProvider = Time, Logging = Logging });
        _services[name] = service;
        await service.StartAsync();
    }

    /// <summary>What a service is told, here or in a process of its own.</summary>
    public Dictionary<string, string?> SettingsOf(string service) => new(OptionsOf(service).Settings, StringComparer.Ordinal)
    {
        ["Draaiboek:Url"] = "http://127.0.0.1:0",
        ["Draaiboek:Identity:Authority"] = Authority.Url.AbsoluteUri,
    };

    /// <summary>Takes the bus away from all services: nothing is sent any more, and what is under way stays in its outbox.</summary>
    public abstract Task CloseBusAsync();

    /// <summary>The bus is back.</summary>
    public abstract Task OpenBusAsync();

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

    /// <summary>Puts a message on the bus as if a service had published it, and waits until all who listen have dealt with it.</summary>
    /// <exception cref="AggregateException">One or more of them failed.</exception>
    public abstract Task SendAsync(object message, Guid? messageId = null);

    /// <summary>From now on the database of the service refuses every new row in this table.</summary>
    /// <param name="alsSoort">Refuses only rows with this <c>Soort</c>.</param>
    public abstract Task BreekTabelAsync(string service, string tabel, string? alsSoort = null, string fout = "geweigerd door de test");

    public abstract Task HerstelTabelAsync(string service, string tabel);

    /// <summary>Takes the database of the service away, the service keeps running.</summary>
    public abstract Task NeemDatabankWegAsync(string service);

    public abstract Task ZetDatabankTerugAsync(string service);

    /// <summary>Copies the key store of the service aside, while the services are stopped.</summary>
    public abstract Task BewaarSleutelkluisAsync(string service);

    /// <summary>Puts back the key store that was copied aside, as an operator restores it, while the services are stopped.</summary>
    public abstract Task ZetSleutelkluisTerugAsync(string service);

    /// <summary>Everything that the services and their bus have written, by its place; databases of a service under a name that begins with the service's.</summary>
    public abstract Task<IReadOnlyDictionary<string, byte[]>> GeschrevenAsync();

    /// <summary>
    /// Waits until what was sent has its effect; fails with <paramref name="what"/> when it has not after a minute, or as many seconds as asked. How fast a machine is must not
    /// decide over a test: the minute ends what hangs, and is no promise of the platform.
    /// </summary>
    public static async Task<T> EventuallyAsync<T>(string what, Func<Task<T?>> look, int seconds = 60)
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

    /// <summary>What this half needs and the machine has not; null when it can start.</summary>
    protected virtual string? Missing => null;

    /// <summary>The services that run.</summary>
    protected IEnumerable<IServiceProvider> Running => _services.Values.Select(service => service.Services);

    /// <summary>Makes what the services need before they start for the first time.</summary>
    protected abstract Task PrepareAsync();

    /// <summary>Removes all that the services left.</summary>
    protected abstract Task RemoveAsync();

    /// <summary>What is this half's own in the settings of the service, and its bus when that is of the process.</summary>
    protected abstract ServiceOptions OptionsOf(string service);

    /// <summary>What comes before the services are told to stop, when the bus does not belong to each of them.</summary>
    protected virtual Task BeforeStopAsync() => CloseBusAsync();

    /// <summary>Lets go of what is kept for a next time, such as pooled connections.</summary>
    protected abstract void AfterStop();

    private static string OrganisatieVan(string[] roles)
        => roles.FirstOrDefault(role => role.StartsWith("melder:", StringComparison.Ordinal)) is { } melder ? melder["melder:".Length..] : "0400000097";

    private async Task StartServicesAsync(bool untilOnBus = true)
    {
        foreach (var (name, _) in Builds)
        {
            await StartAsync(name);
        }

        if (untilOnBus)
        {
            await OpenBusAsync();
        }
    }

    private async Task StopServicesAsync()
    {
        await BeforeStopAsync();
        foreach (var service in _services.Values)
        {
            await service.StopAsync();
            await service.DisposeAsync();
        }

        _services.Clear();
    }

    private void Logging(ILoggingBuilder logging) => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
}
