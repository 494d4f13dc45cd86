using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Tables of a closed period: who releases them, that they stay, and that they read the same everywhere (G2, G5). Each test has a year of its own.</summary>
[Trait("Regel", "G5")]
public abstract class PublicatieTests(ServicesFixture services)
{
    private const string Houder = "registratiehouder";
    private const string Query = "{ publicaties { nodes { id nummer periode versie reden vervangen peildatum vrijgegevenDoor hash tabellen { code titel nota cellen { klassen waarde } assen { code klassen { code titel } } } } } }";

    [Fact]
    public async Task Given_a_closed_year_When_the_keeper_releases_it_Then_GraphQL_and_the_API_show_the_same_and_each_value_is_near_the_count_G2()
    {
        var vragen = await MaakVragenAsync(2020, 70);
        var gemaakt = await PubliceerAsync(new { jaar = 2020 });
        var gelezen = await LeesAsync((string)gemaakt["id"]!);
        Assert.Equal(("2020", 1, false, null), ((string?)gelezen["periode"], (int)gelezen["versie"]!, (bool)gelezen["vervangen"]!, (string?)gelezen["reden"]));
        var publicatie = Assert.Single(await PublicatiesAsync(), publicatie => (string?)publicatie!["id"] == (string?)gemaakt["id"])!;
        Assert.Equal(gemaakt["hash"]!.ToJsonString(), publicatie["hash"]!.ToJsonString());
        foreach (var tabel in publicatie["tabellen"]!.AsArray())
        {
            var zelfde = gelezen["tabellen"]!.AsArray().Single(t => (string?)t!["code"] == (string?)tabel!["code"])!;
            Assert.Equal(zelfde["cellen"]!.ToJsonString(), tabel!["cellen"]!.ToJsonString());
            Assert.True(tabel["nota"]!.AsArray().Count > 0);
        }

        Assert.Equal(Tabellenlijst.Alle.Select(tabel => tabel.Code), publicatie["tabellen"]!.AsArray().Select(tabel => (string)tabel!["code"]!));
        var provincie = publicatie["tabellen"]!.AsArray()[0]!["cellen"]!.AsArray().Where(cel => cel!["waarde"] is not null && cel["klassen"]![0] is not null).ToList();
        Assert.NotEmpty(provincie);
        foreach (var cel in provincie.Where(cel => (string?)cel!["klassen"]![0] is "antwerpen" or "limburg"))
        {
            var aantal = vragen.Count(vraag => string.Equals(vraag.Provincie.ToString(), (string?)cel!["klassen"]![0], StringComparison.OrdinalIgnoreCase));
            Assert.InRange((int)cel!["waarde"]!, aantal - 4, aantal + 4);
        }
    }

