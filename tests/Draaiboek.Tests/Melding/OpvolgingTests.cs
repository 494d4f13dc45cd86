using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>What happens after a question came in, each a person's step with its own conditions (M4, M9, M11, M14–M16).</summary>
public abstract class OpvolgingTests(ServicesFixture services)
{
    [Fact]
    [Trait("Regel", "M11")]
    [Trait("Regel", "M4")]
    public async Task M11_M4_Given_an_adviesvraag_When_the_centre_answers_and_refers_on_Then_the_organisation_reads_both()
    {
        var id = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        using var antwoord = await services.StapAsync(id, "antwoorden", """{"tekst":"Synthetisch antwoord.","doorverwezenNaar":"childFocus"}""", Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.Created, antwoord.StatusCode);
        var stap = (await GeschiedenisAsync(id))["stappen"]!.AsArray().Single()!;
        Assert.Equal(("beantwoord", "childFocus", "Synthetisch antwoord."), ((string?)stap["soort"], (string?)stap["reden"], (string?)stap["tekst"]));

        using var zelf = await services.StapAsync(id, "antwoorden", """{"tekst":"Synthetisch antwoord."}""", Invoer.Melder);
        Assert.Equal(HttpStatusCode.Forbidden, zelf.StatusCode);
        using var anderCentrum = await services.StapAsync(id, "antwoorden", """{"tekst":"Synthetisch antwoord."}""", "centrummedewerker:surya");
        Assert.Equal(HttpStatusCode.NotFound, anderCentrum.StatusCode);
    }

    [Fact]
    [Trait("Regel", "M4")]
    public async Task M4_Given_offers_When_they_are_accepted_declined_or_open_Then_each_says_so()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        foreach (var soort in new[] { "kennismakingsgesprek", "assessment", "vorming" })
        {
            using var aanbod = await services.StapAsync(id, "aanbod", $$"""{"soort":"{{soort}}"}""", Invoer.Medewerker);
            Assert.Equal(HttpStatusCode.Created, aanbod.StatusCode);
        }

