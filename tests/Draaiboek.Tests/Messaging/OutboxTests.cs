using System.Net;
using System.Net.Http.Json;
using Draaiboek.Assessments;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Messaging;

/// <summary>Change, account and message commit together or not at all (DESIGN 4), made to fail by the database itself.</summary>
public abstract class OutboxTests(ServicesFixture services)
{
    /// <summary>Tables that one step writes in, in one transaction: whichever fails, nothing of the others stays.</summary>
    public static TheoryData<string> Tabellen() => ["Outbox", "Stappen", "Audit", "Idempotency"];

    [Theory]
    [MemberData(nameof(Tabellen))]
    public async Task Given_a_step_of_which_one_part_can_not_be_written_When_it_is_sent_Then_500_and_neither_change_nor_message(string tabel)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        var voor = (await client.JsonAsync($"/api/assessments/{id}")).ToJsonString();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "faalt-" + tabel);
        await services.BreekTabelAsync(AssessmentService.Name, tabel);
        using (var response = await client.ZetAsync(id, "gesprek", Werklijst.Stap("gesprek")))
        {
            var problem = await ProblemAssert.IsProblemAsync(response, 500, "fout");
            Assert.DoesNotContain("geweigerd", problem.ToJsonString(), StringComparison.Ordinal);
        }

        await services.HerstelTabelAsync(AssessmentService.Name, tabel);
        Assert.Equal(voor, (await client.JsonAsync($"/api/assessments/{id}")).ToJsonString());
        Assert.Single(await services.OutboxAsync(AssessmentService.Name), row => row.CaseId == id);
        Assert.Equal(0, await services.KijkAsync(AssessmentService.Name, db => db.Audit.CountAsync(row => row.OnderwerpId == id && row.Actie == "assessment.gesprek")));
        // The key was not used up by the failure.
        using var opnieuw = await client.ZetAsync(id, "gesprek", Werklijst.Stap("gesprek"));
        Assert.Equal((HttpStatusCode.Created, false), (opnieuw.StatusCode, opnieuw.Headers.Contains("Idempotency-Replayed")));
    }

    [Fact]
    public async Task Given_a_refused_request_When_answered_Then_no_message_and_no_audit_row()
    {
        var (berichten, audit) = await services.KijkAsync(MeldingService.Name, async db => (await db.Outbox.CountAsync(), await db.Audit.CountAsync()));
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        var fout = Invoer.Assessmentvraag();
        fout["soort"] = "iets";
        using var response = await client.PostAsJsonAsync("/api/meldingen", fout);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal((berichten, audit), await services.KijkAsync(MeldingService.Name, async db => (await db.Outbox.CountAsync(), await db.Audit.CountAsync())));
    }

    [Fact]
    public async Task Given_the_same_message_many_times_at_once_When_consumed_Then_its_effect_is_there_once()
    {
        var vraag = Bericht.Vraag();
        var id = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => services.SendAsync(vraag, i % 2 == 0 ? id : Guid.CreateVersion7())));
        await services.VerzondenAsync();
        Assert.Equal((1, 1, 1), await StandAsync(vraag.MeldingId, id));
        Assert.Equal(2, await FeitenAsync(vraag.MeldingId));
    }

    protected ServicesFixture Diensten => services;

    protected Task<int> FeitenAsync(Guid melding)
        => services.InDbAsync<RegistratieDbContext, int>(RegistratieService.Name, db => db.Feiten.CountAsync(feit => feit.MeldingId == melding));

    /// <summary>Assessments of the question, messages that they sent, and this message's line in the inbox.</summary>
    protected Task<(int, int, int)> StandAsync(Guid melding, Guid messageId)
        => services.InDbAsync<AssessmentDbContext, (int, int, int)>(AssessmentService.Name, async db => (
            await db.Assessments.CountAsync(a => a.MeldingId == melding),
            await db.Outbox.CountAsync(row => db.Assessments.Any(a => a.MeldingId == melding && a.Id == row.CaseId)),
            await db.Inbox.CountAsync(row => row.MessageId == messageId)));
}

