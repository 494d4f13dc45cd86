using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Draaiboek.Tests.Support.Levensloopverzoeken;

namespace Draaiboek.Tests.Meldingen;

/// <summary>What signals come to: asked without a young person, and kept with a melding (M6, M7, M14). It supports and decides nothing.</summary>
[Trait("Regel", "M7")]
public abstract class RisicotaxatieTests(ServicesFixture services)
{
    private static readonly Uri Route = Meldingverzoeken.Pad("/api/risicotaxatie");

    public static TheoryData<string, int?, bool, int, string, string> Gevallen() => new()
    {
        // signalen, keer weggelopen, acuut, totaal, groepen, uitkomsten
        { "", null, false, 0, "", "geenSignalen" },
        { "", 0, false, 0, "", "geenSignalen" },
        { "vaakVermoeid", null, false, 1, "gedragOfLichamelijk 1", "eenSignaal" },
        { "vaakVermoeid bangVoorNaasten", null, false, 2, "psychologisch 1, gedragOfLichamelijk 1", "meerdereSignalen" },
        { "seksueleHandelingen werkBuitenStudentenjob overtreedtDeWet", null, false, 3, "gedragOfLichamelijk 1, uitbuiting 2", "meerdereSignalen" },
        { "geenContract", null, false, 1, "algemeneLijst 1", "eenAlgemeenSignaal" },
        { "geenContract groteSchuld", null, false, 2, "algemeneLijst 2", "meerdereAlgemeneSignalen" },
        // What is observed once may stand in both lists: each is judged by its own rule.
        { "onverklaardeVerwondingen tekenenVanGeweld", null, false, 2, "gedragOfLichamelijk 1, algemeneLijst 1", "eenSignaal, eenAlgemeenSignaal" },
        { "vaakVermoeid bekendePlaatsen geenContract", null, false, 3, "gedragOfLichamelijk 2, algemeneLijst 1", "meerdereSignalen, eenAlgemeenSignaal" },
        { "weglopen", null, false, 0, "", "weglopen" },
        { "weglopen", 1, false, 0, "", "weglopen" },
        { "weglopen vaakVermoeid", null, false, 1, "gedragOfLichamelijk 1", "eenSignaal, weglopen" },
        { "weglopen", 2, false, 0, "", "herhaaldWeglopen, weglopen" },
        { "", 1, false, 0, "", "weglopen" },
        { "vaakVermoeid", 7, false, 1, "gedragOfLichamelijk 1", "eenSignaal, herhaaldWeglopen, weglopen" },
        { "", null, true, 0, "", "acuut, geenSignalen" },
        { "bangVoorNaasten plotseStressOfAngst", 3, true, 2, "psychologisch 2", "acuut, meerdereSignalen, herhaaldWeglopen, weglopen" },
    };

    [Theory]
    [Trait("Regel", "M6")]
    [MemberData(nameof(Gevallen))]
    public async Task Given_signals_When_they_are_evaluated_Then_groups_are_counted_and_several_means_two_or_more_of_one_list(
        string signalen, int? keer, bool acuut, int totaal, string groepen, string uitkomsten)
    {
        var taxatie = await TaxeerAsync(Vraag(signalen, keer, acuut));
        Assert.Equal(
            (totaal, groepen, uitkomsten),
            (taxatie["totaal"]!.GetValue<int>(), Groepen(taxatie), string.Join(", ", taxatie["bevindingen"]!.AsArray().Select(bevinding => Tekst(bevinding!, "code")))));
    }

