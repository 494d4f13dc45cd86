using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Draaiboek.Tests.Support.Levensloopverzoeken;

namespace Draaiboek.Tests.Meldingen;

/// <summary>What can be done with a melding after it was registered, and how the other services follow (M1, M11, S7, S11).</summary>
public abstract class LevensloopTests(ServicesFixture services)
{
    private const string Surya = "centrummedewerker:surya";

    [Fact]
    [Trait("Regel", "M1")]
    public async Task M1_Given_an_adviesvraag_When_the_centre_makes_it_a_question_for_assessment_Then_worklist_and_figures_follow_and_nothing_counts_twice()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Adviesvraag(), "2015-05-04"), Invoer.Medewerker);
        await services.VerzondenAsync();
        Assert.Equal((1, 0), await CijfersAsync(2015));

        using var verbeterd = await services.VerbeterAsync(id, Verbetering(Invoer.Assessmentvraag()), Invoer.Medewerker);
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (verbeterd.StatusCode, verbeterd.Headers.ETag!.Tag));
        await services.InWerklijstAsync(id);
        await services.VerzondenAsync();

        Assert.Equal((0, 1), await CijfersAsync(2015));
        var melding = await services.LeesMeldingAsync(id, Invoer.Medewerker);
        Assert.Equal(("vraagAssessment", "Voornaam-T"), ((string?)melding["soort"], (string?)melding["jongere"]!["voornaam"]));
        var stap = (await GeschiedenisAsync(id))["stappen"]!.AsArray().Single()!;
        Assert.Equal(
            ("gecorrigeerd", "infoFenomeen", "Synthetische reden."),
            ((string?)stap["soort"], (string?)stap["soortVoordien"], (string?)stap["tekst"]));
    }

    [Fact]
    [Trait("Regel", "M11")]
    public async Task M11_Given_a_question_for_assessment_When_the_centre_makes_it_an_adviesvraag_Then_the_young_person_is_gone_and_it_leaves_the_worklist()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag(), "2016-05-04"), Invoer.Medewerker);
        await services.InWerklijstAsync(id);
        using var verbeterd = await services.VerbeterAsync(id, Verbetering(Invoer.Adviesvraag()), Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.OK, verbeterd.StatusCode);
        await services.VerzondenAsync();

        Assert.Equal("vervallen", (string?)(await services.InWerklijstAsync(id))["toestand"]);
        Assert.Equal((1, 0), await CijfersAsync(2016));
        Assert.Null((await services.LeesMeldingAsync(id, Invoer.Medewerker))["jongere"]);
        Assert.Equal(1, await services.InDbAsync<MeldingDbContext, int>(
            MeldingService.Name,
            db => db.Meldingen.CountAsync(m => m.Id == id && m.JongereVersleuteld == null && m.Leeftijdsklasse == null && m.Provincie == null && m.ConsulentBetrokken == null)));
    }

    [Fact]
    [Trait("Regel", "G6")]
    public async Task G6_Given_a_melding_that_is_an_adviesvraag_for_a_while_Then_nothing_finds_the_young_person_meanwhile_and_afterwards_it_is_a_new_one()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag()), Invoer.Medewerker);
        var (tokens, eerst) = await JongereAsync(id);
        Assert.True(tokens > 0 && eerst is not null);

        using var advies = await services.VerbeterAsync(id, Verbetering(Invoer.Adviesvraag()), Invoer.Medewerker);
        Assert.Equal((HttpStatusCode.OK, (0, (Guid?)null)), (advies.StatusCode, await JongereAsync(id)));

        using var terug = await services.VerbeterAsync(id, Verbetering(Invoer.Assessmentvraag()), Invoer.Medewerker);
        var (weer, opnieuw) = await JongereAsync(id);
        Assert.Equal((HttpStatusCode.OK, tokens), (terug.StatusCode, weer));
        Assert.NotEqual(eerst, opnieuw);
        Assert.Single(await services.OutboxAsync(MeldingService.Name), row => row.CaseId == id && row.MessageType.EndsWith("herhaling-werd-vastgesteld", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Regel", "M1")]
    public async Task M1_Given_an_adviesvraag_When_it_turns_out_to_be_about_a_known_victim_Then_a_counsellor_can_choose_it_and_back_again_no_more()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Adviesvraag(), "2017-05-04"), Invoer.Medewerker);
        using var gekend = await services.VerbeterAsync(id, Verbetering(Meldingverzoeken.Vraag("gekendSlachtoffer")), Invoer.Medewerker);
        await services.VerzondenAsync();
        Assert.Equal(1, await AanleidingenAsync(id));

        using var toch = await services.VerbeterAsync(id, Verbetering(Invoer.Adviesvraag()), Invoer.Medewerker);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (gekend.StatusCode, toch.StatusCode));
        await services.VerzondenAsync();
        Assert.Equal(0, await AanleidingenAsync(id));
    }

    [Fact]
    [Trait("Regel", "M1")]
    public async Task M1_Given_a_melding_of_an_organisation_When_the_organisation_corrects_it_Then_all_but_the_kind()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var soort = await services.VerbeterAsync(id, Verbetering(Meldingverzoeken.Vraag("gekendSlachtoffer")), Invoer.Melder);
        Assert.Contains("alleen het centrum", await soort.EnigeFoutAsync("soort"), StringComparison.Ordinal);

        using var inhoud = await services.VerbeterAsync(id, Verbetering(Invoer.Assessmentvraag().Met("acuut", "true").Met("jongere.voornaam", "\"Tweede-T\"")), Invoer.Melder);
        Assert.Equal(HttpStatusCode.OK, inhoud.StatusCode);
        await services.VerzondenAsync();
        var melding = await services.LeesMeldingAsync(id);
        Assert.Equal(("Tweede-T", true), ((string?)melding["jongere"]!["voornaam"], (bool)melding["acuut"]!));
        Assert.True((bool)(await services.InWerklijstAsync(id))["acuut"]!);
    }

    [Theory]
    [InlineData(null, 428, "versie-vereist")]
    [InlineData("\"7\"", 412, "intussen-gewijzigd")]
    public async Task Given_no_or_another_version_When_a_melding_is_corrected_Then_it_is_refused_and_nothing_changed(string? ifMatch, int status, string probleem)
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var response = await services.VerbeterAsync(id, Verbetering(Invoer.Assessmentvraag().Met("acuut", "true")), Invoer.Melder, ifMatch ?? "");
        await response.ProbleemAsync(status, probleem);
        Assert.Equal(1, (int)(await services.LeesMeldingAsync(id))["versie"]!);
    }

    [Fact]
    [Trait("Regel", "M11")]
    public async Task M11_Given_a_correction_to_an_adviesvraag_When_it_says_something_about_one_young_person_Then_each_member_is_named()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag()), Invoer.Medewerker);
        var fout = Verbetering(Invoer.Assessmentvraag());
        fout["soort"] = "teamondersteuning";
        using var response = await services.VerbeterAsync(id, fout, Invoer.Medewerker);
        Assert.Equal(["consulent", "jongere", "signalen"], (await response.FoutenAsync()).Keys.Where(pad => pad is "jongere" or "signalen" or "consulent").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_an_assessment_that_began_When_its_question_is_taken_away_Then_409_and_the_assessment_goes_on()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag(), Werklijst.Ontvangen), Invoer.Medewerker);
        var assessment = (await services.InWerklijstAsync(id)).Id();
        using var centrum = services.Client(AssessmentService.Name, Invoer.Medewerker);
        await centrum.DoorloopAsync(assessment, "gesprek");
        await services.VerzondenAsync();

        using var ingetrokken = await services.StapAsync(id, "intrekking", """{"reden":"vergissing"}""", Invoer.Medewerker);
        await ingetrokken.ProbleemAsync(409, "conflict");
        using var verbeterd = await services.VerbeterAsync(id, Verbetering(Invoer.Adviesvraag()), Invoer.Medewerker);
        await verbeterd.ProbleemAsync(409, "conflict");
        await services.VerzondenAsync();
        Assert.Equal("lopend", (string?)(await services.InWerklijstAsync(id))["toestand"]);
    }

    [Fact]
    public async Task Given_a_melding_that_is_withdrawn_Then_it_leaves_the_worklist_no_longer_counts_and_all_that_can_still_be_done_with_it_is_erasing()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag(), "2018-05-04"), Invoer.Medewerker);
        await services.VerzondenAsync();
        Assert.Equal("wachtend", (string?)(await services.InWerklijstAsync(id))["toestand"]);
        Assert.Equal((0, 1), await CijfersAsync(2018));
        using var ingetrokken = await services.StapAsync(id, "intrekking", """{"reden":"dubbel"}""", Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.Created, ingetrokken.StatusCode);
        await services.VerzondenAsync();

        Assert.Equal("vervallen", (string?)(await services.InWerklijstAsync(id))["toestand"]);
        Assert.Equal((0, 0), await CijfersAsync(2018));
        using var aangevuld = await services.StapAsync(id, "aanvullingen", """{"tekst":"Synthetische aanvulling."}""", Invoer.Medewerker);
        var probleem = await aangevuld.ProbleemAsync(409, "stap-niet-toegelaten");
        Assert.Equal("ingetrokken", (string?)probleem["toestand"]);
        Assert.Equal(["gewist", "bijlageVerwijderd"], probleem["toegelatenStappen"]!.AsArray().Select(stap => (string?)stap));
    }

    [Fact]
    public async Task Given_another_reason_When_a_melding_is_withdrawn_Then_it_is_said_in_words()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var zonder = await services.StapAsync(id, "intrekking", """{"reden":"anders"}""", Invoer.Melder);
        await zonder.EnigeFoutAsync("toelichting");
        using var met = await services.StapAsync(id, "intrekking", """{"reden":"anders","toelichting":"Synthetische toelichting."}""", Invoer.Melder);
        Assert.Equal(HttpStatusCode.Created, met.StatusCode);
    }

    [Fact]
    public async Task Given_organisation_and_centre_When_both_add_to_a_melding_Then_the_history_holds_both_in_order_and_only_encrypted_in_the_database()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var eerste = await services.StapAsync(id, "aanvullingen", """{"tekst":"MERK-een"}""", Invoer.Melder);
        using var tweede = await services.StapAsync(id, "aanvullingen", """{"tekst":"MERK-twee"}""", Invoer.Medewerker);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (eerste.StatusCode, tweede.StatusCode));

        var stappen = (await GeschiedenisAsync(id, Invoer.Melder))["stappen"]!.AsArray();
        Assert.Equal(["MERK-een", "MERK-twee"], stappen.Select(stap => (string?)stap!["tekst"]));
        Assert.Equal(1, await services.InDbAsync<MeldingDbContext, int>(
            MeldingService.Name, db => db.Audit.CountAsync(row => row.OnderwerpId == id && row.Actie == "melding.geschiedenis-gelezen")));
        Assert.DoesNotContain((await services.GeschrevenAsync()).Values, bytes => System.Text.Encoding.UTF8.GetString(bytes).Contains("MERK-een", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Regel", "S7")]
    public async Task S7_Given_a_closed_melding_When_the_organisation_comes_back_Then_a_new_melding_refers_to_it_and_the_old_one_stays_as_it_was()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var open = await services.PostMeldingAsync(Invoer.Assessmentvraag().Met("omschrijving", "\"Synthetisch.\"").Vervolg(id));
        await open.EnigeFoutAsync("vervolgOp");

        using var gesloten = await services.StapAsync(id, "afsluiting", "{}", Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.Created, gesloten.StatusCode);
        var vervolg = await services.RegistreerAsync(Invoer.Assessmentvraag().Vervolg(id), Invoer.Melder);
        Assert.Equal(id, (Guid?)(await GeschiedenisAsync(vervolg, Invoer.Melder))["vervolgOp"]);
        Assert.Equal("afgesloten", (string?)(await services.LeesMeldingAsync(id))["toestand"]);
        await services.InWerklijstAsync(vervolg);

        using var vanAnder = await services.PostMeldingAsync(Invoer.Assessmentvraag().Vervolg(id), Invoer.AndereMelder);
        await vanAnder.EnigeFoutAsync("vervolgOp");
    }

    [Fact]
    public async Task Given_an_organisation_When_it_closes_or_hands_over_Then_403_for_these_are_the_centres()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var sluiten = await services.StapAsync(id, "afsluiting", "{}", Invoer.Melder);
        using var overdragen = await services.StapAsync(id, "overdracht", """{"naarCentrum":"surya","reden":"geenCapaciteit"}""", Invoer.Melder);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (sluiten.StatusCode, overdragen.StatusCode));
    }

    [Fact]
    [Trait("Regel", "S11")]
    public async Task S11_Given_an_unsafe_place_When_a_centre_hands_over_and_the_other_takes_it_Then_melding_and_worklist_are_the_others()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        await services.InWerklijstAsync(id);
        using var aangeboden = await services.StapAsync(id, "overdracht", """{"naarCentrum":"surya","reden":"onveiligePlaats","toelichting":"MERK"}""", Invoer.Medewerker);
        Assert.Equal("overdrachtAangeboden", (string?)(await aangeboden.JsonAsync())["toestand"]);

        // Before it took the melding the other centre sees that there is one, and not who it is about.
        using var surya = services.Client(MeldingService.Name, Surya);
        var aanbod = (await surya.JsonAsync("/api/overdrachten"))["overdrachten"]!.AsArray().Single(regel => (Guid?)regel!["id"] == id)!;
        Assert.Equal(("payoke", "onveiligePlaats"), ((string?)aanbod["vanCentrum"], (string?)aanbod["reden"]));
        Assert.DoesNotContain("MERK", aanbod.ToJsonString(), StringComparison.Ordinal);
        using var tevroeg = await surya.GetAsync(Meldingverzoeken.Melding(id));
        Assert.Equal(HttpStatusCode.NotFound, tevroeg.StatusCode);

        using var aanvaard = await services.StapAsync(id, "overdracht/aanvaarding", "{}", Surya);
        Assert.Equal("geregistreerd", (string?)(await aanvaard.JsonAsync())["toestand"]);
        await services.VerzondenAsync();
        await services.InWerklijstAsync(id, Centrum.Surya);
        Assert.Equal("surya", (string?)(await services.LeesMeldingAsync(id, Surya))["centrum"]);
        using var payoke = services.Client(MeldingService.Name, Invoer.Medewerker);
        using var voorbij = await payoke.GetAsync(Meldingverzoeken.Melding(id));
        Assert.Equal(HttpStatusCode.NotFound, voorbij.StatusCode);
    }

    [Theory]
    [Trait("Regel", "S11")]
    [InlineData("weigering", Surya)]
    [InlineData("terugname", Invoer.Medewerker)]
    public async Task S11_Given_an_offer_When_it_is_refused_or_taken_back_Then_the_melding_stays_and_can_be_offered_again(string pad, string wie)
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        for (var keer = 0; keer < 2; keer++)
        {
            using var aangeboden = await services.StapAsync(id, "overdracht", """{"naarCentrum":"surya","reden":"geenCapaciteit"}""", Invoer.Medewerker);
            Assert.Equal(HttpStatusCode.Created, aangeboden.StatusCode);
            using var antwoord = await services.StapAsync(id, "overdracht/" + pad, "{}", wie);
            Assert.Equal("geregistreerd", (string?)(await antwoord.JsonAsync())["toestand"]);
        }

        Assert.Equal("payoke", (string?)(await services.LeesMeldingAsync(id))["centrum"]);
        using var surya = services.Client(MeldingService.Name, Surya);
        Assert.DoesNotContain((await surya.JsonAsync("/api/overdrachten"))["overdrachten"]!.AsArray(), regel => (Guid?)regel!["id"] == id);
    }

    [Theory]
    [Trait("Regel", "S11")]
    [InlineData("aanvaarding", Invoer.Medewerker)]
    [InlineData("weigering", "centrummedewerker:pagAsa")]
    [InlineData("terugname", Surya)]
    public async Task S11_Given_an_offer_When_somebody_answers_whose_it_is_not_to_answer_Then_404(string pad, string wie)
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var aangeboden = await services.StapAsync(id, "overdracht", """{"naarCentrum":"surya","reden":"geenCapaciteit"}""", Invoer.Medewerker);
        using var antwoord = await services.StapAsync(id, "overdracht/" + pad, "{}", wie);
        await antwoord.ProbleemAsync(404, "niet-gevonden");
    }

    [Fact]
    [Trait("Regel", "S11")]
    public async Task S11_Given_the_own_centre_When_a_melding_is_offered_to_it_Then_400()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var response = await services.StapAsync(id, "overdracht", """{"naarCentrum":"payoke","reden":"geenCapaciteit"}""", Invoer.Medewerker);
        await response.EnigeFoutAsync("naarCentrum");
    }

    [Fact]
    public async Task Given_changes_that_come_before_the_registration_and_in_the_wrong_order_Then_the_latest_holds_everywhere()
    {
        var vraag = Bericht.Vraag(op: new DateOnly(2020, 5, 4));
        await VerwerktAsync(Gewijzigd(vraag, versie: 3, SoortVraag.InfoFenomeen));
        await VerwerktAsync(Gewijzigd(vraag, versie: 2, SoortVraag.GekendSlachtoffer));
        await VerwerktAsync(vraag);

        Assert.Equal((1, 0), await CijfersAsync(2020));
        Assert.Equal(0, await AanleidingenAsync(vraag.MeldingId));
        Assert.Equal(0, await services.InDbAsync<AssessmentDbContext, int>(AssessmentService.Name, db => db.Assessments.CountAsync(a => a.MeldingId == vraag.MeldingId)));
    }

    [Fact]
    [Trait("Regel", "G3")]
    public async Task Given_a_correction_When_the_figures_of_an_earlier_day_are_asked_Then_they_are_as_they_were_then()
    {
        var vraag = Bericht.Vraag(op: new DateOnly(2021, 5, 4));
        await VerwerktAsync(vraag);
        await VerwerktAsync(Gewijzigd(vraag, versie: 2, SoortVraag.InfoFenomeen));
        Assert.Equal(1, await services.CijfersAsync(2021, cijfers => cijfers.PerSoort.VraagAssessment, new DateOnly(2021, 6, 30)));
        Assert.Equal((1, 0), await CijfersAsync(2021));
    }

    /// <summary>Sends the message and waits until all who listen have dealt with it.</summary>
    private async Task VerwerktAsync(object bericht)
    {
        var id = Guid.CreateVersion7();
        await services.SendAsync(bericht, id);
        foreach (var (dienst, consumer) in Luisteraars.Van(bericht.GetType()))
        {
            await ServicesFixture.EventuallyAsync($"{consumer} dealt with it", () => services.KijkAsync(dienst, db => db.Inbox.AnyAsync(row => row.MessageId == id && row.Consumer == consumer)));
        }
    }

    private MeldingWerdGewijzigd Gewijzigd(MeldingWerdGeregistreerd vraag, int versie, SoortVraag soort) => Bericht.Gewijzigd(vraag, versie, soort, services.Time.Vandaag());

    private Task<(int Tokens, Guid? JongereId)> JongereAsync(Guid melding) => services.InDbAsync<MeldingDbContext, (int, Guid?)>(
        MeldingService.Name,
        async db => (await db.Herhalingstokens.CountAsync(token => token.MeldingId == melding), (await db.Meldingen.AsNoTracking().SingleAsync(m => m.Id == melding)).JongereId));

    private async Task<JsonObject> GeschiedenisAsync(Guid id, string rol = Invoer.Medewerker)
    {
        using var client = services.Client(MeldingService.Name, rol);
        return await client.JsonAsync($"/api/meldingen/{id}/geschiedenis");
    }

    /// <summary>Of the year: adviesvragen of the kind that the tests use, and questions for assessment.</summary>
    private async Task<(int Advies, int Assessment)> CijfersAsync(int jaar)
    {
        var cijfers = await services.CijfersAsync(jaar);
        Assert.Equal(cijfers.PerSoort.VraagAssessment, cijfers.Assessments.Gevraagd);
        return (cijfers.Vragen - cijfers.PerSoort.VraagAssessment - cijfers.PerSoort.GekendSlachtoffer, cijfers.PerSoort.VraagAssessment);
    }

    private Task<int> AanleidingenAsync(Guid melding)
        => services.InDbAsync<JuridischeSteunDbContext, int>(JuridischeSteunService.Name, db => db.Aanleidingen.CountAsync(aanleiding => aanleiding.MeldingId == melding));
}

public sealed class LevensloopTestsEmbedded(EmbeddedServices services) : LevensloopTests(services), IClassFixture<EmbeddedServices>;

public sealed class LevensloopTestsDistributed(DistributedServices services) : LevensloopTests(services.OrSkip()), IClassFixture<DistributedServices>;
