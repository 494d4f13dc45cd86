using System.Net;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Gateway;

public sealed class TokenTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static readonly string[] Melder = ["melder:0400506961"];

    private GatewayUnderTest Gateway => fixture.Gateway;

    public static TheoryData<string> WrongTokens() =>
        ["expired", "not yet an authority", "other audience", "id token", "no typ", "other key", "public key as secret", "unsigned", "other payload", "no subject", "cut off", "not a token", "empty"];

    [Theory]
    [MemberData(nameof(WrongTokens))]
    public async Task Given_a_wrong_token_When_it_is_sent_Then_401(string kind)
    {
        var authority = Gateway.Authority;
        var token = kind switch
        {
            "expired" => authority.Token(Melder, expires: TimeSpan.FromMinutes(-1)),
            "not yet an authority" => authority.Token(Melder, issuer: "http://localhost:1/auth"),
            "other audience" => authority.Token(Melder, audience: "iets-anders"),
            "id token" => authority.Token(Melder, typ: "JWT"),
            "no typ" => authority.Token(Melder, typ: ""),
            "other key" => authority.Token(Melder, signing: Signing.OtherKey),
            "public key as secret" => authority.Token(Melder, signing: Signing.PublicKeyAsSecret),
            "unsigned" => authority.Token(Melder, signing: Signing.None),
            "other payload" => authority.Token(Melder, signing: Signing.OtherPayload),
            "no subject" => authority.Token(Melder, sub: null),
            "cut off" => authority.Token(Melder)[..^10],
            "empty" => "",
            _ => "xyz",
        };
        // A good token first and after: what is remembered of it must not help the wrong one.
        var good = authority.Token(Melder);
        await Gateway.EchoAsync("/api/meldingen", good);
        using var response = await Gateway.SendAsync("GET", "/api/meldingen", more: request => request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token));
        var problem = await ProblemAssert.IsProblemAsync(response, 401, "niet-aangemeld");
        Assert.DoesNotContain("eyJ", problem.ToJsonString(), StringComparison.Ordinal);
        await Gateway.EchoAsync("/api/meldingen", good);
    }

    [Fact]
    public async Task Given_a_good_token_When_it_passes_Then_the_service_gets_it_as_it_is()
    {
        var token = Gateway.Authority.Token(Melder);
        var echo = await Gateway.EchoAsync("/api/meldingen", token);
        Assert.Equal("Bearer " + token, echo.Hoofding("Authorization"));
    }

    [Fact]
    public async Task Given_a_token_in_the_query_or_a_cookie_When_it_is_sent_Then_401()
    {
        var token = Gateway.Authority.Token(Melder);
        using var query = await Gateway.SendAsync("GET", "/api/meldingen?access_token=" + token);
        using var cookie = await Gateway.SendAsync("GET", "/api/meldingen", more: request => request.Headers.Add("Cookie", "access_token=" + token));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (query.StatusCode, cookie.StatusCode));
    }

    [Fact]
    public async Task Given_two_authorization_headers_When_they_are_sent_Then_401()
    {
        var answer = await Gateway.RawGetAsync("/api/meldingen", Gateway.Authority.Token(Melder), $"Authorization: Bearer {Gateway.Authority.Token(["stuurgroep"])}\r\n");
        ProblemAssert.IsProblem(answer, 401);
    }

    [Fact]
    public async Task Given_an_authority_that_is_away_When_a_token_can_not_be_checked_Then_503_and_the_caller_keeps_it()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(("Identity:MetadataAddress", "http://127.0.0.1:1/x"));
        using var response = await gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder));
        await ProblemAssert.IsProblemAsync(response, 503, "niet-beschikbaar");
        using var without = await gateway.SendAsync("GET", "/api/meldingen");
        await ProblemAssert.IsProblemAsync(without, 401, "niet-aangemeld");
    }
}
