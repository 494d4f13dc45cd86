using System.Net;
using System.Text;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>What a file with earlier registrations may hold: each line by the rules of a melding, refused with its number and the field (M1, M11; docs/invoer.md).</summary>
public abstract class InvoerTests(ServicesFixture services)
{
    /// <summary>A path in a right line, what it becomes (null: left out), and where the mistake is.</summary>
    public static readonly TheoryData<string, string, string?, string> EnkeleFouten = new()
    {
        { "vraagAssessment", "organisatie", "\"0400506962\"", "organisatie" },
        { "vraagAssessment", "organisatie", null, "organisatie" },
        { "vraagAssessment", "sector", "\"MERK\"", "sector" },
        { "vraagAssessment", "sector", null, "sector" },
        { "vraagAssessment", "melding", null, "melding" },
        { "vraagAssessment", "melding", "[]", "melding" },
        { "vraagAssessment", "verloop", "\"MERK\"", "verloop" },
        { "infoFenomeen", "verloop", "\"lopend\"", "verloop" },
        { "vraagAssessment", "kenmerk", "12", "kenmerk" },
        { "vraagAssessment", "kenmerk", "\" \"", "kenmerk" },
        { "vraagAssessment", "kenmerk", $"\"{new string('M', 101)}\"", "kenmerk" },
        { "vraagAssessment", "MERK", "1", "" },
        { "vraagAssessment", "melding.MERK", "1", "melding" },
        { "vraagAssessment", "melding.namensOrganisatie", "\"0400506961\"", "melding" },
        { "vraagAssessment", "melding.vervolgOp", "\"5f0c1f0e-0000-4000-8000-000000000000\"", "melding" },
        { "vraagAssessment", "melding.soort", null, "melding.soort" },
        { "vraagAssessment", "melding.centrum", "\"surya\"", "melding.centrum" },
        { "vraagAssessment", "melding.ontvangenOp", null, "melding.ontvangenOp" },
        { "vraagAssessment", "melding.ontvangenOp", "\"2014-12-31\"", "melding.ontvangenOp" },
        { "vraagAssessment", "melding.ontvangenOp", "\"2999-01-01\"", "melding.ontvangenOp" },
        { "vraagAssessment", "melding.kanaal", null, "melding.kanaal" },
        { "vraagAssessment", "melding.contactpersoon", null, "melding.contactpersoon" },
        { "vraagAssessment", "melding.contactpersoon.naam", "\"MERK\\u0000\"", "melding.contactpersoon.naam" },
        { "vraagAssessment", "melding.contactpersoon.email", "\"MERK\"", "melding.contactpersoon.email" },
        { "vraagAssessment", "melding.jongere", null, "melding.jongere" },
        { "vraagAssessment", "melding.jongere.voornaam", null, "melding.jongere.voornaam" },
        { "vraagAssessment", "melding.jongere.geboortedatum", "\"2005-02-31\"", "melding.jongere.geboortedatum" },
        { "vraagAssessment", "melding.jongere.rijksregisternummer", "\"MERK\"", "melding.jongere.rijksregisternummer" },
        { "vraagAssessment", "melding.signalen[1]", "\"MERK\"", "melding.signalen[1]" },
        { "vraagAssessment", "melding.signalen[1]", "\"weglopen\"", "melding.signalen" },
        { "vraagAssessment", "melding.consulent.dienst", null, "melding.consulent.dienst" },
        { "vraagAssessment", "melding.acuut", null, "melding.acuut" },
        { "infoFenomeen", "melding.jongere", """{"voornaam":null,"familienaam":null,"geboortedatum":null,"geslacht":"x","provincie":"limburg","verblijf":"thuis"}""", "melding.jongere" },
        { "infoFenomeen", "melding.acuut", "true", "melding.acuut" },
        { "vraagAssessment", "melding.omschrijving", "\"\"", "melding.omschrijving" },
    };

