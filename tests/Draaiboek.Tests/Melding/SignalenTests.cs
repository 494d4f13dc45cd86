using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Draaiboek.Berichten;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>The catalogue of signals as whoever reports reads it (M6).</summary>
[Trait("Regel", "M6")]
public abstract class SignalenTests(ServicesFixture services)
{
    /// <summary>The fiche in its order, written out apart from the file: draaiboek 4.1.</summary>
    private static readonly (string Groep, string[] Codes)[] Fiche =
    [
        ("psychologisch", ["angstigBijContactOfOnderweg", "zondertZichAfOfTeSociabel", "bangVoorNaasten", "plotseStressOfAngst"]),
        ("gedragOfLichamelijk", ["ongewettigdSchoolverzuim", "onverklaardeVerwondingen", "onderInvloedVanOnbekende", "bekendePlaatsen", "vaakVermoeid", "overtreedtDeWet"]),
        ("uitbuiting", ["seksueleHandelingen", "werkBuitenStudentenjob"]),
    ];

    [Fact]
    public async Task Given_the_codes_of_signals_When_the_catalogue_is_read_Then_each_stands_in_it_once_with_text_group_and_source()
    {
        var catalogus = await LeesAsync();
        var signalen = catalogus["signalen"]!.AsArray();
        Assert.Equal(
            Enum.GetNames<Signaal>().Select(JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal),
            signalen.Select(signaal => Tekst(signaal!, "code")).Order(StringComparer.Ordinal));
        Assert.Equal(signalen.Count, signalen.Select(signaal => Tekst(signaal!, "tekst")).Distinct(StringComparer.Ordinal).Count());
        Assert.All(signalen, signaal => Assert.Matches(@"^[A-Z][^""]{10,}\.$", Tekst(signaal!, "tekst")));
        Assert.All(signalen, signaal => Assert.Equal(Tekst(signaal!, "groep") == "algemeneLijst" ? "slachtofferzorg" : "draaiboek 4.1", Tekst(signaal!, "bron")));
        Assert.Equal(
            ["psychologisch", "gedragOfLichamelijk", "uitbuiting", "weglopen", "algemeneLijst"],
            catalogus["groepen"]!.AsArray().Select(groep => Tekst(groep!, "code")));
    }

    [Fact]
    public async Task Given_the_fiche_When_the_catalogue_is_read_Then_its_twelve_have_their_group_and_number_and_running_away_stands_apart()
    {
        var signalen = (await LeesAsync())["signalen"]!.AsArray();
        var genummerd = signalen.Where(signaal => signaal!["nummer"] is not null).ToList();
        Assert.Equal(
            Fiche.SelectMany(groep => groep.Codes.Select(code => (groep.Groep, code))).Index().Select(regel => (regel.Index + 1, regel.Item.Groep, regel.Item.code)),
            genummerd.Select(signaal => (signaal!["nummer"]!.GetValue<int>(), Tekst(signaal, "groep"), Tekst(signaal, "code"))).Order());
        Assert.Equal("weglopen", Tekst(Assert.Single(signalen, signaal => Tekst(signaal!, "groep") == "weglopen")!, "code"));
        Assert.Equal(12, signalen.Count(signaal => Tekst(signaal!, "groep") == "algemeneLijst"));
    }

    [Fact]
    public async Task Given_the_version_of_the_catalogue_When_it_is_asked_again_with_it_Then_304_and_otherwise_all_of_it()
    {
        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        using var eerste = await client.GetAsync(Meldingverzoeken.Pad("/api/signalen"));
        var catalogus = await eerste.JsonAsync();
        Assert.Equal($"\"{catalogus["versie"]!.GetValue<int>()}\"", eerste.Headers.ETag!.ToString());
        Assert.Matches(@"^\d{4}-\d{2}-\d{2}$", Tekst(catalogus, "datum"));

        foreach (var tag in (string[])[eerste.Headers.ETag.ToString(), "W/" + eerste.Headers.ETag, "\"999\", " + eerste.Headers.ETag, "*"])
        {
            using var zelfde = await VraagAsync(client, tag);
            Assert.Equal((HttpStatusCode.NotModified, eerste.Headers.ETag), (zelfde.StatusCode, zelfde.Headers.ETag));
            Assert.Empty(await zelfde.Content.ReadAsByteArrayAsync());
        }

        foreach (var tag in (string[])["\"999\"", "1", "\"\"", "MERK"])
        {
            using var ander = await VraagAsync(client, tag);
            Assert.True(JsonNode.DeepEquals(catalogus, await ander.JsonAsync()), tag);
        }
    }

    private static async Task<HttpResponseMessage> VraagAsync(HttpClient client, string ifNoneMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Meldingverzoeken.Pad("/api/signalen"));
        Assert.True(request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch));
        return await client.SendAsync(request);
    }

    private static string Tekst(JsonNode node, string naam) => node[naam]!.GetValue<string>();

    private async Task<JsonObject> LeesAsync()
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        using var response = await client.GetAsync(Meldingverzoeken.Pad("/api/signalen"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }
}

public sealed class SignalenTestsEmbedded(EmbeddedServices services) : SignalenTests(services), IClassFixture<EmbeddedServices>;

public sealed class SignalenTestsDistributed(DistributedServices services) : SignalenTests(services.OrSkip()), IClassFixture<DistributedServices>;
