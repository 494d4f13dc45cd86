using Draaiboek.Assessments;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Messaging;

/// <summary>What the outbox promises when all goes well, when the bus is away and when a process dies in the middle (DESIGN 4).</summary>
public abstract class DispatcherTests(ServicesFixture services)
{
    private static readonly DateOnly Dag = new(2019, 3, 4);

    [Fact]
    public async Task Given_many_messages_of_several_cases_When_sent_Then_each_case_in_order_and_each_message_once()
    {
        var zaken = Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, 10).Aggregate(new Verloop(Dag), (verloop, i) => verloop.Gesprek(Dag.AddDays(i)))).ToList();
        // Written round the cases, as services do whose cases go on at the same time.
        var rijen = Enumerable.Range(2, 10).SelectMany(i => zaken.Select(zaak => zaak.Berichten[i].AlsRij(zaak.MeldingId))).ToArray();
        await services.SchrijfAsync(AssessmentService.Name, rijen);
        await services.VerzondenAsync();

        var inbox = await ServicesFixture.EventuallyAsync("all consumed", async () =>
        {
            var verwerkt = await services.KijkAsync(RegistratieService.Name, db => db.Inbox.AsNoTracking()
                .Where(row => row.Consumer == "AssessmentgesprekGevoerdConsumer").OrderBy(row => row.VerwerktOp).ToListAsync());
            return verwerkt.Count >= rijen.Length ? verwerkt : null;
        });
        Assert.Equal(rijen.Select(rij => rij.MessageId).Order(), inbox.Select(row => row.MessageId).Order());
        var verzonden = (await services.OutboxAsync(AssessmentService.Name)).ToDictionary(row => row.MessageId, row => row.VerzondenOp!.Value);
        foreach (var zaak in zaken)
        {
            var eigen = rijen.Where(rij => rij.CaseId == zaak.MeldingId).Select(rij => rij.MessageId).ToList();
            Assert.Equal(eigen, eigen.OrderBy(id => verzonden[id]));
            if (services.VerwerktInVolgorde)
            {
                Assert.Equal(eigen, inbox.Select(row => row.MessageId).Where(eigen.Contains));
            }
        }
    }

    [Fact]
    public async Task Given_a_closed_bus_When_work_is_done_Then_it_is_accepted_no_attempt_counts_and_all_arrives_after()
    {
        await services.CloseBusAsync();
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        services.Time.Advance(TimeSpan.FromHours(1));
        // A later look at the clock by the dispatcher, so that it had its chance to try.
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder)));
        var rij = Assert.Single(await services.OutboxAsync(MeldingService.Name), row => row.CaseId == melding);
        Assert.Equal((OutboxState.Pending, 0, null), (rij.State, rij.Attempts, rij.ReasonCode));

        await services.OpenBusAsync();
        await services.InWerklijstAsync(melding);
        await services.VerzondenAsync();
        Assert.All(await services.OutboxAsync(MeldingService.Name), row => Assert.Equal((OutboxState.Sent, 0), (row.State, row.Attempts)));
    }

    [Fact]
    public async Task Given_a_dispatcher_that_died_between_send_and_mark_When_its_lease_ends_Then_it_is_sent_again_and_had_its_effect_once()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var assessment = await services.InWerklijstAsync(melding);
        await services.VerzondenAsync();
        var tot = services.Time.GetUtcNow().AddMinutes(2);
        await LaatLiggenAsync(services, melding, tot);

        // Others pass while the lease lasts.
        await services.InWerklijstAsync(await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder));
        Assert.Equal(OutboxState.Pending, (await RijAsync(melding)).State);

        services.Time.Advance(TimeSpan.FromMinutes(3));
        var rij = await ServicesFixture.EventuallyAsync("sent again", async () => await RijAsync(melding) is { State: OutboxState.Sent } sent ? sent : null);
        Assert.Equal((0, null, null), (rij.Attempts, rij.LeaseId, rij.LeaseUntil));
        Assert.True(rij.VerzondenOp >= tot);
        Assert.Equal(1, await services.InDbAsync<AssessmentDbContext, int>(AssessmentService.Name, db => db.Assessments.CountAsync(a => a.MeldingId == melding)));
        Assert.Equal(assessment.Id(), (await services.InWerklijstAsync(melding)).Id());
        Assert.Equal(2, await services.InDbAsync<RegistratieDbContext, int>(RegistratieService.Name, db => db.Feiten.CountAsync(feit => feit.MeldingId == melding)));
    }

    [Fact]
    public async Task Given_services_that_stop_in_the_middle_When_started_again_on_the_same_data_Then_everything_arrives_once()
    {
        await using var own = await OwnServices.StartAsync(services.Another());
        var eigen = own.Fixture;
        var meldingen = new List<Guid>();
        for (var ronde = 0; ronde < 3; ronde++)
        {
            // Stopped while the last of these are still on their way.
            meldingen.AddRange(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => eigen.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder))));
            await eigen.RestartAsync();
        }

        await eigen.VerzondenAsync();
        await AlleEenmaalAsync(eigen, meldingen);
    }

    [Fact]
    public async Task Given_500_cases_at_once_When_sent_Then_all_arrive_exactly_once()
    {
        await using var own = await OwnServices.StartAsync(services.Another());
        var eigen = own.Fixture;
        await eigen.CloseBusAsync();
        var vragen = Enumerable.Range(0, 500).Select(_ => Bericht.Vraag()).ToList();
        await eigen.SchrijfAsync(MeldingService.Name, [.. vragen.Select(vraag => vraag.AlsRij(vraag.MeldingId))]);
        await eigen.OpenBusAsync();
        await eigen.VerzondenAsync(seconds: 240);
        await AlleEenmaalAsync(eigen, [.. vragen.Select(vraag => vraag.MeldingId)]);
        Assert.Equal(500, await eigen.KijkAsync(AssessmentService.Name, db => db.Inbox.CountAsync()));
    }

    /// <summary>One assessment of each question, and two facts: the question and the request for assessment.</summary>
    private static async Task AlleEenmaalAsync(ServicesFixture services, List<Guid> meldingen)
    {
        var assessments = await services.InDbAsync<AssessmentDbContext, List<Guid>>(AssessmentService.Name, db => db.Assessments.Select(a => a.MeldingId).ToListAsync());
        Assert.Equal(meldingen.Order(), assessments.Order());
        var feiten = await services.InDbAsync<RegistratieDbContext, List<Guid>>(RegistratieService.Name, db => db.Feiten.Select(feit => feit.MeldingId).ToListAsync());
        Assert.Equal(meldingen.Concat(meldingen).Order(), feiten.Order());
        foreach (var dienst in Postvak.Diensten)
        {
            Assert.All(await services.OutboxAsync(dienst), row => Assert.Equal((OutboxState.Sent, 0), (row.State, row.Attempts)));
        }
    }

    private async Task<OutboxRow> RijAsync(Guid zaak) => Assert.Single(await services.OutboxAsync(MeldingService.Name), row => row.CaseId == zaak);

    /// <summary>What a dispatcher that died leaves: everything was delivered, nothing marked, and a lease that nobody will give back.</summary>
    protected static Task<int> LaatLiggenAsync(ServicesFixture services, Guid melding, DateTimeOffset tot)
        => services.KijkAsync(MeldingService.Name, db => db.Outbox.Where(row => row.CaseId == melding).ExecuteUpdateAsync(row => row
            .SetProperty(r => r.State, OutboxState.Pending)
            .SetProperty(r => r.VerzondenOp, (DateTimeOffset?)null)
            .SetProperty(r => r.LeaseId, Guid.NewGuid())
            .SetProperty(r => r.LeaseUntil, tot)));
}

public sealed class DispatcherTestsEmbedded(EmbeddedServices services) : DispatcherTests(services), IClassFixture<EmbeddedServices>
{
    /// <summary>On this half only: nobody else can have a lease on a file that is this process's own.</summary>
    [Fact]
    public async Task Given_a_lease_of_a_process_that_was_killed_When_the_only_process_of_the_database_starts_again_Then_it_does_not_wait_for_its_end()
    {
        await using var own = await OwnServices.StartAsync(new EmbeddedServices());
        var melding = await own.Fixture.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        await own.Fixture.VerzondenAsync();
        await LaatLiggenAsync(own.Fixture, melding, own.Fixture.Time.GetUtcNow().AddYears(1));

        await own.Fixture.RestartAsync();
        await own.Fixture.VerzondenAsync();
        Assert.All(await own.Fixture.OutboxAsync(MeldingService.Name), row => Assert.Equal((OutboxState.Sent, null), (row.State, row.LeaseId)));
    }
}

public sealed class DispatcherTestsDistributed(DistributedServices services) : DispatcherTests(services.OrSkip()), IClassFixture<DistributedServices>;