    [Theory]
    [MemberData(nameof(Gevallen))]
    public async Task Given_any_signals_When_they_are_evaluated_Then_it_says_that_it_does_not_decide_and_every_line_names_its_source(
        string signalen, int? keer, bool acuut, int totaal, string groepen, string uitkomsten)
    {
        var taxatie = await TaxeerAsync(Vraag(signalen, keer, acuut));
        Assert.Equal("voorbehoud", taxatie.First().Key);
        Assert.Matches("ondersteunt .* beslist niets", Tekst(taxatie["voorbehoud"]!, "tekst"));
        var regels = taxatie["bevindingen"]!.AsArray()
            .Concat(taxatie["vragen"]!.AsArray())
            .Concat(taxatie["situaties"]!.AsArray().SelectMany(situatie => situatie!["leidraad"]!.AsArray()))
            .Concat(taxatie["situaties"]!.AsArray().SelectMany(situatie => situatie!["contacten"]!.AsArray()).Select(contact => contact!["wanneer"]))
            .Append(taxatie["voorbehoud"])
            .ToList();
        Assert.True(regels.Count > 5, $"{totaal} {groepen} {uitkomsten}");
        Assert.All(regels, regel => Assert.Matches("^(draaiboek \\d|slachtofferzorg|senaat-voorstel-resolutie |openbaar: )", Tekst(regel!, "bron")));
    }

    [Fact]
    [Trait("Regel", "M14")]
    public async Task Given_doubt_When_one_signal_is_evaluated_Then_the_guide_says_to_talk_without_names_with_Child_Focus_and_of_elements_with_the_others()
    {
        var situatie = Assert.Single((await TaxeerAsync(Vraag("vaakVermoeid")))["situaties"]!.AsArray())!;
        Assert.Equal("twijfelOverSignalen", Tekst(situatie, "code"));
        Assert.Equal(
            ["childFocus", "pagAsa", "payoke", "vertrouwenscentrum", "vlaggensysteem", "consulent"],
            situatie["contacten"]!.AsArray().Select(contact => Tekst(contact!["contact"]!, "code")));
    }