        using var aanvaard = await services.StapAsync(id, "aanbod/antwoord", """{"soort":"kennismakingsgesprek","antwoord":"aanvaard"}""", Invoer.Melder);
        using var geweigerd = await services.StapAsync(id, "aanbod/antwoord", """{"soort":"vorming","antwoord":"geweigerd"}""", Invoer.Medewerker);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (aanvaard.StatusCode, geweigerd.StatusCode));
        Assert.Equal(
            [("assessment", "open"), ("kennismakingsgesprek", "aanvaard"), ("vorming", "geweigerd")],
            (await GeschiedenisAsync(id))["aanbod"]!.AsArray().Select(regel => ((string)regel!["soort"]!, (string)regel["stand"]!)).Order());

        using var nogEens = await services.StapAsync(id, "aanbod", """{"soort":"kennismakingsgesprek"}""", Invoer.Medewerker);
        await nogEens.ProbleemAsync(409, "conflict");
        using var dubbel = await services.StapAsync(id, "aanbod/antwoord", """{"soort":"vorming","antwoord":"aanvaard"}""", Invoer.Melder);
        await dubbel.ProbleemAsync(409, "conflict");
        using var opnieuw = await services.StapAsync(id, "aanbod", """{"soort":"vorming"}""", Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.Created, opnieuw.StatusCode);
        using var open = await services.StapAsync(id, "aanbod/antwoord", """{"soort":"assessment","antwoord":"open"}""", Invoer.Melder);
        await open.EnigeFoutAsync("antwoord");
    }

    [Theory]
    [Trait("Regel", "M14")]
    [InlineData("childFocus", false, 400)]
    [InlineData("childFocus", true, 201)]
    [InlineData("payoke", false, 201)]
    public async Task M14_Given_doubts_When_they_are_held_against_another_Then_with_Child_Focus_without_names(string met, bool zonderNamen, int status)
    {
        var id = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        var body = new JsonObject { ["met"] = met, ["op"] = "2019-03-04", ["zonderNamen"] = zonderNamen, ["uitkomst"] = "Synthetische uitkomst." };
        using var response = await services.StapAsync(id, "aftoetsing", body.ToJsonString(), Invoer.Melder);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 400)
        {
            await response.EnigeFoutAsync("zonderNamen");
        }
        else
        {
            Assert.Equal("2019-03-04", (string?)(await GeschiedenisAsync(id))["stappen"]!.AsArray().Single()!["op"]);
        }
    }

    [Theory]
    [Trait("Regel", "M15")]
    [InlineData(true, "contactConsulent", 201)]
    [InlineData(true, "aanmelding", 400)]
    [InlineData(false, "aanmelding", 201)]
    [InlineData(false, "contactConsulent", 400)]
    public async Task M15_Given_verontrusting_Then_the_way_depends_on_whether_a_consulent_is_involved(bool betrokken, string weg, int status)
    {
        var vraag = Invoer.Assessmentvraag();
        if (!betrokken)
        {
            vraag["consulent"] = new JsonObject { ["betrokken"] = false };
        }

        var id = await services.RegistreerAsync(vraag, Invoer.Melder);
        using var response = await services.StapAsync(id, "verontrusting", $$"""{"weg":"{{weg}}","op":"2019-03-04"}""", Invoer.Melder);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 400)
        {
            await response.EnigeFoutAsync("weg");
        }
    }

    [Theory]
    [Trait("Regel", "M16")]
    [InlineData(true, true, 201)]
    [InlineData(false, false, 201)]
    [InlineData(true, false, 400)]
    public async Task M16_Given_parents_who_were_told_Then_it_was_talked_through_with_the_young_person_first(bool ingelicht, bool doorgesproken, int status)
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var body = new JsonObject { ["ingelicht"] = ingelicht, ["doorgesprokenMetJongere"] = doorgesproken, ["op"] = "2019-03-04", ["toelichting"] = "Synthetische toelichting." };
        using var response = await services.StapAsync(id, "ouders", body.ToJsonString(), Invoer.Melder);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 400)
        {
            await response.EnigeFoutAsync("doorgesprokenMetJongere");
        }
    }

    [Fact]
    [Trait("Regel", "M9")]
    public async Task M9_Given_established_abuse_When_care_is_arranged_or_somebody_comes_from_there_Then_both_directions_are_kept()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var naar = await services.StapAsync(id, "medische-zorg", """{"bij":"zorgcentrum","richting":"naar","op":"2019-03-04"}""", Invoer.Melder);
        using var van = await services.StapAsync(id, "medische-zorg", """{"bij":"huisarts","richting":"van","op":"2019-03-05","toelichting":"Synthetisch."}""", Invoer.Medewerker);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (naar.StatusCode, van.StatusCode));
        Assert.Equal(["zorgcentrum:naar", "huisarts:van"], (await GeschiedenisAsync(id))["stappen"]!.AsArray().Select(stap => (string?)stap!["reden"]));
    }

    [Theory]
    [Trait("Regel", "M11")]
    [InlineData("verontrusting", """{"weg":"aanmelding","op":"2019-03-04"}""")]
    [InlineData("ouders", """{"ingelicht":false,"doorgesprokenMetJongere":false,"op":"2019-03-04","toelichting":"Synthetisch."}""")]
    [InlineData("medische-zorg", """{"bij":"huisarts","richting":"naar","op":"2019-03-04"}""")]
    public async Task M11_Given_an_adviesvraag_When_a_step_is_about_a_young_person_Then_409(string pad, string body)
    {
        var id = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        using var response = await services.StapAsync(id, pad, body, Invoer.Melder);
        await response.ProbleemAsync(409, "conflict");
    }

    [Theory]
    [InlineData("aftoetsing", """{"met":"payoke","op":"DAG","zonderNamen":true,"uitkomst":"Synthetisch."}""")]
    [InlineData("verontrusting", """{"weg":"contactConsulent","op":"DAG"}""")]
    [InlineData("ouders", """{"ingelicht":false,"doorgesprokenMetJongere":false,"op":"DAG","toelichting":"Synthetisch."}""")]
    [InlineData("medische-zorg", """{"bij":"huisarts","richting":"naar","op":"DAG"}""")]
    [InlineData("ernstige-gebeurtenis", """{"soort":"mediaAandacht","op":"DAG","wijze":"mail","watGemeld":"Synthetisch."}""")]
    public async Task Given_a_step_of_tomorrow_or_with_a_year_that_slipped_When_it_is_written_down_Then_400_and_the_first_day_can(string pad, string body)
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        foreach (var (dag, fout) in new[]
        {
            ("2999-01-01", "mag niet in de toekomst liggen"),
            ("2014-12-31", "ligt voor 2015-01-01; kijk het jaartal na"),
            ("0026-03-04", "ligt voor 2015-01-01; kijk het jaartal na"),
        })
        {
            using var response = await services.StapAsync(id, pad, body.Replace("DAG", dag, StringComparison.Ordinal), Invoer.Melder);
            Assert.Equal(fout, await response.EnigeFoutAsync("op"));
        }

        using var eerste = await services.StapAsync(id, pad, body.Replace("DAG", "2015-01-01", StringComparison.Ordinal), Invoer.Melder);
        Assert.Equal(HttpStatusCode.Created, eerste.StatusCode);
    }

    [Fact]
    [Trait("Regel", "M4")]
    [Trait("Regel", "M11")]
    public async Task M4_M11_Given_an_adviesvraag_When_a_talk_with_a_young_person_or_an_assessment_is_offered_Then_409_and_vorming_can()
    {
        var id = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        foreach (var (soort, status) in new[] { ("kennismakingsgesprek", 409), ("assessment", 409), ("vorming", 201) })
        {
            using var aanbod = await services.StapAsync(id, "aanbod", $$"""{"soort":"{{soort}}"}""", Invoer.Medewerker);
            Assert.Equal(status, (int)aanbod.StatusCode);
        }

        Assert.Equal(["vorming"], (await GeschiedenisAsync(id))["aanbod"]!.AsArray().Select(regel => (string?)regel!["soort"]));
    }

    private async Task<JsonObject> GeschiedenisAsync(Guid id)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        return await client.JsonAsync($"/api/meldingen/{id}/geschiedenis");
    }
}

public sealed class OpvolgingTestsEmbedded(EmbeddedServices services) : OpvolgingTests(services), IClassFixture<EmbeddedServices>;

public sealed class OpvolgingTestsDistributed(DistributedServices services) : OpvolgingTests(services.OrSkip()), IClassFixture<DistributedServices>;
