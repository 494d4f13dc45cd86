using System.Globalization;
using System.Net;
using System.Text;
using Xunit;

namespace Draaiboek.Tests.Gateway;

public sealed class LimitTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const int Megabyte = 1024 * 1024;

    private static readonly string[] Melder = ["melder:0400506961"];

    private GatewayUnderTest Gateway => fixture.Gateway;

    [Theory]
    [InlineData(Megabyte, false)]
    // The framing of a chunked body counts as well.
    [InlineData(Megabyte / 100 * 99, true)]
    public async Task Given_a_body_at_the_limit_When_it_is_sent_Then_it_passes(int bytes, bool chunked)
    {
        var echo = await Gateway.EchoAsync("/api/meldingen", Gateway.Authority.Token(Melder), request => Fill(request, bytes, chunked), "POST");
        Assert.Equal(bytes, echo.Lengte);
    }

    [Theory]
    [InlineData("/api/meldingen/invoer", false)]
    [InlineData("/api/meldingen/invoer", true)]
    public async Task Given_a_route_for_files_When_a_file_of_its_size_is_sent_Then_it_passes_and_a_larger_one_does_not(string path, bool chunked)
    {
        var token = Gateway.Authority.Token(["centrummedewerker:payoke"]);
        var echo = await Gateway.EchoAsync(path, token, request => Fill(request, 20 * Megabyte, chunked), "POST");
        Assert.Equal(20 * Megabyte, echo.Lengte);

        var head = $"POST {path} HTTP/1.1\r\nHost: draaiboek\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {21 * Megabyte}\r\nConnection: close\r\n\r\n";
        ProblemAssert.IsProblem(await Gateway.RawAsync(head), 413);
        // A neighbour of it, and the same address for reading.
        ProblemAssert.IsProblem(await Gateway.RawAsync(head.Replace(path, path + "x", StringComparison.Ordinal)), 413);
        ProblemAssert.IsProblem(await Gateway.RawAsync(head.Replace("POST", "PUT", StringComparison.Ordinal)), 413);
    }

    [Theory]
    [InlineData(Megabyte + 1, false)]
    [InlineData(Megabyte + 1, true)]
    [InlineData(5 * Megabyte, false)]
    [InlineData(5 * Megabyte, true)]
    public async Task Given_a_body_over_the_limit_When_it_is_sent_Then_413(int bytes, bool chunked)
    {
        var head = $"POST /api/meldingen HTTP/1.1\r\nHost: draaiboek\r\nAuthorization: Bearer {Gateway.Authority.Token(Melder)}\r\nContent-Type: application/json\r\n";
        var body = new string('x', Math.Min(bytes, Megabyte + 1));
        // Sent by hand and no further than the gateway has to read: a client that keeps sending may meet a closed connection before it reads.
        var answer = await Gateway.RawAsync(chunked
            ? $"{head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n{bytes:x}\r\n{body}"
            : $"{head}Content-Length: {bytes}\r\nConnection: close\r\n\r\n");
        ProblemAssert.IsProblem(answer, 413);
        Assert.Contains("te-groot", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_body_over_the_limit_and_a_client_that_sends_all_of_it_When_it_reads_Then_413()
    {
        using var response = await Gateway.SendAsync("POST", "/api/meldingen", Gateway.Authority.Token(Melder), request =>
        {
            Fill(request, 5 * Megabyte, chunked: false);
            request.Headers.ExpectContinue = true;
        });
        await ProblemAssert.IsProblemAsync(response, 413, "te-groot");
    }

    [Fact]
    public async Task Given_headers_that_are_too_large_or_too_many_When_they_are_sent_Then_431()
    {
        using var large = await Gateway.SendAsync("GET", "/api/meldingen", Gateway.Authority.Token(Melder), request => request.Headers.Add("X-Groot", new string('x', 16 * 1024)));
        await ProblemAssert.IsProblemAsync(large, 431, "hoofding-te-groot");

        using var many = await Gateway.SendAsync("GET", "/api/meldingen", Gateway.Authority.Token(Melder), request =>
        {
            for (var i = 0; i < 70; i++)
            {
                request.Headers.Add($"X-{i}", "1");
            }
        });
        await ProblemAssert.IsProblemAsync(many, 431, "hoofding-te-groot");

        // Beyond twice the limit Kestrel refuses by itself, without words.
        using var beyond = await Gateway.SendAsync("GET", "/api/meldingen", Gateway.Authority.Token(Melder), request => request.Headers.Add("X-Groot", new string('x', 40 * 1024)));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, beyond.StatusCode);
    }

    [Fact]
    public async Task Given_a_client_at_its_limit_When_it_asks_again_Then_429_with_Retry_After_and_others_go_on()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(("Gateway:Limits:Client:PerMinute", "1"), ("Gateway:Limits:Client:Burst", "3"));
        var busy = gateway.Authority.Token(Melder, sub: "druk");
        for (var i = 0; i < 3; i++)
        {
            await gateway.EchoAsync("/api/meldingen", busy);
        }

        // Another token of the same client is the same client; a refusal counts as well.
        using var refused = await gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder, sub: "druk"));
        await ProblemAssert.IsProblemAsync(refused, 429, "te-veel-aanvragen");
        Assert.InRange(RetryAfter(refused), 1, 60);
        await gateway.EchoAsync("/api/meldingen", gateway.Authority.Token(Melder, sub: "rustig"));
    }

    [Fact]
    public async Task Given_an_organisation_at_its_limit_When_any_of_its_clients_asks_Then_429_and_another_organisation_goes_on()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(("Gateway:Limits:Organisation:PerMinute", "1"), ("Gateway:Limits:Organisation:Burst", "4"));
        for (var i = 0; i < 4; i++)
        {
            await gateway.EchoAsync("/api/meldingen", gateway.Authority.Token(Melder, sub: $"persoon-{i}"));
        }

        using var refused = await gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder, sub: "persoon-9"));
        await ProblemAssert.IsProblemAsync(refused, 429, "te-veel-aanvragen");
        Assert.InRange(RetryAfter(refused), 1, 60);
        await gateway.EchoAsync("/api/meldingen", gateway.Authority.Token(Melder, sub: "persoon-9", org: "0400465884"));
    }

    [Fact]
    public async Task Given_a_rate_When_the_asked_time_is_waited_Then_there_is_room_again()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(("Gateway:Limits:Client:PerMinute", "20"), ("Gateway:Limits:Client:Burst", "1"));
        var token = gateway.Authority.Token(Melder);
        // The first request of all takes longest, and what was taken comes back meanwhile: that is for another client.
        await gateway.EchoAsync("/api/meldingen", gateway.Authority.Token(Melder, sub: "eerst"));
        await gateway.EchoAsync("/api/meldingen", token);
        using var refused = await gateway.SendAsync("GET", "/api/meldingen", token);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        await Task.Delay(TimeSpan.FromSeconds(RetryAfter(refused) + 0.5));
        await gateway.EchoAsync("/api/meldingen", token);
    }

    [Fact]
    public async Task Given_no_valid_token_When_an_address_asks_too_often_Then_429_and_the_known_go_on()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(("Gateway:Limits:Anonymous:PerMinute", "1"), ("Gateway:Limits:Anonymous:Burst", "2"));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await gateway.SendAsync("GET", "/api/meldingen", "onzin");
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], statuses);
        await gateway.EchoAsync("/api/meldingen", gateway.Authority.Token(Melder));
        using var live = await gateway.SendAsync("GET", "/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.0.0.1; 127.0.0.1 ;::1", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("", false)]
    public async Task Given_a_proxy_in_front_When_it_says_for_whom_it_calls_Then_it_is_believed_only_if_it_is_known(string known, bool believed)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            ("Gateway:KnownProxies", known), ("Gateway:Limits:Anonymous:PerMinute", "1"), ("Gateway:Limits:Anonymous:Burst", "2"));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            // What the caller itself put in front of the list is not believed: the proxy adds who called it at the end.
            using var response = await gateway.SendAsync("GET", "/api/meldingen", more: request => request.Headers.Add("X-Forwarded-For", $"203.0.113.{i + 10}, 198.51.100.{i % 2}"));
            statuses.Add(response.StatusCode);
        }

        var fourth = believed ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests;
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, fourth, fourth], statuses);
        using var fifth = await gateway.SendAsync("GET", "/api/meldingen", more: request => request.Headers.Add("X-Forwarded-For", "203.0.113.99, 198.51.100.0"));
        Assert.Equal(HttpStatusCode.TooManyRequests, fifth.StatusCode);
    }

    [Fact]
    public async Task Given_the_auth_route_When_an_address_asks_too_often_Then_429_there_and_not_elsewhere()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(("Gateway:Limits:Auth:PerMinute", "1"), ("Gateway:Limits:Auth:Burst", "2"));
        await gateway.EchoAsync("/auth/token", null, method: "POST");
        await gateway.EchoAsync("/auth/jwks", null);
        using var refused = await gateway.SendAsync("POST", "/auth/token");
        await ProblemAssert.IsProblemAsync(refused, 429, "te-veel-aanvragen");
        Assert.InRange(RetryAfter(refused), 1, 60);
        // A token does not give more guesses.
        using var known = await gateway.SendAsync("POST", "/auth/token", gateway.Authority.Token(Melder));
        Assert.Equal(HttpStatusCode.TooManyRequests, known.StatusCode);
        await gateway.EchoAsync("/api/meldingen", gateway.Authority.Token(Melder));
    }

    [Fact]
    public async Task Given_the_default_limits_When_one_centre_sends_its_year_as_fast_as_it_can_Then_nothing_is_refused()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var token = gateway.Authority.Token(["centrummedewerker:payoke"]);
        await Parallel.ForAsync(0, 129 * 6 * 2, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) => await gateway.EchoAsync("/api/assessments", token));
    }

    private static void Fill(HttpRequestMessage request, int bytes, bool chunked)
    {
        request.Content = new StringContent(new string('x', bytes), Encoding.ASCII, "application/json");
        request.Headers.TransferEncodingChunked = chunked;
    }

    private static int RetryAfter(HttpResponseMessage response)
        => int.Parse(response.Headers.GetValues("Retry-After").Single(), NumberStyles.None, CultureInfo.InvariantCulture);
}
