using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.JuridischeSteun;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.JuridischeSteun;

/// <summary>A file of legal support opens after a positive advice with consent or for a known victim, by a person, and in no other way (J1, M5).</summary>
[Trait("Regel", "J1")]
[Trait("Regel", "M5")]
public abstract class OpeningTests(ServicesFixture services)
{
    private const string Op = "2019-06-01";
    private static readonly DateOnly Ontvangen = new(2019, 3, 4);

    [Fact]
    public async Task Given_a_positive_advice_with_consent_When_a_counsellor_opens_Then_there_is_a_file_and_before_that_none_J1()
    {
        using var jurist = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        var melding = await PositiefAsync();
        var aanleiding = Assert.Single(await AanleidingenAsync(jurist, melding));
        Assert.Equal(("positiefAdvies", "2019-05-01", null), ((string?)aanleiding["soort"], (string?)aanleiding["op"], (string?)aanleiding["dossierId"]));
        await services.VerzondenAsync();
        Assert.DoesNotContain((await jurist.JsonAsync(Rechtsbijstand.Route + "?first=100"))["items"]!.AsArray(), dossier => MeldingVan(dossier!) == melding);

        using var response = await jurist.OpenAsync(melding, Op);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        var antwoord = await response.JsonAsync();
        Assert.Equal((melding, "open", 1), (MeldingVan(antwoord), (string?)antwoord["toestand"], (int)antwoord["versie"]!));
        Assert.Equal($"{Rechtsbijstand.Route}/{antwoord.Id()}", response.Headers.Location?.ToString());
        Assert.Equal("\"1\"", response.Headers.ETag?.Tag);

        var gelezen = await jurist.JsonAsync(response.Headers.Location!.ToString());
        Assert.Equal(
            ("positiefAdvies", Op, "toestemming", "slachtoffer", "Synthetische reden."),
            ((string?)gelezen["aanleiding"], (string?)gelezen["geopendOp"], (string?)gelezen["rechtsgrond"], (string?)gelezen["toestemmingDoor"], (string?)gelezen["waarom"]));
        Assert.Equal(antwoord.Id(), Guid.Parse((string)Assert.Single(await AanleidingenAsync(jurist, melding))["dossierId"]!));
        var audit = await services.KijkAsync(JuridischeSteunService.Name, db => db.Audit.Where(row => row.OnderwerpId == antwoord.Id()).OrderBy(row => row.Volgnummer).ToListAsync());
        Assert.Equal(["juridisch-dossier.geopend", "juridisch-dossier.gelezen"], audit.Select(row => row.Actie));
        Assert.All(audit, row => Assert.Equal((string?)gelezen["geopendDoor"], row.VoId));
    }

    [Fact]
    public async Task Given_a_known_victim_When_a_counsellor_opens_Then_no_assessment_is_needed_J1()
    {
        using var jurist = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        var invoer = Invoer.Assessmentvraag();
        invoer["soort"] = "gekendSlachtoffer";
        var melding = await services.RegistreerAsync(invoer, Invoer.Melder);
        var aanleiding = await ServicesFixture.EventuallyAsync("aanleiding", async () => (await AanleidingenAsync(jurist, melding)).SingleOrDefault());
        Assert.Equal("gekendSlachtoffer", (string?)aanleiding["soort"]);
        using var response = await jurist.OpenAsync(melding, services.Time.Vandaag().ToString("yyyy-MM-dd"));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    public static TheoryData<string> ZonderAanleiding() =>
        ["infoFenomeen", "teamondersteuning", "inschattingGedrag", "vraagAssessment", "gesprek", "negatief", "positief zonder toestemming", "niet gestart", "onbekend"];

    [Theory]
    [MemberData(nameof(ZonderAanleiding))]
    public async Task Given_anything_else_When_a_counsellor_opens_Then_404_and_no_file_J1(string wat)
    {
        using var jurist = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        var verloop = new Verloop(Ontvangen);
        var melding = verloop.MeldingId;
        switch (wat)
        {
            case "vraagAssessment": break;
            case "gesprek": verloop.Gesprek(Ontvangen); break;
            case "negatief": verloop.Gesprek(Ontvangen).Negatief(Ontvangen); break;
            case "positief zonder toestemming": verloop.Gesprek(Ontvangen).Positief(Ontvangen, toestemming: false); break;
            case "niet gestart": verloop.NietGestart(Ontvangen, RedenNietGestart.NietBereikbaar); break;
            case "onbekend": melding = Guid.NewGuid(); break;
            default:
                melding = Guid.NewGuid();
                await services.SendAsync(Bericht.Vraag(Enum.Parse<SoortVraag>(wat, ignoreCase: true), Ontvangen, melding: melding));
                break;
        }

        await verloop.SpeelAfAsync(services);
        Assert.Empty(await AanleidingenAsync(jurist, melding));
        using var response = await jurist.OpenAsync(melding, Op);
        await ProblemAssert.IsProblemAsync(response, 404, "niet-gevonden");
        await GeenDossierAsync(melding);
    }

    [Fact]
    public async Task Given_a_file_When_it_is_opened_again_or_by_two_at_once_Then_409_and_one_file()
    {
        var melding = await PositiefAsync();
        using var een = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        using var twee = services.ClientWithToken(JuridischeSteunService.Name, services.Authority.Token([Invoer.Jurist], voId: Guid.NewGuid().ToString(), sub: "jurist-2"));
        var antwoorden = await Task.WhenAll(een.OpenAsync(melding, Op), twee.OpenAsync(melding, Op), een.OpenAsync(melding, Op));
        Assert.Single(antwoorden, antwoord => antwoord.StatusCode == HttpStatusCode.Created);
        Assert.Equal(2, antwoorden.Count(antwoord => antwoord.StatusCode == HttpStatusCode.Conflict));
        using var later = await twee.OpenAsync(melding, Op);
        await ProblemAssert.IsProblemAsync(later, 409, "conflict");
        Assert.Equal(1, await services.InDbAsync<JuridischeSteunDbContext, int>(JuridischeSteunService.Name, db => db.Dossiers.CountAsync(d => d.MeldingId == melding)));
        await services.VerzondenAsync();
        var dossier = (await een.JsonAsync(Rechtsbijstand.Route + "?first=100"))["items"]!.AsArray().Single(d => MeldingVan(d!) == melding)!;
        Assert.Single(await services.OutboxAsync(JuridischeSteunService.Name), row => row.CaseId == dossier.Id());
    }

    [Theory]
    [InlineData("2019-04-30", 400)]
    [InlineData("2019-05-01", 201)]
    [InlineData("vandaag", 201)]
    [InlineData("morgen", 400)]
    [InlineData(null, 400)]
    public async Task Given_a_day_When_a_file_is_opened_Then_not_before_its_aanleiding_and_not_in_the_future(string? op, int status)
    {
        using var jurist = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        var melding = await PositiefAsync();
        var opening = Rechtsbijstand.Opening(melding, Op);
        opening["op"] = op switch
        {
            "vandaag" => services.Time.Vandaag().ToString("yyyy-MM-dd"),
            "morgen" => services.Time.Vandaag().AddDays(1).ToString("yyyy-MM-dd"),
            _ => op,
        };
        using var response = await jurist.PostAsJsonAsync(Rechtsbijstand.Route, opening);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 400)
        {
            Assert.Equal("op", Assert.Single((await response.JsonAsync())["errors"]!.AsObject()).Key);
            await GeenDossierAsync(melding);
        }
    }

