using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Assessments;

/// <summary>Vorming asked, planned and given, and why a centre has a backlog: written down by the centre, counted by the registration (S9, P3, G2).</summary>
public abstract class VormingTests(ServicesFixture services)
{
    [Fact]
    [Trait("Regel", "S9")]
    [Trait("Regel", "P3")]
    public async Task S9_P3_Given_a_vorming_that_is_asked_planned_given_and_corrected_Then_the_list_says_how_it_stands_and_the_registration_how_it_stood()
    {
        var id = await MaakAsync("/api/vormingen", Vormingverzoeken.Vraag());
        foreach (var (stand, versie) in new[] { (Vormingverzoeken.Stand("gepland", "2019-03-10"), 1), (Vormingverzoeken.Stand("gegeven", "2019-04-20"), 2), (Vormingverzoeken.Stand("gegeven", "2019-04-21"), 3) })
        {
            using var response = await services.WijzigAsync($"/api/vormingen/{id}", stand, versie);
            Assert.Equal((HttpStatusCode.OK, $"\"{versie + 1}\""), (response.StatusCode, response.Headers.ETag!.ToString()));
        }

        var regel = await RegelAsync("/api/vormingen", id);
        Assert.Equal(
            ("gegeven", "2019-04-21", Invoer.Organisatie, "totTien", false, 4),
            ((string)regel["stand"]!, (string)regel["op"]!, (string)regel["organisatie"]!, (string)regel["deelnemers"]!, (bool)regel["interdisciplinair"]!, (int)regel["versie"]!));
        Assert.Equal(["geannuleerd"], regel["toegelatenStanden"]!.AsArray().Select(stand => (string)stand!));

        await services.VerzondenAsync();
        var feiten = await services.InDbAsync<RegistratieDbContext, List<Draaiboek.Registratie.Vorming>>(
            RegistratieService.Name, db => db.Vormingen.AsNoTracking().Where(v => v.AggregaatId == id).OrderBy(v => v.Versie).ToListAsync());
        Assert.Equal(
            [(Vormingsstand.Gevraagd, new DateOnly(2019, 3, 4), null), (Vormingsstand.Gepland, new(2019, 3, 10), null), (Vormingsstand.Gegeven, new(2019, 4, 20), null), (Vormingsstand.Gegeven, new(2019, 4, 21), (DateOnly?)services.Time.Vandaag())],
            feiten.Select(feit => (feit.Stand, feit.Op, feit.GewijzigdOp)));
        Assert.Equal((Centrum.Payoke, Sector.Jeugdhulp, Deelnemersklasse.TotTien, false), (feiten[^1].Centrum, feiten[^1].Sector, feiten[^1].Deelnemers, feiten[^1].Interdisciplinair));
    }

    [Fact]
    [Trait("Regel", "S9")]
    public async Task S9_Given_a_vorming_that_was_cancelled_When_it_would_be_given_Then_409_with_what_can_follow()
    {
        var id = await MaakAsync("/api/vormingen", Vormingverzoeken.Vraag());
        using var vroeg = await services.WijzigAsync($"/api/vormingen/{id}", Vormingverzoeken.Stand("gegeven", "2019-03-03"), 1);
        await vroeg.EnigeFoutAsync("op");
        using var terug = await services.WijzigAsync($"/api/vormingen/{id}", Vormingverzoeken.Stand("geannuleerd", "2019-03-10"), 1);
        Assert.Equal(HttpStatusCode.OK, terug.StatusCode);
        using var gegeven = await services.WijzigAsync($"/api/vormingen/{id}", Vormingverzoeken.Stand("gegeven", "2019-04-20"), 2);
        Assert.Empty((await gegeven.ProbleemAsync(409, "stap-niet-toegelaten"))["toegelatenStappen"]!.AsArray());
    }

    [Fact]
    [Trait("Regel", "G2")]
    public async Task G2_Given_a_cause_of_the_backlog_When_it_ends_and_is_taken_back_Then_each_version_is_a_fact_and_the_last_holds()
    {
        var id = await MaakAsync("/api/achterstanden", Vormingverzoeken.Oorzaak());
        var einde = Vormingverzoeken.Oorzaak("uitvalPersoneel").Met("tot", "\"2019-12-31\"").Met("ingetrokken", "false");
        using var beeindigd = await services.WijzigAsync($"/api/achterstanden/{id}", einde, 1);
        using var ingetrokken = await services.WijzigAsync($"/api/achterstanden/{id}", einde.Met("ingetrokken", "true"), 2);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (beeindigd.StatusCode, ingetrokken.StatusCode));
        var regel = await RegelAsync("/api/achterstanden", id);
        Assert.Equal(("uitvalPersoneel", "2019-12-31", true, 3), ((string)regel["oorzaak"]!, (string)regel["tot"]!, (bool)regel["ingetrokken"]!, (int)regel["versie"]!));