    /// <summary>Lines that are no JSON of ours at all.</summary>
    public static readonly TheoryData<string> OnleesbareRegels =
    [
        "MERK", "[]", "\"MERK\"", "{", """{"organisatie":"MERK","organisatie":"MERK"}""", """{"organisatie":"\ud800"}""", "{\"organisatie\":\"MERK\0\"}",
        string.Concat(Enumerable.Repeat("{\"MERK\":", 10_000)) + "1" + new string('}', 10_000),
        new string('[', 10_000) + new string(']', 10_000),
        $$"""{"organisatie":"{{new string('M', 300 * 1024)}}"}""",
    ];

    /// <summary>Files that are refused as a whole: media type, content, status.</summary>
    public static readonly TheoryData<string, string, int, string> Bestanden = new()
    {
        { "application/json", "{}", 415, "verkeerd-mediatype" },
        { "text/plain", "{}", 415, "verkeerd-mediatype" },
        { "text/csv", "", 400, "onleesbare-invoer" },
        { "text/csv", "MERK;MERK\r\n", 400, "onleesbare-invoer" },
        { "text/csv", "{KOP};MERK\r\n", 400, "onleesbare-invoer" },
        { "text/csv", "{KOP};Soort\r\n", 400, "onleesbare-invoer" },
        { "text/csv", "{KOP};\r\n", 400, "onleesbare-invoer" },
        { "text/csv", "soort;centrum;ontvangenOp;kanaal;organisatie;sector;omschrijving\r\n", 400, "onleesbare-invoer" },
        { "text/csv", "{KOP}\r\nMERK;\"MERK;\r\nMERK;;;\r\n", 400, "onleesbare-invoer" },
        { "text/csv", "{KOP}\r\nMERK;\"MERK\"\"\r\n", 400, "onleesbare-invoer" },
    };

    [Theory]
    [MemberData(nameof(EnkeleFouten))]
    [Trait("Regel", "M1")]
    [Trait("Regel", "M11")]
    public async Task M1_M11_Given_a_line_with_one_mistake_When_it_is_loaded_Then_it_is_refused_with_its_number_and_that_field_and_the_others_are_taken(
        string soort, string pad, string? json, string veld)
    {
        var uitslag = await services.VoerInAsync(Invoerverzoeken.Regel("infoFenomeen"), Invoerverzoeken.Regel(soort).Met(pad, json), Invoerverzoeken.Regel());
        Assert.Equal((2, 0, 1), uitslag.Telling);
        Assert.Equal(2, (int)Assert.Single(uitslag.Geweigerd)["regel"]!);
        Assert.Equal(veld, uitslag.EnigeFout().Veld);
        Assert.NotEmpty(uitslag.EnigeFout().Reden);
    }

    [Theory]
    [MemberData(nameof(OnleesbareRegels))]
    public async Task Given_a_line_that_can_not_be_read_When_it_is_loaded_Then_it_is_refused_with_its_number_and_the_others_are_taken(string regel)
    {
        var uitslag = await services.VoerInAsync($"\ufeff\r\n{regel}\r\n \t\r\n{Invoerverzoeken.Regel().ToJsonString()}\r\n\r\n");
        Assert.Equal((1, 0, 1), uitslag.Telling);
        Assert.Equal(2, (int)Assert.Single(uitslag.Geweigerd)["regel"]!);
        Assert.Equal("", uitslag.EnigeFout().Veld);
    }

