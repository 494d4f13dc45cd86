using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Draaiboek.Tests.Gateway;

public sealed class HeaderTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static readonly string[] Melder = ["melder:0400506961"];

    private GatewayUnderTest Gateway => fixture.Gateway;

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Forwarded-Host")]
    [InlineData("X-Forwarded-Proto")]
    [InlineData("X-Forwarded-Prefix")]
    [InlineData("X-Forwarded-User")]
    [InlineData("Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("X-User")]
    [InlineData("X-User-Id")]
    [InlineData("X-Original-URL")]
    [InlineData("X-Original-Host")]
    [InlineData("X-Rewrite-URL")]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("vo_id")]
    [InlineData("vo_orgcode")]
    [InlineData("draaiboek_rol_3d")]
    [InlineData("Remote-User")]
    [InlineData("X-Client-Cert")]
    [InlineData("X-MS-CLIENT-PRINCIPAL")]
    [InlineData("Cookie")]
    [InlineData("Proxy-Authorization")]
    [InlineData("baggage")]
    [InlineData("Correlation-Context")]
    [InlineData("X-Iets-Onbekends")]
    public async Task Given_a_header_that_is_not_on_the_list_When_it_is_sent_Then_the_service_does_not_get_it(string name)
    {
        var echo = await Gateway.EchoAsync("/api/meldingen", Gateway.Authority.Token(Melder), request => request.Headers.TryAddWithoutValidation(name, "merk=teken"));
        Assert.Null(echo.Hoofding(name));
        Assert.DoesNotContain(echo.Hoofdingen.Values, value => value.Contains("merk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_headers_that_the_services_know_When_they_are_sent_Then_they_arrive_and_nothing_else_does()
    {
        var echo = await Gateway.EchoAsync(
            "/api/meldingen",
            Gateway.Authority.Token(Melder),
            request =>
            {
                request.Headers.Accept.ParseAdd("application/json");
                request.Headers.AcceptLanguage.ParseAdd("nl-BE");
                request.Headers.AcceptEncoding.ParseAdd("identity");
                request.Headers.UserAgent.ParseAdd("proef/1.0");
                request.Headers.Add("Idempotency-Key", "sleutel-1");
                request.Headers.Add("If-Match", "\"2\"");
                request.Headers.Add("If-None-Match", "\"1\"");
                request.Headers.Add("GraphQL-Cost", "report");
                request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            },
            "POST");
        Assert.Equal("sleutel-1", echo.Hoofding("Idempotency-Key"));
        Assert.Equal("\"2\"", echo.Hoofding("If-Match"));
        Assert.Equal("\"1\"", echo.Hoofding("If-None-Match"));
        Assert.Equal("report", echo.Hoofding("GraphQL-Cost"));
        Assert.Equal("application/json; charset=utf-8", echo.Hoofding("Content-Type"));
        Assert.Equal(("2", 2), (echo.Hoofding("Content-Length"), echo.Lengte));
        Assert.Equal(
            ["Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Length", "Content-Type", "GraphQL-Cost", "Host", "Idempotency-Key", "If-Match", "If-None-Match", "traceparent"],
            echo.Hoofdingen.Keys.Order(StringComparer.OrdinalIgnoreCase).Union(["traceparent"], StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Given_a_host_header_When_a_request_is_passed_on_Then_the_service_sees_its_own()
    {
        var echo = await Gateway.EchoAsync("/api/meldingen", Gateway.Authority.Token(Melder), request => request.Headers.Host = "elders.example");
        Assert.StartsWith("127.0.0.1:", echo.Hoofding("Host"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_chunked_body_When_it_is_passed_on_Then_it_arrives_whole()
    {
        var echo = await Gateway.EchoAsync(
            "/api/meldingen",
            Gateway.Authority.Token(Melder),
            request =>
            {
                request.Content = new ByteArrayContent(new byte[100_000]);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                request.Headers.TransferEncodingChunked = true;
            },
            "POST");
        Assert.Equal((100_000, "chunked"), (echo.Lengte, echo.Hoofding("Transfer-Encoding")));
    }

    [Fact]
    public async Task Given_a_trace_When_a_request_is_passed_on_Then_the_service_is_part_of_it()
    {
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var echo = await Gateway.EchoAsync("/api/meldingen", Gateway.Authority.Token(Melder), request =>
        {
            request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
            request.Headers.Add("tracestate", "leverancier=1");
        });
        Assert.StartsWith($"00-{trace}-", echo.Hoofding("traceparent"), StringComparison.Ordinal);
        Assert.Equal("leverancier=1", echo.Hoofding("tracestate"));
    }

    [Fact]
    public async Task Given_a_trace_and_telemetry_that_listens_When_a_request_is_passed_on_Then_the_gateway_is_a_step_of_it_and_no_baggage_travels()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        const string trace = "5bf92f3577b34da6a3ce929d0e0e4736";
        var echo = await Gateway.EchoAsync("/api/meldingen", Gateway.Authority.Token(Melder), request =>
        {
            request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
            request.Headers.Add("baggage", "naam=iemand");
        });
        Assert.Matches($"^00-{trace}-(?!00f067aa0ba902b7)[0-9a-f]{{16}}-01$", echo.Hoofding("traceparent"));
        Assert.Null(echo.Hoofding("baggage"));
    }

    [Fact]
    public async Task Given_an_answer_of_a_service_When_it_comes_out_Then_it_says_nothing_of_the_inside()
    {
        using var response = await Gateway.SendAsync("GET", "/api/meldingen", Gateway.Authority.Token(Melder));
        foreach (var name in new[] { "Server", "X-Powered-By", "Via", "Set-Cookie" })
        {
            Assert.False(response.Headers.Contains(name), name);
        }

        Assert.Equal("\"3\"", response.Headers.ETag?.Tag);
        Assert.Equal("true", response.Headers.GetValues("Idempotency-Replayed").Single());
        AssertSecure(response);
    }

    [Theory]
    [InlineData("/api/meldingen")]
    [InlineData("/bestaat-niet")]
    [InlineData("/auth/token")]
    [InlineData("/health/live")]
    public async Task Given_any_answer_When_it_comes_out_Then_it_carries_the_security_headers(string path)
    {
        using var response = await Gateway.SendAsync("GET", path);
        AssertSecure(response);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Given_a_service_that_says_how_long_to_keep_its_answer_When_it_comes_out_Then_that_stands()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(context =>
        {
            context.Response.Headers.CacheControl = "private, max-age=5";
            context.Response.Headers.XContentTypeOptions = "iets";
            return Task.CompletedTask;
        });
        using var response = await gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder));
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.CacheControl?.MaxAge);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private static void AssertSecure(HttpResponseMessage response)
    {
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.Contains("camera=()", response.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
        // Over plain http it would mean nothing.
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }
}
