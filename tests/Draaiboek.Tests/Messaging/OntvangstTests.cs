using System.Net;
using System.Net.Http.Json;
using System.Text;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Draaiboek.Tests.Support.Distributed;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Messaging;

/// <summary>
/// What came off the broker and can't be dealt with: parked in the receiver's database with a code, shown to the operator, played again when the cause is gone;
/// nobody else is held up, and the text of the fault stands nowhere (docs/adr/0010).
/// </summary>
public sealed class OntvangstTests(DistributedServices services) : IClassFixture<DistributedServices>
{
    private const string Merkteken = "Merkteken-Ontvangst-ZQ84";
    private const string Onleesbaar = "Merkteken-Onleesbaar-ZQ85";
    private static readonly DateOnly Dag = new(2019, 3, 4);
    private readonly DistributedServices _services = services.OrSkip();

    [Fact]
    public async Task Given_a_consumer_that_fails_When_messages_come_Then_they_are_parked_the_others_go_on_and_a_replay_does_each_once()
    {
        // What other tests left here.
        await _services.KijkAsync(RegistratieService.Name, db => db.Parked.ExecuteDeleteAsync());
        using var beheerder = _services.Client(RegistratieService.Name, "beheerder");
        await _services.BreekTabelAsync(RegistratieService.Name, "Feiten", alsSoort: "Assessmentgesprek", Merkteken);
        var verlopen = Enumerable.Range(0, 3).Select(_ => (Id: Guid.CreateVersion7(), Verloop: new Verloop(Dag).Gesprek(Dag).Negatief(Dag))).ToList();
        foreach (var (id, verloop) in verlopen)
        {
            // A question from outside, that Assessment takes while Registratie can't take what follows.
            await _services.SendAsync(verloop.Berichten[0]);
            await Assert.ThrowsAsync<AggregateException>(() => _services.SendAsync(verloop.Berichten[2], id));
            await _services.SendAsync(verloop.Berichten[3]);
            await _services.InWerklijstAsync(verloop.MeldingId);
        }

        var lijst = await beheerder.JsonAsync("/api/beheer/registratie/geparkeerd");
        Assert.Equal((0, 3), ((int)lijst["aantal"]!, (int)lijst["aantalOntvangen"]!));
        var ontvangen = lijst["eersteOntvangen"]!.AsArray();
        Assert.All(ontvangen, bericht => Assert.Equal(
            (Wachtrij(typeof(AssessmentgesprekWerdGevoerd)), "PostgresException:P0001", MessageCatalog.UrnOf(typeof(AssessmentgesprekWerdGevoerd))),
            ((string?)bericht!["wachtrij"], (string?)bericht["reden"], (string?)bericht["type"])));
        using (var ready = await beheerder.GetAsync(new Uri("/health/ready", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        }

        // Played again while the cause is still there: parked again, and still only once.
        Assert.Equal(3, await SpeelAsync(beheerder, new { }));
        await ServicesFixture.EventuallyAsync("parked again", async () => await GeparkeerdAsync() == 3 && await OnderwegAsync() == 0);
        await MerktekenNergensAsync(lijst.ToJsonString());

        await _services.HerstelTabelAsync(RegistratieService.Name, "Feiten");
        lijst = await beheerder.JsonAsync("/api/beheer/registratie/geparkeerd");
        var een = (long)lijst["eersteOntvangen"]![1]!["volgnummer"]!;
        Assert.Equal(1, await SpeelAsync(beheerder, new { ontvangen = new[] { een, long.MaxValue } }));
        await ServicesFixture.EventuallyAsync("the one is done", async () => await GesprekkenAsync() == 1);
        Assert.Equal((2, 0), (await GeparkeerdAsync(), await SpeelAsync(beheerder, new { ontvangen = Array.Empty<long>() })));
        Assert.Equal(0, await SpeelAsync(beheerder, new { ontvangen = new[] { een } }));
        Assert.Equal(2, await SpeelAsync(beheerder, new { }));
        await ServicesFixture.EventuallyAsync("all done", async () => await GesprekkenAsync() == 3);
        await _services.VerzondenAsync();
        Assert.Equal((0, 3), (await GeparkeerdAsync(), await GesprekkenAsync()));

        // Sent again as it was: the inbox knows it.
        foreach (var (id, verloop) in verlopen)
        {
            await _services.SendAsync(verloop.Berichten[2], id);
        }

        Assert.Equal(3, await GesprekkenAsync());
    }

    [Theory]
    [InlineData("no JSON", "zomaar iets " + Onleesbaar)]
    [InlineData("no envelope", """{ "iets": "anders" }""")]
    [InlineData("a NUL", "a\0b")]
    [InlineData("nothing", "")]
    [InlineData("unknown type", """{ "messageId": "0193b2a0-0000-7000-8000-000000000001", "messageType": ["urn:message:draaiboek:onbekend"], "message": { "a": 1 } }""")]
    public async Task Given_something_that_is_no_message_of_ours_When_it_lies_on_a_queue_Then_it_is_parked_shown_and_can_not_be_replayed(string wat, string inhoud)
    {
        var voor = await GeparkeerdAsync();
        await TestBroker.PutAsync(_services.Administrator, Wachtrij(typeof(AssessmentWerdAangevraagd)), Encoding.UTF8.GetBytes(inhoud));
        await ServicesFixture.EventuallyAsync("parked: " + wat, async () => await GeparkeerdAsync() > voor);
        var rij = await _services.KijkAsync(RegistratieService.Name, db => db.Parked.AsNoTracking().OrderByDescending(row => row.Volgnummer).FirstAsync());
        Assert.Null(rij.MessageType);
        Assert.Matches("^[A-Za-z]+$", rij.ReasonCode);
        Assert.Equal(wat == "unknown type", rij.MessageId is not null);

        using var beheerder = _services.Client(RegistratieService.Name, "beheerder");
        var lijst = await beheerder.JsonAsync("/api/beheer/registratie/geparkeerd");
        var bericht = lijst["eersteOntvangen"]!.AsArray().Single(bericht => (long)bericht!["volgnummer"]! == rij.Volgnummer)!;
        Assert.Equal((rij.Queue, rij.ReasonCode, null), ((string?)bericht["wachtrij"], (string?)bericht["reden"], (string?)bericht["type"]));
        Assert.DoesNotContain(Onleesbaar, lijst.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(0, await SpeelAsync(beheerder, new { ontvangen = new[] { rij.Volgnummer } }));
        Assert.Equal(voor + 1, await GeparkeerdAsync());

        // What comes after it passes.
        var verloop = new Verloop(Dag);
        await _services.SendAsync(verloop.Berichten[1]);
        Assert.True(await _services.InDbAsync<RegistratieDbContext, bool>(RegistratieService.Name, db => db.Feiten.AnyAsync(feit => feit.MeldingId == verloop.MeldingId)));
    }

    /// <summary>Not in what was parked, not in what goes over the broker, not in what the operator sees; and no queue beside those that we made.</summary>
    private async Task MerktekenNergensAsync(string lijst)
    {
        Assert.DoesNotContain(Merkteken, lijst, StringComparison.Ordinal);
        Assert.All(await _services.GeschrevenAsync(), stuk => Assert.Empty(Sporen.Van([Merkteken], stuk.Value).Select(_ => stuk.Key)));
        var topologies = Postvak.Diensten.Select(dienst => _services.Services(dienst).GetRequiredService<RabbitTopology>());
        var queues = await TestBroker.QueuesAsync(_services.Ground.Rabbit, _services.Administrator);
        Assert.Equal(
            topologies.SelectMany(topology => topology.Queues.Keys.Append(topology.DeadLetterQueue).Append(topology.UnroutedQueue)).Append(TestBroker.TapQueue).Order(StringComparer.Ordinal),
            queues.Keys.Order(StringComparer.Ordinal));
        await ServicesFixture.EventuallyAsync("nothing left on the queues", async () =>
            (await TestBroker.QueuesAsync(_services.Ground.Rabbit, _services.Administrator)).All(queue => queue.Key == TestBroker.TapQueue || queue.Value == 0));
    }

    private static async Task<int> SpeelAsync(HttpClient beheerder, object body)
    {
        using var response = await beheerder.PostAsJsonAsync("/api/beheer/registratie/geparkeerd/opnieuw", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (int)(await response.JsonAsync())["aantal"]!;
    }

    private string Wachtrij(Type bericht)
        => _services.Services(RegistratieService.Name).GetRequiredService<RabbitTopology>().Queues.Single(queue => queue.Value == bericht).Key;

    private Task<int> GeparkeerdAsync() => _services.KijkAsync(RegistratieService.Name, db => db.Parked.CountAsync());

    private Task<int> OnderwegAsync() => _services.KijkAsync(RegistratieService.Name, db => db.Outbox.CountAsync(row => row.State == OutboxState.Pending));

    private Task<int> GesprekkenAsync()
        => _services.InDbAsync<RegistratieDbContext, int>(RegistratieService.Name, db => db.Feiten.CountAsync(feit => feit.Soort == FeitSoort.Assessmentgesprek));
}
