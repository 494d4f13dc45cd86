using System.Net;
using Draaiboek.Gateway;
using Draaiboek.Hosting.Identity;
using Xunit;

namespace Draaiboek.Tests.Gateway;

public sealed class RoutePolicyTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    /// <summary>The contract, written out apart from the gateway's own table.</summary>
    private static readonly (string Path, string Dienst, string[] Rollen)[] Contract =
    [
        ("/api/meldingen", "melding", [Rollen.Melder, Rollen.Centrummedewerker]),
        ("/api/meldingen/7", "melding", [Rollen.Melder, Rollen.Centrummedewerker]),
        ("/api/meldingen/concepten/7", "melding", [Rollen.Melder, Rollen.Centrummedewerker]),
        ("/api/meldingen/invoer", "melding", [Rollen.Centrummedewerker]),
        ("/api/meldingen/invoer/sjabloon", "melding", [Rollen.Centrummedewerker]),
        ("/api/meldingen/7/bijlagen", "melding", [Rollen.Melder, Rollen.Centrummedewerker]),
        ("/api/meldingen/7/bijlagen/8", "melding", [Rollen.Melder, Rollen.Centrummedewerker]),
        ("/api/overdrachten", "melding", [Rollen.Centrummedewerker]),
        ("/api/audit/melding", "melding", [Rollen.Auditor]),
        ("/api/audit/assessment", "assessment", [Rollen.Auditor]),
        ("/api/audit/juridische-steun", "juridische-steun", [Rollen.Auditor]),
        ("/api/audit/registratie", "registratie", [Rollen.Auditor]),
        ("/api/meldpunt/gesprekken", "melding", [Rollen.Centrummedewerker]),
        ("/api/meldpunt/gesprekken/7/antwoorden", "melding", [Rollen.Centrummedewerker]),
        ("/api/signalen", "melding", [Rollen.Melder, Rollen.Centrummedewerker]),
        ("/api/risicotaxatie", "melding", [Rollen.Melder, Rollen.Centrummedewerker]),
        ("/api/contacten", "melding", [Rollen.Melder, Rollen.Centrummedewerker]),
        ("/api/assessments", "assessment", [Rollen.Centrummedewerker]),
        ("/api/assessments/7/gesprekken", "assessment", [Rollen.Centrummedewerker]),
        ("/api/achterstanden", "assessment", [Rollen.Centrummedewerker]),
        ("/api/achterstanden/7", "assessment", [Rollen.Centrummedewerker]),
        ("/api/vormingen", "assessment", [Rollen.Centrummedewerker]),
        ("/api/vormingen/7", "assessment", [Rollen.Centrummedewerker]),
        ("/api/juridische-dossiers", "juridische-steun", [Rollen.JuridischBegeleider]),
        ("/api/juridische-dossiers/aanleidingen", "juridische-steun", [Rollen.JuridischBegeleider]),
        ("/api/publicaties", "registratie", [Rollen.Stuurgroep, Rollen.Registratiehouder]),
        ("/api/publicaties/7", "registratie", [Rollen.Stuurgroep, Rollen.Registratiehouder]),
        ("/api/publicaties/7/tabellen/provincie.csv", "registratie", [Rollen.Stuurgroep, Rollen.Registratiehouder]),
        ("/api/procescijfers/2019.csv", "registratie", [Rollen.Stuurgroep, Rollen.Registratiehouder]),
        ("/graphql", "registratie", [Rollen.Stuurgroep]),
        ("/graphql/schema.graphql", "registratie", [Rollen.Stuurgroep, Rollen.Beheerder]),
        ("/api/verantwoording/melding", "melding", [Rollen.Auditor, Rollen.Stuurgroep]),
        ("/api/verantwoording/assessment", "assessment", [Rollen.Auditor, Rollen.Stuurgroep]),
        ("/api/verantwoording/juridische-steun", "juridische-steun", [Rollen.Auditor, Rollen.Stuurgroep]),
        ("/api/verantwoording/registratie", "registratie", [Rollen.Auditor, Rollen.Stuurgroep]),
        ("/api/beheer/melding/geparkeerd", "melding", [Rollen.Beheerder]),
        ("/api/beheer/assessment/geparkeerd", "assessment", [Rollen.Beheerder]),
        ("/api/beheer/juridische-steun/geparkeerd", "juridische-steun", [Rollen.Beheerder]),
        ("/api/beheer/registratie/geparkeerd/opnieuw", "registratie", [Rollen.Beheerder]),
    ];

    private GatewayUnderTest Gateway => fixture.Gateway;

    public static TheoryData<string, string, string, bool> EveryRouteForEveryRole()
    {
        var data = new TheoryData<string, string, string, bool>();
        foreach (var (path, dienst, rollen) in Contract)
        {
            foreach (var rol in Rollen.Alle)
            {
                data.Add(path, dienst, rol, rollen.Contains(rol, StringComparer.Ordinal));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryRouteForEveryRole))]
    public async Task Given_a_role_When_it_asks_a_route_Then_it_passes_only_where_it_has_business(string path, string dienst, string rol, bool passes)
    {
        var token = Gateway.Authority.Token([rol + ":bereik"]);
        if (passes)
        {
            var echo = await Gateway.EchoAsync(path, token);
            Assert.Equal((dienst, path), (echo.Dienst, echo.Doel));
            Assert.Equal(dienst, (await Gateway.EchoAsync(path, token, method: "POST")).Dienst);
        }
        else
        {
            using var get = await Gateway.SendAsync("GET", path, token);
            await ProblemAssert.IsProblemAsync(get, 403, "geen-toegang");
            using var post = await Gateway.SendAsync("POST", path, token);
            await ProblemAssert.IsProblemAsync(post, 403, "geen-toegang");
        }
    }

    [Theory]
    [InlineData("melder2")]
    [InlineData("Melder:0400506961")]
    [InlineData("xmelder")]
    [InlineData(":melder")]
    [InlineData("melder stuurgroep")]
    public async Task Given_a_role_that_only_looks_like_one_When_it_asks_Then_403(string rol)
    {
        using var response = await Gateway.SendAsync("GET", "/api/meldingen", Gateway.Authority.Token([rol]));
        await ProblemAssert.IsProblemAsync(response, 403, "geen-toegang");
    }

    [Fact]
    public async Task Given_no_token_When_any_route_is_asked_Then_401()
    {
        foreach (var (path, _, _) in Contract)
        {
            using var response = await Gateway.SendAsync("GET", path);
            await ProblemAssert.IsProblemAsync(response, 401, "niet-aangemeld");
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().ToString());
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/iets")]
    [InlineData("/api/verantwoording")]
    [InlineData("/api/verantwoording/gateway")]
    [InlineData("/api/verantwoording/melding/meer")]
    [InlineData("/api/beheer")]
    [InlineData("/api/beheer/gateway/geparkeerd")]
    [InlineData("/graphql/schema")]
    [InlineData("/health")]
    [InlineData("/openapi/v2.json")]
    public async Task Given_a_route_that_nobody_mapped_When_it_is_asked_Then_401_without_token_and_404_with_one(string path)
    {
        foreach (var method in new[] { "GET", "POST", "DELETE", "OPTIONS" })
        {
            using var anonymous = await Gateway.SendAsync(method, path);
            await ProblemAssert.IsProblemAsync(anonymous, 401, "niet-aangemeld");
            using var known = await Gateway.SendAsync(method, path, Gateway.Authority.Token(Rollen.Alle));
            await ProblemAssert.IsProblemAsync(known, 404, "niet-gevonden");
        }
    }

    [Fact]
    public async Task Given_the_auth_prefix_When_it_is_asked_without_token_Then_the_authority_gets_the_rest_of_the_path()
    {
        var echo = await Gateway.EchoAsync("/auth/.well-known/openid-configuration?x=1", null);
        Assert.Equal(("auth", "/.well-known/openid-configuration?x=1"), (echo.Dienst, echo.Doel));

        var token = await Gateway.EchoAsync(
            "/auth/token",
            null,
            request =>
            {
                request.Headers.TryAddWithoutValidation("Authorization", "Basic bWVsZGVyLWE6Z2VoZWlt");
                request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]);
            },
            "POST");
        Assert.Equal(("/token", "Basic bWVsZGVyLWE6Z2VoZWlt"), (token.Doel, token.Hoofding("Authorization")));
        Assert.Equal("application/x-www-form-urlencoded", token.Hoofding("Content-Type"));
    }

    [Fact]
    public void Given_the_table_of_routes_When_it_is_read_Then_none_is_open()
        => Assert.DoesNotContain(GatewayRoutes.Tabel, route => route.Rollen.Length == 0);

    [Fact]
    public async Task Given_a_query_When_it_is_passed_on_Then_it_is_the_same()
        => Assert.Equal(
            "/api/assessments?melding=%7Bx%7D&first=20&after=a%2Fb%2B",
            (await Gateway.EchoAsync("/api/assessments?melding=%7Bx%7D&first=20&after=a%2Fb%2B", Gateway.Authority.Token(["centrummedewerker:payoke"]))).Doel);

    [Fact]
    public async Task Given_an_answer_of_a_service_When_it_refuses_Then_its_own_words_come_through()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(async context =>
        {
            context.Response.StatusCode = 409;
            context.Response.ContentType = "application/problem+json";
            await context.Response.Body.WriteAsync("""{"toestand":"lopend"}"""u8.ToArray());
        });
        using var response = await gateway.SendAsync("POST", "/api/meldingen", gateway.Authority.Token(["melder:1"]));
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("""{"toestand":"lopend"}""", await response.Content.ReadAsStringAsync());
    }
}
