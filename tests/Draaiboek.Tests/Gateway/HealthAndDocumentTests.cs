using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Gateway;
using Draaiboek.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Draaiboek.Tests.Gateway;

public sealed class HealthAndDocumentTests
{
    [Fact]
    public async Task Given_all_parts_ready_When_ready_is_asked_Then_200_and_every_part_is_named()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var (status, report) = await AskAsync(gateway, "/health/ready");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("healthy", (string?)report["toestand"]);
        Assert.Equal(
            ["assessment", "identiteit", "juridische-steun", "melding", "registratie"],
            report["onderdelen"]!.AsObject().Select(part => part.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("unhealthy", 503, "unhealthy")]
    [InlineData("degraded", 200, "degraded")]
    [InlineData("silent", 503, "unhealthy")]
    public async Task Given_one_part_in_trouble_When_ready_is_asked_Then_it_is_named(string trouble, int expected, string toestand)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            async context =>
            {
                if (trouble == "silent")
                {
                    await Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                }

                context.Response.StatusCode = trouble == "unhealthy" ? 503 : 200;
                await context.Response.WriteAsJsonAsync(new { toestand = trouble });
            },
            ("Gateway:Timeouts:Health", trouble == "silent" ? "3" : "20"));
        var (status, report) = await AskAsync(gateway, "/health/ready");
        Assert.Equal((expected, toestand), ((int)status, (string?)report["toestand"]));
        Assert.Equal(toestand, (string?)report["onderdelen"]!["melding"]!["toestand"]);
        Assert.Equal("healthy", (string?)report["onderdelen"]!["assessment"]!["toestand"]);
        Assert.DoesNotContain("127.0.0.1", report.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_nothing_behind_it_When_live_is_asked_Then_200_and_ready_names_the_authority()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            [.. Clusters.Alle.Select(cluster => ($"Gateway:Clusters:{cluster}", "http://127.0.0.1:1/")), ("Identity:MetadataAddress", "http://127.0.0.1:1/x")]);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(gateway, "/health/live")).Status);
        var (status, report) = await AskAsync(gateway, "/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("onbereikbaar", (string?)report["onderdelen"]!["identiteit"]!["uitleg"]);
    }

    [Fact]
    public async Task Given_nobody_When_the_document_is_asked_Then_it_is_the_one_in_the_assembly()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var response = await gateway.SendAsync("GET", "/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(TimeSpan.FromMinutes(5), response.Headers.CacheControl?.MaxAge);
        Assert.Equal(MergedOpenApi.Read(), await response.Content.ReadAsByteArrayAsync());
        Assert.NotNull(JsonNode.Parse(MergedOpenApi.Read()));
    }

    [Fact]
    public void Given_wrong_settings_When_it_is_built_Then_all_are_named_at_once()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:Identity:Authority"] = "geen adres",
            ["Draaiboek:Gateway:Clusters:assessment"] = "ftp://x",
            ["Draaiboek:Gateway:Clusters:registratie"] = "http://x/?a=1",
            ["Draaiboek:Gateway:ProbeInterval"] = "0",
            ["Draaiboek:Gateway:KnownProxies"] = "10.0.0.0/8;proxy;10.0.0.1/99;7",
            ["Draaiboek:Gateway:Limits:Client:PerMinute"] = "0",
            ["Draaiboek:Gateway:Limits:Auth:Burst"] = "veel",
            ["Draaiboek:Gateway:Limits:BodyBytes"] = "1.5",
            ["Draaiboek:Gateway:Timeouts:Api"] = "101",
            ["Draaiboek:Gateway:Timeouts:Connect"] = "-1",
        };
        var fault = Assert.Throws<SettingsException>(() => GatewayService.Build(new ServiceOptions { Settings = settings }));
        foreach (var key in (string[])["'proxy'", "'10.0.0.1/99'", "'7'", "Clusters:melding", "Clusters:juridische-steun", "Clusters:auth", .. settings.Keys])
        {
            Assert.Contains(key, fault.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("DataFolder", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Report)> AskAsync(GatewayUnderTest gateway, string path)
    {
        using var response = await gateway.SendAsync("GET", path);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
