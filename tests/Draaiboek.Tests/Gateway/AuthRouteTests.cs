using System.Net;
using Draaiboek.Gateway;
using Xunit;

namespace Draaiboek.Tests.Gateway;

/// <summary>What of the authority is open under <c>/auth</c>: of the demo issuer its three documents, of Keycloak one realm and its login page, of another authority nothing.</summary>
public sealed class AuthRouteTests(AuthRouteTests.RealmFixture fixture) : IClassFixture<AuthRouteTests.RealmFixture>
{
    private const string Realm = "http://localhost:8080/auth/realms/draaiboek";

    private GatewayUnderTest Gateway => fixture.Gateway;

    [Theory]
    [InlineData("/auth/realms/draaiboek")]
    [InlineData("/auth/realms/draaiboek/.well-known/openid-configuration?x=1")]
    [InlineData("/auth/realms/draaiboek/protocol/openid-connect/token")]
    [InlineData("/auth/realms/draaiboek/login-actions/authenticate?session_code=a")]
    [InlineData("/auth/resources/x1y2z/login/keycloak.v2/css/styles.css")]
    public async Task Given_an_authority_whose_address_keeps_auth_When_its_realm_is_asked_Then_it_gets_the_same_path(string path)
    {
        var echo = await Gateway.EchoAsync(path, null);
        Assert.Equal(("auth", path), (echo.Dienst, echo.Doel));
    }

    [Theory]
    [InlineData("/auth")]
    [InlineData("/auth/")]
    [InlineData("/auth/admin")]
    [InlineData("/auth/admin/master/console/")]
    [InlineData("/auth/admin/realms/draaiboek/users")]
    [InlineData("/auth/realms")]
    [InlineData("/auth/realms/master")]
    [InlineData("/auth/realms/master/protocol/openid-connect/token")]
    [InlineData("/auth/realms/draaiboek2/protocol/openid-connect/token")]
    [InlineData("/auth/realms/draaiboek.master/x")]
    [InlineData("/auth/health/ready")]
    [InlineData("/auth/metrics")]
    [InlineData("/auth/js/keycloak.js")]
    [InlineData("/auth/token")]
    [InlineData("/auth/jwks")]
    [InlineData("/auth/.well-known/openid-configuration")]
    public async Task Given_an_authority_with_a_realm_When_anything_beside_it_is_asked_Then_the_authority_does_not_hear_of_it(string path)
    {
        foreach (var method in new[] { "GET", "POST" })
        {
            using var anonymous = await Gateway.SendAsync(method, path);
            await ProblemAssert.IsProblemAsync(anonymous, 401, "niet-aangemeld");
            using var known = await Gateway.SendAsync(method, path, Gateway.Authority.Token(["beheerder"]));
            await ProblemAssert.IsProblemAsync(known, 404, "niet-gevonden");
        }
    }

    [Theory]
    [InlineData("/auth/realms/draaiboek/../master/x")]
    [InlineData("/auth/realms/draaiboek/%2e%2e/master/x")]
    [InlineData("/auth/realms/draaiboek/..%2f..%2fadmin")]
    [InlineData("/auth/resources/../admin")]
    [InlineData("/auth/realms/draaiboek;x=1/../../admin")]
    public async Task Given_a_path_that_leads_out_of_the_realm_When_it_is_asked_Then_400(string target)
        => Assert.StartsWith("HTTP/1.1 400 ", await Gateway.RawGetAsync(target, null), StringComparison.Ordinal);

    [Fact]
    public async Task Given_a_login_page_When_a_browser_asks_it_Then_its_cookies_pass_both_ways()
    {
        using var response = await Gateway.SendAsync("GET", "/auth/realms/draaiboek/x", more: request => request.Headers.Add("Cookie", "AUTH_SESSION_ID=1"));
        Assert.Equal("sessie=1", response.Headers.GetValues("Set-Cookie").Single());
        Assert.False(response.Headers.Contains("X-Powered-By"));

        var echo = await Gateway.EchoAsync("/auth/realms/draaiboek/x", null, request =>
        {
            request.Headers.Add("Cookie", "AUTH_SESSION_ID=1");
            request.Headers.Add("Origin", "http://localhost:8080");
            request.Headers.Add("X-Iets", "1");
        });
        Assert.Equal(("AUTH_SESSION_ID=1", "http://localhost:8080", null), (echo.Hoofding("Cookie"), echo.Hoofding("Origin"), echo.Hoofding("X-Iets")));
    }

