using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Whom to contact in which situation, and what the Draaiboek says to do (M9, M10, M13–M16).</summary>
[Trait("Regel", "M13")]
public abstract class ContactenTests(ServicesFixture services)
{
    private const string Alles = "/api/contacten";

    [Fact]
    [Trait("Regel", "M8")]
    public async Task Given_immediate_danger_When_the_guide_is_asked_Then_the_police_comes_first()
    {
        var contacten = (await SituatieAsync("onmiddellijkGevaar"))["contacten"]!.AsArray();
        Assert.Equal(["101", "112"], contacten[0]!["contact"]!["telefoon"]!.AsArray().Select(telefoon => Tekst(telefoon!, "nummer")));
        Assert.Equal("onmiddellijkGevaar", Tekst((await LeesAsync(Alles))["situaties"]![0]!, "code"));
    }

    [Fact]
    public async Task Given_no_situation_When_the_guide_is_asked_Then_all_of_it_and_each_situation_apart_is_the_same()
    {
        var gids = await LeesAsync(Alles);
        var situaties = gids["situaties"]!.AsArray();
        Assert.Equal(Enum.GetNames<Situatie>().Select(JsonNamingPolicy.CamelCase.ConvertName), situaties.Select(situatie => Tekst(situatie!, "code")));
        foreach (var situatie in situaties)
        {
            Assert.True(JsonNode.DeepEquals(situatie, await SituatieAsync(Tekst(situatie!, "code"))));
        }
    }

    [Theory]
    [InlineData("childFocus", "116 000")]
    [InlineData("childFocus", "116000@childfocus.org")]
    [InlineData("sensoa", "+32 3 238 68 68")]
    [InlineData("pimento", "+32 3 336 99 99")]
    [InlineData("payoke", "+32 3 201 16 90")]
    [InlineData("payoke", "traffickingLBTP@payoke.be")]
    [InlineData("payoke", "Leguit 4, 2000 Antwerpen")]
    [InlineData("pagAsa", "+32 2 511 64 64")]
    [InlineData("pagAsa", "info@pag-asa.be")]
    [InlineData("pagAsa", "Cellebroersstraat 16/B, 1000 Brussel")]
    [InlineData("surya", "4000 Luik")]
    [InlineData("vertrouwenscentrum", "kindermishandeling")]
    [InlineData("lijn1712", "1712")]
    [InlineData("slachtofferhulpCaw", "CAW")]
    [InlineData("slachtofferonthaal", "justitiehuizen")]
    [InlineData("eerstelijnsbijstand", "Commissie voor Juridische Bijstand")]
    [InlineData("tweedelijnsbijstand", "tweedelijnsbijstand")]
    [InlineData("zsgGent", "UZ Gent")]
    [InlineData("zsgBrussel", "Sint-Pieter")]
    [InlineData("zsgLuik", "Luik")]
    [InlineData("noodnummers", "101")]
    public async Task Given_a_contact_of_the_sources_When_the_guide_is_asked_Then_it_is_there_with_its_facts_source_and_date_of_last_check(string code, string feit)
    {
        var gids = await LeesAsync(Alles);
        var contact = Contacten(gids).First(contact => Tekst(contact, "code") == code);
        Assert.Contains(Waarden(contact), waarde => waarde.Contains(feit, StringComparison.Ordinal));
        Assert.Matches("^(draaiboek \\d|slachtofferzorg)", Tekst(contact, "bron"));
    }

    [Fact]
    public async Task Given_the_guide_When_it_is_read_Then_every_contact_says_when_with_source_and_date_and_every_situation_what_to_do()
    {
        var gids = await LeesAsync(Alles);
        foreach (var situatie in gids["situaties"]!.AsArray())
        {
            var regels = situatie!["leidraad"]!.AsArray().Concat(situatie["contacten"]!.AsArray().Select(contact => contact!["wanneer"])).ToList();
            Assert.True(regels.Count >= 2);
            Assert.All(regels, regel => Assert.EndsWith(".", Tekst(regel!, "tekst"), StringComparison.Ordinal));
            Assert.All(regels, regel => Assert.Matches("^(draaiboek \\d|slachtofferzorg|senaat-voorstel-resolutie |openbaar: )", Tekst(regel!, "bron")));
        }

        var datum = DateOnly.Parse(Tekst(gids, "datum"), null);
        Assert.All(Contacten(gids), contact => Assert.True(DateOnly.Parse(Tekst(contact, "nagezienOp"), null) <= datum));
        Assert.NotEmpty(Tekst(gids, "nazicht"));
    }

