using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Registratie;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Messaging;

/// <summary>A message that can't be delivered: backs off, holds up its own case only, is parked with a code, and is sent when an operator says so (DESIGN 4).</summary>
public abstract class ParkeerTests(ServicesFixture services)
{
    private const string Merkteken = "Merkteken-Bericht-ZQ83";
    private static readonly DateOnly Dag = new(2019, 3, 4);

    public static TheoryData<string, string> Fouten() => new()
    {
        { "unknown urn", "UnknownMessageException" },
        { "unreadable body", "JsonException" },
        { "member missing", "JsonException" },
    };

    [Theory]
    [MemberData(nameof(Fouten))]
    public Task Given_a_message_that_fails_When_it_is_tried_ten_times_Then_it_is_parked_others_go_on_and_replay_sends_it_once_fixed(string fout, string code)
        => ParkeerEnSpeelOpnieuwAsync(fout, code);

    [Fact]
    public async Task Given_several_parked_messages_When_replayed_by_number_or_all_Then_only_those_asked_for_go()
    {
        var rijen = Enumerable.Range(0, 3).Select(_ => new Verloop(Dag).Gesprek(Dag)).Select(v => v.Berichten[2].AlsRij(v.MeldingId)).ToArray();
        foreach (var rij in rijen)
        {
            rij.State = OutboxState.Parked;
            rij.Attempts = OutboxRow.MaxAttempts;
            rij.ReasonCode = "TimeoutException";
        }

        await services.SchrijfAsync(AssessmentService.Name, rijen);
        using var beheerder = services.Client(AssessmentService.Name, "beheerder");
        async Task<int> SpeelAsync(object body)
        {
            using var response = await beheerder.PostAsJsonAsync("/api/beheer/assessment/geparkeerd/opnieuw", body);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return (int)(await response.JsonAsync())["aantal"]!;
        }

        var lijst = await beheerder.JsonAsync("/api/beheer/assessment/geparkeerd");
        Assert.Equal(rijen.Select(rij => rij.Volgnummer), lijst["eerste"]!.AsArray().Select(bericht => (long)bericht!["volgnummer"]!));
        Assert.Equal(1, await SpeelAsync(new { volgnummers = new[] { rijen[1].Volgnummer, long.MaxValue } }));
        await services.VerzondenAsync();
        Assert.Equal([OutboxState.Parked, OutboxState.Sent, OutboxState.Parked], (await services.OutboxAsync(AssessmentService.Name)).Where(row => rijen.Any(rij => rij.MessageId == row.MessageId)).Select(row => row.State));
        // What is sent already is not sent again by naming it.
        Assert.Equal(0, await SpeelAsync(new { volgnummers = new[] { rijen[1].Volgnummer } }));
        // An empty choice is no choice for all.
        Assert.Equal(0, await SpeelAsync(new { volgnummers = Array.Empty<long>() }));
        Assert.Equal(2, await SpeelAsync(new { }));
        await services.VerzondenAsync();
        Assert.Equal(0, (int)(await beheerder.JsonAsync("/api/beheer/assessment/geparkeerd"))["aantal"]!);
    }

    [Fact]
    public async Task Given_sent_messages_When_an_operator_sends_again_from_a_moment_Then_those_since_go_and_earlier_ones_do_not()
    {
        var moment = new DateTimeOffset(2019, 3, 4, 22, 30, 0, TimeSpan.Zero);
        var rijen = Enumerable.Range(0, 3).Select(_ => new Verloop(Dag).Gesprek(Dag)).Select(v => v.Berichten[2].AlsRij(v.MeldingId)).ToArray();
        await services.SchrijfAsync(AssessmentService.Name, rijen);
        await services.VerzondenAsync();
        foreach (var (rij, verzonden) in rijen.Zip([moment.AddSeconds(-1), moment, moment.AddHours(1)]))
        {
            await services.KijkAsync(AssessmentService.Name, db => db.Outbox.Where(row => row.MessageId == rij.MessageId)
                .ExecuteUpdateAsync(row => row.SetProperty(r => r.VerzondenOp, verzonden)));
        }

        using var beheerder = services.Client(AssessmentService.Name, "beheerder");
        var route = new Uri("/api/beheer/assessment/verzonden/opnieuw", UriKind.Relative);
        foreach (var onleesbaar in new[] { "2019-03-04T22:30:00", "2019-03-04", "gisteren", "" })
        {
            using var geweigerd = await beheerder.PostAsJsonAsync(route, new { vanaf = onleesbaar });
            Assert.Contains("tijdzone", (string?)(await geweigerd.JsonAsync())["errors"]!["vanaf"]![0], StringComparison.Ordinal);
        }

        using var opnieuw = await beheerder.PostAsJsonAsync(route, new { vanaf = "2019-03-04T23:30:00+01:00" });
        Assert.Equal(HttpStatusCode.OK, opnieuw.StatusCode);
        await services.VerzondenAsync();
        Assert.Equal(moment.AddSeconds(-1), (await RijAsync(services, rijen[0])).VerzondenOp);
        Assert.True((await RijAsync(services, rijen[1])).VerzondenOp > moment);
        Assert.True((await RijAsync(services, rijen[2])).VerzondenOp > moment.AddHours(1));
        Assert.Equal(1, await services.KijkAsync(AssessmentService.Name, db => db.Audit.CountAsync(row => row.Actie == "beheer.verzonden-opnieuw" && row.VoId != null)));
    }

