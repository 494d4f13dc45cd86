using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Draaiboek.Platform;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Draaiboek.Tests.Gateway;

public sealed class FaultTests
{
    private static readonly string[] Melder = ["melder:0400506961"];

    /// <summary>How long a service that hangs does so: far longer than any machine needs for a request.</summary>
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Given_a_service_that_does_not_answer_When_the_time_of_the_route_is_up_Then_504_and_the_service_is_told()
    {
        var told = new TaskCompletionSource();
        await using var gateway = await GatewayUnderTest.StartAsync(context => HangAsync(context, told), ("Gateway:Timeouts:Api", "0.5"));
        var clock = Stopwatch.StartNew();
        using var response = await gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder));
        await ProblemAssert.IsProblemAsync(response, 504, "dienst-te-traag");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.4, Hanging.TotalSeconds - 1);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Given_a_service_that_read_the_body_and_hangs_When_the_time_is_up_Then_504()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                await HangAsync(context, new TaskCompletionSource());
            },
            ("Gateway:Timeouts:Api", "1"));
        await WarmAsync(gateway);
        using var response = await gateway.SendAsync("POST", "/api/meldingen", gateway.Authority.Token(Melder), request => request.Content = new StringContent("{}"));
        await ProblemAssert.IsProblemAsync(response, 504, "dienst-te-traag");
    }

    [Fact]
    public async Task Given_a_service_that_falls_silent_When_the_activity_time_is_up_Then_504()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(context => HangAsync(context, new TaskCompletionSource()), ("Gateway:Timeouts:Activity", "0.5"));
        using var response = await gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder));
        await ProblemAssert.IsProblemAsync(response, 504, "dienst-te-traag");
    }

    [Fact]
    public async Task Given_a_service_that_stops_in_the_middle_of_its_answer_When_the_time_is_up_Then_the_client_sees_it_is_not_whole()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            async context =>
            {
                await context.Response.WriteAsync("half");
                await context.Response.Body.FlushAsync();
                await HangAsync(context, new TaskCompletionSource());
            },
            ("Gateway:Timeouts:Api", "2"));
        await WarmAsync(gateway);
        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder)));
    }

    [Fact]
    public async Task Given_a_service_that_is_away_When_it_is_asked_Then_502_and_the_others_go_on()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(("Gateway:Clusters:melding", $"http://127.0.0.1:{FreePort.Pick()}/"));
        using var response = await gateway.SendAsync("POST", "/api/meldingen", gateway.Authority.Token(Melder), request => request.Content = new StringContent("{}"));
        var problem = await ProblemAssert.IsProblemAsync(response, 502, "dienst-onbereikbaar");
        Assert.DoesNotContain("127.0.0.1", problem.ToJsonString(), StringComparison.Ordinal);
        await gateway.EchoAsync("/api/assessments", gateway.Authority.Token(["centrummedewerker:payoke"]));
    }

    [Fact]
    public async Task Given_a_service_that_breaks_the_connection_When_it_is_asked_Then_502()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var response = await gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder));
        await ProblemAssert.IsProblemAsync(response, 502, "dienst-onbereikbaar");
    }

    [Fact]
    public async Task Given_a_service_that_is_not_available_and_says_nothing_When_it_is_asked_Then_503_in_words()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        });
        using var response = await gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder));
        await ProblemAssert.IsProblemAsync(response, 503, "niet-beschikbaar");
        Assert.Equal("7", response.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task Given_a_client_that_goes_away_When_the_service_is_still_busy_Then_the_service_is_told()
    {
        var told = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        await using var gateway = await GatewayUnderTest.StartAsync(context =>
        {
            begun.SetResult();
            return HangAsync(context, told);
        });
        using (var tcp = await SendAsync(gateway, $"GET /api/meldingen HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {gateway.Authority.Token(Melder)}\r\n\r\n"))
        {
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }

        await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Given_a_client_that_breaks_off_its_body_When_it_is_gone_Then_the_service_gets_no_whole_request_and_the_gateway_goes_on()
    {
        var begun = new TaskCompletionSource();
        var read = new TaskCompletionSource<bool>();
        await using var gateway = await GatewayUnderTest.StartAsync(async context =>
        {
            begun.TrySetResult();
            try
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                read.TrySetResult(true);
            }
            catch (Exception fault) when (fault is OperationCanceledException or IOException or BadHttpRequestException)
            {
                read.TrySetResult(false);
            }
        });
        using (await SendAsync(gateway, $"POST /api/meldingen HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {gateway.Authority.Token(Melder)}\r\nContent-Length: 100000\r\n\r\n{new string('x', 50_000)}"))
        {
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }

        Assert.False(await read.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        using var response = await gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Given_a_client_that_sends_its_body_too_slowly_When_the_data_rate_is_missed_Then_408()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var answer = await gateway.RawAsync(
            $"POST /api/meldingen HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {gateway.Authority.Token(Melder)}\r\nContent-Length: 1000\r\n\r\nhalf");
        ProblemAssert.IsProblem(answer, 408);
    }

    [Fact]
    public async Task Given_a_client_that_is_slower_than_the_route_allows_When_the_time_is_up_Then_408_and_not_a_fault_of_the_service()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(("Gateway:Timeouts:Api", "2"));
        await WarmAsync(gateway);
        var answer = await gateway.RawAsync(
            $"POST /api/meldingen HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {gateway.Authority.Token(Melder)}\r\nContent-Length: 1000\r\n\r\nhalf");
        ProblemAssert.IsProblem(answer, 408);
    }

    [Fact]
    public async Task Given_a_request_under_way_When_the_gateway_stops_Then_it_is_answered_first()
    {
        var begun = new TaskCompletionSource();
        var gateway = await GatewayUnderTest.StartAsync(async context =>
        {
            begun.SetResult();
            await Task.Delay(700);
            await context.Response.WriteAsync("af");
        });
        await using (gateway)
        {
            var answer = gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder));
            await begun.Task;
            await gateway.StopAsync();
            using var response = await answer;
            Assert.Equal("af", await response.Content.ReadAsStringAsync());
        }
    }

    /// <summary>One request to another service: the first of all takes longest, and may take longer than the time that is given here.</summary>
    private static Task WarmAsync(GatewayUnderTest gateway) => gateway.EchoAsync("/api/assessments", gateway.Authority.Token(["centrummedewerker:payoke"]));

    private static async Task<TcpClient> SendAsync(GatewayUnderTest gateway, string text)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, gateway.Url.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        return tcp;
    }

    private static async Task HangAsync(HttpContext context, TaskCompletionSource told)
    {
        try
        {
            await Task.Delay(Hanging, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            told.TrySetResult();
        }
    }
}