    [Fact]
    public async Task Given_repeated_running_away_When_it_is_evaluated_Then_it_is_no_routine_and_asks_about_each_time()
    {
        var eenmaal = await TaxeerAsync(Vraag("weglopen", 1));
        var herhaald = await TaxeerAsync(Vraag("weglopen", 2));
        Assert.DoesNotContain("routine", eenmaal["bevindingen"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("routine", Tekst(herhaald["bevindingen"]![0]!, "tekst"), StringComparison.Ordinal);
        Assert.Equal(["minderjarigeVermist"], Situaties(eenmaal));
        Assert.Equal(["minderjarigeVermist", "twijfelOverSignalen"], Situaties(herhaald));
        Assert.Equal(eenmaal["vragen"]!.AsArray().Count + 1, herhaald["vragen"]!.AsArray().Count);
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task Given_an_acute_situation_When_it_is_evaluated_Then_the_police_comes_first()
    {
        var taxatie = await TaxeerAsync(Vraag("vaakVermoeid bangVoorNaasten", acuut: true));
        Assert.Equal(["onmiddellijkGevaar", "acuteSituatie", "twijfelOverSignalen", "ernstigVermoeden"], Situaties(taxatie));
        Assert.Equal("101", Tekst(taxatie["situaties"]![0]!["contacten"]![0]!["contact"]!["telefoon"]![0]!, "nummer"));
        Assert.Equal("acuut", Tekst(taxatie["bevindingen"]![0]!, "code"));
    }

    [Theory]
    [InlineData("onverklaardeVerwondingen", "medischeZorg", true)]
    [InlineData("seksueleHandelingen", "medischeZorg", true)]
    [InlineData("tekenenVanGeweld", "medischeZorg", true)]
    [InlineData("vaakVermoeid", "medischeZorg", false)]
    [InlineData("overtreedtDeWet", "juridischeVraag", true)]
    [InlineData("bangVoorNaasten", "juridischeVraag", false)]
    [InlineData("werkBuitenStudentenjob", "acuteSituatie", true)]
    [InlineData("geenContract", "acuteSituatie", false)]
    [InlineData("geenContract", "onmiddellijkGevaar", true)]
    [InlineData("", "verontrusting", true)]
    public async Task Given_signals_When_they_are_evaluated_Then_the_questions_that_go_with_them_lead_on(string signalen, string situatie, bool gevraagd)
    {
        var vragen = (await TaxeerAsync(Vraag(signalen)))["vragen"]!.AsArray();
        Assert.All(vragen, vraag => Assert.Contains("?", Tekst(vraag!, "tekst"), StringComparison.Ordinal));
        Assert.Equal(gevraagd, vragen.Any(vraag => vraag!["situatie"]?.GetValue<string>() == situatie));
    }

    [Fact]
    public async Task Given_a_young_person_in_the_question_When_it_is_sent_Then_it_is_refused_and_not_dropped()
    {
        var vraag = Vraag("vaakVermoeid");
        vraag["jongere"] = new JsonObject { ["voornaam"] = "MERK" };
        using var response = await PostAsync(vraag);
        Assert.StartsWith("veld 4 is onbekend; dit object kent: signalen, aantalKeerWeggelopen, acuut", await response.EnigeFoutAsync(""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signalen", null, "ontbreekt")]
    [InlineData("signalen", "[\"vaakVermoeid\",\"vaakVermoeid\"]", "noem elk signaal één keer")]
    [InlineData("signalen[0]", "\"MERK\"", "kent enkel: angstigBijContactOfOnderweg")]
    [InlineData("aantalKeerWeggelopen", "-1", "moet van 0 tot 1000 zijn")]
    [InlineData("aantalKeerWeggelopen", "1001", "moet van 0 tot 1000 zijn")]
    [InlineData("acuut", "\"MERK\"", "moet true of false zijn")]
    public async Task Given_one_thing_wrong_When_it_is_sent_Then_that_is_said(string pad, string? json, string boodschap)
    {
        using var response = await PostAsync(Vraag("vaakVermoeid").Met(pad, json));
        Assert.StartsWith(boodschap, await response.EnigeFoutAsync(pad), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("een-sleutel")]
    [InlineData("twee woorden")]
    public async Task Given_a_question_When_it_comes_with_a_key_Then_nothing_of_it_is_kept_and_the_key_means_nothing(string sleutel)
    {
        var voordien = await BewaardAsync();
        foreach (var signalen in (string[])["vaakVermoeid", "bangVoorNaasten geenContract"])
        {
            using var response = await PostAsync(Vraag(signalen), sleutel);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(response.Headers.Contains("Idempotency-Replayed"));
        }

        Assert.Equal(voordien, await BewaardAsync());
    }

    [Theory]
    [MemberData(nameof(Gevallen))]
    public async Task Given_a_melding_When_it_is_registered_Then_what_its_signals_came_to_is_kept_with_it(
        string signalen, int? keer, bool acuut, int totaal, string groepen, string uitkomsten)
    {
        var vraag = Invoer.Assessmentvraag().Met("acuut", acuut ? "true" : "false").Met("aantalKeerWeggelopen", keer?.ToString() ?? "null");
        vraag["signalen"] = Signalen(signalen);
        var id = await services.RegistreerAsync(vraag, Invoer.Melder);
        var taxatie = (await services.LeesMeldingAsync(id, Invoer.Medewerker))["risicotaxatie"]!.AsObject();
        Assert.Equal(["versie", "totaal", "groepen", "uitkomsten"], taxatie.Select(veld => veld.Key));
        Assert.Equal(
            (Versie(await TaxeerAsync(Vraag(""))), totaal, groepen, uitkomsten),
            (Versie(taxatie), taxatie["totaal"]!.GetValue<int>(), Groepen(taxatie), string.Join(", ", taxatie["uitkomsten"]!.AsArray().Select(code => code!.GetValue<string>()))));
    }

    [Fact]
    public async Task Given_a_melding_of_an_earlier_catalogue_When_it_is_read_Then_it_is_told_as_it_was_and_not_evaluated_again()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var toen = new Risicotaxatie(77, 3, [new Groeptelling(SignaalGroep.Uitbuiting, 3)], [Taxatieuitkomst.MeerdereSignalen]);
        await BewaarAsync(id, toen);
        var taxatie = (await services.LeesMeldingAsync(id))["risicotaxatie"]!;
        Assert.Equal((77, "uitbuiting 3"), (Versie(taxatie), Groepen(taxatie)));

        // One from before it was kept.
        await BewaarAsync(id, null);
        Assert.Null((await services.LeesMeldingAsync(id))["risicotaxatie"]);
    }

    [Fact]
    [Trait("Regel", "M11")]
    public async Task Given_a_melding_When_it_is_corrected_Then_what_is_kept_is_of_the_signals_as_they_are_now()
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag()), Invoer.Medewerker);
        await BewaarAsync(id, new Risicotaxatie(77, 0, [], [Taxatieuitkomst.GeenSignalen]));
        using var verbeterd = await services.VerbeterAsync(id, Verbetering(Invoer.Assessmentvraag().Met("signalen", "[\"bangVoorNaasten\",\"bekendePlaatsen\"]")), Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.OK, verbeterd.StatusCode);
        var taxatie = (await services.LeesMeldingAsync(id))["risicotaxatie"]!;
        Assert.Equal(
            (Versie(await TaxeerAsync(Vraag(""))), "psychologisch 1, gedragOfLichamelijk 1", "meerdereSignalen"),
            (Versie(taxatie), Groepen(taxatie), taxatie["uitkomsten"]![0]!.GetValue<string>()));

        using var adviesvraag = await services.VerbeterAsync(id, Verbetering(Invoer.Adviesvraag()), Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.OK, adviesvraag.StatusCode);
        Assert.Null((await services.LeesMeldingAsync(id))["risicotaxatie"]);
    }

    [Fact]
    [Trait("Regel", "M11")]
    public async Task Given_an_adviesvraag_When_it_is_registered_Then_there_is_nothing_to_evaluate()
    {
        var melding = await services.LeesMeldingAsync(await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder));
        Assert.True(melding.ContainsKey("risicotaxatie"));
        Assert.Null(melding["risicotaxatie"]);
    }

    private static JsonObject Vraag(string signalen, int? keer = null, bool acuut = false)
        => new() { ["signalen"] = Signalen(signalen), ["aantalKeerWeggelopen"] = keer, ["acuut"] = acuut };

    private static JsonArray Signalen(string codes) => [.. codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => (JsonNode)code)];

    private static string Groepen(JsonNode taxatie)
        => string.Join(", ", taxatie["groepen"]!.AsArray().Select(groep => $"{Tekst(groep!, "groep")} {groep!["aantal"]!.GetValue<int>()}"));

    private static IEnumerable<string> Situaties(JsonNode taxatie) => taxatie["situaties"]!.AsArray().Select(situatie => Tekst(situatie!, "code"));

    private static int Versie(JsonNode node) => node["versie"]!.GetValue<int>();

    private static string Tekst(JsonNode node, string naam) => node[naam]!.GetValue<string>();

    private async Task<JsonObject> TaxeerAsync(JsonObject vraag)
    {
        using var response = await PostAsync(vraag);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private async Task<HttpResponseMessage> PostAsync(JsonObject vraag, string? sleutel = null)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        using var request = new HttpRequestMessage(HttpMethod.Post, Route) { Content = JsonContent.Create(vraag) };
        if (sleutel is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Idempotency-Key", sleutel));
        }

        return await client.SendAsync(request);
    }

    private Task<int> BewaarAsync(Guid id, Risicotaxatie? taxatie)
        => services.InDbAsync<MeldingDbContext, int>(
            MeldingService.Name,
            db => db.Meldingen.Where(melding => melding.Id == id).ExecuteUpdateAsync(melding => melding.SetProperty(m => m.Risicotaxatie, taxatie)));

    private Task<(int, int, int, int)> BewaardAsync()
        => services.InDbAsync<MeldingDbContext, (int, int, int, int)>(
            MeldingService.Name,
            async db => (await db.Meldingen.CountAsync(), await db.Audit.CountAsync(), await db.Idempotency.CountAsync(), await db.Outbox.CountAsync()));
}

public sealed class RisicotaxatieTestsEmbedded(EmbeddedServices services) : RisicotaxatieTests(services), IClassFixture<EmbeddedServices>;

public sealed class RisicotaxatieTestsDistributed(DistributedServices services) : RisicotaxatieTests(services.OrSkip()), IClassFixture<DistributedServices>;
