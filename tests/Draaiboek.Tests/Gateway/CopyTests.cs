using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Gateway;
using Draaiboek.Hosting;
using Draaiboek.Platform;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Draaiboek.Tests.Gateway;

/// <summary>Several copies of one service behind the gateway: who gets the requests, and what is done again when one is gone.</summary>
public sealed class CopyTests : IAsyncLifetime
{
    private static readonly string[] Melder = ["melder:0400506961"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<TestBackend> _backends = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var backend in _backends)
        {
            await backend.DisposeAsync();
        }
    }

    [Fact]
    public async Task Given_two_copies_When_requests_come_in_Then_both_get_some()
    {
        var (a, b) = (await BackendAsync("a"), await BackendAsync("b"));
        await using var gateway = await GatewayAsync(a, b);
        Assert.Equal(["a", "b"], (await AskAsync(gateway, 40)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_a_copy_that_stopped_When_reads_and_commands_come_in_Then_all_are_answered_and_it_gets_some_again_when_it_is_back()
    {
        var (a, b) = (await BackendAsync("a"), await BackendAsync("b"));
        await using var gateway = await GatewayAsync(a, b);
        await AskAsync(gateway, 10);
        await a.DisposeAsync();
        Assert.All(await AskAsync(gateway, 40), name => Assert.Equal("b", name));
        Assert.All(await AskAsync(gateway, 40, "POST"), name => Assert.Equal("b", name));

        await BackendAsync("a", port: a.Url.Port);
        await UntilAsync(async () => (await AskAsync(gateway, 10)).Contains("a", StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_a_command_that_a_copy_received_and_dropped_When_there_is_another_Then_502_and_it_is_not_sent_again()
    {
        var received = new ConcurrentBag<string>();
        async Task DropAsync(HttpContext context)
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                received.Add(context.Request.Headers["Idempotency-Key"].ToString());
                context.Abort();
            }
        }

        var (a, b) = (await BackendAsync("a", DropAsync), await BackendAsync("b", DropAsync));
        await using var gateway = await GatewayAsync(a, b);
        for (var i = 0; i < 20; i++)
        {
            // Before it a read, so that the connections are used ones: over those a client may try again by itself.
            using var read = await gateway.SendAsync("GET", "/api/meldingen", gateway.Authority.Token(Melder));
            using var response = await gateway.SendAsync("POST", "/api/meldingen", gateway.Authority.Token(Melder), request =>
            {
                request.Headers.Add("Idempotency-Key", $"sleutel-{i}");
                request.Content = i % 2 == 0 ? new StringContent("{}") : null;
            });
            await ProblemAssert.IsProblemAsync(response, 502, "dienst-onbereikbaar");
        }

        Assert.Equal(20, received.Count);
        Assert.Equal(20, received.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Given_a_read_that_a_copy_dropped_When_there_is_another_Then_that_one_answers_and_the_first_stays_in_the_round()
    {
        var dropped = 0;
        var a = await BackendAsync("a", context =>
        {
            if (context.Request.Path != "/health/live")
            {
                Interlocked.Increment(ref dropped);
                context.Abort();
            }

            return Task.CompletedTask;
        });
        var b = await BackendAsync("b");
        await using var gateway = await GatewayAsync(a, b);
        await UntilAsync(async () =>
        {
            Assert.All(await AskAsync(gateway, 10), name => Assert.Equal("b", name));
            return dropped > 5;
        });
    }

    [Fact]
    public async Task Given_a_copy_that_gives_no_sign_of_life_When_it_was_asked_twice_Then_it_gets_no_requests()
    {
        var asked = 0;
        var a = await BackendAsync("a", async context =>
        {
            if (context.Request.Path == "/health/live")
            {
                await Task.Delay(Patience, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            Interlocked.Increment(ref asked);
            await TestBackend.EchoAsync(context, "a");
        });
        var b = await BackendAsync("b");
        await using var gateway = await GatewayAsync([a, b], ("Gateway:Timeouts:Health", "1.5"));
        await UntilAsync(async () => (await AskAsync(gateway, 20)).All(name => name == "b"));
        asked = 0;
        await AskAsync(gateway, 40);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task Given_no_copy_left_When_it_is_asked_Then_502_in_words_and_the_first_that_is_back_answers_at_once()
    {
        var (a, b) = (await BackendAsync("a"), await BackendAsync("b"));
        await using var gateway = await GatewayAsync(a, b);
        await a.DisposeAsync();
        await b.DisposeAsync();
        for (var i = 0; i < 10; i++)
        {
            using var response = await gateway.SendAsync(i % 2 == 0 ? "GET" : "POST", "/api/meldingen", gateway.Authority.Token(Melder));
            await ProblemAssert.IsProblemAsync(response, 502, "dienst-onbereikbaar");
        }

        await BackendAsync("b", port: b.Url.Port);
        Assert.Equal("b", (await AskAsync(gateway, 1)).Single());
    }

    [Theory]
    [InlineData(0, 200, "healthy", "in orde")]
    [InlineData(1, 200, "degraded", "1 van de 2 exemplaren: onbereikbaar")]
    [InlineData(2, 503, "unhealthy", "geen van de 2 exemplaren werkt: onbereikbaar")]
    public async Task Given_two_copies_When_some_are_away_Then_ready_says_how_many(int away, int status, string toestand, string uitleg)
    {
        TestBackend[] copies = [await BackendAsync("a"), await BackendAsync("b")];
        await using var gateway = await GatewayAsync(copies);
        foreach (var copy in copies.Take(away))
        {
            await copy.DisposeAsync();
        }

        using var response = await gateway.SendAsync("GET", "/health/ready");
        var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((status, toestand), ((int)response.StatusCode, (string?)report["toestand"]));
        Assert.Equal((toestand, uitleg), ((string?)report["onderdelen"]!["melding"]!["toestand"], (string?)report["onderdelen"]!["melding"]!["uitleg"]));
    }

    [Fact]
    public void Given_wrong_addresses_among_good_ones_When_it_is_built_Then_each_is_named_and_none_is_repeated()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:Identity:Authority"] = "http://localhost:1/",
            ["Draaiboek:Gateway:Clusters:melding"] = "http://a:1/; ftp://geheim:2/ ;http://b:1/",
            ["Draaiboek:Gateway:Clusters:assessment"] = "http://a:1/;http://x:geheim@b:1/;http://a:1;",
        };
        var fault = Assert.Throws<SettingsException>(() => GatewayService.Build(new ServiceOptions { Settings = settings }));
        string[] wrong = ["melding (adres 2) ontbreekt of", "assessment (adres 2) mag geen", "assessment (adres 3) staat er twee keer", "assessment (adres 4) ontbreekt of"];
        Assert.All(wrong, line => Assert.Contains("Draaiboek:Gateway:Clusters:" + line, fault.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("geheim", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("melding (adres 1)", fault.Message, StringComparison.Ordinal);
    }

    private static Task<GatewayUnderTest> GatewayAsync(params TestBackend[] copies) => GatewayAsync(copies, []);

    private static Task<GatewayUnderTest> GatewayAsync(TestBackend[] copies, params (string Key, string Value)[] more)
        => GatewayUnderTest.StartAsync(
        [
            ("Gateway:Clusters:melding", string.Join(';', copies.Select(copy => copy.Url.AbsoluteUri))),
            ("Gateway:ProbeInterval", "0.3"),
            // A fast machine asks more in a minute than one caller may.
            ("Gateway:Limits:Client:PerMinute", "10000000"),
            ("Gateway:Limits:Organisation:PerMinute", "10000000"),
            .. more,
        ]);

    /// <summary>Which copy answered each of so many requests, some at a time; every one of them must be answered.</summary>
    private static async Task<IReadOnlyCollection<string>> AskAsync(GatewayUnderTest gateway, int times, string method = "GET")
    {
        var names = new ConcurrentBag<string>();
        var token = gateway.Authority.Token(Melder);
        await Parallel.ForAsync(0, times, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _) =>
        {
            using var response = await gateway.SendAsync(method, "/api/meldingen", token, request => request.Content = method == "POST" ? new StringContent("{}") : null);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            names.Add((string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["dienst"]!);
        });
        return names;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task<TestBackend> BackendAsync(string name, Func<HttpContext, Task>? handle = null, int? port = null)
    {
        // One that comes back must find its port free: not one of those that the system hands out by itself.
        var backend = await TestBackend.StartAsync(name, handle, port ?? FreePort.Pick());
        _backends.Add(backend);
        return backend;
    }
}
