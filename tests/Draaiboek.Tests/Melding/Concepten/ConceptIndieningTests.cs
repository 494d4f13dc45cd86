using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Hosting;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>How a draft ends: submitted once, removed, or forgotten. Then what was filled in is gone for good (M4; docs/adr/0007).</summary>
public abstract class ConceptIndieningTests(ServicesFixture services)
{
    [Fact]
    [Trait("Regel", "M4")]
    public async Task M4_Given_a_draft_When_it_is_submitted_Then_it_is_a_melding_as_any_other_and_no_draft_any_more()
    {
        var id = await services.BeginAsync(Invoer.Assessmentvraag());
        using var ingediend = await services.DienInAsync(id, Invoer.Assessmentvraag(), ifMatch: "\"1\"");
        Assert.Equal(HttpStatusCode.Created, ingediend.StatusCode);
        var melding = (await ingediend.JsonAsync())["id"]!.GetValue<Guid>();
        Assert.NotEqual(id, melding);
        Assert.Equal("vraagAssessment", (string?)(await services.LeesMeldingAsync(melding))["soort"]);
        Assert.Equal("vraagAssessment", (string?)(await services.BerichtAsync(melding))["soort"]);

        using var lezing = await services.GetConceptAsync(id);
        Assert.Equal(HttpStatusCode.NotFound, lezing.StatusCode);
        Assert.DoesNotContain(id, await services.LijstAsync(Invoer.Melder));
        Assert.True(await services.InMeldingAsync(db => db.ErasedKeys.AnyAsync(gewist => gewist.SubjectId == id)));
        Assert.Equal(["concept.begonnen", "concept.ingediend"], await services.InMeldingAsync(db => db.Audit.Where(rij => rij.OnderwerpId == id).OrderBy(rij => rij.Volgnummer).Select(rij => rij.Actie).ToListAsync()));
    }

    [Fact]
    [Trait("Regel", "M4")]
    public async Task M4_Given_a_draft_that_was_submitted_When_it_is_submitted_again_Then_it_is_said_and_nothing_is_registered_twice()
    {
        var id = await services.BeginAsync(Invoer.Assessmentvraag());
        using var eerste = await services.DienInAsync(id, Invoer.Assessmentvraag(), sleutel: $"concept-{id}");
        Assert.Equal(HttpStatusCode.Created, eerste.StatusCode);
        var aantal = await services.AantalMeldingenAsync();
        foreach (var concept in (Guid[])[id, Guid.CreateVersion7()])
        {
            using var tweede = await services.DienInAsync(concept, Invoer.Assessmentvraag());
            Assert.Contains("kijk eerst of de melding er al staat", await tweede.EnigeFoutAsync("concept"), StringComparison.Ordinal);
        }

        // Who did not get the answer, and sends the same with the same key, gets it now.
        using var opnieuw = await services.DienInAsync(id, Invoer.Assessmentvraag(), sleutel: $"concept-{id}");
        Assert.Equal(((await eerste.JsonAsync())["id"]!.GetValue<Guid>(), HttpStatusCode.Created), ((await opnieuw.JsonAsync())["id"]!.GetValue<Guid>(), opnieuw.StatusCode));
        Assert.Equal(aantal, await services.AantalMeldingenAsync());
    }