    [Theory]
    [Trait("Regel", "M9")]
    [Trait("Regel", "M10")]
    [Trait("Regel", "M14")]
    [Trait("Regel", "M15")]
    [Trait("Regel", "M16")]
    [InlineData("medischeZorg", "draaiboek 4.2", "snel voor medische en psychologische hulp", "huisarts zsgBrussel zsgGent zsgLuik")]
    [InlineData("ernstigeGebeurtenis", "draaiboek 4.2", "uitzondering op het beroepsgeheim", "voorzieningenbeleid")]
    [InlineData("twijfelOverSignalen", "draaiboek 4.2", "Namen zijn daarvoor niet nodig", "childFocus pagAsa payoke vertrouwenscentrum vlaggensysteem")]
    [InlineData("verontrusting", "draaiboek 4.2", "aanmelding volgens de gekende procedure", "consulent gemandateerdeVoorziening")]
    [InlineData("ouders", "draaiboek 9", "Bespreek eerst met de jongere", "lokalePolitie")]
    [InlineData("acuteSituatie", "draaiboek 4.2, 9", "art. 458bis", "noodnummers parket consulent")]
    [InlineData("minderjarigeVermist", "draaiboek 4.1", "afspraken met de lokale politie", "childFocus lokalePolitie")]
    [InlineData("ernstigVermoeden", "draaiboek 5.1", "nooit vanzelf", "payoke pagAsa")]
    public async Task Given_a_situation_of_the_Draaiboek_When_it_is_asked_Then_its_guidance_and_contacts_come_with_it(string code, string bron, string wat, string contacten)
    {
        var situatie = await SituatieAsync(code);
        Assert.Contains(situatie["leidraad"]!.AsArray(), regel => Tekst(regel!, "bron") == bron && Tekst(regel!, "tekst").Contains(wat, StringComparison.Ordinal));
        Assert.Subset(
            situatie["contacten"]!.AsArray().Select(contact => Tekst(contact!["contact"]!, "code")).ToHashSet(StringComparer.Ordinal),
            contacten.Split(' ').ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("oostVlaanderen", "zsgGent")]
    [InlineData("brussel", "zsgBrussel")]
    [InlineData("buitenVlaanderen", "zsgLuik")]
    [InlineData("antwerpen", "zsgAntwerpen")]
    [InlineData("vlaamsBrabant", "zsgLeuven")]
    [InlineData("limburg", "zsgGenk")]
    [InlineData("westVlaanderen", "zsgRoeselare")]
    [Trait("Regel", "M9")]
    public async Task Given_a_province_When_medical_care_is_asked_Then_of_the_care_centres_only_its_own_comes_and_what_is_for_everyone_stays(string provincie, string zorgcentrum)
    {
        var codes = Codes(await LeesAsync($"{Alles}?situatie=medischeZorg&provincie={provincie}"));
        Assert.Equal([zorgcentrum], codes.Where(code => code.StartsWith("zsg", StringComparison.Ordinal)));
        Assert.Equal(["huisarts", "noodnummers", "pagAsa", "payoke"], codes.Where(code => !code.StartsWith("zsg", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_a_province_that_is_not_known_When_the_guide_is_asked_Then_nothing_is_left_out()
        => Assert.True(JsonNode.DeepEquals(await LeesAsync(Alles), await LeesAsync(Alles + "?provincie=onbekend")));

    [Theory]
    [InlineData("situatie=MERK", "situatie", "kent enkel: onmiddellijkGevaar, acuteSituatie, minderjarigeVermist")]
    [InlineData("situatie=", "situatie", "kent enkel: onmiddellijkGevaar")]
    [InlineData("situatie=1", "situatie", "kent enkel: onmiddellijkGevaar")]
    [InlineData("situatie=MedischeZorg", "situatie", "kent enkel: onmiddellijkGevaar")]
    [InlineData("situatie=ouders&situatie=vorming", "situatie", "kent enkel: onmiddellijkGevaar")]
    [InlineData("situatie=ouders&provincie=MERK", "provincie", "kent enkel: antwerpen, limburg")]
    public async Task Given_an_unknown_code_When_the_guide_is_asked_Then_400_names_the_known_ones(string query, string veld, string boodschap)
    {
        using var response = await GetAsync($"{Alles}?{query}");
        Assert.StartsWith(boodschap, await response.EnigeFoutAsync(veld), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_two_unknown_codes_When_the_guide_is_asked_Then_both_are_named()
    {
        using var response = await GetAsync($"{Alles}?situatie=MERK&provincie=MERK");
        Assert.Equal(["provincie", "situatie"], (await response.FoutenAsync()).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_the_version_of_the_guide_When_it_is_asked_again_with_it_Then_304()
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        using var eerste = await client.GetAsync(Meldingverzoeken.Pad(Alles));
        client.DefaultRequestHeaders.IfNoneMatch.Add(eerste.Headers.ETag!);
        using var zelfde = await client.GetAsync(Meldingverzoeken.Pad(Alles + "?situatie=ouders"));
        Assert.Equal(HttpStatusCode.NotModified, zelfde.StatusCode);
        using var fout = await client.GetAsync(Meldingverzoeken.Pad(Alles + "?situatie=MERK"));
        await fout.EnigeFoutAsync("situatie");
    }

    private static IEnumerable<JsonNode> Contacten(JsonNode gids)
        => gids["situaties"]!.AsArray().SelectMany(situatie => situatie!["contacten"]!.AsArray()).Select(contact => contact!["contact"]!);

    private static List<string> Codes(JsonNode gids) => [.. Contacten(gids).Select(contact => Tekst(contact, "code"))];

    private static IEnumerable<string> Waarden(JsonNode node) => node switch
    {
        JsonObject veld => veld.Where(paar => paar.Value is not null).SelectMany(paar => Waarden(paar.Value!)),
        JsonArray lijst => lijst.SelectMany(waarde => Waarden(waarde!)),
        _ => [node.GetValue<string>()],
    };

    private static string Tekst(JsonNode node, string naam) => node[naam]!.GetValue<string>();

    private async Task<JsonNode> SituatieAsync(string code) => Assert.Single((await LeesAsync($"{Alles}?situatie={code}"))["situaties"]!.AsArray())!;

    private async Task<JsonObject> LeesAsync(string pad)
    {
        using var response = await GetAsync(pad);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private async Task<HttpResponseMessage> GetAsync(string pad)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        return await client.GetAsync(Meldingverzoeken.Pad(pad));
    }
}

public sealed class ContactenTestsEmbedded(EmbeddedServices services) : ContactenTests(services), IClassFixture<EmbeddedServices>;

public sealed class ContactenTestsDistributed(DistributedServices services) : ContactenTests(services.OrSkip()), IClassFixture<DistributedServices>;