    [Theory]
    [InlineData("rechtsgrond", "schuldigVerzuim422bis")]
    [InlineData("rechtsgrond", "spreekrecht458bis")]
    [InlineData("rechtsgrond", "casusoverleg458ter")]
    [InlineData("rechtsgrond", "noodtoestand")]
    [InlineData("rechtsgrond", "wettelijkePlicht")]
    [InlineData("rechtsgrond", "zomaar")]
    [InlineData("rechtsgrond", null)]
    [InlineData("waarom", " ")]
    [InlineData("waarom", null)]
    [InlineData("toestemmingDoor", "ouders")]
    [InlineData("toestemmingDoor", null)]
    [InlineData("meldingId", "1")]
    public async Task Given_another_ground_or_a_part_missing_When_a_file_is_opened_Then_400_J1(string veld, string? waarde)
    {
        using var jurist = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        var melding = await PositiefAsync();
        var opening = Rechtsbijstand.Opening(melding, Op);
        opening[veld] = waarde;
        using var response = await jurist.PostAsJsonAsync(Rechtsbijstand.Route, opening);
        var problem = await ProblemAssert.IsProblemAsync(response, 400, "ongeldige-invoer");
        Assert.Equal(veld, Assert.Single(problem["errors"]!.AsObject()).Key);
        await GeenDossierAsync(melding);
    }

    [Fact]
    public async Task Given_a_token_without_a_person_When_a_file_is_opened_Then_403_M5()
    {
        var melding = await PositiefAsync();
        foreach (var voId in new[] { null, "" })
        {
            using var systeem = services.ClientWithToken(JuridischeSteunService.Name, services.Authority.Token([Invoer.Jurist], voId: voId));
            using var response = await systeem.OpenAsync(melding, Op);
            await ProblemAssert.IsProblemAsync(response, 403, "geen-toegang");
        }

        await GeenDossierAsync(melding);
    }

    [Fact]
    public async Task Given_another_centre_When_it_looks_or_opens_Then_404_and_it_sees_nothing()
    {
        using var eigen = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        var melding = await PositiefAsync();
        foreach (var rol in new[] { "juridischBegeleider:pagAsa", "juridischBegeleider:surya", "juridischBegeleider" })
        {
            using var elders = services.Client(JuridischeSteunService.Name, rol);
            Assert.Empty(await AanleidingenAsync(elders, melding));
            using var response = await elders.OpenAsync(melding, Op);
            await ProblemAssert.IsProblemAsync(response, 404, "niet-gevonden");
        }

        await GeenDossierAsync(melding);
        using var geopend = await eigen.OpenAsync(melding, Op);
        using var ander = services.Client(JuridischeSteunService.Name, "juridischBegeleider:pagAsa");
        using var lezen = await ander.GetAsync(geopend.Headers.Location);
        await ProblemAssert.IsProblemAsync(lezen, 404, "niet-gevonden");
        Assert.Empty((await ander.JsonAsync(Rechtsbijstand.Route))["items"]!.AsArray());
    }