        await services.VerzondenAsync();
        var feiten = await services.InDbAsync<RegistratieDbContext, List<Draaiboek.Registratie.Achterstand>>(
            RegistratieService.Name, db => db.Achterstanden.AsNoTracking().Where(a => a.AggregaatId == id).OrderBy(a => a.Versie).ToListAsync());
        Assert.Equal(
            [(Achterstandsoorzaak.PiekNaRondzendbrief, null, false), (Achterstandsoorzaak.UitvalPersoneel, new DateOnly(2019, 12, 31), false), (Achterstandsoorzaak.UitvalPersoneel, (DateOnly?)new DateOnly(2019, 12, 31), true)],
            feiten.Select(feit => (feit.Oorzaak, feit.Tot, feit.Ingetrokken)));
        Assert.Equal([null, services.Time.Vandaag(), (DateOnly?)services.Time.Vandaag()], feiten.Select(feit => feit.GewijzigdOp));
    }

    [Theory]
    [InlineData("/api/vormingen")]
    [InlineData("/api/achterstanden")]
    public async Task Given_another_centre_role_or_version_When_it_changes_Then_404_403_428_or_412_and_it_stands_as_it_stood(string pad)
    {
        var id = await MaakAsync(pad, pad == "/api/vormingen" ? Vormingverzoeken.Vraag() : Vormingverzoeken.Oorzaak());
        var inhoud = pad == "/api/vormingen" ? Vormingverzoeken.Stand("gegeven", "2019-04-20") : Vormingverzoeken.Oorzaak().Met("ingetrokken", "true");
        using var ander = await services.WijzigAsync($"{pad}/{id}", inhoud, 1, "centrummedewerker:surya");
        using var melder = await services.WijzigAsync($"{pad}/{id}", inhoud, 1, Invoer.Melder);
        using var zonder = await services.WijzigAsync($"{pad}/{id}", inhoud, null);
        using var oud = await services.WijzigAsync($"{pad}/{id}", inhoud, 7);
        Assert.Equal([404, 403, 428, 412], new[] { ander, melder, zonder, oud }.Select(response => (int)response.StatusCode));
        Assert.Equal(1, (int)(await RegelAsync(pad, id))["versie"]!);

        using var surya = services.Client(AssessmentService.Name, "centrummedewerker:surya");
        Assert.DoesNotContain((await surya.JsonAsync(pad))["items"]!.AsArray(), regel => regel!.Id() == id);
    }

    [Theory]
    [InlineData(Invoer.Melder, 403)]
    [InlineData(Invoer.Jurist, 403)]
    [InlineData("stuurgroep", 403)]
    [InlineData("registratiehouder", 403)]
    [InlineData("auditor", 403)]
    [InlineData("beheerder", 403)]
    [InlineData(null, 401)]
    public async Task Given_another_role_or_no_token_When_it_writes_down_or_reads_Then_403_or_401(string? rol, int status)
    {
        using var client = services.Client(AssessmentService.Name, rol is null ? [] : [rol]);
        foreach (var (pad, inhoud) in new[] { ("/api/vormingen", Vormingverzoeken.Vraag()), ("/api/achterstanden", Vormingverzoeken.Oorzaak()) })
        {
            using var gelezen = await client.GetAsync(Meldingverzoeken.Pad(pad));
            using var vastgelegd = await client.PostAsJsonAsync(pad, inhoud);
            Assert.Equal((status, status), ((int)gelezen.StatusCode, (int)vastgelegd.StatusCode));
        }
    }

    [Fact]
    public async Task Given_what_can_not_be_When_it_is_sent_Then_each_place_is_named()
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var morgen = services.Time.Vandaag().AddDays(1).ToString("yyyy-MM-dd");
        using var vorming = await client.PostAsJsonAsync("/api/vormingen", Vormingverzoeken.Vraag(morgen).Met("organisatie", "\"0123456789\"").Met("deelnemers", "17").Met("sector", null));
        Assert.Equal(["deelnemers", "op", "organisatie", "sector"], (await vorming.FoutenAsync()).Keys.Order(StringComparer.Ordinal));
        using var oorzaak = await client.PostAsJsonAsync("/api/achterstanden", Vormingverzoeken.Oorzaak(van: "2019-05-01").Met("tot", "\"2019-04-30\""));
        Assert.Equal("mag niet voor van liggen", await oorzaak.EnigeFoutAsync("tot"));
        using var later = await client.PostAsJsonAsync("/api/achterstanden", Vormingverzoeken.Oorzaak(van: morgen).Met("tot", $"\"{morgen}\"").Met("oorzaak", "\"luiheid\""));
        Assert.Equal(["oorzaak", "tot", "van"], (await later.FoutenAsync()).Keys.Order(StringComparer.Ordinal));
    }

    private async Task<Guid> MaakAsync(string pad, JsonObject inhoud)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        using var response = await client.PostAsJsonAsync(pad, inhoud);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync()).Id();
    }

    private async Task<JsonNode> RegelAsync(string pad, Guid id)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        return (await client.JsonAsync(pad))["items"]!.AsArray().Single(regel => regel!.Id() == id)!;
    }
}

public sealed class VormingTestsEmbedded(EmbeddedServices services) : VormingTests(services), IClassFixture<EmbeddedServices>;

public sealed class VormingTestsDistributed(DistributedServices services) : VormingTests(services.OrSkip()), IClassFixture<DistributedServices>;
