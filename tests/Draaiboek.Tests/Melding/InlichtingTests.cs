using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Telling others what falls under professional secrecy: only by a person, complete, to whom the ground allows (M5, M8, M12; draaiboek 4.2 and 9).</summary>
public abstract class InlichtingTests(ServicesFixture services)
{
    /// <summary>Ground, member that holds its conditions, those conditions met, and who may be told on it.</summary>
    public static readonly TheoryData<string, string, string, string> Gronden = new()
    {
        { "schuldigVerzuim422bis", "schuldigVerzuim", """{"grootGevaar":true,"zelfVastgesteldOfBeschreven":true,"hulpZonderGevaar":true}""", "politie" },
        { "spreekrecht458bis", "spreekrecht", """{"misdrijf":"artikel380","opMinderjarige":true,"ernstigDreigendGevaar":true,"gevaarVoorAnderen":false,"nietAndersTeBeschermen":true}""", "jeugdparket" },
        { "casusoverleg458ter", "casusoverleg", """{"grondslag":"decreet","beschermingVanPersonen":true}""", "casusoverleg" },
        { "noodtoestand", "noodtoestand", """{"hogerGoed":"Synthetisch hoger goed."}""", "consulent" },
        { "wettelijkePlicht", "wettelijkePlicht", """{"plicht":"getuigenis"}""", "rechtbank" },
        { "toestemming", "toestemming", """{"door":"jongere","op":"2019-03-04"}""", "ouders" },
    };

    public static readonly TheoryData<string, string> OntbrekendeVoorwaarden = new()
    {
        { "schuldigVerzuim422bis", "schuldigVerzuim.grootGevaar" },
        { "schuldigVerzuim422bis", "schuldigVerzuim.zelfVastgesteldOfBeschreven" },
        { "schuldigVerzuim422bis", "schuldigVerzuim.hulpZonderGevaar" },
        { "spreekrecht458bis", "spreekrecht.opMinderjarige" },
        { "spreekrecht458bis", "spreekrecht.ernstigDreigendGevaar" },
        { "spreekrecht458bis", "spreekrecht.nietAndersTeBeschermen" },
        { "casusoverleg458ter", "casusoverleg.beschermingVanPersonen" },
    };

    public static readonly TheoryData<string, string> VerkeerdeOntvangers = new()
    {
        { "schuldigVerzuim422bis", "ouders" },
        { "schuldigVerzuim422bis", "agentschap" },
        { "spreekrecht458bis", "politie" },
        { "spreekrecht458bis", "consulent" },
        { "spreekrecht458bis", "jeugdrechter" },
        { "casusoverleg458ter", "jeugdparket" },
        { "wettelijkePlicht", "agentschap" },
    };

    [Theory]
    [Trait("Regel", "M12")]
    [MemberData(nameof(Gronden))]
    public async Task M12_Given_a_ground_with_all_its_conditions_When_a_person_told_whom_it_allows_Then_it_is_written_down_and_read_back(string grond, string lid, string inhoud, string ontvanger)
    {
        Assert.NotEqual(lid, inhoud);
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var response = await VertelAsync(id, Inlichting(grond, ontvanger));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("Sw. 1867", (string?)(await response.JsonAsync())["artikelen"]);

        var gedaan = (await StappenplanAsync(id))["inlichtingen"]!.AsArray().Single()!;
        Assert.Equal(
            (ontvanger, grond, "2019-03-04", "Synthetisch contact", "Synthetische reden.", "Synthetische inhoud."),
            ((string?)gedaan["ontvanger"], (string?)gedaan["rechtsgrond"], (string?)gedaan["op"], (string?)gedaan["contact"], (string?)gedaan["waarom"], (string?)gedaan["watMeegedeeld"]));
    }

    [Theory]
    [Trait("Regel", "M12")]
    [MemberData(nameof(Gronden))]
    public async Task M12_Given_a_ground_When_its_conditions_are_left_out_or_those_of_another_come_along_Then_it_is_refused(string grond, string lid, string inhoud, string ontvanger)
    {
        Assert.NotEmpty(inhoud);
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        var zonder = Inlichting(grond, ontvanger);
        zonder["grond"]!.AsObject().Remove(lid);
        using var kaal = await VertelAsync(id, zonder);
        Assert.Equal("is verplicht bij deze rechtsgrond", await kaal.EnigeFoutAsync("grond." + lid));

        var (anderLid, anderInhoud) = lid == "noodtoestand" ? ("wettelijkePlicht", """{"plicht":"getuigenis"}""") : ("noodtoestand", """{"hogerGoed":"Synthetisch."}""");
        var dubbel = Inlichting(grond, ontvanger);
        dubbel["grond"]![anderLid] = JsonNode.Parse(anderInhoud);
        using var teveel = await VertelAsync(id, dubbel);
        Assert.Equal("hoort niet bij deze rechtsgrond", await teveel.EnigeFoutAsync("grond." + anderLid));
        Assert.Empty((await StappenplanAsync(id))["inlichtingen"]!.AsArray());
    }