    public static TheoryData<string, string> AndereRollen()
    {
        var data = new TheoryData<string, string>();
        foreach (var rol in new[] { Invoer.Melder, Invoer.Medewerker, "stuurgroep", "auditor", "beheerder", "" })
        {
            foreach (var route in new[] { "aanleidingen", "openen", "lijst", "lezen" })
            {
                data.Add(rol, route);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AndereRollen))]
    public async Task Given_another_role_or_no_token_When_a_route_is_asked_Then_403_or_401(string rol, string route)
    {
        var melding = await PositiefAsync();
        using var client = services.Client(JuridischeSteunService.Name, rol.Length == 0 ? [] : [rol]);
        using var response = route switch
        {
            "openen" => await client.OpenAsync(melding, Op),
            "aanleidingen" => await client.GetAsync(new Uri(Rechtsbijstand.Route + "/aanleidingen", UriKind.Relative)),
            "lijst" => await client.GetAsync(new Uri(Rechtsbijstand.Route, UriKind.Relative)),
            _ => await client.GetAsync(new Uri($"{Rechtsbijstand.Route}/{Guid.NewGuid()}", UriKind.Relative)),
        };
        await ProblemAssert.IsProblemAsync(response, rol.Length == 0 ? 401 : 403, rol.Length == 0 ? "niet-aangemeld" : "geen-toegang");
        await GeenDossierAsync(melding);
    }

    [Fact]
    public async Task Given_the_reason_of_an_opening_When_it_is_kept_Then_it_is_encrypted()
    {
        const string merkteken = "Merkteken-Waarom-ZQ82";
        using var jurist = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        var opening = Rechtsbijstand.Opening(await PositiefAsync(), Op);
        opening["waarom"] = merkteken;
        using var response = await jurist.PostAsJsonAsync(Rechtsbijstand.Route, opening);
        Assert.Equal(merkteken, (string?)(await jurist.JsonAsync(response.Headers.Location!.ToString()))["waarom"]);
        Assert.All(await services.GeschrevenAsync(), stuk => Assert.True(stuk.Value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(merkteken)) < 0, $"the reason stands readable in {stuk.Key}"));
    }

    [Fact]
    public async Task Given_pages_of_files_and_aanleidingen_When_read_page_by_page_Then_each_comes_once_newest_first()
    {
        using var jurist = services.Client(JuridischeSteunService.Name, "juridischBegeleider:surya");
        var meldingen = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            var vraag = Bericht.Vraag(SoortVraag.GekendSlachtoffer, Ontvangen.AddDays(i / 2), Centrum.Surya);
            await services.SendAsync(vraag);
            meldingen.Add(vraag.MeldingId);
            using var response = await jurist.OpenAsync(vraag.MeldingId, Op);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }

        var dossiers = await BladerAsync(jurist, Rechtsbijstand.Route);
        Assert.Equal(Enumerable.Reverse(meldingen), dossiers.Select(MeldingVan));
        var aanleidingen = await BladerAsync(jurist, Rechtsbijstand.Route + "/aanleidingen");
        Assert.Equal(meldingen.Order(), aanleidingen.Select(MeldingVan).Order());
        Assert.Equal(aanleidingen.Select(a => (string?)a["op"]).OrderDescending(StringComparer.Ordinal), aanleidingen.Select(a => (string?)a["op"]));
    }

    private static async Task<List<JsonNode>> BladerAsync(HttpClient client, string route)
    {
        var items = new List<JsonNode>();
        for (string? after = ""; after is not null;)
        {
            var page = await client.JsonAsync($"{route}?first=2{after}");
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? "&after=" + page["pageInfo"]!["endCursor"] : null;
        }

        return items;
    }

    private static Guid MeldingVan(JsonNode node) => node["meldingId"]!.GetValue<Guid>();

    private static async Task<List<JsonNode>> AanleidingenAsync(HttpClient client, Guid melding)
        => [.. (await client.JsonAsync($"{Rechtsbijstand.Route}/aanleidingen?melding={melding}"))["items"]!.AsArray().Select(item => item!)];

    private async Task<Guid> PositiefAsync()
    {
        var verloop = new Verloop(Ontvangen).Gesprek(Ontvangen).Positief(new DateOnly(2019, 5, 1));
        await verloop.SpeelAfAsync(services);
        return verloop.MeldingId;
    }

    private async Task GeenDossierAsync(Guid melding)
        => Assert.False(await services.InDbAsync<JuridischeSteunDbContext, bool>(JuridischeSteunService.Name, db => db.Dossiers.AnyAsync(d => d.MeldingId == melding)));
}

public sealed class OpeningTestsEmbedded(EmbeddedServices services) : OpeningTests(services), IClassFixture<EmbeddedServices>;

public sealed class OpeningTestsDistributed(DistributedServices services) : OpeningTests(services.OrSkip()), IClassFixture<DistributedServices>;