public sealed class OutboxTestsEmbedded(EmbeddedServices services) : OutboxTests(services), IClassFixture<EmbeddedServices>
{
    /// <summary>On this half only: who sends hears that a consumer failed, and sends again.</summary>
    [Theory]
    [InlineData("Outbox")]
    [InlineData("Assessments")]
    [InlineData("Inbox")]
    public async Task Given_a_consumer_of_which_one_part_can_not_be_written_When_a_message_comes_Then_nothing_stays_and_a_second_try_does_all(string tabel)
    {
        var vraag = Bericht.Vraag();
        var id = Guid.CreateVersion7();
        await Diensten.BreekTabelAsync(AssessmentService.Name, tabel);
        await Assert.ThrowsAsync<AggregateException>(() => Diensten.SendAsync(vraag, id));
        Assert.Equal((0, 0, 0), await StandAsync(vraag.MeldingId, id));
        await Diensten.HerstelTabelAsync(AssessmentService.Name, tabel);
        // The other services did their part the first time, and do nothing now.
        Assert.Equal(1, await FeitenAsync(vraag.MeldingId));
        await Diensten.SendAsync(vraag, id);
        Assert.Equal((1, 1, 1), await StandAsync(vraag.MeldingId, id));
        await Diensten.VerzondenAsync();
        Assert.Equal(2, await FeitenAsync(vraag.MeldingId));
    }
}

public sealed class OutboxTestsDistributed(DistributedServices services) : OutboxTests(services.OrSkip()), IClassFixture<DistributedServices>
{
    /// <summary>On this half who sends hears nothing of it: the message is parked with whoever could not deal with it.</summary>
    [Theory]
    [InlineData("Outbox")]
    [InlineData("Assessments")]
    [InlineData("Inbox")]
    public async Task Given_a_consumer_of_which_one_part_can_not_be_written_When_a_message_comes_Then_nothing_stays_the_others_go_on_and_a_replay_does_all(string tabel)
    {
        var vraag = Bericht.Vraag();
        var id = Guid.CreateVersion7();
        await Diensten.BreekTabelAsync(AssessmentService.Name, tabel);
        await Assert.ThrowsAsync<AggregateException>(() => Diensten.SendAsync(vraag, id));
        Assert.Equal((0, 0, 0), await StandAsync(vraag.MeldingId, id));
        Assert.Equal(1, await FeitenAsync(vraag.MeldingId));
        var geparkeerd = await Diensten.KijkAsync(AssessmentService.Name, db => db.Parked.AsNoTracking().SingleAsync(row => row.MessageId == id));
        Assert.Equal("PostgresException:P0001", geparkeerd.ReasonCode);
        Assert.DoesNotContain("geweigerd", geparkeerd.Body, StringComparison.Ordinal);

        await Diensten.HerstelTabelAsync(AssessmentService.Name, tabel);
        using var beheerder = Diensten.Client(AssessmentService.Name, "beheerder");
        using var opnieuw = await beheerder.PostAsJsonAsync("/api/beheer/assessment/geparkeerd/opnieuw", new { ontvangen = new[] { geparkeerd.Volgnummer } });
        Assert.Equal((HttpStatusCode.OK, 1), (opnieuw.StatusCode, (int)(await opnieuw.JsonAsync())["aantal"]!));
        await ServicesFixture.EventuallyAsync("done after the replay", async () => await StandAsync(vraag.MeldingId, id) == (1, 1, 1));
        await Diensten.VerzondenAsync();
        Assert.Equal(2, await FeitenAsync(vraag.MeldingId));
        Assert.False(await Diensten.KijkAsync(AssessmentService.Name, db => db.Parked.AnyAsync()));
    }
}
