using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>An organisation must tell the agency of transgressive behaviour and of facts that may reach the press (M10; draaiboek 4.2): a person does, the platform keeps account of it.</summary>
[Trait("Regel", "M10")]
public abstract class ErnstigeGebeurtenisTests(ServicesFixture services)
{
    [Theory]
    [InlineData("grensoverschrijdendGedrag", "telefoon")]
    [InlineData("mediaAandacht", "mail")]
    [InlineData("allebei", "formulier")]
    public async Task M10_Given_an_event_When_a_person_reported_it_to_the_agency_Then_it_is_one_disclosure_on_that_duty_and_read_back(string soort, string wijze)
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var response = await MeldAsync(id, Gebeurtenis().Met("soort", $"\"{soort}\"").Met("wijze", $"\"{wijze}\""));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var antwoord = await response.JsonAsync();
        Assert.Equal(
            ("agentschap", "wettelijkePlicht", soort, wijze, "2019-03-04", null),
            ((string?)antwoord["ontvanger"], (string?)antwoord["rechtsgrond"], (string?)antwoord["soort"], (string?)antwoord["wijze"], (string?)antwoord["op"], (string?)antwoord["doorCentrum"]));

        var gedaan = Assert.Single((await StappenplanAsync(id))["inlichtingen"]!.AsArray())!;
        Assert.Equal(
            ("agentschap", "wettelijkePlicht", "2019-03-04", "Synthetisch contact", "Synthetische gebeurtenis."),
            ((string?)gedaan["ontvanger"], (string?)gedaan["rechtsgrond"], (string?)gedaan["op"], (string?)gedaan["contact"], (string?)gedaan["watMeegedeeld"]));
        Assert.StartsWith("Meldplicht: ", (string?)gedaan["waarom"], StringComparison.Ordinal);
        Assert.NotEmpty((string?)gedaan["door"] ?? "");
        Assert.Equal($$"""{"soort":"{{soort}}","wijze":"{{wijze}}","doorCentrum":null}""", gedaan["ernstigeGebeurtenis"]!.ToJsonString());
        Assert.Equal((1, 1), await services.InMeldingAsync(async db => (
            await db.Inlichtingen.CountAsync(i => i.MeldingId == id),
            await db.ErnstigeGebeurtenissen.CountAsync(g => db.Inlichtingen.Any(i => i.Id == g.Id && i.MeldingId == id)))));
        Assert.Equal(1, await services.InMeldingAsync(db => db.Audit.CountAsync(rij => rij.OnderwerpId == id && rij.Actie == "melding.inlichting")));
    }

    [Fact]
    public async Task M10_Given_the_centre_When_it_reported_for_the_organisation_Then_that_is_said()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        var zonderContact = Gebeurtenis();
        zonderContact.Remove("contact");
        using var response = await MeldAsync(id, zonderContact, Invoer.Medewerker);
        Assert.Equal("payoke", (string?)(await response.JsonAsync())["doorCentrum"]);
        var gedaan = (await StappenplanAsync(id))["inlichtingen"]!.AsArray().Single()!;
        Assert.Equal(("payoke", null), ((string?)gedaan["ernstigeGebeurtenis"]!["doorCentrum"], (string?)gedaan["contact"]));
    }

    [Fact]
    public async Task M10_Given_a_disclosure_that_is_the_same_duty_When_it_is_written_down_as_any_other_Then_it_is_refused_for_it_has_a_place_of_its_own()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var response = await services.StapAsync(
            id,
            "inlichtingen",
            """{"ontvanger":"agentschap","op":"2019-03-04","contact":"Synthetisch","waarom":"Synthetisch.","watMeegedeeld":"Synthetisch.","grond":{"rechtsgrond":"wettelijkePlicht","wettelijkePlicht":{"plicht":"ernstigeGebeurtenis"}}}""",
            Invoer.Melder);
        Assert.Contains("ernstige-gebeurtenis", await response.EnigeFoutAsync("grond.wettelijkePlicht.plicht"), StringComparison.Ordinal);
        Assert.Empty((await StappenplanAsync(id))["inlichtingen"]!.AsArray());
    }

    [Fact]
    public async Task M10_Given_everything_wrong_When_it_is_sent_Then_each_field_is_named_and_nothing_is_kept()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        var fout = new JsonObject { ["soort"] = "MERK", ["wijze"] = null, ["op"] = services.Time.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", null), ["contact"] = " ", ["watGemeld"] = "\u202eMERK", ["ontvanger"] = "politie" };
        using var response = await MeldAsync(id, fout);
        Assert.Equal(["", "contact", "op", "soort", "watGemeld", "wijze"], (await response.FoutenAsync()).Keys.Order(StringComparer.Ordinal));
        Assert.Empty((await StappenplanAsync(id))["inlichtingen"]!.AsArray());
    }

    [Fact]
    [Trait("Regel", "M5")]
    public async Task M5_Given_a_system_without_a_person_When_it_says_that_it_reported_Then_403()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var client = services.ClientWithToken(MeldingService.Name, services.Authority.Token([Invoer.Melder], voId: null));
        using var response = await client.PostAsync(Meldingverzoeken.Pad($"/api/meldingen/{id}/ernstige-gebeurtenis"), Meldingverzoeken.AlsJson(Gebeurtenis().ToJsonString()));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    [Trait("Regel", "M5")]
    public async Task M5_Given_an_event_that_was_reported_Then_nothing_is_sent_and_no_reserved_act_comes_of_it()
    {
        var voordien = await services.VerantwoordingAsync(MeldingService.Name);
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var response = await MeldAsync(id, Gebeurtenis());
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(voordien, await services.VerantwoordingAsync(MeldingService.Name));
        Assert.Equal(["inlichting-werd-gegeven", "melding-werd-geregistreerd"], await services.BerichtenOverAsync(id));
    }

    [Fact]
    public async Task M10_Given_an_acute_melding_of_a_youth_care_organisation_Then_the_list_of_steps_names_the_agency_and_only_that_report_does_it()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        Assert.Equal((true, false), await AgentschapAsync(id));
        // Told of something else, because the person agreed: that is not the report.
        using var iets = await services.StapAsync(
            id,
            "inlichtingen",
            """{"ontvanger":"agentschap","op":"2019-03-04","contact":"Synthetisch","waarom":"Synthetisch.","watMeegedeeld":"Synthetisch.","grond":{"rechtsgrond":"toestemming","toestemming":{"door":"jongere","op":"2019-03-04"}}}""",
            Invoer.Melder);
        Assert.Equal(HttpStatusCode.Created, iets.StatusCode);
        Assert.Equal((true, false), await AgentschapAsync(id));
        using var response = await MeldAsync(id, Gebeurtenis());
        Assert.Equal((true, true), await AgentschapAsync(id));
    }

    [Theory]
    [InlineData("jeugdhulp", true)]
    [InlineData("vaph", true)]
    [InlineData("gemeenschapsinstelling", true)]
    [InlineData("politie", false)]
    [InlineData("ziekenhuis", false)]
    [InlineData("clb", false)]
    public async Task M10_Given_a_sector_Then_the_list_of_steps_names_the_agency_where_the_duty_is(string sector, bool plicht)
    {
        var id = await services.RegistreerAsync(Acuut().Met("sector", $"\"{sector}\""), Invoer.Melder);
        Assert.Equal((plicht, false), await AgentschapAsync(id));
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_an_acute_melding_When_only_the_agency_was_told_Then_it_still_counts_as_untouched()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var response = await MeldAsync(id, Gebeurtenis());
        Assert.Equal(0, (int?)(await StappenplanAsync(id))["urenOnaangeroerd"]);
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        Assert.Contains(
            (await client.JsonAsync("/api/meldingen?onaangeroerd=true&first=100"))["items"]!.AsArray(),
            regel => regel!["id"]!.GetValue<Guid>() == id);
    }

    [Fact]
    [Trait("Regel", "M11")]
    public async Task M11_Given_an_adviesvraag_When_an_event_is_reported_about_it_Then_409_for_it_is_about_nobody()
    {
        var id = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        using var response = await MeldAsync(id, Gebeurtenis());
        await response.ProbleemAsync(409, "conflict");
    }

    [Fact]
    public async Task Given_another_organisation_or_centre_When_it_reports_Then_404()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        foreach (var ander in (string[])[Invoer.AndereMelder, "centrummedewerker:surya"])
        {
            using var response = await MeldAsync(id, Gebeurtenis(), ander);
            await response.ProbleemAsync(404, "niet-gevonden");
        }
    }

    [Fact]
    public async Task Given_what_was_reported_When_it_is_kept_Then_it_stands_nowhere_in_clear()
    {
        var merk = $"bewaard-{Guid.NewGuid():N}";
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var response = await MeldAsync(id, Gebeurtenis().Met("watGemeld", $"\"{merk}\"").Met("contact", $"\"{merk}\""));
        Assert.DoesNotContain(merk, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.All(await services.GeschrevenAsync(), stuk => Assert.Empty(Sporen.Van([merk], stuk.Value)));
        Assert.Contains(merk, (await StappenplanAsync(id)).ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Acuut() => Invoer.Assessmentvraag().Met("acuut", "true");

    private static JsonObject Gebeurtenis() => new()
    {
        ["soort"] = "grensoverschrijdendGedrag",
        ["op"] = "2019-03-04",
        ["wijze"] = "telefoon",
        ["contact"] = "Synthetisch contact",
        ["watGemeld"] = "Synthetische gebeurtenis.",
    };

    private Task<HttpResponseMessage> MeldAsync(Guid id, JsonObject gebeurtenis, string rol = Invoer.Melder) => services.StapAsync(id, "ernstige-gebeurtenis", gebeurtenis.ToJsonString(), rol);

    private async Task<JsonObject> StappenplanAsync(Guid id)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        return await client.JsonAsync($"/api/meldingen/{id}/stappenplan");
    }

    /// <summary>Whether the list of steps names the agency, and whether it says that it is done.</summary>
    private async Task<(bool Genoemd, bool Gedaan)> AgentschapAsync(Guid id)
    {
        var stap = (await StappenplanAsync(id))["stappen"]!.AsArray().SingleOrDefault(stap => stap!["ontvangers"]!.AsArray().Any(naam => (string?)naam == "agentschap"));
        return (stap is not null, stap is not null && (bool)stap["gedaan"]!);
    }
}

public sealed class ErnstigeGebeurtenisTestsEmbedded(EmbeddedServices services) : ErnstigeGebeurtenisTests(services), IClassFixture<EmbeddedServices>;

public sealed class ErnstigeGebeurtenisTestsDistributed(DistributedServices services) : ErnstigeGebeurtenisTests(services.OrSkip()), IClassFixture<DistributedServices>;
