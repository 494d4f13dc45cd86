using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Draaiboek.Hosting.Http;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Every figure says what it counts, since when and why (G2).</summary>
[Trait("Regel", "G2")]
public sealed class DefinitieTests(EmbeddedServices services) : IClassFixture<EmbeddedServices>
{
    [Fact]
    public void Given_the_figures_and_tables_Then_each_has_one_definition_and_there_are_no_others()
    {
        Assert.Equal(Cijfers.Paden(typeof(Procescijfers)).Order(StringComparer.Ordinal), Codes(Definitiesoort.Procescijfer).Order(StringComparer.Ordinal));
        Assert.Equal(Tabellenlijst.Alle.Select(tabel => tabel.Code), Codes(Definitiesoort.Tabel));
        Assert.All(Definitielijst.Alle, definitie => Assert.True(definitie is { Titel.Length: > 3, Telling.Length: > 20, Bron.Length: > 5, Versie: > 0 }, definitie.Code));
        Assert.Equal(Codes(Definitiesoort.Procescijfer).Count(), Definitielijst.Alle.Where(definitie => definitie.Soort == Definitiesoort.Procescijfer).DistinctBy(definitie => definitie.Titel).Count());
    }

    /// <summary>Whoever changes what is counted raises its version, and with it this line. Made of the codes, versions and texts of all procescijfers.</summary>
    [Fact]
    public void Given_the_definitions_Then_no_text_changes_under_the_same_version()
    {
        var tekst = string.Join('\n', Definitielijst.Alle.Where(definitie => definitie.Soort == Definitiesoort.Procescijfer).Select(definitie => $"{definitie.Code} {definitie.Versie} {definitie.Telling}"));
        Assert.Equal("279d7ccacda61ac6", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tekst)))[..16]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("PROCESCIJFER")]
    [InlineData("TABEL")]
    public async Task Given_the_steering_group_When_it_asks_Then_the_definitions_of_that_kind_in_order(string? soort)
    {
        var antwoord = await VraagAsync("query($soort: Definitiesoort) { definities(soort: $soort) { soort code titel telling bron versie sinds } }", new { soort });
        var verwacht = Definitielijst.Alle.Where(definitie => soort is null || string.Equals(definitie.Soort.ToString(), soort, StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal(
            verwacht.Select(definitie => (definitie.Code, definitie.Telling, definitie.Versie)),
            antwoord["definities"]!.AsArray().Select(definitie => ((string)definitie!["code"]!, (string)definitie["telling"]!, (int)definitie["versie"]!)));
    }

    [Fact]
    public async Task Given_a_publicatie_When_a_definition_has_changed_since_Then_it_keeps_the_one_of_its_day()
    {
        var nu = Tabellenlijst.Alle[0];
        var toen = new Tabel(nu.Code, nu.Titel, "Wat toen geteld werd, anders dan nu.", nu.Bron, 0, new DateOnly(2020, 1, 1), [], [], []);
        var inhoud = JsonSerializer.Serialize(new[] { toen }, ApiJson.Options);
        var id = Guid.CreateVersion7();
        await services.InDbAsync<RegistratieDbContext, int>(RegistratieService.Name, db =>
        {
            db.Publicaties.Add(new Publicatie
            {
                Id = id,
                Nummer = 1,
                Periode = "2020",
                Versie = 1,
                Peildatum = new(2021, 1, 1),
                VrijgegevenOp = DateTimeOffset.UtcNow,
                VrijgegevenDoor = "iemand",
                Inhoud = inhoud,
                Hash = Publicatie.HashVan(inhoud),
            });
            return db.SaveChangesAsync();
        });
        var antwoord = await VraagAsync("{ publicaties { nodes { id tabellen { code telling versie } } } definities(soort: TABEL) { code telling versie } }", null);
        var tabel = antwoord["publicaties"]!["nodes"]!.AsArray().Single(publicatie => (string?)publicatie!["id"] == id.ToString())!["tabellen"]![0]!;
        Assert.Equal((nu.Code, toen.Telling, 0), ((string?)tabel["code"], (string?)tabel["telling"], (int)tabel["versie"]!));
        var definitie = antwoord["definities"]![0]!;
        Assert.Equal((nu.Code, nu.Telling, nu.Versie), ((string?)definitie["code"], (string?)definitie["telling"], (int)definitie["versie"]!));
    }

    private static IEnumerable<string> Codes(Definitiesoort soort) => Definitielijst.Alle.Where(definitie => definitie.Soort == soort).Select(definitie => definitie.Code);

    private async Task<JsonNode> VraagAsync(string query, object? variables)
    {
        using var client = services.Client(RegistratieService.Name, "stuurgroep");
        using var response = await client.PostAsJsonAsync("/graphql", new { query, variables });
        var antwoord = await response.JsonAsync();
        Assert.Null(antwoord["errors"]);
        return antwoord["data"]!;
    }
}