    [Fact]
    public async Task Given_a_line_with_many_mistakes_When_it_is_loaded_Then_all_of_them_are_named_at_once()
    {
        var regel = Invoerverzoeken.Regel().Met("organisatie", "\"1\"").Met("verloop", "7").Met("melding.jongere.geslacht", "\"MERK\"").Met("melding.acuut", null).Met("melding.centrum", "\"pagAsa\"");
        var uitslag = await services.VoerInAsync(regel);
        Assert.Equal(["1 melding.acuut", "1 melding.centrum", "1 melding.jongere.geslacht", "1 organisatie", "1 verloop"], uitslag.Plaatsen.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Bestanden))]
    public async Task Given_a_file_that_can_not_be_used_When_it_is_sent_Then_it_is_refused_as_a_whole(string type, string inhoud, int status, string slug)
    {
        var voordien = await services.AantalMeldingenAsync();
        using var response = await services.StuurBestandAsync(Encoding.UTF8.GetBytes(inhoud.Replace("{KOP}", Kop, StringComparison.Ordinal)), type);
        await response.ProbleemAsync(status, slug);
        Assert.Equal(voordien, await services.AantalMeldingenAsync());
    }

    [Theory]
    [InlineData(Invoerverzoeken.Jsonl)]
    [InlineData(Invoerverzoeken.Csv)]
    public async Task Given_a_file_in_another_encoding_or_with_too_many_lines_or_too_large_When_it_is_sent_Then_it_is_refused_as_a_whole(string type)
    {
        var kop = type == Invoerverzoeken.Csv ? Kop + "\n" : "";
        using var latin = await services.StuurBestandAsync([.. Encoding.UTF8.GetBytes(kop), .. Encoding.Latin1.GetBytes("MERK\né")], type);
        Assert.Contains($"(regel {(kop.Length > 0 ? 3 : 2)})", (string?)(await latin.ProbleemAsync(400, "onleesbare-invoer"))["detail"], StringComparison.Ordinal);

        using var lang = await services.StuurBestandAsync(Encoding.UTF8.GetBytes(kop + string.Concat(Enumerable.Repeat("MERK\n", 20_001))), type);
        Assert.Contains("20000", (string?)(await lang.ProbleemAsync(400, "onleesbare-invoer"))["detail"], StringComparison.Ordinal);
        Assert.Equal((0, 0, 20_000), (await services.VoerInAsync(kop + string.Concat(Enumerable.Repeat("MERK\n", 20_000)), type)).Telling);

        using var vol = await services.StuurBestandAsync(Encoding.UTF8.GetBytes(kop + string.Concat(Enumerable.Repeat("1\n", 9 * 1024 * 1024))), type);
        await vol.ProbleemAsync(400, "onleesbare-invoer");

        using var groot = await services.StuurBestandAsync(new byte[VoerMeldingenIn.MaxBytes + 1], type);
        await groot.ProbleemAsync(413, "te-groot");
        using var net = await services.StuurBestandAsync([.. Enumerable.Repeat((byte)'\n', VoerMeldingenIn.MaxBytes - kop.Length), .. Encoding.UTF8.GetBytes(kop)], type);
        Assert.Equal(HttpStatusCode.OK, net.StatusCode);
    }

    [Fact]
    public async Task Given_a_dry_run_asked_in_other_words_When_it_is_sent_Then_400_and_not_a_real_one()
    {
        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        using var content = new StringContent(Invoerverzoeken.Regel().ToJsonString(), Encoding.UTF8, Invoerverzoeken.Jsonl);
        using var response = await client.PostAsync(Meldingverzoeken.Pad("/api/meldingen/invoer?proef=ja"), content);
        await response.EnigeFoutAsync("proef");
    }

    [Fact]
    public async Task Given_CSV_as_a_spreadsheet_writes_it_When_it_is_loaded_Then_quotes_line_breaks_and_formulas_are_text()
    {
        var merk = Guid.NewGuid();
        var csv = $"""
            {Kop}
            infoFenomeen;payoke;2019-03-04;mail;{Invoer.Organisatie};clb;=1+1;+32470000000;;"{merk} zegt ""ja; nee"",
            en dan nog een regel"

            ;;;;;;;;;
             infoFenomeen ;payoke;2019-03-04;mail;{Invoer.Organisatie};clb;Contact;;"contact@example.org";{merk} twee
            """.ReplaceLineEndings("\r\n");
        Assert.Equal((2, 0, 0), (await services.VoerInAsync(csv, Invoerverzoeken.Csv)).Telling);
        var melding = await services.LeesMeldingAsync(await services.IngevoerdeAsync($"{merk} zegt \"ja; nee\",\r\nen dan nog een regel"), Invoer.Medewerker);
        Assert.Equal(("=1+1", null), ((string?)melding["contactpersoon"]!["naam"], (string?)melding["contactpersoon"]!["email"]));
    }

    [Theory]
    [InlineData("infoFenomeen;payoke;2019-03-04;mail", "", "heeft 4 cellen; de kopregel heeft er 10")]
    [InlineData("infoFenomeen;payoke;2019-03-04;mail;0400506961;clb;Contact;;c@example.org;Tekst;MERK", "", "heeft 11 cellen; de kopregel heeft er 10")]
    [InlineData("infoFenomeen;payoke;2019-03-04;mail;0400506961;clb;\"MERK\"MERK;;c@example.org;Tekst", "", "heeft tekst na een sluitend aanhalingsteken")]
    [InlineData("infoFenomeen;payoke;2019-03-04;mail;0400506961;clb;ME\"RK;;c@example.org;Tekst", "", "heeft een aanhalingsteken midden in een cel; zet de hele cel tussen aanhalingstekens en verdubbel het")]
    [InlineData("{CELLEN}", "", "heeft meer dan 200 cellen")]
    [InlineData("infoFenomeen;payoke;04/03/2019;mail;0400506961;clb;Contact;;c@example.org;Tekst", "ontvangenOp", null)]
    [InlineData("infoFenomeen;payoke;2019-03-04;mail;400506961;clb;Contact;;c@example.org;Tekst", "organisatie", null)]
    [InlineData("infoFenomeen;payoke;2019-03-04;mail;0400506961;clb;Con\0MERK;;c@example.org;Tekst", "contactpersoon.naam", null)]
    [InlineData("infoFenomeen;payoke;2019-03-04;mail;0400506961;clb;;;;Tekst", "contactpersoon.*", null)]
    [InlineData("infoFenomeen;surya;2019-03-04;mail;0400506961;clb;Contact;;c@example.org;Tekst", "centrum", null)]
    [InlineData("vraagAssessment;payoke;2019-03-04;mail;0400506961;clb;Contact;;c@example.org;Tekst", "jongere.*", null)]
    public async Task Given_a_row_of_CSV_with_a_mistake_When_it_is_loaded_Then_its_line_and_its_column_are_named(string rij, string kolom, string? reden)
    {
        var uitslag = await services.VoerInAsync($"{Kop}\r\n\r\n{rij.Replace("{CELLEN}", new string(';', 5_000), StringComparison.Ordinal)}\r\n", Invoerverzoeken.Csv, proef: true);
        var regel = Assert.Single(uitslag.Geweigerd);
        Assert.Equal(3, (int)regel["regel"]!);
        var fouten = regel["fouten"]!.AsArray();
        Assert.Equal(kolom, (string?)fouten[0]!["veld"]);
        Assert.True(reden is null || reden == (string?)Assert.Single(fouten)!["reden"], fouten.ToJsonString());
    }

    [Fact]
    public async Task Given_CSV_about_a_young_person_When_cells_are_empty_Then_what_is_not_yet_known_is_null_and_the_rest_is_absent()
    {
        var regel = Invoerverzoeken.Regel().Met("melding.jongere.voornaam", "null").Met("melding.jongere.geboortedatum", "null").Met("melding.signalen", "[]").Met("melding.aantalKeerWeggelopen", null);
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(Invoerverzoeken.AlsCsv([regel.ToJsonString()]), Invoerverzoeken.Csv)).Telling);
        Assert.Equal((0, 1, 0), (await services.VoerInAsync(regel)).Telling);
        Assert.Equal((0, 1, 0), (await services.VoerInAsync(Invoerverzoeken.AlsCsv([regel.ToJsonString()]).Replace(";true;", ";WAAR;", StringComparison.Ordinal).Replace(";false;", ";nee;", StringComparison.Ordinal), Invoerverzoeken.Csv)).Telling);

        // An empty cell of the signals is no answer; the column of the first name left out is forgotten and not unknown.
        var leeg = await services.VoerInAsync(Invoerverzoeken.AlsCsv([regel.ToJsonString()]).Replace(";geen;", ";;", StringComparison.Ordinal), Invoerverzoeken.Csv);
        Assert.Equal("signalen", leeg.EnigeFout().Veld);
        var zonder = string.Join("\r\n", Invoerverzoeken.AlsCsv([regel.ToJsonString()]).Trim().Split("\r\n").Select(rij => string.Join(';', rij.Split(';').Where((_, index) => index != 9))));
        Assert.Equal("jongere.voornaam", (await services.VoerInAsync(zonder, Invoerverzoeken.Csv)).EnigeFout().Veld);
    }

    [Fact]
    public async Task Given_who_is_no_person_of_a_centre_When_a_file_is_sent_Then_403()
    {
        var regel = Encoding.UTF8.GetBytes(Invoerverzoeken.Regel().ToJsonString());
        foreach (var token in (string[])
        [
            services.Authority.Token([Invoer.Melder]),
            services.Authority.Token(["auditor"]),
            services.Authority.Token(["centrummedewerker:onbekend"]),
            services.Authority.Token([Invoer.Medewerker], voId: null),
        ])
        {
            using var client = services.ClientWithToken(MeldingService.Name, token);
            using var content = new ByteArrayContent(regel);
            content.Headers.ContentType = new("application/x-ndjson");
            using var response = await client.PostAsync(Meldingverzoeken.Pad("/api/meldingen/invoer"), content);
            await response.ProbleemAsync(403, "geen-toegang");
        }
    }

    [Fact]
    public async Task Given_the_empty_file_When_it_is_loaded_as_it_is_Then_it_brings_no_melding()
    {
        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        using var csv = await client.GetAsync(Meldingverzoeken.Pad("/api/meldingen/invoer/sjabloon?vorm=csv"));
        Assert.Equal(("text/csv", "meldingen.csv"), (csv.Content.Headers.ContentType!.MediaType, csv.Content.Headers.ContentDisposition!.FileName));
        Assert.Equal((0, 0, 0), (await services.VoerInAsync(await csv.Content.ReadAsStringAsync(), Invoerverzoeken.Csv)).Telling);
        using var zonder = await client.GetAsync(Meldingverzoeken.Pad("/api/meldingen/invoer/sjabloon"));
        Assert.Equal(await csv.Content.ReadAsByteArrayAsync(), await zonder.Content.ReadAsByteArrayAsync());

        using var jsonl = await client.GetAsync(Meldingverzoeken.Pad("/api/meldingen/invoer/sjabloon?vorm=jsonl"));
        var uitslag = await services.VoerInAsync(await jsonl.Content.ReadAsStringAsync());
        Assert.Equal((0, 0, 1), uitslag.Telling);
        // Every member that it shows is one that is known.
        Assert.DoesNotContain("onbekend;", uitslag.Tekst, StringComparison.Ordinal);

        using var ander = await client.GetAsync(Meldingverzoeken.Pad("/api/meldingen/invoer/sjabloon?vorm=MERK"));
        await ander.EnigeFoutAsync("vorm");
    }

    private const string Kop = "soort;centrum;ontvangenOp;kanaal;organisatie;sector;contactpersoon.naam;contactpersoon.telefoon;contactpersoon.email;omschrijving";
}

public sealed class InvoerTestsEmbedded(EmbeddedServices services) : InvoerTests(services), IClassFixture<EmbeddedServices>;

public sealed class InvoerTestsDistributed(DistributedServices services) : InvoerTests(services.OrSkip()), IClassFixture<DistributedServices>;
