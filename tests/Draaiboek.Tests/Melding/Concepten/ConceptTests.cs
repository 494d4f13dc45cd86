using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Hosting;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>A melding that is begun, kept and gone on with by a colleague: whatever is still missing, and without being one (M4, M5).</summary>
public abstract class ConceptTests(ServicesFixture services)
{
    /// <summary>What somebody may have filled in when the telephone rings.</summary>
    public static readonly TheoryData<string> Onaf =
    [
        "{}",
        """{"soort":"vraagAssessment"}""",
        """{"soort":"infoFenomeen","centrum":"payoke","jongere":{"voornaam":"MERK"}}""",
        """{"soort":"vraagAssessment","centrum":"payoke","sector":"jeugdhulp","acuut":true,"jongere":{"voornaam":null,"geboortedatum":"2005-02-31"},"consulent":{"betrokken":true}}""",
        """{"soort":"MERK","signalen":["MERK","weglopen","weglopen"],"aantalKeerWeggelopen":"MERK","omschrijving":" "}""",
        """{"contactpersoon":[],"jongere":"MERK","ontvangenOp":"2019-03-04","namensOrganisatie":"MERK","kanaal":"telefoon"}""",
    ];

    [Theory]
    [MemberData(nameof(Onaf))]
    public async Task Given_an_unfinished_melding_When_it_is_kept_Then_it_comes_back_as_it_was_with_what_the_registration_would_refuse(string json)
    {
        using var response = await services.PostConceptAsync(JsonNode.Parse(json)!);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var begonnen = await response.JsonAsync();
        var id = begonnen["id"]!.GetValue<Guid>();
        Assert.Equal(($"/api/meldingen/concepten/{id}", "\"1\""), (response.Headers.Location!.OriginalString, response.Headers.ETag!.Tag));
        Assert.Equal(("nietIngediend", Dag(0), Dag(30)), (Tekst(begonnen, "toestand"), Tekst(begonnen, "gewijzigdOp"), Tekst(begonnen, "bewaardTot")));

        using var ingediend = await services.PostMeldingAsync(Meldingverzoeken.AlsJson(json));
        var echt = (await ingediend.ProbleemAsync(400, "ongeldige-invoer"))["errors"]!;
        Assert.True(JsonNode.DeepEquals(echt, begonnen["ontbreekt"]), begonnen.ToJsonString());

        using var lezing = await services.GetConceptAsync(id);
        Assert.Equal(("\"1\"", HttpStatusCode.OK), (lezing.Headers.ETag!.Tag, lezing.StatusCode));
        var gelezen = await lezing.JsonAsync();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), gelezen["inhoud"]), gelezen.ToJsonString());
        Assert.True(JsonNode.DeepEquals(echt, gelezen["ontbreekt"]), gelezen.ToJsonString());
    }

    [Fact]
    public async Task Given_a_melding_that_is_complete_When_it_is_kept_Then_nothing_is_missing_and_what_it_comes_back_to_is_looked_at_too()
    {
        using var heel = await services.PostConceptAsync(Invoer.Assessmentvraag());
        Assert.Empty((await heel.JsonAsync())["ontbreekt"]!.AsObject());

        var open = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        using var vervolg = await services.PostConceptAsync(Invoer.Assessmentvraag().Vervolg(open));
        using var echt = await services.PostMeldingAsync(Invoer.Assessmentvraag().Vervolg(open));
        Assert.True(JsonNode.DeepEquals((await echt.ProbleemAsync(400, "ongeldige-invoer"))["errors"], (await vervolg.JsonAsync())["ontbreekt"]));
    }

    [Fact]
    public async Task Given_what_was_kept_yesterday_When_it_is_read_Then_what_is_missing_is_judged_today()
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var vraag = Invoer.Assessmentvraag();
        vraag["ontvangenOp"] = eigen.Fixture.Time.Vandaag().ToString("yyyy-MM-dd", null);
        var id = await eigen.Fixture.BeginAsync(vraag);
        eigen.Fixture.Time.Advance(TimeSpan.FromDays(2));
        using var lezing = await eigen.Fixture.GetConceptAsync(id);
        Assert.Equal(["ontvangenOp"], (await lezing.JsonAsync())["ontbreekt"]!.AsObject().Select(fout => fout.Key));
    }

    [Theory]
    [InlineData("""{"merk":1}""", "inhoud")]
    [InlineData("""{"Soort":"vraagAssessment"}""", "inhoud")]
    [InlineData("""{"jongere":{"MERK":"MERK"}}""", "inhoud.jongere")]
    [InlineData("""{"contactpersoon":{"naam":"Contact-T","gsm":"1"}}""", "inhoud.contactpersoon")]
    [InlineData("""{"concept":"00000000-0000-0000-0000-000000000001"}""", "inhoud.concept")]
    [InlineData("[]", "inhoud")]
    [InlineData("null", "inhoud")]
    [InlineData("\"MERK\"", "inhoud")]
    public async Task Given_something_that_no_registration_knows_When_it_is_kept_Then_it_is_refused_and_not_dropped(string inhoud, string pad)
    {
        var id = await services.BeginAsync(Invoer.Adviesvraag());
        foreach (var weg in (string[])["nieuw", "bewaren"])
        {
            using var client = services.Client(MeldingService.Name, Invoer.Melder);
            using var request = new HttpRequestMessage(weg == "nieuw" ? HttpMethod.Post : HttpMethod.Put, Meldingverzoeken.Pad(Conceptverzoeken.Pad + (weg == "nieuw" ? "" : $"/{id}")))
            {
                Content = Meldingverzoeken.AlsJson($$"""{"inhoud":{{inhoud}}}"""),
            };
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            using var response = await client.SendAsync(request);
            await response.EnigeFoutAsync(pad);
        }

        using var lezing = await services.GetConceptAsync(id);
        Assert.Equal("\"1\"", lezing.Headers.ETag!.Tag);
    }

    [Theory]
    [InlineData(65_536, true)]
    [InlineData(65_537, false)]
    public async Task Given_64_KB_When_it_is_kept_Then_it_may_be_so_large_and_no_larger(int bytes, bool mag)
    {
        const string leeg = """{"omschrijving":""}""";
        var inhoud = $$"""{"omschrijving":"{{new string('x', bytes - leeg.Length)}}"}""";
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        using var response = await client.PostAsync(Meldingverzoeken.Pad(Conceptverzoeken.Pad), Meldingverzoeken.AlsJson($$"""{"inhoud":{{inhoud}}}"""));
        if (mag)
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }
        else
        {
            Assert.Equal("mag hoogstens 64 KB tellen", await response.EnigeFoutAsync("inhoud"));
        }
    }

    [Fact]
    public async Task Given_a_draft_When_a_colleague_goes_on_with_it_Then_nobody_s_words_are_lost()
    {
        var id = await services.BeginAsync(Invoer.Adviesvraag());
        using var collega = services.ClientWithToken(MeldingService.Name, services.Authority.Token([Invoer.Melder], voId: "6d0c1d0a-0000-4000-8000-000000000001", sub: "collega"));
        using var gelezen = await collega.GetAsync(Meldingverzoeken.Pad($"{Conceptverzoeken.Pad}/{id}"));
        Assert.Equal(HttpStatusCode.OK, gelezen.StatusCode);

        using var bewaard = await services.BewaarAsync(id, Invoer.Adviesvraag().Met("omschrijving", "\"Tweede versie.\""), gelezen.Headers.ETag!.Tag);
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (bewaard.StatusCode, bewaard.Headers.ETag!.Tag));
        Assert.Equal(2, (int)(await bewaard.JsonAsync())["versie"]!);
        using var teLaat = await services.BewaarAsync(id, Invoer.Adviesvraag(), "\"1\"");
        await teLaat.ProbleemAsync(412, "intussen-gewijzigd");
        using var zonder = await services.BewaarAsync(id, Invoer.Adviesvraag(), ifMatch: null);
        await zonder.ProbleemAsync(428, "versie-vereist");
        using var nu = await services.GetConceptAsync(id);
        Assert.Equal("Tweede versie.", (string?)(await nu.JsonAsync())["inhoud"]!["omschrijving"]);
        Assert.Equal(
            ["concept.begonnen", "concept.gelezen", "concept.gewijzigd", "concept.gelezen"],
            await services.InMeldingAsync(db => db.Audit.Where(rij => rij.OnderwerpId == id).OrderBy(rij => rij.Volgnummer).Select(rij => rij.Actie).ToListAsync()));
    }

    [Fact]
    public async Task Given_twenty_people_at_once_When_they_keep_the_same_version_Then_one_does_and_the_others_get_412()
    {
        var id = await services.BeginAsync(Invoer.Adviesvraag());
        var antwoorden = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => services.BewaarAsync(id, Invoer.Adviesvraag().Met("omschrijving", $"\"Versie {i}.\""), "\"1\"")));
        var winnaar = Assert.Single(Enumerable.Range(0, 20), i => antwoorden[i].StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, antwoorden.Count(antwoord => antwoord.StatusCode == HttpStatusCode.PreconditionFailed));
        using var nu = await services.GetConceptAsync(id);
        Assert.Equal($"Versie {winnaar}.", (string?)(await nu.JsonAsync())["inhoud"]!["omschrijving"]);
        Array.ForEach(antwoorden, antwoord => antwoord.Dispose());
    }

    [Theory]
    [InlineData(Invoer.Melder, Invoer.AndereMelder)]
    [InlineData(Invoer.Melder, Invoer.Medewerker)]
    [InlineData(Invoer.Medewerker, "centrummedewerker:surya")]
    [InlineData(Invoer.Medewerker, Invoer.Melder)]
    [InlineData(Invoer.Medewerker, "melder:Payoke")]
    public async Task Given_a_draft_of_one_When_another_comes_to_it_Then_it_is_not_there(string eigenaar, string ander)
    {
        var id = await services.BeginAsync(Invoer.NamensOrganisatie(Invoer.Adviesvraag()), eigenaar);
        using var lezen = await services.GetConceptAsync(id, ander);
        using var bewaren = await services.BewaarAsync(id, Invoer.Adviesvraag(), "\"1\"", ander);
        using var verwijderen = await services.VerwijderAsync(id, "\"1\"", ander);
        foreach (var response in (HttpResponseMessage[])[lezen, bewaren, verwijderen])
        {
            await response.ProbleemAsync(404, "niet-gevonden");
        }

        Assert.DoesNotContain(id, await services.LijstAsync(ander));
        Assert.Contains(id, await services.LijstAsync(eigenaar));
        if (ander != "melder:Payoke")
        {
            var voordien = await services.AantalMeldingenAsync();
            using var indienen = await services.DienInAsync(id, ander.StartsWith("melder:", StringComparison.Ordinal) ? Invoer.Adviesvraag() : VanCentrum(ander), ander);
            await indienen.EnigeFoutAsync("concept");
            Assert.Equal(voordien, await services.AantalMeldingenAsync());
        }

        using var nog = await services.GetConceptAsync(id, eigenaar);
        Assert.Equal(HttpStatusCode.OK, nog.StatusCode);
    }

    [Fact]
    public async Task Given_a_token_that_names_no_organisation_When_it_begins_a_draft_Then_400()
    {
        using var response = await services.PostConceptAsync(Invoer.Adviesvraag(), "melder:Payoke");
        await response.EnigeFoutAsync("");
    }

    [Fact]
    public async Task Given_drafts_When_the_list_is_read_page_by_page_Then_all_are_there_as_not_submitted_and_nobody_stands_in_it()
    {
        var rol = Conceptverzoeken.NieuweOrganisatie();
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await services.BeginAsync(Invoer.Assessmentvraag().Met("jongere.voornaam", "\"MERK\""), rol));
        }

        using var bewaard = await services.BewaarAsync(ids[0], new JsonObject(), "\"1\"", rol);
        Assert.Equal(HttpStatusCode.OK, bewaard.StatusCode);
        using var client = services.Client(MeldingService.Name, rol);
        var gezien = new List<JsonObject>();
        var cursor = "";
        for (var bladzijde = await client.JsonAsync($"{Conceptverzoeken.Pad}?first=2"); ; bladzijde = await client.JsonAsync($"{Conceptverzoeken.Pad}?first=2&after={cursor}"))
        {
            Assert.DoesNotContain("MERK", bladzijde.ToJsonString(), StringComparison.Ordinal);
            gezien.AddRange(bladzijde["items"]!.AsArray().Select(item => item!.AsObject()));
            cursor = (string?)bladzijde["pageInfo"]!["endCursor"];
            if (!(bool)bladzijde["pageInfo"]!["hasNextPage"]!)
            {
                break;
            }
        }

        Assert.Equal(ids.AsEnumerable().Reverse(), gezien.Select(regel => regel["id"]!.GetValue<Guid>()));
        Assert.All(gezien, regel => Assert.Equal(("nietIngediend", Dag(0), Dag(30)), (Tekst(regel, "toestand"), Tekst(regel, "gewijzigdOp"), Tekst(regel, "bewaardTot"))));
        Assert.Equal([null, "vraagAssessment"], new[] { gezien[^1], gezien[0] }.Select(regel => (string?)regel["soort"]));
        Assert.Equal(["begonnenOp", "bewaardTot", "gewijzigdOp", "id", "soort", "toestand", "versie"], gezien[0].Select(veld => veld.Key).Order());
    }

    [Fact]
    [Trait("Regel", "M5")]
    public async Task M5_Given_a_draft_of_an_acute_melding_Then_it_is_no_melding_and_nobody_hears_of_it()
    {
        var rol = Conceptverzoeken.NieuweOrganisatie();
        var meldingen = await services.AantalMeldingenAsync();
        var id = await services.BeginAsync(Invoer.Assessmentvraag().Met("acuut", "true"), rol);
        using var bewaard = await services.BewaarAsync(id, Invoer.Assessmentvraag().Met("acuut", "true"), "\"1\"", rol);
        Assert.Equal(HttpStatusCode.OK, bewaard.StatusCode);

        Assert.Equal(meldingen, await services.AantalMeldingenAsync());
        Assert.DoesNotContain(await services.OutboxAsync(MeldingService.Name), rij => rij.CaseId == id || rij.Body.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase));
        foreach (var wie in (string[])[rol, Invoer.Medewerker])
        {
            using var client = services.Client(MeldingService.Name, wie);
            Assert.DoesNotContain(id.ToString(), (await client.JsonAsync("/api/meldingen?first=100")).ToJsonString(), StringComparison.Ordinal);
            using var lezen = await client.GetAsync(Meldingverzoeken.Melding(id));
            using var plan = await client.GetAsync(Meldingverzoeken.Pad($"/api/meldingen/{id}/stappenplan"));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (lezen.StatusCode, plan.StatusCode));
        }
    }

    [Fact]
    public async Task Given_two_hundred_drafts_When_one_more_is_begun_Then_409_until_there_is_room()
    {
        var rol = Conceptverzoeken.NieuweOrganisatie();
        var eerste = await services.BeginAsync(Invoer.Adviesvraag(), rol);
        await services.InMeldingAsync(async db =>
        {
            db.Concepten.AddRange(Enumerable.Range(0, 199).Select(_ => new Concept
            {
                Id = Guid.CreateVersion7(),
                Eigenaar = rol["melder:".Length..],
                BegonnenOp = services.Time.GetUtcNow(),
                GewijzigdOp = services.Time.Vandaag(),
                InhoudVersleuteld = [1],
            }));
            return await db.SaveChangesAsync();
        });
        using var vol = await services.PostConceptAsync(Invoer.Adviesvraag(), rol);
        await vol.ProbleemAsync(409, "conflict");
        using var weg = await services.VerwijderAsync(eerste, "\"1\"", rol);
        Assert.Equal(HttpStatusCode.OK, weg.StatusCode);
        await services.BeginAsync(Invoer.Adviesvraag(), rol);
    }

    [Fact]
    public async Task Given_the_same_key_When_a_draft_is_begun_twice_Then_there_is_one_and_the_kept_answer_holds_nothing_of_it()
    {
        var rol = Conceptverzoeken.NieuweOrganisatie();
        using var eerste = await services.PostConceptAsync(Invoer.Assessmentvraag().Met("jongere.voornaam", "\"MERK\""), rol, "concept-1");
        using var tweede = await services.PostConceptAsync(Invoer.Assessmentvraag().Met("jongere.voornaam", "\"MERK\""), rol, "concept-1");
        var antwoord = await tweede.JsonAsync();
        Assert.True(JsonNode.DeepEquals(await eerste.JsonAsync(), antwoord));
        Assert.Equal("true", Assert.Single(tweede.Headers.GetValues("Idempotency-Replayed")));
        Assert.DoesNotContain("MERK", antwoord.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(await services.LijstAsync(rol));
    }

    [Fact]
    public async Task Given_a_draft_with_names_When_it_is_kept_Then_they_stand_nowhere_in_clear()
    {
        var merk = $"bewaard-{Guid.NewGuid():N}";
        var inhoud = Invoer.Assessmentvraag().Met("jongere.voornaam", $"\"{merk}\"").Met("omschrijving", $"\"{merk}\"");
        var id = await services.BeginAsync(inhoud);
        using var bewaard = await services.BewaarAsync(id, inhoud, "\"1\"");
        using var geweigerd = await services.BewaarAsync(id, inhoud.Met("jongere." + merk, $"\"{merk}\""), "\"2\"");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (bewaard.StatusCode, geweigerd.StatusCode));
        Assert.DoesNotContain(merk, await bewaard.Content.ReadAsStringAsync() + await geweigerd.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.All(await services.GeschrevenAsync(), stuk => Assert.Empty(Sporen.Van([merk], stuk.Value)));
        Assert.All(services.Log.Lines, regel => Assert.Empty(Sporen.Van([merk], regel)));
        using var lezing = await services.GetConceptAsync(id);
        Assert.Contains(merk, await lezing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static JsonObject VanCentrum(string rol)
    {
        var vraag = Invoer.NamensOrganisatie(Invoer.Adviesvraag());
        vraag["centrum"] = rol.Split(':')[1];
        return vraag;
    }

    private static string Tekst(JsonNode node, string naam) => node[naam]!.GetValue<string>();

    private string Dag(int verder) => services.Time.Vandaag().AddDays(verder).ToString("yyyy-MM-dd", null);
}

public sealed class ConceptTestsEmbedded(EmbeddedServices services) : ConceptTests(services), IClassFixture<EmbeddedServices>;

public sealed class ConceptTestsDistributed(DistributedServices services) : ConceptTests(services.OrSkip()), IClassFixture<DistributedServices>;
