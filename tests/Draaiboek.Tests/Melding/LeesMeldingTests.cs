using System.Text.Json.Nodes;
using Draaiboek.Hosting.Audit;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Who reads what: as it was sent, never unseen, and nothing of anybody else (DESIGN 2, 7).</summary>
public abstract class LeesMeldingTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_a_melding_When_it_is_read_Then_its_content_is_as_it_was_sent()
    {
        var vraag = Invoer.Assessmentvraag()
            .Met("jongere.voornaam", "\"Zoë-Ñaïma 王\"")
            .Met("omschrijving", "\"Eerste regel.\\n\\tTweede \\\"regel\\\" 💙 <b>&amp;</b> \\u200d\"");
        vraag["jongere"]!["rijksregisternummer"] = SynthetischNummer.Rijksregister(new DateOnly(2005, 6, 7));
        var id = await services.RegistreerAsync((JsonObject)vraag.DeepClone(), Invoer.Melder);
        var gelezen = await services.LeesMeldingAsync(id);
        foreach (var (naam, waarde) in vraag.Where(veld => veld.Key != "jongere"))
        {
            Assert.True(JsonNode.DeepEquals(waarde, gelezen[naam]), $"{naam}: {gelezen[naam]?.ToJsonString()}");
        }

        var jongere = gelezen["jongere"]!.AsObject();
        Assert.Equal("vanaf18", jongere["leeftijdsklasse"]!.GetValue<string>());
        jongere.Remove("leeftijdsklasse");
        Assert.True(JsonNode.DeepEquals(vraag["jongere"], jongere), jongere.ToJsonString());
        Assert.False(gelezen["gewist"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("\"  Voornaam-T \\t\"", "Voornaam-T")]
    [InlineData("\"Zoe\\u0308\"", "Zoë")]
    public async Task Given_a_name_When_it_has_spaces_around_it_or_a_loose_accent_Then_it_is_kept_in_its_one_form(string gestuurd, string bewaard)
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag().Met("jongere.voornaam", gestuurd), Invoer.Melder);
        Assert.Equal(bewaard, (await services.LeesMeldingAsync(id))["jongere"]!["voornaam"]!.GetValue<string>());
    }

    [Fact]
    public async Task Given_a_melding_When_it_is_read_Then_each_read_leaves_its_line_in_the_audit_trail_and_a_refused_one_none()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        await services.LeesMeldingAsync(id);
        await services.LeesMeldingAsync(id, Invoer.Medewerker);
        using var vreemd = services.Client(MeldingService.Name, Invoer.AndereMelder);
        using var geweigerd = await vreemd.GetAsync(Meldingverzoeken.Melding(id));

        var rijen = await services.InDbAsync<MeldingDbContext, List<AuditRow>>(
            MeldingService.Name, db => db.Audit.AsNoTracking().Where(row => row.OnderwerpId == id).OrderBy(row => row.Volgnummer).ToListAsync());
        Assert.Equal(["melding.geregistreerd", "melding.gelezen", "melding.gelezen"], rijen.Select(rij => rij.Actie));
        Assert.Equal([Invoer.Melder, Invoer.Melder, Invoer.Medewerker], rijen.Select(rij => rij.Sub));
        Assert.All(rijen, rij => Assert.Equal("4b7a1f1e-6c53-4a55-9a2e-0d1f6c1c2b3a", rij.VoId));
        Assert.All(rijen, rij => Assert.Matches("^[0-9a-f]{32}$", rij.TraceId));
    }

    [Fact]
    public async Task Given_an_audit_trail_that_can_not_be_written_When_a_melding_is_read_Then_there_is_no_answer()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        await services.BreekTabelAsync(MeldingService.Name, "Audit");
        try
        {
            using var client = services.Client(MeldingService.Name, Invoer.Melder);
            using var response = await client.GetAsync(Meldingverzoeken.Melding(id));
            await response.ProbleemAsync(500, "fout");
            Assert.DoesNotContain("Voornaam-T", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            await services.HerstelTabelAsync(MeldingService.Name, "Audit");
        }

        await services.LeesMeldingAsync(id);
    }

    [Theory]
    [InlineData(Invoer.AndereMelder)]
    [InlineData("centrummedewerker:pagAsa")]
    [InlineData("melder")]
    [InlineData("melder:payoke")]
    [InlineData("centrummedewerker:" + Invoer.Organisatie)]
    public async Task Given_a_melding_of_another_When_it_is_asked_Then_404_as_if_it_does_not_exist(string rol)
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var client = services.Client(MeldingService.Name, rol);
        using var vreemd = await client.GetAsync(Meldingverzoeken.Melding(id));
        using var onbestaand = await client.GetAsync(Meldingverzoeken.Melding(Guid.CreateVersion7()));
        Assert.Equal(await ZonderTraceAsync(onbestaand), await ZonderTraceAsync(vreemd));
        Assert.Equal(onbestaand.Headers.Select(hoofding => hoofding.Key), vreemd.Headers.Select(hoofding => hoofding.Key));

        using var wijziging = await services.PutContactpersoonAsync(id, Invoer.Contactpersoon(), "\"1\"", rol);
        await wijziging.ProbleemAsync(404, "niet-gevonden");
        using var lijst = await client.GetAsync(Meldingverzoeken.Meldingen);
        Assert.DoesNotContain(id.ToString(), await lijst.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Given_a_melding_that_a_centre_registered_for_an_organisation_When_that_reads_it_Then_it_is_its_own()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag()), Invoer.Medewerker);
        Assert.Equal(Invoer.Organisatie, (await services.LeesMeldingAsync(id))["organisatie"]!.GetValue<string>());
    }

    private static async Task<string> ZonderTraceAsync(HttpResponseMessage response)
    {
        var problem = await response.ProbleemAsync(404, "niet-gevonden");
        problem.Remove("traceId");
        return problem.ToJsonString();
    }
}

public sealed class LeesMeldingTestsEmbedded(EmbeddedServices services) : LeesMeldingTests(services), IClassFixture<EmbeddedServices>;

public sealed class LeesMeldingTestsDistributed(DistributedServices services) : LeesMeldingTests(services.OrSkip()), IClassFixture<DistributedServices>;