    [Fact]
    [Trait("Regel", "M4")]
    public async Task M4_Given_twenty_colleagues_When_they_submit_the_same_draft_at_once_Then_one_melding_comes_of_it()
    {
        var id = await services.BeginAsync(Invoer.Assessmentvraag());
        var aantal = await services.AantalMeldingenAsync();
        var antwoorden = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => services.DienInAsync(id, Invoer.Assessmentvraag().Met("omschrijving", $"\"Van collega {i}.\""))));
        Assert.Single(antwoorden, antwoord => antwoord.StatusCode == HttpStatusCode.Created);
        foreach (var geweigerd in antwoorden.Where(antwoord => antwoord.StatusCode != HttpStatusCode.Created))
        {
            await geweigerd.EnigeFoutAsync("concept");
        }

        Assert.Equal(aantal + 1, await services.AantalMeldingenAsync());
        Array.ForEach(antwoorden, antwoord => antwoord.Dispose());
    }

    [Fact]
    public async Task Given_a_colleague_who_added_something_When_an_older_version_is_submitted_Then_412_and_nothing_of_it_is_lost()
    {
        var id = await services.BeginAsync(Invoer.Adviesvraag());
        using var bewaard = await services.BewaarAsync(id, Invoer.Adviesvraag().Met("omschrijving", "\"Wat de collega weet.\""), "\"1\"");
        var aantal = await services.AantalMeldingenAsync();
        using var oud = await services.DienInAsync(id, Invoer.Adviesvraag(), ifMatch: "\"1\"");
        await oud.ProbleemAsync(412, "intussen-gewijzigd");
        Assert.Equal(aantal, await services.AantalMeldingenAsync());
        using var nog = await services.GetConceptAsync(id);
        Assert.Equal("Wat de collega weet.", (string?)(await nog.JsonAsync())["inhoud"]!["omschrijving"]);
        using var nieuw = await services.DienInAsync(id, Invoer.Adviesvraag(), ifMatch: "\"2\"");
        Assert.Equal(HttpStatusCode.Created, nieuw.StatusCode);
    }

    [Theory]
    [InlineData("ongeldig")]
    [InlineData("vervolg")]
    [InlineData("databank")]
    public async Task Given_a_submission_that_fails_When_it_does_Then_there_is_no_melding_and_the_draft_is_still_there(string hoe)
    {
        var id = await services.BeginAsync(Invoer.Assessmentvraag());
        var aantal = await services.AantalMeldingenAsync();
        var vraag = Invoer.Assessmentvraag();
        if (hoe == "ongeldig")
        {
            vraag.Remove("sector");
        }
        else if (hoe == "vervolg")
        {
            vraag["vervolgOp"] = Guid.CreateVersion7();
        }
        else
        {
            await services.BreekTabelAsync(MeldingService.Name, "ErasedKeys");
        }

        try
        {
            using var response = await services.DienInAsync(id, vraag);
            Assert.Equal(hoe == "databank" ? HttpStatusCode.InternalServerError : HttpStatusCode.BadRequest, response.StatusCode);
        }
        finally
        {
            await services.HerstelTabelAsync(MeldingService.Name, "ErasedKeys");
        }

        await WisAsync(services);
        Assert.Equal(aantal, await services.AantalMeldingenAsync());
        using var lezing = await services.GetConceptAsync(id);
        Assert.True(JsonNode.DeepEquals(Invoer.Assessmentvraag(), (await lezing.JsonAsync())["inhoud"]));
    }

    [Fact]
    public async Task Given_a_draft_When_it_is_removed_Then_it_is_gone_and_only_in_the_version_that_was_seen()
    {
        var id = await services.BeginAsync(Invoer.Assessmentvraag());
        using var bewaard = await services.BewaarAsync(id, Invoer.Adviesvraag(), "\"1\"");
        using var zonder = await services.VerwijderAsync(id, ifMatch: null);
        await zonder.ProbleemAsync(428, "versie-vereist");
        using var oud = await services.VerwijderAsync(id, "\"1\"");
        await oud.ProbleemAsync(412, "intussen-gewijzigd");
        var sleutel = await SleutelAsync(services, id);

        using var weg = await services.VerwijderAsync(id, "\"2\"");
        Assert.Equal(HttpStatusCode.OK, weg.StatusCode);
        await WisAsync(services);
        await MoetGewistZijnAsync(services, id, sleutel);
        using var nogEens = await services.VerwijderAsync(id, "\"2\"");
        await nogEens.ProbleemAsync(404, "niet-gevonden");
        Assert.Equal(1, await services.InMeldingAsync(db => db.Audit.CountAsync(rij => rij.OnderwerpId == id && rij.Actie == "concept.verwijderd")));
    }

    [Fact]
    public async Task Given_a_draft_When_nobody_changed_it_for_the_term_Then_it_is_erased_and_one_that_somebody_went_on_with_is_not()
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var fixture = eigen.Fixture;
        var (stil, levend) = (await fixture.BeginAsync(Invoer.Assessmentvraag()), await fixture.BeginAsync(Invoer.Assessmentvraag()));
        var sleutel = await SleutelAsync(fixture, stil);
        fixture.Time.Advance(TimeSpan.FromDays(20));
        using var bewaard = await fixture.BewaarAsync(levend, Invoer.Adviesvraag(), "\"1\"");
        Assert.Equal(HttpStatusCode.OK, bewaard.StatusCode);

        // The last day of the term: still there.
        fixture.Time.Advance(TimeSpan.FromDays(10));
        await WisAsync(fixture);
        using var laatste = await fixture.GetConceptAsync(stil);
        Assert.Equal(HttpStatusCode.OK, laatste.StatusCode);

        fixture.Time.Advance(TimeSpan.FromDays(1));
        await WisAsync(fixture);
        await MoetGewistZijnAsync(fixture, stil, sleutel);
        Assert.Equal(1, await fixture.InMeldingAsync(db => db.Audit.CountAsync(rij => rij.OnderwerpId == stil && rij.Actie == "concept.vervallen" && rij.VoId == null)));
        using var nog = await fixture.GetConceptAsync(levend);
        Assert.Equal(HttpStatusCode.OK, nog.StatusCode);
    }

    [Fact]
    public async Task Given_a_draft_that_was_submitted_When_the_service_stops_before_its_key_is_destroyed_Then_it_is_destroyed_after_the_next_start()
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var fixture = eigen.Fixture;
        var id = await fixture.BeginAsync(Invoer.Assessmentvraag());
        var sleutel = await SleutelAsync(fixture, id);
        using var ingediend = await fixture.DienInAsync(id, Invoer.Assessmentvraag());
        Assert.Equal(HttpStatusCode.Created, ingediend.StatusCode);
        await fixture.RestartAsync();
        await MoetGewistZijnAsync(fixture, id, sleutel);
    }

    private static async Task MoetGewistZijnAsync(ServicesFixture fixture, Guid id, byte[] sleutel)
    {
        using var lezing = await fixture.GetConceptAsync(id);
        Assert.Equal(HttpStatusCode.NotFound, lezing.StatusCode);
        Assert.False(await fixture.InMeldingAsync(db => db.Concepten.AnyAsync(concept => concept.Id == id)));
        Assert.True(await fixture.InMeldingAsync(db => db.ErasedKeys.AnyAsync(gewist => gewist.SubjectId == id)));
        Assert.Null(await fixture.SleutelAsync(MeldingService.Name, id));
        Assert.All(await fixture.GeschrevenAsync(), stuk => Assert.True(stuk.Value.AsSpan().IndexOf(sleutel) < 0, stuk.Key));
    }

    private static async Task<byte[]> SleutelAsync(ServicesFixture fixture, Guid id)
        => await fixture.SleutelAsync(MeldingService.Name, id) ?? throw new InvalidOperationException("The draft has no key.");

    private static async Task WisAsync(ServicesFixture fixture)
    {
        var grens = fixture.Time.Vandaag().AddDays(-30);
        await fixture.LaatLopenAsync(
            MeldingService.Name,
            (provider, clock) => new ConceptWisser(provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<ConceptSettings>(), clock, NullLogger<ConceptWisser>.Instance),
            () => fixture.InMeldingAsync(async db => !await db.Concepten.AnyAsync(concept => concept.GewijzigdOp < grens)));
        await fixture.VernietigSleutelsAsync<MeldingDbContext>(MeldingService.Name);
    }
}

public sealed class ConceptIndieningTestsEmbedded(EmbeddedServices services) : ConceptIndieningTests(services), IClassFixture<EmbeddedServices>;

public sealed class ConceptIndieningTestsDistributed(DistributedServices services) : ConceptIndieningTests(services.OrSkip()), IClassFixture<DistributedServices>;
