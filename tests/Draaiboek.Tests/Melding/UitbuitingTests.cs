using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Exploitation as registered: victims and perpetrators as such, in codes and counts, corrected and taken back with their history (G2; senaat-voorstel-resolutie I.A).</summary>
[Trait("Regel", "G2")]
public abstract class UitbuitingTests(ServicesFixture services)
{
    [Fact]
    public async Task G2_Given_what_a_centre_knows_When_it_registers_and_corrects_it_Then_it_reads_both_and_the_registration_counts_the_last()
    {
        var id = await GekendAsync();
        Assert.Null((await LeesAsync(id))["uitbuiting"]);
        using var eerste = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting());
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (eerste.StatusCode, eerste.Headers.ETag!.ToString()));
        using var tweede = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting().Met("aantalVerdachten", "50").Met("aantalKlanten", "12").Met("chantage", "\"nee\""));
        Assert.Equal(HttpStatusCode.OK, tweede.StatusCode);

        var gelezen = await LeesAsync(id);
        var stand = gelezen["uitbuiting"]!.AsObject();
        foreach (var (naam, waarde) in Uitbuitingverzoeken.Uitbuiting().Met("aantalVerdachten", "50").Met("aantalKlanten", "12").Met("chantage", "\"nee\""))
        {
            Assert.True(JsonNode.DeepEquals(waarde, stand[naam]), naam);
        }

        Assert.Equal([(2, 2, false), (3, 50, false)], gelezen["geschiedenis"]!.AsArray().Select(rij => ((int)rij!["versie"]!, (int)rij["aantalVerdachten"]!, (bool)rij["ingetrokken"]!)));
        Assert.Equal((null, services.Time.Vandaag()), ((string?)gelezen["geschiedenis"]![0]!["gewijzigdOp"], DateOnly.Parse((string)stand["gewijzigdOp"]!)));

        await services.VerzondenAsync();
        Assert.Equal([(2, 2, null), (3, 50, 12)], (await FeitenAsync(id)).Select(feit => (feit.Versie, feit.AantalVerdachten, feit.AantalKlanten)));
        Assert.Equal((50, JaNeeOnbekend.Nee, false), (await StandAsync(id)) is { } nu ? (nu.AantalVerdachten, nu.Chantage, nu.Ingetrokken) : default);
    }

    [Fact]
    public async Task G2_Given_nothing_that_is_known_When_it_is_registered_Then_unknown_is_an_answer()
    {
        var id = await GekendAsync();
        using var response = await services.PutUitbuitingAsync(id, Onbekend());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await services.VerzondenAsync();
        var feit = Assert.Single(await FeitenAsync(id));
        Assert.Equal((null, null, Codemasker.Van(Uitbuitingsvorm.Onbekend), Codemasker.Van(Dwangmiddel.Onbekend)), (feit.AantalVerdachten, feit.AantalKlanten, feit.Vormen, feit.Middelen));
    }

    [Fact]
    public async Task G2_Given_a_mistake_When_the_centre_takes_it_back_Then_it_stands_no_more_stays_in_the_history_and_can_be_registered_again()
    {
        var id = await GekendAsync();
        using var niets = await TrekInAsync(id);
        await niets.ProbleemAsync(409, "conflict");
        using var geregistreerd = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting());
        using var ingetrokken = await TrekInAsync(id);
        Assert.Equal(HttpStatusCode.Created, ingetrokken.StatusCode);
        using var nogEens = await TrekInAsync(id);
        await nogEens.ProbleemAsync(409, "conflict");

        var gelezen = await LeesAsync(id);
        Assert.Null(gelezen["uitbuiting"]);
        Assert.Equal([(2, false), (3, true)], gelezen["geschiedenis"]!.AsArray().Select(rij => ((int)rij!["versie"]!, (bool)rij["ingetrokken"]!)));
        await services.VerzondenAsync();
        Assert.True((await StandAsync(id))!.Ingetrokken);

        using var opnieuw = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting());
        await services.VerzondenAsync();
        Assert.Equal((false, 4), (await StandAsync(id)) is { } nu ? (nu.Ingetrokken, nu.Versie) : default);
    }

    [Fact]
    [Trait("Regel", "M11")]
    public async Task M11_Given_a_melding_that_turns_out_to_be_an_adviesvraag_When_it_is_corrected_Then_what_was_registered_is_taken_back_and_nothing_more_is_taken()
    {
        var id = await GekendAsync();
        using var geregistreerd = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting());
        using var verbeterd = await services.VerbeterAsync(id, Levensloopverzoeken.Verbetering(Invoer.Adviesvraag()), Invoer.Medewerker);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (geregistreerd.StatusCode, verbeterd.StatusCode));
        Assert.Null((await LeesAsync(id))["uitbuiting"]);
        await services.VerzondenAsync();
        Assert.Equal((true, 3), (await StandAsync(id)) is { } nu ? (nu.Ingetrokken, nu.Versie) : default);
        using var meer = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting());
        await meer.ProbleemAsync(409, "conflict");
    }

    [Fact]
    public async Task Given_a_melding_that_is_closed_When_more_becomes_known_Then_it_can_be_registered_and_of_one_withdrawn_it_can_not()
    {
        var id = await GekendAsync();
        using var gesloten = await services.StapAsync(id, "afsluiting", """{"toelichting":"Synthetisch."}""", Invoer.Medewerker);
        using var later = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting());
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (gesloten.StatusCode, later.StatusCode));

        var weg = await GekendAsync();
        using var ingetrokken = await services.StapAsync(weg, "intrekking", """{"reden":"dubbel"}""", Invoer.Medewerker);
        using var nooit = await services.PutUitbuitingAsync(weg, Uitbuitingverzoeken.Uitbuiting());
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (ingetrokken.StatusCode, nooit.StatusCode));
    }

    [Fact]
    public async Task Given_no_version_or_another_When_it_is_registered_Then_428_or_412_and_nothing_is_kept()
    {
        var id = await GekendAsync();
        using var zonder = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting(), ifMatch: "");
        await zonder.ProbleemAsync(428, "versie-vereist");
        using var oud = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting(), ifMatch: "\"7\"");
        await oud.ProbleemAsync(412, "intussen-gewijzigd");
        Assert.Empty((await LeesAsync(id))["geschiedenis"]!.AsArray());
    }

    [Fact]
    public async Task Given_an_organisation_or_another_centre_When_it_asks_or_registers_Then_403_or_404()
    {
        var id = await GekendAsync();
        using var melder = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting(), Invoer.Melder);
        using var ander = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting(), "centrummedewerker:surya");
        using var client = services.Client(MeldingService.Name, "centrummedewerker:surya");
        using var gelezen = await client.GetAsync(Meldingverzoeken.Pad($"/api/meldingen/{id}/uitbuiting"));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (melder.StatusCode, ander.StatusCode, gelezen.StatusCode));
    }

    [Fact]
    public async Task Given_everything_wrong_at_once_When_it_is_registered_Then_each_place_is_named()
    {
        var id = await GekendAsync();
        var fout = Uitbuitingverzoeken.Uitbuiting()
            .Met("aantalVerdachten", "51").Met("aantalKlanten", "-1").Met("vormen", "[]").Met("middelen", """["drugs","onbekend"]""")
            .Met("plaats", "\"Synthetische straat 1\"").Met("chantage", null).Met("toelichting", "\"Synthetische tekst\"");
        using var response = await services.PutUitbuitingAsync(id, fout);
        Assert.Equal(
            ["", "aantalKlanten", "aantalVerdachten", "chantage", "middelen", "plaats", "vormen"],
            (await response.FoutenAsync()).Keys.Order(StringComparer.Ordinal));
        using var dubbel = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting().Met("middelen", """["drugs","drugs"]"""));
        Assert.Equal("noem elke code één keer", await dubbel.EnigeFoutAsync("middelen"));
        using var zonderAantal = await services.PutUitbuitingAsync(id, Uitbuitingverzoeken.Uitbuiting().Met("aantalKlanten", null));
        await zonderAantal.EnigeFoutAsync("aantalKlanten");
    }

    private static JsonObject Onbekend() => new()
    {
        ["linkTienerpooier"] = "onbekend",
        ["aantalVerdachten"] = null,
        ["aantalKlanten"] = null,
        ["vormen"] = new JsonArray("onbekend"),
        ["rekruteringskanaal"] = "onbekend",
        ["middelen"] = new JsonArray("onbekend"),
        ["chantage"] = "onbekend",
        ["advertentiesite"] = "onbekend",
        ["plaats"] = "onbekend",
        ["provincie"] = "onbekend",
        ["grensoverschrijdend"] = "onbekend",
    };

    private Task<Guid> GekendAsync() => services.RegistreerAsync(Invoer.NamensOrganisatie(Meldingverzoeken.Vraag("gekendSlachtoffer")), Invoer.Medewerker);

    private Task<HttpResponseMessage> TrekInAsync(Guid id) => services.StapAsync(id, "uitbuiting/intrekking", """{"reden":"Synthetische reden."}""", Invoer.Medewerker);

    private async Task<JsonObject> LeesAsync(Guid id)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        return await client.JsonAsync($"/api/meldingen/{id}/uitbuiting");
    }

    private Task<List<Draaiboek.Registratie.Uitbuiting>> FeitenAsync(Guid id)
        => services.InDbAsync<RegistratieDbContext, List<Draaiboek.Registratie.Uitbuiting>>(
            RegistratieService.Name, db => db.Uitbuitingen.AsNoTracking().Where(u => u.AggregaatId == id).OrderBy(u => u.Versie).ToListAsync());

    private Task<Draaiboek.Registratie.Uitbuiting?> StandAsync(Guid id)
        => services.InDbAsync<RegistratieDbContext, Draaiboek.Registratie.Uitbuiting?>(
            RegistratieService.Name, db => db.Uitbuitingen.AsNoTracking().StandOp(services.Time.Vandaag()).SingleOrDefaultAsync(u => u.AggregaatId == id));
}

public sealed class UitbuitingTestsEmbedded(EmbeddedServices services) : UitbuitingTests(services), IClassFixture<EmbeddedServices>;

public sealed class UitbuitingTestsDistributed(DistributedServices services) : UitbuitingTests(services.OrSkip()), IClassFixture<DistributedServices>;
