using Draaiboek.Gateway;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Operations;
using Draaiboek.Tests.Gateway;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>The question that a container's health check asks, with the program itself.</summary>
public sealed class HealthCommandTests
{
    [Fact]
    public async Task Given_a_running_service_When_its_program_asks_for_its_health_Then_0_and_the_answer_is_shown()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var (live, lively) = await AskAsync(gateway.Url, "live");
        Assert.Equal((0, true), (live, lively.Contains("\"toestand\":\"healthy\"", StringComparison.Ordinal)));

        var (ready, report) = await AskAsync(gateway.Url);
        Assert.Equal((0, true), (ready, report.Contains("melding", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Given_a_service_that_is_not_ready_When_its_program_asks_Then_1_and_what_is_wrong_while_it_lives()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            [.. Clusters.Alle.Select(cluster => ($"Gateway:Clusters:{cluster}", "http://127.0.0.1:1/"))]);
        var (ready, report) = await AskAsync(gateway.Url, "ready");
        Assert.Equal((1, true), (ready, report.Contains("onbereikbaar", StringComparison.Ordinal)));
        Assert.Equal(0, (await AskAsync(gateway.Url, "live")).Code);
    }

    [Fact]
    public async Task Given_nobody_who_listens_When_the_program_asks_Then_1()
    {
        var (code, output) = await AskAsync(new Uri("http://127.0.0.1:1/"));
        Assert.Equal((1, "geen antwoord van http://127.0.0.1:1/"), (code, output.Trim()));
    }

    [Theory]
    [InlineData("--health")]
    [InlineData("--health", "--Draaiboek:Url=http://127.0.0.1:0")]
    [InlineData("--health", "beter", "--Draaiboek:Url=http://127.0.0.1:1")]
    public async Task Given_settings_that_do_not_say_where_or_what_to_ask_When_the_program_asks_Then_2(params string[] args)
    {
        await using var output = new StringWriter();
        Assert.Equal(2, await HealthCommand.RunAsync(args, output));
        Assert.NotEmpty(output.ToString());
    }

    [Fact]
    public async Task Given_the_option_When_a_program_runs_Then_no_service_is_built()
        => Assert.Equal(1, await ServiceProgram.RunAsync(
            [HealthCommand.Option, "live", "--Draaiboek:Url=http://127.0.0.1:1"],
            "melding",
            _ => throw new InvalidOperationException("Only a question was asked.")));

    [Theory]
    [InlineData("http://+:8080", "http://localhost:8080/")]
    [InlineData("http://*:8080/", "http://localhost:8080/")]
    [InlineData("http://0.0.0.0:81", "http://localhost:81/")]
    [InlineData("http://[::]:81", "http://localhost:81/")]
    [InlineData("http://127.0.0.1:5001", "http://127.0.0.1:5001/")]
    [InlineData("http://localhost", "http://localhost/")]
    [InlineData("http://127.0.0.1:0;http://+:8081", "http://localhost:8081/")]
    [InlineData("geen adres; https://*:8443", "https://localhost:8443/")]
    [InlineData("http://127.0.0.1:0", null)]
    [InlineData("http://unix:/run/x.sock", null)]
    [InlineData("", null)]
    public void Given_where_a_service_listens_When_it_is_asked_from_beside_it_Then_at_this_address(string urls, string? expected)
        => Assert.Equal(expected, HealthCommand.AddressOf(urls)?.AbsoluteUri);

    private static async Task<(int Code, string Output)> AskAsync(Uri url, params string[] which)
    {
        await using var output = new StringWriter();
        var code = await HealthCommand.RunAsync([HealthCommand.Option, .. which, $"--Draaiboek:Url={url}"], output);
        return (code, output.ToString());
    }
}