    [Fact]
    public async Task Given_another_role_no_person_or_no_token_When_parked_messages_are_asked_or_replayed_Then_refused()
    {
        foreach (var dienst in Postvak.Diensten)
        {
            foreach (var rol in new[] { Invoer.Melder, Invoer.Medewerker, Invoer.Jurist, "stuurgroep", "auditor", null })
            {
                using var client = services.Client(dienst, rol is null ? [] : [rol]);
                using var lijst = await client.GetAsync(new Uri($"/api/beheer/{dienst}/geparkeerd", UriKind.Relative));
                using var opnieuw = await client.PostAsJsonAsync($"/api/beheer/{dienst}/geparkeerd/opnieuw", new JsonObject());
                foreach (var response in new[] { lijst, opnieuw })
                {
                    await ProblemAssert.IsProblemAsync(response, rol is null ? 401 : 403, rol is null ? "niet-aangemeld" : "geen-toegang");
                }
            }

            using var systeem = services.ClientWithToken(dienst, services.Authority.Token(["beheerder"], voId: null));
            using var gelezen = await systeem.GetAsync(new Uri($"/api/beheer/{dienst}/geparkeerd", UriKind.Relative));
            using var gespeeld = await systeem.PostAsJsonAsync($"/api/beheer/{dienst}/geparkeerd/opnieuw", new JsonObject());
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (gelezen.StatusCode, gespeeld.StatusCode));
        }
    }

    protected async Task ParkeerEnSpeelOpnieuwAsync(string fout, string code)
    {
        await using var own = await OwnServices.StartAsync(services.Another());
        var eigen = own.Fixture;
        var verloop = new Verloop(Dag).Gesprek(Dag).Negatief(Dag);
        var goed = verloop.Berichten[2].AlsRij(verloop.MeldingId);
        var stuk = fout switch
        {
            "unknown urn" => Rij(goed, "urn:message:draaiboek:" + Merkteken, goed.Body),
            "unreadable body" => Rij(goed, goed.MessageType, $"{{ \"{Merkteken}"),
            "member missing" => Rij(goed, goed.MessageType, $"{{ \"versie\": 2, \"op\": \"{Merkteken}\" }}"),
            _ => goed,
        };
        if (fout == "consumer fails")
        {
            await eigen.BreekTabelAsync(RegistratieService.Name, "Feiten", alsSoort: "Assessmentgesprek", Merkteken);
        }

        var later = verloop.Berichten[3].AlsRij(verloop.MeldingId);
        await eigen.SchrijfAsync(AssessmentService.Name, stuk, later);

        // The first attempt is over: it waits, and the later one of its case with it, while another case passes.
        await ServicesFixture.EventuallyAsync("first attempt", async () => (await RijAsync(eigen, stuk)).Attempts == 1);
        var andere = new Verloop(Dag).Gesprek(Dag);
        var voorbij = andere.Berichten[2].AlsRij(andere.MeldingId);
        if (fout != "consumer fails")
        {
            await eigen.SchrijfAsync(AssessmentService.Name, voorbij);
            await ServicesFixture.EventuallyAsync("other case", async () => (await RijAsync(eigen, voorbij)).State == OutboxState.Sent);
        }

        Assert.Equal(OutboxState.Pending, (await RijAsync(eigen, later)).State);
        Assert.NotNull((await RijAsync(eigen, stuk)).NextAttemptOp);
        await ParkeerAsync(eigen, stuk);
        await ServicesFixture.EventuallyAsync("later one of the case passes", async () => (await RijAsync(eigen, later)).State == OutboxState.Sent);

        var rij = await RijAsync(eigen, stuk);
        Assert.Equal((OutboxState.Parked, OutboxRow.MaxAttempts, code, null), (rij.State, rij.Attempts, rij.ReasonCode, rij.LeaseId));
        using var beheerder = eigen.Client(AssessmentService.Name, "beheerder");
        var lijst = await beheerder.JsonAsync("/api/beheer/assessment/geparkeerd");
        var geparkeerd = Assert.Single(lijst["eerste"]!.AsArray())!;
        Assert.Equal((1, stuk.MessageId, 10, code), ((int)lijst["aantal"]!, geparkeerd["messageId"]!.GetValue<Guid>(), (int)geparkeerd["pogingen"]!, (string?)geparkeerd["reden"]));

        // The cause is taken away, and the operator sends it again.
        await HerstelAsync(eigen, goed);
        using var opnieuw = await beheerder.PostAsJsonAsync("/api/beheer/assessment/geparkeerd/opnieuw", new { volgnummers = new[] { rij.Volgnummer } });
        Assert.Equal((HttpStatusCode.OK, 1), (opnieuw.StatusCode, (int)(await opnieuw.JsonAsync())["aantal"]!));
        rij = await ServicesFixture.EventuallyAsync("sent after replay", async () => await RijAsync(eigen, stuk) is { State: OutboxState.Sent } sent ? sent : null);
        Assert.Equal((0, null), (rij.Attempts, rij.ReasonCode));
        await eigen.VerzondenAsync();
        Assert.Equal(2, await eigen.InDbAsync<RegistratieDbContext, int>(RegistratieService.Name, db => db.Feiten.CountAsync(feit => feit.MeldingId == verloop.MeldingId)));
        Assert.Equal(0, (int)(await beheerder.JsonAsync("/api/beheer/assessment/geparkeerd"))["aantal"]!);
        Assert.Equal(1, await eigen.KijkAsync(AssessmentService.Name, db => db.Audit.CountAsync(row => row.Actie == "beheer.geparkeerd-opnieuw" && row.VoId != null)));
    }

    /// <summary>Jumps over each back-off until the row is given up.</summary>
    private static async Task ParkeerAsync(ServicesFixture services, OutboxRow rij)
    {
        for (var poging = 2; poging <= OutboxRow.MaxAttempts; poging++)
        {
            var verwacht = poging;
            services.Time.Advance(TimeSpan.FromMinutes(6));
            var nu = await ServicesFixture.EventuallyAsync($"attempt {poging}", async () => await RijAsync(services, rij) is var row && row.Attempts == verwacht ? row : null);
            Assert.Equal(poging == OutboxRow.MaxAttempts ? OutboxState.Parked : OutboxState.Pending, nu.State);
        }
    }

    private static async Task HerstelAsync(ServicesFixture services, OutboxRow goed)
    {
        await services.HerstelTabelAsync(RegistratieService.Name, "Feiten");
        await services.KijkAsync(AssessmentService.Name, db => db.Outbox.Where(row => row.MessageId == goed.MessageId)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.MessageType, goed.MessageType).SetProperty(r => r.Body, goed.Body)));
    }

    private static OutboxRow Rij(OutboxRow goed, string urn, string body)
        => new() { MessageId = goed.MessageId, CaseId = goed.CaseId, MessageType = urn, Body = body, AangemaaktOp = goed.AangemaaktOp };

    private static Task<OutboxRow> RijAsync(ServicesFixture services, OutboxRow rij)
        => services.KijkAsync(AssessmentService.Name, db => db.Outbox.AsNoTracking().SingleAsync(row => row.MessageId == rij.MessageId));
}

public sealed class ParkeerTestsEmbedded(EmbeddedServices services) : ParkeerTests(services), IClassFixture<EmbeddedServices>
{
    /// <summary>On this half only: the sender waits for the consumers here, so a failure of theirs is its own. A broker takes the message over.</summary>
    [Fact]
    public Task Given_a_consumer_that_fails_When_it_is_tried_ten_times_Then_its_message_is_parked_at_its_sender_and_replay_sends_it_once_fixed()
        => ParkeerEnSpeelOpnieuwAsync("consumer fails", "SqliteException");
}

public sealed class ParkeerTestsDistributed(DistributedServices services) : ParkeerTests(services.OrSkip()), IClassFixture<DistributedServices>;