    [Fact]
    public async Task Given_a_publicatie_When_it_is_replaced_Then_with_a_reason_only_and_the_old_one_stays_as_it_was_G2()
    {
        await MaakVragenAsync(2021, 60);
        var eerste = await PubliceerAsync(new { jaar = 2021, halfjaar = 1 });
        var voordien = await LeesAsync((string)eerste["id"]!);
        using (var zonder = await VraagAsync(new { jaar = 2021, halfjaar = 1 }))
        {
            Assert.Contains("reden", await zonder.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.BadRequest, zonder.StatusCode);
        }

        await MaakVragenAsync(2021, 5);
        var tweede = await PubliceerAsync(new { jaar = 2021, halfjaar = 1, reden = "latereFeiten" });
        Assert.Equal((2, (int)eerste["nummer"]! < (int)tweede["nummer"]!), ((int)tweede["versie"]!, true));
        var oud = await LeesAsync((string)eerste["id"]!);
        Assert.True((bool)oud["vervangen"]!);
        Assert.Equal(voordien["tabellen"]!.ToJsonString(), oud["tabellen"]!.ToJsonString());
        var inhoud = await services.InDbAsync<RegistratieDbContext, (string, string)>(RegistratieService.Name, async db =>
        {
            var rij = await db.Publicaties.FindAsync(Guid.Parse((string)eerste["id"]!));
            return (rij!.Inhoud, rij.Hash);
        });
        Assert.Equal(inhoud.Item2, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(inhoud.Item1))));

        // Five came: where a value moved, one of these would be told. With twelve more they are enough.
        await MaakVragenAsync(2021, 12);
        var derde = await PubliceerAsync(new { jaar = 2021, halfjaar = 1, reden = "latereFeiten" });
        var getoond = await GetoondAsync(eerste);
        Assert.Empty(getoond.Intersect(await GetoondAsync(tweede)));
        Assert.NotEmpty(getoond.Intersect(await GetoondAsync(derde)));
    }

    [Fact]
    public async Task Given_a_release_in_the_making_When_another_goes_out_Then_neither_waits_and_the_one_that_does_not_know_of_it_is_refused_G5()
    {
        await MaakVragenAsync(2023, 30);
        await using var scope = services.Services(RegistratieService.Name).CreateAsyncScope();
        await using var ander = services.Services(RegistratieService.Name).CreateAsyncScope();
        var bereid = scope.ServiceProvider.GetRequiredService<Uitgavebereiding>();
        // While somebody else writes: on SQLite only one can.
        await Schrijver(ander).RunAsync(
            async cancellationToken =>
            {
                await ander.ServiceProvider.GetRequiredService<RegistratieDbContext>().BeginAsync(cancellationToken);
                await bereid.BereidAsync(new(2023, null, null), cancellationToken);
            },
            CancellationToken.None);
        await PubliceerAsync(new { jaar = 2024 });
        var houder = Caller.From(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "houder"), new Claim(Caller.PersonClaim, "houder")])));
        var uitkomst = await Schrijver(scope).RunAsync(
            cancellationToken => PubliceerTabellen.HandleAsync(null!, bereid, houder, scope.ServiceProvider.GetRequiredService<RegistratieDbContext>(), services.Time, cancellationToken),
            outcome => outcome.Succeeded,
            CancellationToken.None);
        Assert.IsType<Outcome.Conflict>(uitkomst);
        Assert.DoesNotContain(await PublicatiesAsync(), publicatie => (string?)publicatie!["periode"] == "2023");

        // Asked again it is judged beside the other.
        var id = Guid.Parse((string)(await PubliceerAsync(new { jaar = 2023 }))["id"]!);
        Assert.Equal(30, await services.InDbAsync<RegistratieDbContext, int>(RegistratieService.Name, db => db.PublicatieLeden.CountAsync(lid => lid.PublicatieId == id && lid.Soort == Populaties.Jongeren)));
    }

    private static WriteTransaction<RegistratieDbContext> Schrijver(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<WriteTransaction<RegistratieDbContext>>();

    [Theory]
    [InlineData("stuurgroep")]
    [InlineData("auditor")]
    [InlineData("beheerder")]
    [InlineData(Invoer.Medewerker)]
    public async Task Given_another_role_When_it_releases_Then_403_and_nothing_is_released_G5(string rol)
    {
        using var client = services.Client(RegistratieService.Name, rol);
        using var response = await client.PostAsJsonAsync("/api/publicaties", new { jaar = 2022 });
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(await PublicatiesAsync(), publicatie => (string?)publicatie!["periode"] == "2022");
    }

    [Fact]
    public async Task Given_a_token_without_a_person_When_it_releases_Then_403_G5()
    {
        using var client = services.ClientWithToken(RegistratieService.Name, services.Authority.Token([Houder], voId: null));
        using var response = await client.PostAsJsonAsync("/api/publicaties", new { jaar = 2022 });
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Given_a_period_that_is_not_over_or_can_not_be_When_released_Then_refused_G2()
    {
        var ditJaar = services.Time.Vandaag().Year;
        foreach (var (invoer, status) in new (object, HttpStatusCode)[]
        {
            (new { jaar = ditJaar }, HttpStatusCode.Conflict),
            (new { jaar = ditJaar + 1 }, HttpStatusCode.BadRequest),
            (new { jaar = 2014 }, HttpStatusCode.BadRequest),
            (new { jaar = 2019, halfjaar = 3 }, HttpStatusCode.BadRequest),
            (new { jaar = 2018, reden = "latereFeiten" }, HttpStatusCode.BadRequest),
        })
        {
            using var response = await VraagAsync(invoer);
            Assert.Equal(status, response.StatusCode);
        }
    }

    private async Task<List<MeldingWerdGeregistreerd>> MaakVragenAsync(int jaar, int aantal)
    {
        var toeval = new Random(jaar + aantal);
        var vragen = Enumerable.Range(0, aantal).Select(_ => Bericht.Vraag(op: new DateOnly(jaar, 1, 1).AddDays(toeval.Next(180))) with
        {
            Pseudoniem = Guid.CreateVersion7(),
            Provincie = (Provincie)toeval.Next(1, 4),
            Leeftijdsklasse = (Leeftijdsklasse)toeval.Next(1, 5),
            Geslacht = (Geslacht)toeval.Next(1, 3),
            LinkTienerpooier = (LinkTienerpooier)toeval.Next(1, 5),
            Verblijf = (Verblijf)toeval.Next(1, 5),
            Rekruteringskanaal = (Rekruteringskanaal)toeval.Next(1, 6),
            Sector = (Sector)toeval.Next(1, 5),
            AantalKeerWeggelopen = toeval.Next(8),
        }).ToList();
        await Parallel.ForEachAsync(vragen, ServicesFixture.VeelTegelijk, async (vraag, _) => await services.SendAsync(vraag));
        return vragen;
    }

    private async Task<HttpResponseMessage> VraagAsync(object invoer)
    {
        using var client = services.Client(RegistratieService.Name, Houder);
        return await client.PostAsJsonAsync("/api/publicaties", invoer);
    }

    private async Task<JsonNode> PubliceerAsync(object invoer)
    {
        using var response = await VraagAsync(invoer);
        var antwoord = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, antwoord);
        return JsonNode.Parse(antwoord)!;
    }

    private async Task<JsonNode> LeesAsync(string id)
    {
        using var client = services.Client(RegistratieService.Name, "stuurgroep");
        return await client.JsonAsync($"/api/publicaties/{id}");
    }

    /// <summary>What a publicatie shows of the properties of young persons, whatever the value.</summary>
    private async Task<List<string>> GetoondAsync(JsonNode publicatie)
    {
        var id = Guid.Parse((string)publicatie["id"]!);
        var cellen = await services.InDbAsync<RegistratieDbContext, List<string>>(
            RegistratieService.Name, db => db.PublicatieCellen.Where(cel => cel.PublicatieId == id && cel.Waarde != null).Select(cel => cel.Sleutel).ToListAsync());
        return [.. cellen.Select(Cel.Lees).Where(cel => cel.IsBeschermd && cel.Populatie.EndsWith($"/{Populaties.Jongeren}", StringComparison.Ordinal)).Select(cel => cel.Vraag)];
    }

    private async Task<JsonArray> PublicatiesAsync()
    {
        using var client = services.Client(RegistratieService.Name, "stuurgroep");
        using var response = await client.PostAsJsonAsync("/graphql", new { query = Query });
        var antwoord = await response.JsonAsync();
        Assert.Null(antwoord["errors"]);
        return antwoord["data"]!["publicaties"]!["nodes"]!.AsArray();
    }
}

public sealed class PublicatieTestsEmbedded(EmbeddedServices services) : PublicatieTests(services), IClassFixture<EmbeddedServices>;

public sealed class PublicatieTestsDistributed(DistributedServices services) : PublicatieTests(services.OrSkip()), IClassFixture<DistributedServices>;
