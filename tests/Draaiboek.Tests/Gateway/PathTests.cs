using Draaiboek.Hosting.Identity;
using Xunit;

namespace Draaiboek.Tests.Gateway;

public sealed class PathTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private GatewayUnderTest Gateway => fixture.Gateway;

    /// <summary>Sent as they stand, without a client that tidies them up. The token has every role but the one of the route that the trick is after.</summary>
    [Theory]
    [InlineData("/api/meldingen/../beheer/melding/geparkeerd")]
    [InlineData("/api/meldingen/./x")]
    [InlineData("/api/meldingen/..")]
    [InlineData("/api/meldingen/%2e%2e/beheer/melding/geparkeerd")]
    [InlineData("/api/meldingen/%2E%2E/beheer/melding/geparkeerd")]
    [InlineData("/api/meldingen/%252e%252e/beheer/melding/geparkeerd")]
    [InlineData("/api/meldingen/%25252e%25252e/beheer/melding/geparkeerd")]
    [InlineData("/api/meldingen/..%2fbeheer%2fmelding%2fgeparkeerd")]
    [InlineData("/api/meldingen/..%5cbeheer")]
    [InlineData("/api/meldingen/..\\beheer")]
    [InlineData("/api/meldingen/..;/beheer/melding/geparkeerd")]
    [InlineData("/api/meldingen%2f..%2fbeheer")]
    [InlineData("/api/%6deldingen")]
    [InlineData("/api//meldingen")]
    [InlineData("//api/meldingen")]
    [InlineData("/api/meldingen//7")]
    [InlineData("/api/meldingen/%00")]
    [InlineData("/api/meldingen/%c0%ae%c0%ae/beheer")]
    [InlineData("/api/meldingen;x=1")]
    [InlineData("/auth/../api/beheer/melding/geparkeerd")]
    [InlineData("/auth/%2e%2e/api/meldingen")]
    [InlineData("http://draaiboek/api/meldingen/../beheer")]
    [InlineData("http://draaiboek//api/meldingen")]
    public async Task Given_a_path_that_needs_tidying_up_When_it_is_asked_Then_400_and_no_service_hears_of_it(string target)
    {
        var answer = await Gateway.RawGetAsync(target, Gateway.Authority.Token(Rollen.Alle));
        // Kestrel refuses some by itself, without words; no answer may be one of a service.
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("hoofdingen", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/meldingen.")]
    [InlineData("/api/meldingen./7")]
    [InlineData("/api/meldingen.json")]
    [InlineData("/api/meldingenx")]
    [InlineData("/api.meldingen")]
    [InlineData("/.well-known/security.txt")]
    public async Task Given_a_path_beside_a_route_When_it_is_asked_Then_401_or_404(string target)
    {
        ProblemAssert.IsProblem(await Gateway.RawGetAsync(target, null), 401);
        ProblemAssert.IsProblem(await Gateway.RawGetAsync(target, Gateway.Authority.Token(Rollen.Alle)), 404);
    }

    [Theory]
    [InlineData("/API/Meldingen", "melder", 200)]
    [InlineData("/API/Meldingen", "stuurgroep", 403)]
    [InlineData("/api/BEHEER/Melding/geparkeerd", "melder", 403)]
    [InlineData("/api/meldingen/", "melder", 200)]
    [InlineData("/api/meldingen/", "stuurgroep", 403)]
    [InlineData("/GraphQL", "melder", 403)]
    [InlineData("http://draaiboek/api/meldingen", "melder", 200)]
    [InlineData("http://draaiboek/api/meldingen", "stuurgroep", 403)]
    [InlineData("/api/meldingen?x=/../%2e%2e//", "melder", 200)]
    public async Task Given_another_way_to_write_a_route_When_it_is_asked_Then_the_same_policy_holds(string target, string rol, int status)
        => Assert.StartsWith($"HTTP/1.1 {status} ", await Gateway.RawGetAsync(target, Gateway.Authority.Token([rol])), StringComparison.Ordinal);

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /api/beheer/melding/geparkeerd HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n\r\nhallo")]
    [InlineData("Transfer-Encoding: gzip, chunked, identity\r\n\r\n0\r\n\r\n")]
    public async Task Given_a_body_whose_end_can_be_read_in_two_ways_When_it_is_sent_Then_at_most_one_request_comes_of_it(string rest)
    {
        var answer = await Gateway.RawAsync(
            $"POST /api/meldingen HTTP/1.1\r\nHost: draaiboek\r\nConnection: close\r\nAuthorization: Bearer {Gateway.Authority.Token(["melder:1"])}\r\n{rest}");
        Assert.Single(answer.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("beheer", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 500", answer, StringComparison.Ordinal);
    }
}