    [Fact]
    public async Task Given_a_sender_who_says_for_whom_he_asks_When_the_realm_is_asked_Then_it_hears_the_address_of_the_settings_and_of_the_connection()
    {
        var echo = await Gateway.EchoAsync("/auth/realms/draaiboek/x", null, request =>
        {
            request.Headers.Host = "boef.example";
            request.Headers.Add("X-Forwarded-Host", "boef.example");
            request.Headers.Add("X-Forwarded-Proto", "gopher");
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            request.Headers.Add("X-Forwarded-Port", "666");
            request.Headers.Add("Forwarded", "for=203.0.113.7");
        });
        Assert.Equal(("localhost:8080", "http"), (echo.Hoofding("X-Forwarded-Host"), echo.Hoofding("X-Forwarded-Proto")));
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(echo.Hoofding("X-Forwarded-For")!)));
        Assert.Null(echo.Hoofding("X-Forwarded-Port"));
        Assert.Null(echo.Hoofding("Forwarded"));
        Assert.DoesNotContain(echo.Hoofdingen.Values, value => value.Contains("boef", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_a_realm_When_a_service_is_asked_Then_cookies_and_addresses_stay_outside_as_ever()
    {
        var echo = await Gateway.EchoAsync("/api/meldingen", Gateway.Authority.Token(["melder:1"]), request =>
        {
            request.Headers.Add("Cookie", "AUTH_SESSION_ID=1");
            request.Headers.Add("Origin", "http://localhost:8080");
        });
        Assert.All(new[] { "Cookie", "Origin", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For" }, name => Assert.Null(echo.Hoofding(name)));
        using var response = await Gateway.SendAsync("GET", "/api/meldingen", Gateway.Authority.Token(["melder:1"]));
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("https://draaiboek.example/auth/realms/draaiboek", "draaiboek.example", "https")]
    [InlineData("https://draaiboek.example:8443/auth/realms/draaiboek/", "draaiboek.example:8443", "https")]
    public async Task Given_a_public_address_When_the_realm_is_asked_Then_it_hears_that_one(string authority, string host, string scheme)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(("Identity:Authority", authority));
        var echo = await gateway.EchoAsync("/auth/realms/draaiboek/x", null);
        Assert.Equal((host, scheme), (echo.Hoofding("X-Forwarded-Host"), echo.Hoofding("X-Forwarded-Proto")));
        // Its own address says nothing of /auth: it gets what is left of the path.
        Assert.Equal("/realms/draaiboek/x", echo.Doel);
    }

    [Theory]
    [InlineData("https://identiteit.example/auth2/realms/draaiboek")]
    [InlineData("https://identiteit.example/op")]
    [InlineData("https://identiteit.example")]
    public async Task Given_an_authority_that_stands_elsewhere_When_auth_is_asked_Then_nothing_is_open(string authority)
    {
        Assert.Empty(AuthRoutes.For(new Uri(authority)));
        await using var gateway = await GatewayUnderTest.StartAsync(("Identity:Authority", authority));
        foreach (var path in new[] { "/auth/token", "/auth/realms/draaiboek/x", "/auth/resources/x" })
        {
            using var response = await gateway.SendAsync("GET", path, gateway.Authority.Token(["beheerder"]));
            await ProblemAssert.IsProblemAsync(response, 404, "niet-gevonden");
        }
    }

    [Theory]
    [InlineData("/auth/health/live")]
    [InlineData("/auth/token/x")]
    [InlineData("/auth/realms/draaiboek/x")]
    [InlineData("/auth/resources/x")]
    public async Task Given_the_demo_issuer_When_anything_but_its_three_documents_is_asked_Then_nothing_is_open(string path)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var response = await gateway.SendAsync("GET", path, gateway.Authority.Token(["beheerder"]));
        await ProblemAssert.IsProblemAsync(response, 404, "niet-gevonden");
        var echo = await gateway.EchoAsync("/auth/jwks", null, request => request.Headers.Add("Cookie", "a=1"));
        Assert.Equal(("/jwks", null, null), (echo.Doel, echo.Hoofding("Cookie"), echo.Hoofding("X-Forwarded-For")));
    }

    /// <summary>A gateway before an authority as Keycloak stands in docker-compose: with <c>/auth</c> in its own address.</summary>
    public sealed class RealmFixture : IAsyncLifetime
    {
        private TestBackend? _keycloak;

        internal GatewayUnderTest Gateway { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _keycloak = await TestBackend.StartAsync(Clusters.Auth);
            Gateway = await GatewayUnderTest.StartAsync(("Identity:Authority", Realm), ($"Gateway:Clusters:{Clusters.Auth}", new Uri(_keycloak.Url, "auth").AbsoluteUri));
        }

        public async Task DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await _keycloak!.DisposeAsync();
        }
    }
}
