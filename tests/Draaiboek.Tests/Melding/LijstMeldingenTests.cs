using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>The list of a caller's meldingen, page by page: newest first, complete, without doubles, without a person in it.</summary>
public abstract class LijstMeldingenTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_60_meldingen_When_they_are_read_page_by_page_while_new_ones_come_in_Then_none_is_missed_or_doubled()
    {
        var eigen = NieuweOrganisatie();
        var geregistreerd = await RegistreerAsync(60, eigen);
        await RegistreerAsync(5, NieuweOrganisatie());

        var gezien = new List<Guid>();
        string? cursor = null;
        var bladzijden = 0;
        do
        {
            var (ids, volgende, meer) = await BladzijdeAsync(eigen, $"first=7{(cursor is null ? "" : "&after=" + cursor)}");
            Assert.True(meer ? ids.Count == 7 : ids.Count is > 0 and <= 7);
            gezien.AddRange(ids);
            cursor = meer ? volgende : null;
            bladzijden++;
            await RegistreerAsync(1, eigen);
        }
        while (cursor is not null);

        Assert.Equal(9, bladzijden);
        Assert.Equal(geregistreerd.AsEnumerable().Reverse(), gezien);
    }

    [Fact]
    public async Task Given_no_size_When_the_list_is_read_Then_a_page_has_25_and_the_last_one_says_so()
    {
        var eigen = NieuweOrganisatie();
        await RegistreerAsync(25, eigen);
        Assert.Equal((25, false), await TelAsync(eigen, ""));
        await RegistreerAsync(1, eigen);
        Assert.Equal((25, true), await TelAsync(eigen, ""));
        Assert.Equal((26, false), await TelAsync(eigen, "first=100"));
        Assert.Equal((1, true), await TelAsync(eigen, "first=1"));
    }

    [Fact]
    public async Task Given_nothing_to_see_When_the_list_is_read_Then_it_is_empty_and_has_no_cursor()
    {
        var (ids, cursor, meer) = await BladzijdeAsync(NieuweOrganisatie(), "");
        Assert.Equal((0, null, false), (ids.Count, cursor, meer));
    }

    [Theory]
    [InlineData("first=0", "first")]
    [InlineData("first=101", "first")]
    [InlineData("first=-1", "first")]
    [InlineData("first=", "first")]
    [InlineData("first=%2B5", "first")]
    [InlineData("first=1e1", "first")]
    [InlineData("first=MERK", "first")]
    [InlineData("first=99999999999999999999", "first")]
    [InlineData("first=1&first=2", "first")]
    [InlineData("after=", "after")]
    [InlineData("after=MERK", "after")]
    [InlineData("after=!!!", "after")]
    [InlineData("after=MTIz", "after")]
    [InlineData("after=OTIyMzM3MjAzNjg1NDc3NTgwN3wwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA", "after")]
    [InlineData("after=a&after=b", "after")]
    [InlineData("first=0&after=MERK", "first", "after")]
    public async Task Given_a_size_or_cursor_that_is_none_When_it_is_sent_Then_400_says_which(string query, params string[] velden)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        using var response = await client.GetAsync(Meldingverzoeken.Pad("/api/meldingen?" + query));
        Assert.Equal(velden.Order(), (await response.FoutenAsync()).Keys.Order());
    }

    [Fact]
    public async Task Given_a_cursor_of_another_organisation_When_it_is_used_Then_it_shows_only_ones_own()
    {
        var (eigen, ander) = (NieuweOrganisatie(), NieuweOrganisatie());
        var ids = await RegistreerAsync(2, eigen);
        await RegistreerAsync(2, ander);
        var (_, cursor, _) = await BladzijdeAsync(ander, "first=1");
        Assert.Equal(ids.AsEnumerable().Reverse(), (await BladzijdeAsync(eigen, "after=" + cursor)).Ids);
    }

    [Fact]
    public async Task Given_a_list_When_it_is_read_Then_nobody_stands_in_it()
    {
        var eigen = NieuweOrganisatie();
        var vraag = Invoer.Assessmentvraag().Met("jongere.voornaam", "\"MERK\"").Met("jongere.familienaam", "\"MERK\"")
            .Met("contactpersoon.naam", "\"MERK\"").Met("omschrijving", "\"MERK\"");
        await services.RegistreerAsync(vraag, "melder:" + eigen);
        using var client = services.Client(MeldingService.Name, "melder:" + eigen);
        var tekst = await client.GetStringAsync(Meldingverzoeken.Meldingen);
        Assert.DoesNotContain("MERK", tekst, StringComparison.OrdinalIgnoreCase);
        var regel = Assert.Single(JsonNode.Parse(tekst)!["items"]!.AsArray())!.AsObject();
        Assert.Equal(
            ["acuut", "centrum", "geregistreerdOp", "id", "kanaal", "ontvangenOp", "organisatie", "soort", "toestand", "urenOnaangeroerd", "versie"],
            regel.Select(veld => veld.Key).Order());
    }

    private static string NieuweOrganisatie() => SynthetischNummer.Kbo(Random.Shared.Next(2_000_000, 3_999_999));

    private async Task<List<Guid>> RegistreerAsync(int aantal, string organisatie)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < aantal; i++)
        {
            ids.Add(await services.RegistreerAsync(Invoer.Adviesvraag(), "melder:" + organisatie));
        }

        return ids;
    }

    private async Task<(int Aantal, bool Meer)> TelAsync(string organisatie, string query)
    {
        var (ids, _, meer) = await BladzijdeAsync(organisatie, query);
        return (ids.Count, meer);
    }

    private async Task<(List<Guid> Ids, string? Cursor, bool Meer)> BladzijdeAsync(string organisatie, string query)
    {
        using var client = services.Client(MeldingService.Name, "melder:" + organisatie);
        using var response = await client.GetAsync(Meldingverzoeken.Pad("/api/meldingen?" + query));
        var json = await response.JsonAsync();
        return (
            [.. json["items"]!.AsArray().Select(item => item!["id"]!.GetValue<Guid>())],
            json["pageInfo"]!["endCursor"]?.GetValue<string>(),
            json["pageInfo"]!["hasNextPage"]!.GetValue<bool>());
    }
}

public sealed class LijstMeldingenTestsEmbedded(EmbeddedServices services) : LijstMeldingenTests(services), IClassFixture<EmbeddedServices>;

public sealed class LijstMeldingenTestsDistributed(DistributedServices services) : LijstMeldingenTests(services.OrSkip()), IClassFixture<DistributedServices>;
