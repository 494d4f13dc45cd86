using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Break-glass for night duty, and the trail in which the auditor finds it.</summary>
public abstract class NoodtoegangTests(ServicesFixture services)
{
    private const string Surya = "centrummedewerker:surya";
    private const string Reden = """{"reden":"Synthetische reden van de nachtdienst."}""";

    [Fact]
    public async Task Given_a_person_of_another_centre_When_it_is_an_emergency_Then_that_person_reads_this_melding_for_eight_hours_and_no_longer()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var ander = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        Assert.Equal(HttpStatusCode.NotFound, await LeesAsync(id));
        using var nood = await services.StapAsync(id, "noodtoegang", Reden, Surya);
        Assert.Equal(HttpStatusCode.Created, nood.StatusCode);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await LeesAsync(id), await LeesAsync(ander)));

        // Another person of the same centre has it not, and nothing can be done with it.
        Assert.Equal(HttpStatusCode.NotFound, await LeesAsync(id, "een-andere-persoon"));
        using var sluiten = await services.StapAsync(id, "afsluiting", "{}", Surya);
        Assert.Equal(HttpStatusCode.NotFound, sluiten.StatusCode);

        services.Time.Advance(TimeSpan.FromHours(8));
        Assert.Equal(HttpStatusCode.NotFound, await LeesAsync(id));
    }

    [Fact]
    public async Task Given_an_emergency_When_no_good_reason_is_given_or_no_person_asks_Then_it_is_refused()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var kort = await services.StapAsync(id, "noodtoegang", """{"reden":"dringend"}""", Surya);
        await kort.EnigeFoutAsync("reden");
        using var systeem = services.ClientWithToken(MeldingService.Name, services.Authority.Token([Surya], voId: null));
        using var zonder = await systeem.PostAsync(Meldingverzoeken.Pad($"/api/meldingen/{id}/noodtoegang"), Meldingverzoeken.AlsJson(Reden));
        using var organisatie = await services.StapAsync(id, "noodtoegang", Reden, Invoer.AndereMelder);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (zonder.StatusCode, organisatie.StatusCode));
        using var nergens = await services.StapAsync(Guid.NewGuid(), "noodtoegang", Reden, Surya);
        await nergens.ProbleemAsync(404, "niet-gevonden");
    }

    [Fact]
    public async Task Given_an_auditor_When_the_trail_is_read_Then_it_says_who_did_and_read_what_page_by_page_without_content()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var nood = await services.StapAsync(id, "noodtoegang", """{"reden":"MERK en nog zestien tekens"}""", Surya);
        await LeesAsync(id);

        using var auditor = services.Client(MeldingService.Name, "auditor");
        var spoor = await auditor.JsonAsync($"/api/audit/melding?onderwerp={id}");
        Assert.Equal(["melding.gelezen", "melding.noodtoegang", "melding.geregistreerd"], spoor["items"]!.AsArray().Select(regel => (string?)regel!["actie"]));
        Assert.DoesNotContain("MERK", spoor.ToJsonString(), StringComparison.Ordinal);
        Assert.Single((await auditor.JsonAsync($"/api/audit/melding?onderwerp={id}&actie=melding.noodtoegang"))["items"]!.AsArray());

        var eerste = await auditor.JsonAsync($"/api/audit/melding?onderwerp={id}&first=2");
        var tweede = await auditor.JsonAsync($"/api/audit/melding?onderwerp={id}&first=2&after={eerste["pageInfo"]!["endCursor"]}");
        Assert.Equal((2, true, 1, false), (Aantal(eerste), Meer(eerste), Aantal(tweede), Meer(tweede)));

        // That the trail was read stands in the trail.
        Assert.Equal("audit.gelezen", (string?)(await auditor.JsonAsync("/api/audit/melding?first=1"))["items"]!.AsArray().Single()!["actie"]);
        using var fout = await auditor.GetAsync(Meldingverzoeken.Pad("/api/audit/melding?onderwerp=MERK&first=0"));
        Assert.Equal(["first", "onderwerp"], (await fout.FoutenAsync()).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_every_service_When_anybody_but_an_auditor_reads_its_trail_Then_403()
    {
        foreach (var dienst in Postvak.Diensten)
        {
            using var auditor = services.Client(dienst, "auditor");
            using var goed = await auditor.GetAsync(Meldingverzoeken.Pad($"/api/audit/{dienst}"));
            Assert.Equal(HttpStatusCode.OK, goed.StatusCode);
            foreach (var rol in new[] { Invoer.Melder, Invoer.Medewerker, Invoer.Jurist, "stuurgroep", "beheerder" })
            {
                using var client = services.Client(dienst, rol);
                using var response = await client.GetAsync(Meldingverzoeken.Pad($"/api/audit/{dienst}"));
                Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            }
        }
    }

    private static int Aantal(JsonObject bladzijde) => bladzijde["items"]!.AsArray().Count;

    private static bool Meer(JsonObject bladzijde) => (bool)bladzijde["pageInfo"]!["hasNextPage"]!;

    private async Task<HttpStatusCode> LeesAsync(Guid id, string? persoon = null)
    {
        using var client = persoon is null
            ? services.Client(MeldingService.Name, Surya)
            : services.ClientWithToken(MeldingService.Name, services.Authority.Token([Surya], voId: persoon));
        using var response = await client.GetAsync(Meldingverzoeken.Melding(id));
        return response.StatusCode;
    }
}

public sealed class NoodtoegangTestsEmbedded(EmbeddedServices services) : NoodtoegangTests(services), IClassFixture<EmbeddedServices>;

public sealed class NoodtoegangTestsDistributed(DistributedServices services) : NoodtoegangTests(services.OrSkip()), IClassFixture<DistributedServices>;
