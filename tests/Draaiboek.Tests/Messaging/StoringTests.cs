using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Draaiboek.Assessments;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Inrichting;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Draaiboek.Tests.Support.Distributed;
using Draaiboek.Tests.Support.PrivateServers;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Messaging;

/// <summary>
/// Broker and database server stopped, killed and started again under the services, on servers of this test's own. What was accepted arrives, once;
/// nobody restarts a service for it. <c>DRAAIBOEK_STORING_SECONDEN</c> makes the outages longer than the few seconds of an ordinary run.
/// </summary>
public sealed class StoringTests
{
    /// <summary>How long consumers may take to be back once the broker is. A bus gets ten seconds to mend itself, and another twenty to start: this is room for two.</summary>
    private const int BackWithin = 90;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("DRAAIBOEK_STORING_SECONDEN"), out var seconds) ? seconds : 5);

    [Fact]
    public async Task Given_a_broker_that_is_away_at_the_start_When_it_comes_Then_work_that_was_accepted_meanwhile_arrives()
    {
        await using var own = await OwnServers.StartAsync();
        await own.Services.RestartAsync(() => own.Rabbit.StopAsync(), untilOnBus: false);
        var meldingen = await RegistreerAsync(own.Services, 5);
        Assert.Equal("degraded", await ToestandAsync(own.Services, MeldingService.Name));
        Assert.Contains("bus niet beschikbaar", await GereedheidAsync(own.Services, MeldingService.Name), StringComparison.Ordinal);

        await own.Rabbit.StartAgainAsync();
        await TerugAsync(own.Services);
        await AlleEenmaalAsync(own.Services, meldingen);
    }

    [Fact]
    public async Task Given_a_broker_that_is_killed_under_load_When_it_comes_back_Then_all_was_accepted_readiness_told_it_and_everything_arrives_once()
    {
        await using var own = await OwnServers.StartAsync();
        var meldingen = new ConcurrentBag<Guid>();
        using var stop = new CancellationTokenSource();
        var last = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                // Fails the test when the answer is not 2xx.
                meldingen.Add(await own.Services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder));
                // The slower the machine, the longer this goes on, and all of it must be sent.
                await Task.Delay(20);
            }
        })));
        await ServicesFixture.EventuallyAsync("under way", () => Task.FromResult(meldingen.Count > 20));

        await own.Rabbit.KillAsync();
        await ServicesFixture.EventuallyAsync("readiness tells", async () => await ToestandAsync(own.Services, MeldingService.Name) == "degraded");
        await Task.Delay(Outage);
        await own.Rabbit.StartAgainAsync();
        await TerugAsync(own.Services);
        await stop.CancelAsync();
        await last;

        await AlleEenmaalAsync(own.Services, [.. meldingen]);
    }

    [Fact]
    public async Task Given_a_database_server_that_is_restarted_under_load_Then_what_was_acknowledged_is_there_once_and_what_was_not_was_refused_in_order()
    {
        await using var own = await OwnServers.StartAsync();
        var gevraagd = new ConcurrentDictionary<string, Guid>(StringComparer.Ordinal);
        var geweigerd = new ConcurrentBag<HttpStatusCode>();
        using var stop = new CancellationTokenSource();
        var last = Task.WhenAll(Enumerable.Range(0, 4).Select(klant => Task.Run(async () =>
        {
            for (var nummer = 0; !stop.IsCancellationRequested; nummer++)
            {
                await RegistreerMetGeduldAsync(own.Services, $"klant-{klant}-{nummer}", gevraagd, geweigerd);
                await Task.Delay(20);
            }
        })));
        await ServicesFixture.EventuallyAsync("under way", () => Task.FromResult(gevraagd.Count > 20));

        await own.Postgres.KillAsync();
        await ServicesFixture.EventuallyAsync("readiness tells", async () => await ToestandAsync(own.Services, MeldingService.Name) == "unhealthy");
        await own.Postgres.StartAgainAsync();
        var ervoor = gevraagd.Count;
        await ServicesFixture.EventuallyAsync("work goes on", () => Task.FromResult(gevraagd.Count > ervoor + 20), BackWithin);
        await own.Postgres.StopAsync();
        await own.Postgres.StartAgainAsync();
        ervoor = gevraagd.Count;
        await ServicesFixture.EventuallyAsync("work goes on", () => Task.FromResult(gevraagd.Count > ervoor + 20), BackWithin);
        await stop.CancelAsync();
        await last;

        Assert.All(geweigerd, status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
        await AlleEenmaalAsync(own.Services, [.. gevraagd.Values]);
    }

    [Fact]
    public async Task Given_a_service_whose_password_the_broker_refuses_When_the_password_is_put_right_Then_it_goes_on_by_itself()
    {
        await using var own = await OwnServers.StartAsync();
        using var api = new ManagementApi(own.Rabbit.Management, own.Rabbit.Username, own.Rabbit.Password);
        await api.PutAsync(["users", MeldingService.Name], new { password = "een-ander", tags = "" }, CancellationToken.None);
        await own.Services.RestartAsync(untilOnBus: false);

        var meldingen = await RegistreerAsync(own.Services, 3);
        await ServicesFixture.EventuallyAsync("readiness tells", async () => (await GereedheidAsync(own.Services, MeldingService.Name)).Contains("weigert gebruiker of wachtwoord", StringComparison.Ordinal));
        Assert.DoesNotContain(own.Services.Log.Lines, line => line.Contains(own.Services.Ground.Password, StringComparison.Ordinal));

        await api.PutAsync(["users", MeldingService.Name], new { password = own.Services.Ground.Password, tags = "" }, CancellationToken.None);
        await TerugAsync(own.Services);
        await AlleEenmaalAsync(own.Services, meldingen);
    }

    [Fact]
    public async Task Given_a_queue_that_somebody_deletes_under_load_Then_it_is_made_again_and_what_came_meanwhile_arrives()
    {
        await using var own = await OwnServers.StartAsync();
        using var api = new ManagementApi(own.Rabbit.Management, own.Rabbit.Username, own.Rabbit.Password);
        var voor = await RegistreerAsync(own.Services, 10);
        await AlleEenmaalAsync(own.Services, voor);

        var tijdens = RegistreerAsync(own.Services, 60);
        string[] queues = ["assessment-melding-werd-geregistreerd", "registratie-vraag-geregistreerd"];
        foreach (var queue in queues.Append(TestBroker.TapQueue))
        {
            Assert.True(await api.DeleteAsync(["queues", own.Services.Name, queue], CancellationToken.None));
        }

        var meldingen = voor.Concat(await tijdens).ToList();
        foreach (var queue in queues)
        {
            await ServicesFixture.EventuallyAsync(queue + " is back", () => TestBroker.IsBoundAsync(own.Rabbit.AsServer(), own.Services.Administrator, queue));
        }

        // What is still on its way is not sent again by anybody.
        await ServicesFixture.EventuallyAsync("all sent", async () => (await own.Services.OutboxAsync(MeldingService.Name)).All(row => row.State == OutboxState.Sent));
        // A message that lay in the queue went with it. That is what an operator sends again for; who had one knows it.
        using var beheerder = own.Services.Client(MeldingService.Name, "beheerder");
        using var opnieuw = await beheerder.PostAsJsonAsync("/api/beheer/melding/verzonden/opnieuw", new { vanaf = DateTimeOffset.UtcNow.AddHours(-1) });
        Assert.Equal(HttpStatusCode.OK, opnieuw.StatusCode);
        await AlleEenmaalAsync(own.Services, meldingen);
        await AlleEenmaalAsync(own.Services, [.. meldingen, .. await RegistreerAsync(own.Services, 5)]);
    }

    [Fact]
    public async Task Given_a_queue_that_is_not_there_When_a_message_comes_Then_it_is_dealt_with_all_the_same()
    {
        await using var own = await OwnServers.StartAsync();
        // Its owner is away, so nobody makes it again.
        await own.Services.StopAsync(AssessmentService.Name);
        using (var api = new ManagementApi(own.Rabbit.Management, own.Rabbit.Username, own.Rabbit.Password))
        {
            // With what listens in for the tests, or the exchange would still have somewhere to go.
            Assert.True(await api.DeleteAsync(["queues", own.Services.Name, "meeluisteren"], CancellationToken.None));
            Assert.True(await api.DeleteAsync(["queues", own.Services.Name, "assessment-melding-werd-geregistreerd"], CancellationToken.None));
        }

        var melding = await own.Services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        await ServicesFixture.EventuallyAsync("sent", async () => (await own.Services.OutboxAsync(MeldingService.Name)).All(row => row.State == OutboxState.Sent));
        await own.Services.StartAsync(AssessmentService.Name);
        await own.Services.InWerklijstAsync(melding);
    }

    [Fact]
    public async Task Given_a_broker_without_the_topology_of_this_version_Then_nothing_is_published_until_it_stands()
    {
        await using var own = await OwnServers.StartAsync();
        using var api = new ManagementApi(own.Rabbit.Management, own.Rabbit.Username, own.Rabbit.Password);
        Assert.True(await api.DeleteAsync(["exchanges", own.Services.Name, RabbitTopologyDeployment.Mark], CancellationToken.None));
        await own.Services.RestartAsync(untilOnBus: false);
        var meldingen = await RegistreerAsync(own.Services, 3);
        await ServicesFixture.EventuallyAsync("readiness tells", async () => (await GereedheidAsync(own.Services, MeldingService.Name)).Contains("voer de inrichting uit", StringComparison.Ordinal));
        Assert.All(await own.Services.OutboxAsync(MeldingService.Name), row => Assert.Equal(OutboxState.Pending, row.State));

        await BrokerInrichting.RichtInAsync(own.Services.Ground.InrichtingOf(own.Services.Name), TextWriter.Null, CancellationToken.None);
        await TerugAsync(own.Services);
        await AlleEenmaalAsync(own.Services, meldingen);
    }

    private static async Task<List<Guid>> RegistreerAsync(ServicesFixture services, int aantal)
        => [.. await Task.WhenAll(Enumerable.Range(0, aantal).Select(_ => services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder)))];

    /// <summary>Sends under one key until it is accepted, as a careful client does.</summary>
    private static async Task RegistreerMetGeduldAsync(ServicesFixture services, string sleutel, ConcurrentDictionary<string, Guid> gevraagd, ConcurrentBag<HttpStatusCode> geweigerd)
    {
        while (true)
        {
            using var response = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);
            if (response.IsSuccessStatusCode)
            {
                gevraagd[sleutel] = (await response.JsonAsync())["id"]!.GetValue<Guid>();
                return;
            }

            geweigerd.Add(response.StatusCode);
            await Task.Delay(50);
        }
    }

    /// <summary>All services are well again, consumers included, in the time that is promised.</summary>
    private static async Task TerugAsync(ServicesFixture services)
    {
        var waited = Stopwatch.StartNew();
        foreach (var dienst in Postvak.Diensten)
        {
            await ServicesFixture.EventuallyAsync($"{dienst} is back", async () => !(await GereedheidAsync(services, dienst)).Contains("bus niet beschikbaar", StringComparison.Ordinal), BackWithin);
        }

        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(BackWithin), $"back after {waited.Elapsed}");
    }

    private static async Task<string> GereedheidAsync(ServicesFixture services, string dienst)
    {
        using var client = services.Client(dienst);
        using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<string> ToestandAsync(ServicesFixture services, string dienst)
        => System.Text.Json.Nodes.JsonNode.Parse(await GereedheidAsync(services, dienst))!["toestand"]!.GetValue<string>();

    /// <summary>Each melding, its assessment and its two facts are there once.</summary>
    private static async Task AlleEenmaalAsync(ServicesFixture services, List<Guid> meldingen)
    {
        await services.VerzondenAsync(seconds: 240);
        Assert.Equal(meldingen.Order(), (await services.InDbAsync<MeldingDbContext, List<Guid>>(MeldingService.Name, db => db.Meldingen.Select(m => m.Id).ToListAsync())).Order());
        Assert.Equal(meldingen.Order(), (await services.InDbAsync<AssessmentDbContext, List<Guid>>(AssessmentService.Name, db => db.Assessments.Select(a => a.MeldingId).ToListAsync())).Order());
        Assert.Equal(
            meldingen.Concat(meldingen).Order(),
            (await services.InDbAsync<RegistratieDbContext, List<Guid>>(RegistratieService.Name, db => db.Feiten.Select(feit => feit.MeldingId).ToListAsync())).Order());
    }

    /// <summary>A broker and a cluster for this test alone, with the services on them.</summary>
    private sealed class OwnServers : IAsyncDisposable
    {
        public required PrivateRabbit Rabbit { get; init; }

        public required PrivatePostgres Postgres { get; init; }

        public required DistributedServices Services { get; init; }

        public static async Task<OwnServers> StartAsync()
        {
            SharedServers.SkipWithout(SharedServers.MissingOwn);
            var rabbit = PrivateRabbit.StartAsync();
            var postgres = await PrivatePostgres.StartAsync();
            var servers = ((await rabbit).AsServer(), postgres.AsServer());
            var services = new DistributedServices(() => TestGround.MakeAsync(servers.Item1, servers.Item2));
            await services.InitializeAsync();
            return new OwnServers { Rabbit = await rabbit, Postgres = postgres, Services = services };
        }

        public async ValueTask DisposeAsync()
        {
            await Services.DisposeAsync();
            await Rabbit.DisposeAsync();
            await Postgres.DisposeAsync();
        }
    }
}
