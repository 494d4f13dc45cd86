using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Draaiboek.Berichten;
using Draaiboek.GraphQL;
using Draaiboek.Hosting.Identity;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Tables and procescijfers as files: the same as GraphQL to the digit, for who may read them, and each of them in the audit (G2, G3, A11).</summary>
[Trait("Regel", "G2")]
public abstract class ExportTests(ServicesFixture services)
{
    private static readonly string[] Vormen = ["csv", "json", "svg"];

    public static TheoryData<string> AndereRollen() => [.. Rollen.Alle.Where(rol => rol is not (Rollen.Stuurgroep or Rollen.Registratiehouder)), "onbekend"];

    [Fact]
    public async Task Given_every_table_of_a_publicatie_When_exported_Then_CSV_JSON_and_SVG_hold_what_GraphQL_answers_to_the_digit_G2()
    {
        var publicatie = await MaakAsync("2016");
        using var client = services.Client(RegistratieService.Name, Rollen.Stuurgroep);
        using var antwoord = await client.PostAsJsonAsync("/graphql", new
        {
            query = "{ publicaties(periode: \"2016\") { nodes { id nummer periode versie peildatum hash tabellen { code titel telling bron versie sinds nota assen { code titel klassen { code titel } } cellen { klassen waarde } } } } }",
        });
        var gevraagd = Assert.Single((await antwoord.JsonAsync())["data"]!["publicaties"]!["nodes"]!.AsArray())!;
        Assert.Equal(Tabellenlijst.Alle.Count, gevraagd["tabellen"]!.AsArray().Count);
        foreach (var tabel in gevraagd["tabellen"]!.AsArray().Select(tabel => tabel!))
        {
            var code = (string)tabel["code"]!;
            var waarden = tabel["cellen"]!.AsArray().Select(cel => cel!["waarde"]?.ToString() ?? "").ToList();
            var titels = tabel["assen"]!.AsArray().Select(axis => axis!["klassen"]!.AsArray().ToDictionary(klasse => (string)klasse!["code"]!, klasse => (string)klasse!["titel"]!)).ToList();
            var nota = tabel["nota"]!.AsArray().Select(zin => (string)zin!).ToList();

            var rijen = Csvlezer.Lees(await client.GetByteArrayAsync(Pad(publicatie, code, "csv")));
            Assert.Equal([.. tabel["assen"]!.AsArray().Select(axis => (string)axis!["titel"]!), "waarde"], rijen[0]);
            Assert.All(rijen, rij => Assert.Equal(rijen[0].Count, rij.Count));
            Assert.Equal(waarden, rijen.Skip(1).Take(waarden.Count).Select(rij => rij[^1]));
            Assert.Equal(
                tabel["cellen"]!.AsArray().Select(cel => string.Join('|', cel!["klassen"]!.AsArray().Select((klasse, axis) => klasse is null ? "totaal" : titels[axis][(string)klasse!]))),
                rijen.Skip(1).Take(waarden.Count).Select(rij => string.Join('|', rij.SkipLast(1))));
            Assert.Equal(nota, rijen.Where(rij => rij[0] == "nota").Select(rij => rij[1]));
            Assert.Equal(("2016", (string?)gevraagd["peildatum"], (string?)gevraagd["hash"]), (Onder(rijen, "periode"), Onder(rijen, "peildatum"), Onder(rijen, "hash")));

            var json = JsonNode.Parse(await client.GetStringAsync(Pad(publicatie, code, "json")))!;
            Assert.Equal(["id", "nummer", "periode", "versie", "peildatum", "hash"], ((string[])["id", "nummer", "periode", "versie", "peildatum", "hash"]).Where(lid => JsonNode.DeepEquals(gevraagd[lid], json[lid])));
            Assert.True(JsonNode.DeepEquals(tabel, Assert.Single(json["tabellen"]!.AsArray())), json.ToJsonString());

            var svg = XDocument.Parse(Encoding.UTF8.GetString(await client.GetByteArrayAsync(Pad(publicatie, code, "svg"))));
            var teksten = svg.Descendants("{http://www.w3.org/2000/svg}text").Select(tekst => tekst.Value).ToList();
            Assert.Equal(
                waarden.Select(waarde => waarde.Length == 0 ? "niet vrijgegeven" : waarde),
                teksten.Where(tekst => tekst == "niet vrijgegeven" || tekst.EndsWith(')')).Select(tekst => tekst.Split(" (")[0]));
            Assert.Contains($"peildatum {gevraagd["peildatum"]}", teksten[1], StringComparison.Ordinal);
            Assert.All(nota, zin => Assert.Contains(zin, string.Join(' ', teksten), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Given_the_procescijfers_When_exported_Then_no_figure_of_the_schema_is_missing_and_each_is_what_GraphQL_answers_to_the_digit_G3()
    {
        await Task.WhenAll(Enumerable.Range(1, 3).Select(dag => services.SendAsync(Bericht.Vraag(op: new DateOnly(2017, 5, dag)))));
        var schema = services.Services(RegistratieService.Name).GetRequiredService<GraphQLExecutor>();
        var typen = JsonNode.Parse((await schema.ExecuteAsync(new GraphQLRequest(
            "{ __schema { types { name kind fields { name description type { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }"))).ToJson())!["data"]!["__schema"]!["types"]!
            .AsArray().ToDictionary(type => (string)type!["name"]!, type => type!);
        using var client = services.Client(RegistratieService.Name, Rollen.Registratiehouder);
        using var stuurgroep = services.Client(RegistratieService.Name, Rollen.Stuurgroep);
        using var antwoord = await stuurgroep.PostAsJsonAsync("/graphql", new { query = $"{{ procescijfers(jaar: 2017, peildatum: \"2018-02-03\") {Selectie(typen, "Procescijfers")} }}" });
        var gevraagd = (await antwoord.JsonAsync())["data"]!["procescijfers"]!;
        Assert.Equal(3, (int)gevraagd["vragen"]!);
        using var opNaam = await stuurgroep.PostAsJsonAsync("/graphql", new { id = "procescijfers-alle", variables = new { jaar = 2017, peildatum = "2018-02-03" } });
        Assert.Equal(Plat(gevraagd), Plat((await opNaam.JsonAsync())["data"]!["procescijfers"]));

        var bestand = await client.GetByteArrayAsync(new Uri("/api/procescijfers/2017.csv?peildatum=2018-02-03", UriKind.Relative));
        var rijen = Csvlezer.Lees(bestand);
        Assert.Equal(["cijfer", "waarde", "omschrijving"], rijen[0]);
        Assert.Equal(Plat(gevraagd), rijen.Skip(1).Select(rij => (rij[0], rij[1].Replace(',', '.'))));
        var omschrijvingen = typen.Values.SelectMany(type => type["fields"]?.AsArray() ?? []).Select(veld => (string?)veld!["description"]).ToHashSet();
        Assert.All(rijen.Skip(1), rij => Assert.Contains(rij[2], omschrijvingen));

        var json = await client.GetStringAsync(new Uri("/api/procescijfers/2017.json?peildatum=2018-02-03", UriKind.Relative));
        Assert.Equal(Plat(gevraagd), Plat(JsonNode.Parse(json)!));

        // Of a part of the year too.
        using var mei = await client.GetAsync(new Uri("/api/procescijfers/2017.json?maand=5&peildatum=2018-02-03", UriKind.Relative));
        using var juni = await client.GetAsync(new Uri("/api/procescijfers/2017.json?kwartaal=3", UriKind.Relative));
        Assert.Equal((3, 0), ((int)(await mei.JsonAsync())["vragen"]!, (int)(await juni.JsonAsync())["vragen"]!));
        Assert.Equal("procescijfers-2017-maand-5-op-2018-02-03.json", mei.Content.Headers.ContentDisposition!.FileNameStar);
    }

    [Fact]
    public async Task Given_figures_that_do_not_add_up_When_exported_Then_they_are_not_given_but_what_is_wrong_G3()
    {
        // One question with two assessments: nobody knows which of the two counts.
        var verloop = new Verloop(new DateOnly(2018, 2, 1)).Gesprek(new DateOnly(2018, 3, 1));
        await verloop.SpeelAfAsync(services);
        await services.SendAsync((AssessmentgesprekWerdGevoerd)verloop.Berichten[^1] with { AssessmentId = Guid.CreateVersion7() });
        using var client = services.Client(RegistratieService.Name, Rollen.Stuurgroep);
        using var antwoord = await client.GetAsync(new Uri("/api/procescijfers/2018.csv?peildatum=2019-01-01", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Conflict, antwoord.StatusCode);
        Assert.Contains("assessments.gevraagd is 1, maar", await antwoord.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/procescijfers/2014.csv", HttpStatusCode.BadRequest, "jaar")]
    [InlineData("/api/procescijfers/2017.json?peildatum=2016-12-31", HttpStatusCode.BadRequest, "peildatum")]
    [InlineData("/api/procescijfers/2017.json?peildatum=31-12-2017", HttpStatusCode.BadRequest, "peildatum")]
    [InlineData("/api/procescijfers/2017.json?peildatum=2018-01-01&peildatum=2018-01-02", HttpStatusCode.BadRequest, "peildatum")]
    [InlineData("/api/procescijfers/2017.csv?maand=13", HttpStatusCode.BadRequest, "maand")]
    [InlineData("/api/procescijfers/2014.csv?kwartaal=5", HttpStatusCode.BadRequest, "kwartaal")]
    [InlineData("/api/procescijfers/2017.csv?halfjaar=eerste", HttpStatusCode.BadRequest, "halfjaar")]
    [InlineData("/api/procescijfers/2017.csv?halfjaar=1&maand=2", HttpStatusCode.BadRequest, "gaat niet samen met halfjaar")]
    [InlineData("/api/procescijfers/2017.svg", HttpStatusCode.NotFound, "")]
    [InlineData("/api/procescijfers/tweeduizend.csv", HttpStatusCode.NotFound, "")]
    [InlineData("/api/publicaties/00000000-0000-4000-8000-000000000000/tabellen/provincie.csv", HttpStatusCode.NotFound, "")]
    public async Task Given_what_does_not_exist_or_can_not_be_When_asked_for_Then_it_is_said(string pad, HttpStatusCode status, string veld)
    {
        using var client = services.Client(RegistratieService.Name, Rollen.Stuurgroep);
        using var antwoord = await client.GetAsync(new Uri(pad, UriKind.Relative));
        Assert.Equal(status, antwoord.StatusCode);
        Assert.Contains(veld, await antwoord.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_publicatie_When_a_table_or_a_form_is_asked_that_it_has_not_Then_404()
    {
        var publicatie = await MaakAsync("2015-1");
        using var client = services.Client(RegistratieService.Name, Rollen.Stuurgroep);
        foreach (var (code, vorm) in ((string, string)[])[("onbekend", "csv"), ("provincie", "xml"), ("provincie", "CSV")])
        {
            using var antwoord = await client.GetAsync(Pad(publicatie, code, vorm));
            Assert.Equal(HttpStatusCode.NotFound, antwoord.StatusCode);
        }
    }

    [Fact]
    public async Task Given_a_file_When_asked_again_with_its_tag_Then_304_until_the_publicatie_is_replaced_and_no_shared_cache_keeps_it()
    {
        var publicatie = await MaakAsync("2015");
        using var client = services.Client(RegistratieService.Name, Rollen.Stuurgroep);
        var tags = new HashSet<string>();
        foreach (var (vorm, type) in Vormen.Zip(["text/csv; charset=utf-8", "application/json", "image/svg+xml"]))
        {
            using var antwoord = await client.GetAsync(Pad(publicatie, "verblijf", vorm));
            Assert.Equal(type, antwoord.Content.Headers.ContentType!.ToString());
            Assert.Equal($"attachment; filename=verblijf-2015-v1.{vorm}; filename*=UTF-8''verblijf-2015-v1.{vorm}", antwoord.Content.Headers.ContentDisposition!.ToString());
            Assert.Equal("nosniff", Assert.Single(antwoord.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal((true, true), (antwoord.Headers.CacheControl!.Private, antwoord.Headers.CacheControl.NoCache));
            Assert.Contains(publicatie.Hash, antwoord.Headers.ETag!.Tag, StringComparison.Ordinal);
            Assert.True(tags.Add(antwoord.Headers.ETag.Tag));
            Assert.Equal(HttpStatusCode.NotModified, await OpnieuwAsync(client, Pad(publicatie, "verblijf", vorm), antwoord.Headers.ETag));
            Assert.Equal(HttpStatusCode.OK, await OpnieuwAsync(client, Pad(publicatie, "verblijf", vorm), new EntityTagHeaderValue("\"anders\"")));
        }

        await MaakAsync("2015", versie: 2);
        foreach (var tag in tags)
        {
            Assert.Equal(HttpStatusCode.OK, await OpnieuwAsync(client, Pad(publicatie, "verblijf", "csv"), new EntityTagHeaderValue(tag)));
        }

        Assert.Contains("intussen vervangen", await client.GetStringAsync(Pad(publicatie, "verblijf", "csv")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AndereRollen))]
    public async Task Given_another_role_When_it_asks_for_a_file_Then_403_and_without_a_token_401(string rol)
    {
        using var client = services.Client(RegistratieService.Name, rol);
        using var niemand = services.Client(RegistratieService.Name);
        foreach (var pad in ((string[])["/api/procescijfers/2017.csv", "/api/procescijfers/2017.json", .. Vormen.Select(vorm => $"/api/publicaties/{Guid.Empty}/tabellen/provincie.{vorm}")]).Select(pad => new Uri(pad, UriKind.Relative)))
        {
            using var geweigerd = await client.GetAsync(pad);
            await geweigerd.ProbleemAsync(403, "geen-toegang");
            using var onbekend = await niemand.GetAsync(pad);
            await onbekend.ProbleemAsync(401, "niet-aangemeld");
        }
    }

    [Fact]
    public async Task Given_files_When_read_Then_each_reading_is_a_line_in_the_audit_with_who_A11()
    {
        var publicatie = await MaakAsync("2015-2");
        using (var client = services.Client(RegistratieService.Name, Rollen.Stuurgroep))
        {
            foreach (var vorm in Vormen)
            {
                (await client.GetAsync(Pad(publicatie, "rekrutering", vorm))).Dispose();
            }

            (await client.GetAsync(Pad(publicatie, "rekrutering", "xml"))).Dispose();
            (await client.GetAsync(new Uri("/api/procescijfers/2016.csv", UriKind.Relative))).Dispose();
        }

        using var auditor = services.Client(RegistratieService.Name, Rollen.Auditor);
        var tabellen = (await auditor.JsonAsync($"/api/audit/registratie?onderwerp={publicatie.Id}"))["items"]!.AsArray();
        Assert.Equal(Enumerable.Repeat(("tabel.geexporteerd", Rollen.Stuurgroep), 3), tabellen.Select(regel => ((string)regel!["actie"]!, (string)regel["sub"]!)));
        Assert.Single((await auditor.JsonAsync("/api/audit/registratie?actie=procescijfers.geexporteerd(2016)"))["items"]!.AsArray());
    }

    private static Uri Pad(Publicatie publicatie, string code, string vorm) => new($"/api/publicaties/{publicatie.Id}/tabellen/{code}.{vorm}", UriKind.Relative);

    private static string Onder(IReadOnlyList<IReadOnlyList<string>> rijen, string naam) => rijen.Single(rij => rij[0] == naam)[1];

    private static async Task<HttpStatusCode> OpnieuwAsync(HttpClient client, Uri pad, EntityTagHeaderValue tag)
    {
        using var verzoek = new HttpRequestMessage(HttpMethod.Get, pad);
        verzoek.Headers.IfNoneMatch.Add(tag);
        using var antwoord = await client.SendAsync(verzoek);
        return antwoord.StatusCode;
    }

    /// <summary>Every field of the type, and of what is under it.</summary>
    private static string Selectie(IReadOnlyDictionary<string, JsonNode> typen, string type)
        => $"{{ {string.Join(' ', typen[type]["fields"]!.AsArray().Select(veld => $"{veld!["name"]} {(Onderliggend(veld["type"]!) is var naam && typen[naam]["fields"] is JsonArray ? Selectie(typen, naam) : "")}"))} }}";

    private static string Onderliggend(JsonNode type) => (string?)type["name"] ?? Onderliggend(type["ofType"]!);

    /// <summary>Each value by its path, as the file has it: places in a list from 1, codes as in the API.</summary>
    private static List<(string, string)> Plat(JsonNode? deel, string pad = "") => deel switch
    {
        JsonObject lid => [.. lid.SelectMany(onder => Plat(onder.Value, pad.Length == 0 ? onder.Key : $"{pad}.{onder.Key}"))],
        JsonArray lijst => [.. lijst.SelectMany((onder, plaats) => Plat(onder, string.Create(CultureInfo.InvariantCulture, $"{pad}.{plaats + 1}")))],
        null => [(pad, "")],
        _ => [(pad, deel.GetValueKind() is JsonValueKind.True ? "ja" : deel.GetValueKind() is JsonValueKind.False ? "nee" : Code(deel.ToString()))],
    };

    /// <summary>GraphQL writes a code as ZO_EEN_WOORD, the API as zoEenWoord.</summary>
    private static string Code(string tekst)
        => tekst.Length > 0 && tekst.Any(char.IsAsciiLetterUpper) && tekst.All(teken => char.IsAsciiLetterUpper(teken) || char.IsAsciiDigit(teken) || teken == '_')
            ? JsonNamingPolicy.CamelCase.ConvertName(string.Concat(tekst.Split('_').Select(deel => deel[..1] + deel[1..].ToLowerInvariant())))
            : tekst;

    /// <summary>A publicatie of all tables, some cells withheld, and the last table too; not by the release itself, which would decide by itself what it withholds.</summary>
    private Task<Publicatie> MaakAsync(string periode, int versie = 1) => services.InDbAsync<RegistratieDbContext, Publicatie>(RegistratieService.Name, async db =>
    {
        var inhoud = Publicatieblad.Schrijf([.. Tabellenlijst.Alle.Select((tabel, nummer) => nummer == Tabellenlijst.Alle.Count - 1
            ? new Blad(tabel, null, [])
            : new Blad(tabel, nummer % 2, [.. tabel.Vakken($"p/{tabel.Soort}", nummer % 2).Select((vak, i) => (vak, i % 7 == 3 ? null : (int?)(i * 5)))]))]);
        var publicatie = new Publicatie
        {
            Id = Guid.CreateVersion7(),
            Nummer = (await db.Publicaties.MaxAsync(eerdere => (int?)eerdere.Nummer) ?? 0) + 1,
            Periode = periode,
            Versie = versie,
            Reden = versie > 1 ? RedenVervanging.LatereFeiten : null,
            Peildatum = new DateOnly(2026, 11, 22),
            VrijgegevenOp = services.Time.GetUtcNow(),
            VrijgegevenDoor = "iemand",
            Inhoud = inhoud,
            Hash = Publicatie.HashVan(inhoud),
        };
        db.Publicaties.Add(publicatie);
        await db.SaveChangesAsync();
        return publicatie;
    });
}

public sealed class ExportTestsEmbedded(EmbeddedServices services) : ExportTests(services), IClassFixture<EmbeddedServices>;

public sealed class ExportTestsDistributed(DistributedServices services) : ExportTests(services.OrSkip()), IClassFixture<DistributedServices>;
