using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Berichten;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Assessments;

[Trait("Regel", "S1")]
public abstract class WerklijstTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_a_question_for_assessment_When_it_is_registered_Then_it_stands_in_the_worklist_of_that_centre_only_S1()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var regel = await services.InWerklijstAsync(melding);
        Assert.Equal(("wachtend", 1, 0), ((string?)regel["toestand"], (int)regel["versie"]!, (int)regel["aantalGesprekken"]!));

        foreach (var rol in new[] { "centrummedewerker:pagAsa", "centrummedewerker:surya", "centrummedewerker", "centrummedewerker:elders", "centrummedewerker:1" })
        {
            using var elders = services.Client(AssessmentService.Name, rol);
            Assert.DoesNotContain((await elders.JsonAsync("/api/assessments?first=100"))["items"]!.AsArray(), andere => andere!.Id() == regel.Id());
            Assert.Empty((await elders.JsonAsync($"/api/assessments?melding={melding}"))["items"]!.AsArray());
            using var enkel = await elders.GetAsync(new Uri($"/api/assessments/{regel.Id()}", UriKind.Relative));
            await ProblemAssert.IsProblemAsync(enkel, 404, "niet-gevonden");
        }
    }

    [Theory]
    [InlineData("infoFenomeen")]
    [InlineData("teamondersteuning")]
    [InlineData("inschattingGedrag")]
    [InlineData("gekendSlachtoffer")]
    public async Task Given_a_question_of_another_kind_When_it_is_registered_Then_no_assessment_comes_of_it_S1(string soort)
    {
        var invoer = soort == "gekendSlachtoffer" ? Invoer.Assessmentvraag() : Invoer.Adviesvraag(soort);
        invoer["soort"] = soort;
        var melding = await services.RegistreerAsync(invoer, Invoer.Melder);
        // Each later question goes the same way, so the earlier one was dealt with when this one stands there.
        await services.InWerklijstAsync(await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder));
        await services.VerzondenAsync();
        Assert.Empty(await RegelsAsync(Invoer.Medewerker, $"?melding={melding}"));
    }

    [Fact]
    public async Task Given_acute_and_older_questions_When_the_worklist_is_read_Then_acute_first_then_longest_waiting_S1()
    {
        var jong = await services.AssessmentAsync(Centrum.Surya, ontvangenOp: "2019-12-31");
        var oud = await services.AssessmentAsync(Centrum.Surya, ontvangenOp: "2019-01-02");
        var acuutJong = await services.AssessmentAsync(Centrum.Surya, acuut: true, ontvangenOp: "2020-02-01");
        var midden = await services.AssessmentAsync(Centrum.Surya, ontvangenOp: "2019-06-15");
        var acuutOud = await services.AssessmentAsync(Centrum.Surya, acuut: true, ontvangenOp: "2020-01-01");
        Guid[] verwacht = [acuutOud.Id(), acuutJong.Id(), oud.Id(), midden.Id(), jong.Id()];
        Assert.Equal(verwacht, (await RegelsAsync("centrummedewerker:surya")).Select(regel => regel.Id()));
    }

    [Fact]
    public async Task Given_more_than_a_page_of_the_same_day_When_read_page_by_page_Then_each_comes_once_also_when_one_comes_in_between()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await services.AssessmentAsync(Centrum.PagAsa)).Id());
        }

        using var client = services.Client(AssessmentService.Name, "centrummedewerker:pagAsa");
        var gezien = new List<Guid>();
        string? cursor = null;
        for (var bladzijde = 0; bladzijde < 4; bladzijde++)
        {
            var page = await client.JsonAsync($"/api/assessments?first=2{(cursor is null ? "" : "&after=" + cursor)}");
            gezien.AddRange(page["items"]!.AsArray().Select(regel => regel!.Id()));
            cursor = (string?)page["pageInfo"]!["endCursor"];
            Assert.Equal(bladzijde < 3, (bool)page["pageInfo"]!["hasNextPage"]!);
            if (bladzijde == 1)
            {
                // Acute, so it stands before what was read: it may not shift the pages that follow.
                await services.AssessmentAsync(Centrum.PagAsa, acuut: true);
            }
        }

        Assert.Equal(ids.Order(), gezien.Order());
        var einde = await client.JsonAsync($"/api/assessments?after={cursor}");
        Assert.Equal((0, null, false), (einde["items"]!.AsArray().Count, (string?)einde["pageInfo"]!["endCursor"], (bool)einde["pageInfo"]!["hasNextPage"]!));
    }

    [Fact]
    public async Task Given_assessments_in_several_states_When_filtered_Then_only_those_and_without_filter_what_is_open_S1()
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var wachtend = (await services.AssessmentAsync()).Id();
        var lopend = (await services.AssessmentAsync()).Id();
        var gesloten = await services.AssessmentAsync();
        await client.DoorloopAsync(lopend, "gesprek");
        await client.DoorloopAsync(gesloten.Id(), "nietGestart");

        var open = (await RegelsAsync(Invoer.Medewerker, "?first=100")).Select(regel => regel.Id()).ToArray();
        Assert.Contains(wachtend, open);
        Assert.Contains(lopend, open);
        Assert.DoesNotContain(gesloten.Id(), open);
        Assert.All(await RegelsAsync(Invoer.Medewerker, "?toestand=lopend"), regel => Assert.Equal("lopend", (string?)regel["toestand"]));
        var nietGestart = Assert.Single(await RegelsAsync(Invoer.Medewerker, "?toestand=nietGestart"));
        Assert.Equal((gesloten.Id(), "nietBereikbaar"), (nietGestart.Id(), (string?)nietGestart["redenNietGestart"]));
        Assert.Single(await RegelsAsync(Invoer.Medewerker, $"?melding={gesloten["meldingId"]}"));
        Assert.Empty(await RegelsAsync(Invoer.Medewerker, $"?melding={gesloten["meldingId"]}&toestand=wachtend"));
    }

    [Theory]
    [InlineData("first=0", "first")]
    [InlineData("first=101", "first")]
    [InlineData("first=veel", "first")]
    [InlineData("after=xyz", "after")]
    [InlineData("melding=1", "melding")]
    [InlineData("melding=", "melding")]
    [InlineData("toestand=Lopend", "toestand")]
    [InlineData("toestand=3", "toestand")]
    [InlineData("toestand=gesloten", "toestand")]
    [InlineData("first=0&after=xyz&melding=1&toestand=x", "after,first,melding,toestand")]
    public async Task Given_a_wrong_filter_or_page_When_the_worklist_is_read_Then_400_names_each(string query, string fields)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        using var response = await client.GetAsync(new Uri("/api/assessments?" + query, UriKind.Relative));
        var problem = await ProblemAssert.IsProblemAsync(response, 400, "ongeldige-invoer");
        Assert.Equal(fields, string.Join(',', problem["errors"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal)));
    }

    private async Task<List<JsonNode>> RegelsAsync(string rol, string query = "")
    {
        using var client = services.Client(AssessmentService.Name, rol);
        return [.. (await client.JsonAsync("/api/assessments" + query))["items"]!.AsArray().Select(regel => regel!)];
    }
}

public sealed class WerklijstTestsEmbedded(EmbeddedServices services) : WerklijstTests(services), IClassFixture<EmbeddedServices>;

public sealed class WerklijstTestsDistributed(DistributedServices services) : WerklijstTests(services.OrSkip()), IClassFixture<DistributedServices>;
