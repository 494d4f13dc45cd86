using System.Net;
using Draaiboek.Gateway;
using Xunit;

namespace Draaiboek.Tests.Gateway;

/// <summary>The open part of the meldpunt at the gateway: nothing of the caller goes through, and limits that need no identity (M11).</summary>
[Trait("Regel", "M11")]
public sealed class MeldpuntTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static readonly string[] Melder = ["melder:0400506961"];

    [Theory]
    [InlineData("/api/meldpunt")]
    [InlineData("/api/meldpunt/lezen")]
    [InlineData("/api/meldpunt/berichten")]
    [InlineData("/API/Meldpunt/Lezen/")]
    public async Task Given_no_token_or_one_When_somebody_writes_Then_the_service_gets_the_body_and_nothing_of_the_caller(string path)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        foreach (var token in (string?[])[null, "onzin", gateway.Authority.Token(Melder)])
        {
            var echo = await gateway.EchoAsync(
                path + "?naam=merk",
                token,
                request =>
                {
                    request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
                    foreach (var name in (string[])["User-Agent", "X-Forwarded-For", "Accept", "Accept-Language", "Cookie", "Idempotency-Key", "If-Match", "GraphQL-Cost", "baggage", "X-Iets"])
                    {
                        request.Headers.TryAddWithoutValidation(name, "merk");
                    }

                    request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
                    request.Headers.TryAddWithoutValidation("tracestate", "merk=1");
                },
                "POST");
            Assert.Equal(("melding", 2), (echo.Dienst, echo.Lengte));
            Assert.Subset(
                new HashSet<string>(["Content-Length", "Content-Type", "Host", "traceparent"], StringComparer.OrdinalIgnoreCase),
                echo.Hoofdingen.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase));
            Assert.DoesNotContain(trace, echo.Hoofding("traceparent") ?? "", StringComparison.Ordinal);
            Assert.DoesNotContain("merk", echo.Doel, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Given_the_side_of_the_centre_When_it_is_asked_Then_it_is_a_route_as_any_other()
    {
        var gateway = fixture.Gateway;
        var echo = await gateway.EchoAsync("/api/meldpunt/gesprekken/7?first=2", gateway.Authority.Token(["centrummedewerker:surya"]), request => request.Headers.TryAddWithoutValidation("Idempotency-Key", "k1"));
        Assert.Equal(("/api/meldpunt/gesprekken/7?first=2", "k1"), (echo.Doel, echo.Hoofding("Idempotency-Key")));
        Assert.NotNull(echo.Hoofding("Authorization"));
    }

    [Fact]
    public async Task Given_one_address_at_its_limit_When_it_posts_again_Then_429_and_it_still_reads_the_numbers_and_others_go_on()
    {
        await using var gateway = await StartAsync(("Gateway:Limits:MeldpuntCaller:PerMinute", "1"), ("Gateway:Limits:MeldpuntCaller:Burst", "3"));
        foreach (var (path, status) in ((string, int)[])[("", 200), ("/lezen", 200), ("/berichten", 200), ("/lezen", 429)])
        {
            Assert.Equal(status, await PostAsync(gateway, path, "198.51.100.1"));
        }

        using var uitleg = await gateway.SendAsync("GET", "/api/meldpunt", more: request => request.Headers.Add("X-Forwarded-For", "198.51.100.1"));
        Assert.Equal(HttpStatusCode.OK, uitleg.StatusCode);
        Assert.Equal(200, await PostAsync(gateway, "/lezen", "198.51.100.2"));
        await gateway.EchoAsync("/api/meldingen", gateway.Authority.Token(Melder), method: "POST");
    }

    [Theory]
    [InlineData("MeldpuntOpen", "")]
    [InlineData("MeldpuntRead", "/lezen")]
    [InlineData("MeldpuntWrite", "/berichten")]
    public async Task Given_a_route_at_the_limit_of_all_together_When_another_address_comes_Then_429_there_and_not_on_the_other_routes(string limit, string path)
    {
        await using var gateway = await StartAsync(($"Gateway:Limits:{limit}:PerMinute", "1"), ($"Gateway:Limits:{limit}:Burst", "3"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, await PostAsync(gateway, path, $"198.51.100.{i}"));
        }

        using var refused = await gateway.SendAsync("POST", "/api/meldpunt" + path, more: request => request.Headers.Add("X-Forwarded-For", "198.51.100.9"));
        await ProblemAssert.IsProblemAsync(refused, 429, "te-veel-aanvragen");
        foreach (var other in ((string[])["", "/lezen", "/berichten"]).Where(other => other != path))
        {
            Assert.Equal(200, await PostAsync(gateway, other, "198.51.100.9"));
        }

        using var uitleg = await gateway.SendAsync("GET", "/api/meldpunt");
        Assert.Equal(HttpStatusCode.OK, uitleg.StatusCode);
    }

    [Fact]
    public async Task Given_the_default_limits_When_one_address_guesses_ten_thousand_codes_Then_hardly_any_gets_through_and_the_meldpunt_stays_open_for_others()
    {
        var reached = 0;
        await using var gateway = await GatewayUnderTest.StartAsync(
            context =>
            {
                Interlocked.Increment(ref reached);
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
            },
            ("Gateway:KnownProxies", "127.0.0.0/8;::1"),
            // The limit on whoever has no token is another matter, and would hide this one.
            ("Gateway:Limits:Anonymous:PerMinute", "1000000"));
        var start = DateTime.UtcNow;
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) => await PostAsync(gateway, "/lezen", "198.51.100.1"));
        Assert.InRange(reached, 20, 21 + (20 * (DateTime.UtcNow - start).TotalMinutes));
        Assert.Equal(404, await PostAsync(gateway, "/lezen", "198.51.100.2"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("/lezen", true)]
    [InlineData("/berichten", true)]
    public async Task Given_ten_megabytes_When_somebody_sends_them_Then_413_before_the_service_is_bothered(string path, bool chunked)
    {
        const int bytes = 10 * 1024 * 1024;
        var head = $"POST /api/meldpunt{path} HTTP/1.1\r\nHost: draaiboek\r\nContent-Type: application/json\r\nConnection: close\r\n";
        // No further than the gateway has to read.
        var answer = await fixture.Gateway.RawAsync(chunked
            ? $"{head}Transfer-Encoding: chunked\r\n\r\n{bytes:x}\r\n{new string('x', (1024 * 1024) + 1)}"
            : $"{head}Content-Length: {bytes}\r\n\r\n");
        ProblemAssert.IsProblem(answer, 413);
    }

    [Fact]
    public void Given_the_open_routes_When_they_are_read_Then_each_has_a_limit_of_its_own_and_goes_to_Melding()
    {
        Assert.Equal(3, MeldpuntRoutes.Open.Select(route => route.RateLimiter).Where(limiter => limiter is not null).Distinct(StringComparer.Ordinal).Count());
        Assert.All(MeldpuntRoutes.Open, route => Assert.Equal(("melding", "anonymous"), (route.Cluster, route.Policy)));
    }

    private static Task<GatewayUnderTest> StartAsync(params (string, string)[] settings) => GatewayUnderTest.StartAsync([("Gateway:KnownProxies", "127.0.0.0/8;::1"), .. settings]);

    private static async Task<int> PostAsync(GatewayUnderTest gateway, string path, string address)
    {
        using var response = await gateway.SendAsync("POST", "/api/meldpunt" + path, more: request => request.Headers.Add("X-Forwarded-For", address));
        return (int)response.StatusCode;
    }
}
