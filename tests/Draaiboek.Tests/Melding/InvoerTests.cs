using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Loading earlier registrations of a centre: by the rules of a melding, safe to do again, and history (M1, M5, M8, M11; docs/invoer.md).</summary>
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

    [Fact]
    [Trait("Regel", "G3")]
    public async Task G3_Given_the_year_with_three_broken_lines_When_it_is_tried_loaded_again_and_mended_Then_every_question_is_there_once_and_the_figures_are_right()
    {
        await using var own = await OwnServices.StartAsync(services.Another());
        var year = own.Fixture;
        var stuk = Invoerverzoeken.Jaar.ToArray();
        stuk[2] = Gewijzigd(stuk[2], "melding.jongere.geboortedatum", "\"2005-11-31\"");
        stuk[11] = stuk[11].Replace("\"sector\": \"", "\"sector\": \"MERK", StringComparison.Ordinal);
        stuk[128] = stuk[128][..^1];
        var bestand = string.Join('\n', stuk) + "\n";

        var proef = await year.VoerInAsync(bestand, proef: true);
        Assert.Equal((126, 0, 3), proef.Telling);
        Assert.Equal(["3 melding.jongere.geboortedatum", "12 sector", "129 "], proef.Plaatsen);
        Assert.Equal([100], proef.Voortgang);
        Assert.Equal(0, await year.AantalMeldingenAsync());
        Assert.Equal(0, await IngevoerdAsync(year));
        Assert.Equal(["melding.invoer-proef"], await AuditAsync(year));

        var echt = await year.VoerInAsync(bestand);
        Assert.Equal((126, 0, 3), echt.Telling);
        Assert.Equal(proef.Plaatsen, echt.Plaatsen);
        Assert.Equal(126, await year.AantalMeldingenAsync());
        var gekend = Invoerverzoeken.Jaar.Where((_, index) => index is not (2 or 11 or 128)).Count(regel => JsonNode.Parse(regel)!["verloop"] is not null);
        Assert.Equal((gekend, gekend), (proef.Getal("metVerloop"), echt.Getal("metVerloop")));

        Assert.Equal((0, 126, 3), (await year.VoerInAsync(bestand)).Telling);
        Assert.Equal((0, 126, 3), (await year.VoerInAsync(bestand, proef: true)).Telling);
        Assert.Equal((3, 126, 0), (await year.VoerInAsync(string.Join('\n', Invoerverzoeken.Jaar))).Telling);
        // The other form says the same.
        Assert.Equal((0, 129, 0), (await year.VoerInAsync(Invoerverzoeken.AlsCsv(Invoerverzoeken.Jaar), Invoerverzoeken.Csv)).Telling);
        Assert.Equal((0, 129, 0), (await year.VoerInAsync(Invoerverzoeken.AlsCsv(Invoerverzoeken.Jaar, ','), Invoerverzoeken.Csv)).Telling);
        Assert.Equal((129, 129), (await year.AantalMeldingenAsync(), await IngevoerdAsync(year)));

        await ServicesFixture.EventuallyAsync("the figures of 2019", async () => await year.CijfersAsync(2019, cijfers => cijfers.Vragen) == 129 && await year.CijfersAsync(2019, cijfers => cijfers.Assessments.Gevraagd) == 72);
        var cijfers = await year.CijfersAsync(2019);
        Assert.Equal((24, 17, 11, 5, 72), (cijfers.PerSoort.InfoFenomeen, cijfers.PerSoort.Teamondersteuning, cijfers.PerSoort.InschattingGedrag, cijfers.PerSoort.GekendSlachtoffer, cijfers.PerSoort.VraagAssessment));
        // M5: what became of them is for a person to register.
        Assert.Equal((72, 72, 0, 0, 0), (cijfers.Assessments.Gevraagd, cijfers.Assessments.Wachtend, cijfers.Assessments.Lopend, cijfers.Assessments.Advies, cijfers.Assessments.NietGestart));
    }

    [Fact]
    public async Task Given_the_year_as_CSV_When_it_is_loaded_Then_a_melding_says_what_the_same_line_of_JSON_says()
    {
        await using var own = await OwnServices.StartAsync(services.Another());
        Assert.Equal((129, 0, 0), (await own.Fixture.VoerInAsync(Invoerverzoeken.AlsCsv(Invoerverzoeken.Jaar), Invoerverzoeken.Csv)).Telling);
        Assert.Equal((0, 129, 0), (await own.Fixture.VoerInAsync(string.Join("\r\n\r\n", Invoerverzoeken.Jaar))).Telling);

        var regel = JsonNode.Parse(Invoerverzoeken.Jaar[2])!;
        var melding = await own.Fixture.LeesMeldingAsync(await IdAsync(own.Fixture, regel["melding"]!["omschrijving"]!), Invoer.Medewerker);
        Assert.All(
            ["soort", "centrum", "ontvangenOp", "kanaal", "contactpersoon", "aantalKeerWeggelopen", "linkTienerpooier", "rekruteringskanaal", "consulent", "acuut", "omschrijving"],
            naam => Assert.True(JsonNode.DeepEquals(regel["melding"]![naam], melding[naam]), naam));
        Assert.Equal(((string?)regel["organisatie"], (string?)regel["sector"]), ((string?)melding["organisatie"], (string?)melding["sector"]));
        Assert.All(["voornaam", "familienaam", "geboortedatum", "geslacht", "provincie", "verblijf"], naam => Assert.Equal((string?)regel["melding"]!["jongere"]![naam], (string?)melding["jongere"]![naam]));
        Assert.Equal(regel["melding"]!["signalen"]!.ToJsonString(), melding["signalen"]!.ToJsonString());
    }

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
        var melding = await services.LeesMeldingAsync(await IdAsync(services, $"{merk} zegt \"ja; nee\",\r\nen dan nog een regel"), Invoer.Medewerker);
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
    public async Task Given_a_line_that_was_loaded_When_it_comes_again_in_another_order_form_or_outcome_Then_it_is_known_and_nothing_changes()
    {
        var regel = Invoerverzoeken.Regel();
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(regel)).Telling);
        var id = await IdAsync(services, regel["melding"]!["omschrijving"]!);
        var (aantal, berichten) = (await services.AantalMeldingenAsync(), await BerichtenAsync(id));

        var anders = new JsonObject { ["verloop"] = "adviesNegatief", ["melding"] = new JsonObject(regel["melding"]!.AsObject().Reverse().Select(lid => KeyValuePair.Create(lid.Key, lid.Value?.DeepClone()))) };
        anders["melding"]!["contactpersoon"]!["naam"] = " Contact-T ";
        anders["melding"]!["jongere"]!["rijksregisternummer"] = null;
        foreach (var naam in (string[])["sector", "organisatie"])
        {
            anders[naam] = regel[naam]!.DeepClone();
        }

        var uitslag = await services.VoerInAsync(anders);
        Assert.Equal(((0, 1, 0), 1), (uitslag.Telling, uitslag.Getal("metVerloop")));
        Assert.Equal((0, 1, 0), (await services.VoerInAsync(Invoerverzoeken.AlsCsv([regel.ToJsonString()]), Invoerverzoeken.Csv)).Telling);
        Assert.Equal((aantal, berichten), (await services.AantalMeldingenAsync(), await BerichtenAsync(id)));
    }

    [Fact]
    public async Task Given_two_equal_lines_in_one_file_When_they_have_no_reference_Then_the_second_is_refused_and_with_one_it_is_a_second_question()
    {
        var regel = Invoerverzoeken.Regel();
        var uitslag = await services.VoerInAsync(regel, regel);
        Assert.Equal((1, 0, 1), uitslag.Telling);
        Assert.Equal(2, (int)uitslag.Geweigerd[0]["regel"]!);
        Assert.Equal(("", "gelijk aan regel 1; geef een kenmerk als het twee vragen waren"), uitslag.EnigeFout());

        var tweede = regel.DeepClone().AsObject();
        tweede["kenmerk"] = $"{Guid.NewGuid()}";
        Assert.Equal((1, 1, 0), (await services.VoerInAsync(regel, tweede)).Telling);
        Assert.Equal((0, 2, 0), (await services.VoerInAsync(regel, tweede)).Telling);
    }

    [Fact]
    public async Task Given_a_question_loaded_without_a_reference_When_it_comes_alone_with_one_Then_it_is_refused_for_nobody_can_tell_whether_it_is_a_second()
    {
        var regel = Invoerverzoeken.Regel();
        await services.VoerInAsync(regel);
        regel["kenmerk"] = $"{Guid.NewGuid()}";
        Assert.Equal(("kenmerk", "deze vraag is al ingevoerd zonder kenmerk; was het een tweede, zet dan de eerste er zonder kenmerk voor"), (await services.VoerInAsync(regel)).EnigeFout());
    }

    [Fact]
    public async Task Given_a_reference_When_it_comes_again_Then_the_same_question_is_known_and_another_is_refused()
    {
        var regel = Invoerverzoeken.Regel();
        regel["kenmerk"] = $"MERK {Guid.NewGuid()}";
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(regel)).Telling);
        Assert.Equal((0, 1, 0), (await services.VoerInAsync(regel)).Telling);

        var ander = regel.DeepClone().AsObject().Met("melding.aantalKeerWeggelopen", "7");
        Assert.Equal(("kenmerk", "kenmerk al ingevoerd met andere inhoud"), (await services.VoerInAsync(ander)).EnigeFout());

        var nieuw = Invoerverzoeken.Regel();
        nieuw["kenmerk"] = $"{Guid.NewGuid()}";
        var zelfde = nieuw.DeepClone().AsObject();
        var uitslag = await services.VoerInAsync(nieuw, zelfde, zelfde.DeepClone().AsObject().Met("melding.acuut", "true"));
        Assert.Equal((1, 0, 2), uitslag.Telling);
        Assert.Equal(["2 kenmerk", "3 kenmerk"], uitslag.Plaatsen);
    }

    [Fact]
    public async Task Given_another_centre_When_it_uses_the_same_reference_Then_it_is_its_own()
    {
        var regel = Invoerverzoeken.Regel();
        regel["kenmerk"] = $"{Guid.NewGuid()}";
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(regel)).Telling);
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(regel.Met("melding.centrum", "\"surya\"").ToJsonString(), rol: "centrummedewerker:surya")).Telling);
    }

    [Fact]
    public async Task Given_one_file_When_four_load_it_at_once_Then_every_question_is_there_once()
    {
        var regels = Enumerable.Range(0, 250).Select(_ => Invoerverzoeken.Regel("infoFenomeen").ToJsonString()).ToList();
        var (voordien, anders) = (await services.AantalMeldingenAsync(), regels.AsEnumerable().Reverse());
        var uitslagen = await Task.WhenAll(new[] { regels, anders, regels, anders }.Select(volgorde => services.VoerInAsync(string.Join('\n', volgorde))));
        Assert.Equal((250, 750, 0), (uitslagen.Sum(uitslag => uitslag.Telling.Aanvaard), uitslagen.Sum(uitslag => uitslag.Telling.AlGekend), uitslagen.Sum(uitslag => uitslag.Telling.Geweigerd)));
        Assert.Equal(voordien + 250, await services.AantalMeldingenAsync());
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_a_long_file_When_it_is_being_loaded_Then_an_acute_melding_passes_in_between_and_breaking_off_loses_and_doubles_nothing()
    {
        string regels;
        Guid acuut;
        int voordien, halfweg;
        var keer = 0;
        do
        {
            regels = string.Join('\n', Enumerable.Range(0, 2_000).Select(_ => Invoerverzoeken.Regel().ToJsonString()));
            voordien = await services.AantalMeldingenAsync();
            acuut = await BreekAfAsync(regels);
            halfweg = await services.AantalMeldingenAsync();
        }
        // A test that had to wait for its own turn may find that all of this file was loaded: then it breaks off another.
        while (halfweg == voordien + 2_001 && ++keer < 5);

        // The line went down with the file halfway.
        Assert.InRange(halfweg, voordien + 101, voordien + 2_000);
        Assert.Equal((0, 2_000), await TotStilAsync(regels));
        Assert.Equal(voordien + 2_001, await services.AantalMeldingenAsync());
        var opgenomen = await services.InDbAsync<MeldingDbContext, DateTimeOffset>(MeldingService.Name, db => db.Meldingen.Where(m => m.Id == acuut).Select(m => m.GeregistreerdOp).SingleAsync());
        Assert.True(await services.InDbAsync<MeldingDbContext, bool>(MeldingService.Name, async db => (await db.Meldingen.Where(m => m.Ingevoerd).Select(m => m.GeregistreerdOp).ToListAsync()).Exists(op => op > opgenomen)));
        // No other test need wait behind so many.
        await services.VerzondenAsync(seconds: 240);
    }

    [Fact]
    public async Task Given_a_database_that_refuses_When_a_file_is_loaded_Then_there_is_no_sum_nothing_of_the_part_is_kept_and_it_can_be_sent_again()
    {
        var regels = Enumerable.Range(0, 50).Select(_ => Invoerverzoeken.Regel()).ToArray();
        var voordien = await services.AantalMeldingenAsync();
        await services.BreekTabelAsync(MeldingService.Name, "Invoerregels");
        try
        {
            using var response = await services.StuurBestandAsync(Encoding.UTF8.GetBytes(string.Join('\n', regels.Select(regel => regel.ToJsonString()))));
            await response.ProbleemAsync(500, "fout");
            Assert.Equal(voordien, await services.AantalMeldingenAsync());
        }
        finally
        {
            await services.HerstelTabelAsync(MeldingService.Name, "Invoerregels");
        }

        Assert.Equal((50, 0, 0), (await services.VoerInAsync(regels)).Telling);
        Assert.Equal(voordien + 50, await services.AantalMeldingenAsync());
    }

    [Fact]
    [Trait("Regel", "M5")]
    [Trait("Regel", "M8")]
    public async Task M5_M8_Given_an_acute_question_of_long_ago_When_it_is_loaded_Then_nothing_rings_and_nothing_happens_but_that_the_others_hear_of_it()
    {
        var regel = Invoerverzoeken.Regel().Met("melding.acuut", "true").Met("verloop", "\"adviesPositief\"");
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(regel)).Telling);
        var id = await IdAsync(services, regel["melding"]!["omschrijving"]!);
        Assert.Equal(["melding.ingevoerd"], await services.InDbAsync<MeldingDbContext, List<string>>(MeldingService.Name, db => db.Audit.Where(rij => rij.OnderwerpId == id).Select(rij => rij.Actie).ToListAsync()));
        var nieuw = await services.RegistreerAsync(Invoer.Assessmentvraag().Met("acuut", "true"), Invoer.Melder);
        var rinkelt = await services.InDbAsync<MeldingDbContext, List<Guid>>(MeldingService.Name, db => db.Meldingen.Onaangeroerd(db).Select(m => m.Id).ToListAsync());
        Assert.Contains(nieuw, rinkelt);
        Assert.DoesNotContain(id, rinkelt);

        // One that was not, and is now.
        var kalm = Invoerverzoeken.Regel().Met("melding.acuut", "false");
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(kalm)).Telling);
        var acuut = await IdAsync(services, kalm["melding"]!["omschrijving"]!);
        using var verbeterd = await services.VerbeterAsync(acuut, Levensloopverzoeken.Verbetering(kalm["melding"]!.AsObject()).Met("acuut", "true"), Invoer.Melder);
        Assert.Equal(HttpStatusCode.OK, verbeterd.StatusCode);
        Assert.True(await services.InDbAsync<MeldingDbContext, bool>(MeldingService.Name, db => db.Meldingen.Onaangeroerd(db).AnyAsync(m => m.Id == acuut)));

        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        var plan = await client.JsonAsync($"/api/meldingen/{id}/stappenplan");
        Assert.Equal((true, null), ((bool)plan["acuut"]!, (int?)plan["urenOnaangeroerd"]));

        Assert.Equal((true, "MeldingWerdGeregistreerd"), ((bool)(await services.BerichtAsync(id))["acuut"]!, await SoortBerichtAsync(id)));
        Assert.Equal(0, await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Handelingen.CountAsync(handeling => handeling.OnderwerpId == id)));
        Assert.Equal(0, await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Stappen.CountAsync(stap => stap.MeldingId == id)));
    }

    [Fact]
    [Trait("Regel", "M8")]
    [Trait("Regel", "S1")]
    public async Task M8_S1_Given_an_acute_question_of_long_ago_When_it_is_loaded_and_put_right_Then_it_waits_by_its_own_day_behind_what_is_acute_now()
    {
        var regel = Invoerverzoeken.Regel().Met("melding.acuut", "true");
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(regel)).Telling);
        var id = await IdAsync(services, regel["melding"]!["omschrijving"]!);
        var nieuw = await services.RegistreerAsync(Invoer.Assessmentvraag().Met("acuut", "true"), Invoer.Melder);
        await NietVooraanAsync();
        using var verbeterd = await services.VerbeterAsync(id, Levensloopverzoeken.Verbetering(regel["melding"]!.AsObject()), Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.OK, verbeterd.StatusCode);
        await services.VerzondenAsync();
        await NietVooraanAsync();

        // Who reads it sees that it was acute, and when it was loaded.
        var (oud, vers) = (await services.LeesMeldingAsync(id, Invoer.Medewerker), await services.LeesMeldingAsync(nieuw, Invoer.Medewerker));
        Assert.Equal((true, (string?)oud["geregistreerdOp"], true, null), ((bool)oud["acuut"]!, (string?)oud["ingevoerdOp"], (bool)vers["acuut"]!, (string?)vers["ingevoerdOp"]));

        // Found not to be acute after all, and then by who reports it to be so now: that is of now.
        await VerbeterAsync(acuut: false);
        await VerbeterAsync(acuut: true);
        Assert.True((bool)(await services.InWerklijstAsync(id))["acuut"]!);

        async Task VerbeterAsync(bool acuut)
        {
            using var verbetering = await services.VerbeterAsync(id, Levensloopverzoeken.Verbetering(regel["melding"]!.AsObject()).Met("acuut", acuut ? "true" : "false"), Invoer.Melder);
            Assert.Equal(HttpStatusCode.OK, verbetering.StatusCode);
            await services.VerzondenAsync();
        }

        async Task NietVooraanAsync()
        {
            Assert.Equal((false, true), ((bool)(await services.InWerklijstAsync(id))["acuut"]!, (bool)(await services.InWerklijstAsync(nieuw))["acuut"]!));
            var volgorde = await services.InDbAsync<AssessmentDbContext, Dictionary<Guid, long>>(
                AssessmentService.Name, db => db.Assessments.Where(a => a.MeldingId == id || a.MeldingId == nieuw).ToDictionaryAsync(a => a.MeldingId, a => a.Volgorde));
            Assert.True(volgorde[nieuw] < volgorde[id]);
        }
    }

    [Fact]
    [Trait("Regel", "G6")]
    public async Task G6_Given_the_same_young_person_in_two_lines_When_they_are_loaded_Then_the_centre_gets_the_suggestion_as_for_any_other()
    {
        var jongere = $$"""{"voornaam":"Voornaam-{{Guid.NewGuid():N}}","familienaam":"Familienaam-{{Guid.NewGuid():N}}","geboortedatum":"2004-05-06","geslacht":"vrouw","provincie":"limburg","verblijf":"thuis"}""";
        var (een, twee) = (Invoerverzoeken.Regel().Met("melding.jongere", jongere), Invoerverzoeken.Regel().Met("melding.jongere", jongere));
        Assert.Equal((2, 0, 0), (await services.VoerInAsync(een, twee)).Telling);
        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        var herhalingen = await client.JsonAsync(Meldingverzoeken.Herhalingen(await IdAsync(services, een["melding"]!["omschrijving"]!)).OriginalString);
        Assert.Equal(await IdAsync(services, twee["melding"]!["omschrijving"]!), (Guid)Assert.Single(herhalingen["kandidaten"]!.AsArray())!["meldingId"]!);
    }

    [Fact]
    public async Task Given_a_loaded_file_When_one_looks_at_what_was_written_Then_neither_the_reference_nor_anything_of_the_lines_can_be_read()
    {
        var regel = Invoerverzoeken.Regel().Met("melding.jongere.voornaam", "\"Merkvoornaam\"").Met("melding.omschrijving", "\"Merkomschrijving\"");
        regel["kenmerk"] = "Merkkenmerk-1";
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(regel)).Telling);
        Assert.Equal("kenmerk", (await services.VoerInAsync(regel.Met("melding.acuut", "true"))).EnigeFout().Veld);
        Assert.Equal((1, 0), ((await services.VoerInAsync(Invoerverzoeken.Regel().Met("melding.contactpersoon.naam", "\"Merkcontact\\u202e\""))).Geweigerd.Count, 0));
        string[] merken = ["Merkvoornaam", "Merkomschrijving", "Merkkenmerk", "Merkcontact"];
        Assert.All(await services.GeschrevenAsync(), bestand => Assert.Empty(Sporen.Van(merken, bestand.Value)));
        Assert.Empty(Sporen.Van(merken, string.Join('\n', services.Log.Lines)));
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

    private static string Gewijzigd(string regel, string pad, string json) => JsonNode.Parse(regel)!.AsObject().Met(pad, json).ToJsonString();

    private static Task<int> IngevoerdAsync(ServicesFixture fixture)
        => fixture.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Invoerregels.CountAsync());

    private static Task<List<string>> AuditAsync(ServicesFixture fixture)
        => fixture.InDbAsync<MeldingDbContext, List<string>>(MeldingService.Name, db => db.Audit.OrderBy(rij => rij.Volgnummer).Select(rij => rij.Actie).ToListAsync());

    /// <summary>The melding with this text, which only its key can tell.</summary>
    private static async Task<Guid> IdAsync(ServicesFixture fixture, JsonNode omschrijving)
    {
        var keys = (Draaiboek.Hosting.Encryption.EnvelopeEncryption)fixture.Services(MeldingService.Name).GetService(typeof(Draaiboek.Hosting.Encryption.EnvelopeEncryption))!;
        var meldingen = await fixture.InDbAsync<MeldingDbContext, List<Melding>>(MeldingService.Name, db => db.Meldingen.AsNoTracking().OrderByDescending(m => m.GeregistreerdOp).Take(300).ToListAsync());
        var sleutels = await keys.OpenKeysAsync(meldingen.ConvertAll(melding => melding.Id), CancellationToken.None);
        return meldingen.Single(melding => sleutels[melding.Id].Decrypt(Velden.Omschrijving, melding.OmschrijvingVersleuteld) == (string?)omschrijving).Id;
    }

    private Task<int> BerichtenAsync(Guid id) => services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Outbox.CountAsync(rij => rij.CaseId == id));

    private Task<string> SoortBerichtAsync(Guid id)
        => services.InDbAsync<MeldingDbContext, string>(MeldingService.Name, async db => (await db.Outbox.SingleAsync(rij => rij.CaseId == id)).MessageType.Contains("geregistreerd", StringComparison.OrdinalIgnoreCase) ? "MeldingWerdGeregistreerd" : "iets anders");

    /// <summary>Registers an acute melding when the first part of the file was loaded, and hangs up.</summary>
    private async Task<Guid> BreekAfAsync(string regels)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        using var request = new HttpRequestMessage(HttpMethod.Post, Meldingverzoeken.Pad("/api/meldingen/invoer")) { Content = new StringContent(regels, Encoding.UTF8, Invoerverzoeken.Jsonl) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lezer = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("{\"voortgang\":100}", await lezer.ReadLineAsync());
        return await services.RegistreerAsync(Invoer.Assessmentvraag().Met("acuut", "true"), Invoer.Melder);
    }

    /// <summary>Loads again until what was broken off is over and everything is known: what a last time took, and what it knew.</summary>
    private async Task<(int Aanvaard, int AlGekend)> TotStilAsync(string regels)
    {
        var eerst = (await services.VoerInAsync(regels)).Telling;
        Assert.Equal(2_000, eerst.Aanvaard + eerst.AlGekend);
        var (aanvaard, gekend, _) = (await services.VoerInAsync(regels)).Telling;
        return (aanvaard, gekend);
    }
}

public sealed class InvoerTestsEmbedded(EmbeddedServices services) : InvoerTests(services), IClassFixture<EmbeddedServices>;

public sealed class InvoerTestsDistributed(DistributedServices services) : InvoerTests(services.OrSkip()), IClassFixture<DistributedServices>;
