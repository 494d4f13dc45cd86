using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Erasing: on a person's decision or after the set term, the names go for good and the figures stay (G1; draaiboek 9).</summary>
public abstract class WissenTests(ServicesFixture services)
{
    private const string Verzoek = """{"reden":"opVraagVanDeJongere"}""";

    [Fact]
    public async Task Given_a_closed_melding_When_the_centre_erases_it_Then_nobody_reads_it_any_more_and_its_key_is_gone()
    {
        var id = await AfgeslotenAsync(services, Invoer.Adviesvraag());
        var sleutel = await services.SleutelAsync(MeldingService.Name, id);
        using var gewist = await WisAsync(services, id);
        Assert.Equal(HttpStatusCode.Created, gewist.StatusCode);

        // At once, also in the minute in which the key itself is still there.
        var melding = await services.LeesMeldingAsync(id, Invoer.Medewerker);
        Assert.Equal((true, "afgesloten", null, null), ((bool)melding["gewist"]!, (string?)melding["toestand"], (string?)melding["contactpersoon"]?["naam"], (string?)melding["omschrijving"]));
        var geschiedenis = await GeschiedenisAsync(services, id);
        Assert.Empty(geschiedenis["toegelatenStappen"]!.AsArray());
        Assert.All(geschiedenis["stappen"]!.AsArray(), stap => Assert.Null(stap!["tekst"]));
        Assert.Equal(
            ("gewist", "opVraagVanDeJongere"),
            ((string?)geschiedenis["stappen"]!.AsArray()[^1]!["soort"], (string?)geschiedenis["stappen"]!.AsArray()[^1]!["reden"]));

        await services.VernietigSleutelsAsync<MeldingDbContext>(MeldingService.Name);
        Assert.Null(await services.SleutelAsync(MeldingService.Name, id));
        Assert.All(await services.GeschrevenAsync(), stuk => Assert.True(stuk.Value.AsSpan().IndexOf(sleutel) < 0, stuk.Key));
        Assert.Equal(1, await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Audit.CountAsync(row => row.OnderwerpId == id && row.Actie == "melding.gewist")));
    }

    [Fact]
    [Trait("Regel", "G6")]
    public async Task G6_Given_a_melding_about_a_young_person_When_it_is_erased_Then_no_later_one_is_suggested_for_it()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Meldingverzoeken.Vraag("gekendSlachtoffer")), Invoer.Medewerker);
        await SluitAsync(services, id);
        Assert.True(await services.InDbAsync<MeldingDbContext, bool>(MeldingService.Name, db => db.Herhalingstokens.AnyAsync(token => token.MeldingId == id)));
        using var gewist = await WisAsync(services, id);
        Assert.Equal(HttpStatusCode.Created, gewist.StatusCode);
        Assert.False(await services.InDbAsync<MeldingDbContext, bool>(MeldingService.Name, db => db.Herhalingstokens.AnyAsync(token => token.MeldingId == id)));
    }

    [Fact]
    [Trait("Regel", "G1")]
    public async Task G1_Given_a_question_with_an_advice_When_it_is_erased_Then_the_advice_is_unreadable_too_and_the_figures_stay()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag(), "2018-02-01"), Invoer.Medewerker);
        var assessment = (await services.InWerklijstAsync(id)).Id();
        using var centrum = services.Client(AssessmentService.Name, Invoer.Medewerker);
        await centrum.DoorloopAsync(assessment, "gesprek", "negatiefAdvies");
        await services.VerzondenAsync();
        await SluitAsync(services, id);
        var voordien = await services.CijfersAsync(2018);
        using var gewist = await WisAsync(services, id);
        Assert.Equal(HttpStatusCode.Created, gewist.StatusCode);
        await services.VerzondenAsync();

        await services.VernietigSleutelsAsync<AssessmentDbContext>(AssessmentService.Name);
        Assert.Null(await services.SleutelAsync(AssessmentService.Name, assessment));
        var gelezen = await centrum.JsonAsync($"/api/assessments/{assessment}");
        Assert.Equal(("adviesNegatief", null), ((string?)gelezen["toestand"], gelezen["advies"]));
        Assert.Equal(voordien, await services.CijfersAsync(2018));
        Assert.Equal(1, voordien.Vragen);
    }

    [Fact]
    public async Task Given_a_withdrawn_melding_When_it_is_erased_Then_it_does_not_count_again()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag(), "2017-02-01"), Invoer.Medewerker);
        using var ingetrokken = await services.StapAsync(id, "intrekking", """{"reden":"vergissing"}""", Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.Created, ingetrokken.StatusCode);
        using var gewist = await WisAsync(services, id, """{"reden":"tenOnrechteGeregistreerd"}""");
        Assert.Equal(HttpStatusCode.Created, gewist.StatusCode);
        await services.VerzondenAsync();
        Assert.Equal(0, (await services.CijfersAsync(2017)).Vragen);
    }

    [Fact]
    public async Task Given_an_open_melding_When_somebody_erases_it_Then_409_and_it_is_all_there()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Adviesvraag()), Invoer.Medewerker);
        using var open = await WisAsync(services, id);
        var probleem = await open.ProbleemAsync(409, "stap-niet-toegelaten");
        Assert.DoesNotContain("gewist", probleem["toegelatenStappen"]!.AsArray().Select(stap => (string?)stap));
        Assert.NotNull((await services.LeesMeldingAsync(id, Invoer.Medewerker))["omschrijving"]);
    }

    [Fact]
    public async Task Given_an_assessment_that_waits_or_runs_When_its_melding_is_erased_Then_409_until_it_ended()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag(), Werklijst.Ontvangen), Invoer.Medewerker);
        var assessment = (await services.InWerklijstAsync(id)).Id();
        await SluitAsync(services, id);
        using var wachtend = await WisAsync(services, id);
        await wachtend.ProbleemAsync(409, "conflict");

        using var centrum = services.Client(AssessmentService.Name, Invoer.Medewerker);
        await centrum.DoorloopAsync(assessment, "gesprek");
        await services.VerzondenAsync();
        using var lopend = await WisAsync(services, id);
        await lopend.ProbleemAsync(409, "conflict");

        await centrum.DoorloopAsync(assessment, "negatiefAdvies");
        await services.VerzondenAsync();
        using var gewist = await WisAsync(services, id);
        Assert.Equal(HttpStatusCode.Created, gewist.StatusCode);
    }

    [Fact]
    public async Task Given_a_legal_file_When_its_melding_is_erased_Then_409_and_not_after_the_term_either()
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var fixture = eigen.Fixture;
        var id = await AfgeslotenAsync(fixture, Meldingverzoeken.Vraag("gekendSlachtoffer"));
        var vrij = await AfgeslotenAsync(fixture, Meldingverzoeken.Vraag("gekendSlachtoffer"));
        await fixture.VerzondenAsync();
        using var jurist = fixture.Client(JuridischeSteunService.Name, "juridischBegeleider:payoke");
        using var geopend = await jurist.OpenAsync(id, fixture.Time.Vandaag().ToString("yyyy-MM-dd"));
        Assert.Equal(HttpStatusCode.Created, geopend.StatusCode);
        await fixture.VerzondenAsync();

        using var response = await WisAsync(fixture, id);
        await response.ProbleemAsync(409, "conflict");
        fixture.Time.Advance(TimeSpan.FromDays(366 * 11));
        await NaTermijnAsync(fixture, vrij);
        Assert.NotNull((await fixture.LeesMeldingAsync(id, Invoer.Medewerker))["omschrijving"]);
    }

    [Fact]
    public async Task Given_meldingen_that_were_closed_When_the_term_has_passed_Then_they_are_erased_and_open_ones_and_those_that_are_come_back_to_are_not()
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var fixture = eigen.Fixture;
        var open = await fixture.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Adviesvraag()), Invoer.Medewerker);
        var oud = await AfgeslotenAsync(fixture, Invoer.Adviesvraag());
        var teruggekomen = await AfgeslotenAsync(fixture, Invoer.Adviesvraag());
        await fixture.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Adviesvraag()).Vervolg(teruggekomen), Invoer.Medewerker);

        fixture.Time.Advance(TimeSpan.FromDays(365 * 5));
        var later = await AfgeslotenAsync(fixture, Invoer.Adviesvraag());
        // Ten years to the day is still within the term.
        fixture.Time.Advance(fixture.Time.GetUtcNow().AddYears(5) - fixture.Time.GetUtcNow());
        await fixture.VernietigSleutelsAsync<MeldingDbContext>(MeldingService.Name);
        Assert.NotNull(await fixture.SleutelAsync(MeldingService.Name, oud));

        fixture.Time.Advance(TimeSpan.FromDays(10));
        await NaTermijnAsync(fixture, oud);
        foreach (var id in (Guid[])[open, teruggekomen, later])
        {
            Assert.NotNull((await fixture.LeesMeldingAsync(id, Invoer.Medewerker))["omschrijving"]);
        }

        var stap = (await GeschiedenisAsync(fixture, oud))["stappen"]!.AsArray()[^1]!;
        Assert.Equal(("gewist", "termijn", MeldingWisser.Door), ((string?)stap["soort"], (string?)stap["reden"], (string?)stap["door"]));
        Assert.Equal(1, await fixture.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Audit.CountAsync(row => row.OnderwerpId == oud && row.Sub == MeldingWisser.Door)));
    }

    [Fact]
    public async Task Given_no_or_an_old_version_When_a_melding_is_erased_Then_it_is_refused_for_it_can_not_be_undone()
    {
        var id = await AfgeslotenAsync(services, Invoer.Adviesvraag());
        using var zonder = await WisAsync(services, id, ifMatch: "");
        await zonder.ProbleemAsync(428, "versie-vereist");
        using var oud = await WisAsync(services, id, ifMatch: "\"1\"");
        await oud.ProbleemAsync(412, "intussen-gewijzigd");
        Assert.NotNull((await services.LeesMeldingAsync(id, Invoer.Medewerker))["omschrijving"]);
    }

    [Theory]
    [InlineData("""{"reden":"termijn"}""")]
    [InlineData("""{"reden":"MERK"}""")]
    [InlineData("{}")]
    public async Task Given_no_reason_of_a_person_When_a_melding_is_erased_Then_400(string json)
    {
        var id = await AfgeslotenAsync(services, Invoer.Adviesvraag());
        using var response = await WisAsync(services, id, json);
        await response.EnigeFoutAsync("reden");
    }

    [Fact]
    public async Task Given_an_organisation_or_another_centre_When_it_erases_Then_it_may_not()
    {
        var id = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        await SluitAsync(services, id);
        using var organisatie = await WisAsync(services, id, rol: Invoer.Melder, ifMatch: "\"2\"");
        using var ander = await WisAsync(services, id, rol: "centrummedewerker:surya", ifMatch: "\"2\"");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (organisatie.StatusCode, ander.StatusCode));
    }

    [Fact]
    public async Task Given_an_erased_melding_When_anything_is_done_with_it_Then_409_also_erasing_it_again_and_nobody_comes_back_to_it()
    {
        var id = await AfgeslotenAsync(services, Invoer.Adviesvraag());
        using var gewist = await WisAsync(services, id);
        Assert.Equal(HttpStatusCode.Created, gewist.StatusCode);
        using var opnieuw = await WisAsync(services, id);
        await opnieuw.ProbleemAsync(409, "conflict");
        using var terug = await services.PostMeldingAsync(Invoer.NamensOrganisatie(Invoer.Adviesvraag()).Vervolg(id), Invoer.Medewerker);
        await terug.EnigeFoutAsync("vervolgOp");
    }

    private static async Task<Guid> AfgeslotenAsync(ServicesFixture fixture, JsonObject vraag)
    {
        var id = await fixture.RegistreerAsync(Invoer.NamensOrganisatie(vraag), Invoer.Medewerker);
        await SluitAsync(fixture, id);
        return id;
    }

    private static async Task SluitAsync(ServicesFixture fixture, Guid id)
    {
        using var gesloten = await fixture.StapAsync(id, "afsluiting", """{"toelichting":"Synthetische toelichting."}""", Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.Created, gesloten.StatusCode);
    }

    /// <summary>With the version that the melding has now, unless a test gives another; empty leaves it out.</summary>
    private static async Task<HttpResponseMessage> WisAsync(ServicesFixture fixture, Guid id, string json = Verzoek, string rol = Invoer.Medewerker, string? ifMatch = null)
    {
        ifMatch ??= ETags.Of((int)(await fixture.LeesMeldingAsync(id, Invoer.Medewerker))["versie"]!);
        using var client = fixture.Client(MeldingService.Name, rol);
        using var request = new HttpRequestMessage(HttpMethod.Post, Meldingverzoeken.Pad($"/api/meldingen/{id}/wissing")) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (ifMatch.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Lets the term's own work be done, until this one is erased.</summary>
    private static async Task NaTermijnAsync(ServicesFixture fixture, Guid id)
    {
        await fixture.LaatLopenAsync(
            MeldingService.Name,
            (provider, clock) => new MeldingWisser(
                provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<MeldingSettings>(), clock, NullLogger<MeldingWisser>.Instance),
            () => fixture.InDbAsync<MeldingDbContext, bool>(MeldingService.Name, db => db.Meldingen.AnyAsync(m => m.Id == id && m.GewistOp != null)));
        await fixture.VernietigSleutelsAsync<MeldingDbContext>(MeldingService.Name);
        Assert.Null(await fixture.SleutelAsync(MeldingService.Name, id));
    }

    private static async Task<JsonObject> GeschiedenisAsync(ServicesFixture fixture, Guid id)
    {
        using var client = fixture.Client(MeldingService.Name, Invoer.Medewerker);
        return await client.JsonAsync($"/api/meldingen/{id}/geschiedenis");
    }
}

public sealed class WissenTestsEmbedded(EmbeddedServices services) : WissenTests(services), IClassFixture<EmbeddedServices>;

public sealed class WissenTestsDistributed(DistributedServices services) : WissenTests(services.OrSkip()), IClassFixture<DistributedServices>;