    [Theory]
    [Trait("Regel", "M12")]
    [MemberData(nameof(OntbrekendeVoorwaarden))]
    public async Task M12_Given_a_condition_that_is_not_met_When_it_is_the_ground_Then_that_is_named_and_nothing_is_kept(string grond, string voorwaarde)
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var response = await VertelAsync(id, Inlichting(grond, OntvangerVan(grond)).Met("grond." + voorwaarde, "false"));
        Assert.Contains("artikel", await response.EnigeFoutAsync("grond." + voorwaarde), StringComparison.Ordinal);
        Assert.Empty((await StappenplanAsync(id))["inlichtingen"]!.AsArray());
    }

    [Fact]
    [Trait("Regel", "M12")]
    public async Task M12_Given_danger_for_other_minors_only_When_the_parket_is_told_on_458bis_Then_it_is_enough()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        var inlichting = Inlichting("spreekrecht458bis", "referentiemagistraat").Met("grond.spreekrecht.ernstigDreigendGevaar", "false").Met("grond.spreekrecht.gevaarVoorAnderen", "true");
        using var response = await VertelAsync(id, inlichting);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [Trait("Regel", "M12")]
    [MemberData(nameof(VerkeerdeOntvangers))]
    public async Task M12_Given_somebody_whom_the_ground_does_not_reach_When_told_Then_the_receiver_is_refused(string grond, string ontvanger)
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var response = await VertelAsync(id, Inlichting(grond, ontvanger));
        Assert.NotEmpty(await response.EnigeFoutAsync("ontvanger"));
    }

    [Fact]
    [Trait("Regel", "M12")]
    public async Task M12_Given_consent_that_came_afterwards_When_it_is_the_ground_Then_it_is_refused()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var response = await VertelAsync(id, Inlichting("toestemming", "ouders").Met("grond.toestemming.op", "\"2019-03-05\""));
        await response.EnigeFoutAsync("grond.toestemming.op");
    }

    [Fact]
    [Trait("Regel", "M12")]
    public async Task M12_Given_years_that_slipped_When_a_disclosure_is_written_down_Then_each_is_refused()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var response = await VertelAsync(id, Inlichting("toestemming", "ouders").Met("op", "\"0026-03-04\"").Met("grond.toestemming.op", "\"0026-03-03\""));
        Assert.Equal(["grond.toestemming.op", "op"], (await response.FoutenAsync()).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Regel", "M5")]
    public async Task M5_Given_a_system_without_a_person_When_it_says_that_it_told_the_parket_Then_403()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var client = services.ClientWithToken(MeldingService.Name, services.Authority.Token([Invoer.Melder], voId: null));
        using var response = await client.PostAsync(Meldingverzoeken.Pad($"/api/meldingen/{id}/inlichtingen"), Meldingverzoeken.AlsJson(Inlichting("spreekrecht458bis", "jeugdparket").ToJsonString()));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    [Trait("Regel", "M5")]
    public async Task M5_Given_the_parket_that_a_person_told_Then_the_account_counts_it_by_a_person_and_other_receivers_do_not_count()
    {
        var voordien = await ParketAsync();
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var politie = await VertelAsync(id, Inlichting("schuldigVerzuim422bis", "politie"));
        Assert.Equal(voordien, await ParketAsync());
        using var parket = await VertelAsync(id, Inlichting("spreekrecht458bis", "jeugdparket"));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (politie.StatusCode, parket.StatusCode));
        Assert.Equal((voordien.DoorPersoon + 1, 0), await ParketAsync());
        // What is told is an account of it: it is counted, and nothing of it goes anywhere else.
        Assert.Equal(["inlichting-werd-gegeven", "inlichting-werd-gegeven", "melding-werd-geregistreerd"], await services.BerichtenOverAsync(id));
        Assert.Equal([RegistratieService.Name], Luisteraars.Van(typeof(InlichtingWerdGegeven)).Select(wie => wie.Dienst));
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_an_acute_melding_Then_the_list_names_whom_to_tell_and_what_is_done_and_the_hours_that_nobody_touched_it()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        services.Time.Advance(TimeSpan.FromHours(2.5));
        var plan = await StappenplanAsync(id);
        Assert.Equal((true, 2), ((bool)plan["acuut"]!, (int?)plan["urenOnaangeroerd"]));
        Assert.Equal(
            ["politie", "jeugdparket,referentiemagistraat", "consulent", "jeugdrechter", "agentschap"],
            plan["stappen"]!.AsArray().Select(stap => string.Join(',', stap!["ontvangers"]!.AsArray().Select(naam => (string?)naam))));
        Assert.All(plan["stappen"]!.AsArray(), stap => Assert.False((bool)stap!["gedaan"]!));

        using var response = await VertelAsync(id, Inlichting("spreekrecht458bis", "referentiemagistraat"));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var daarna = await StappenplanAsync(id);
        Assert.Null(daarna["urenOnaangeroerd"]);
        Assert.Equal([false, true, false, false, false], daarna["stappen"]!.AsArray().Select(stap => (bool)stap!["gedaan"]!));
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_who_was_told_before_When_the_melding_turns_out_to_be_acute_Then_the_list_asks_to_tell_them_again()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var vroeger = await VertelAsync(id, Inlichting("schuldigVerzuim422bis", "politie"));
        using var vandaag = await VertelAsync(id, Inlichting("spreekrecht458bis", "jeugdparket").Met("op", $"\"{services.Time.Vandaag():yyyy-MM-dd}\""));
        using var acuut = await services.VerbeterAsync(id, Levensloopverzoeken.Verbetering(Acuut()), Invoer.Melder);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.OK), (vroeger.StatusCode, vandaag.StatusCode, acuut.StatusCode));
        Assert.Equal([false, true, false, false, false], await GedaanAsync());
        using var opnieuw = await VertelAsync(id, Inlichting("schuldigVerzuim422bis", "politie"));
        Assert.Equal([true, true, false, false, false], await GedaanAsync());

        async Task<IEnumerable<bool>> GedaanAsync() => (await StappenplanAsync(id))["stappen"]!.AsArray().Select(stap => (bool)stap!["gedaan"]!);
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_no_consulent_and_no_acute_situation_Then_the_list_asks_for_none()
    {
        var zonder = Acuut();
        zonder["consulent"] = new JsonObject { ["betrokken"] = false };
        var id = await services.RegistreerAsync(zonder, Invoer.Melder);
        Assert.DoesNotContain("consulent", (await StappenplanAsync(id))["stappen"]!.ToJsonString().Replace("geen consulent", "", StringComparison.Ordinal), StringComparison.Ordinal);
        using var consulent = await VertelAsync(id, Inlichting("noodtoestand", "consulent"));
        await consulent.EnigeFoutAsync("ontvanger");

        var rustig = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        Assert.Empty((await StappenplanAsync(rustig))["stappen"]!.AsArray());
    }

    [Fact]
    [Trait("Regel", "M11")]
    public async Task M11_Given_an_adviesvraag_When_somebody_would_be_told_about_it_Then_409_for_it_is_about_nobody()
    {
        var id = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        using var response = await VertelAsync(id, Inlichting("noodtoestand", "politie"));
        await response.ProbleemAsync(409, "conflict");
    }

    [Fact]
    public async Task Given_another_organisation_When_it_reads_the_list_or_tells_somebody_Then_404()
    {
        var id = await services.RegistreerAsync(Acuut(), Invoer.Melder);
        using var client = services.Client(MeldingService.Name, Invoer.AndereMelder);
        using var lezen = await client.GetAsync(Meldingverzoeken.Pad($"/api/meldingen/{id}/stappenplan"));
        using var vertellen = await services.StapAsync(id, "inlichtingen", Inlichting("noodtoestand", "politie").ToJsonString(), Invoer.AndereMelder);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (lezen.StatusCode, vertellen.StatusCode));
    }

    private static JsonObject Acuut() => Invoer.Assessmentvraag().Met("acuut", "true");

    private static string OntvangerVan(string grond) => (string)Gronden.Single(rij => (string)rij[0] == grond)[3];

    private static JsonObject Inlichting(string grond, string ontvanger)
    {
        var rij = Gronden.Single(rij => (string)rij[0] == grond);
        return new JsonObject
        {
            ["ontvanger"] = ontvanger,
            ["op"] = "2019-03-04",
            ["contact"] = "Synthetisch contact",
            ["waarom"] = "Synthetische reden.",
            ["watMeegedeeld"] = "Synthetische inhoud.",
            ["grond"] = new JsonObject { ["rechtsgrond"] = grond, [(string)rij[1]] = JsonNode.Parse((string)rij[2]) },
        };
    }

    private Task<HttpResponseMessage> VertelAsync(Guid id, JsonObject inlichting) => services.StapAsync(id, "inlichtingen", inlichting.ToJsonString(), Invoer.Melder);

    private async Task<JsonObject> StappenplanAsync(Guid id)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        return await client.JsonAsync($"/api/meldingen/{id}/stappenplan");
    }

    private async Task<(int DoorPersoon, int Vanzelf)> ParketAsync()
    {
        var telling = (await services.VerantwoordingAsync(MeldingService.Name)).Single(regel => regel.StartsWith("inlichtingParket ", StringComparison.Ordinal)).Split(' ')[1].Split('/');
        return (int.Parse(telling[0]), int.Parse(telling[1]));
    }
}

public sealed class InlichtingTestsEmbedded(EmbeddedServices services) : InlichtingTests(services), IClassFixture<EmbeddedServices>;

public sealed class InlichtingTestsDistributed(DistributedServices services) : InlichtingTests(services.OrSkip()), IClassFixture<DistributedServices>;
