using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Hosting;

public abstract class HealthTests(ServicesFixture services) : IAsyncLifetime
{
    private static readonly string[] Alle = [MeldingService.Name, AssessmentService.Name, JuridischeSteunService.Name, RegistratieService.Name];

    public Task InitializeAsync() => services.InitializeAsync();

    public Task DisposeAsync() => services.DisposeAsync();

    [Fact]
    public async Task Given_a_running_service_When_its_health_is_asked_without_token_Then_it_is_healthy_and_says_no_more_than_that()
    {
        foreach (var service in Alle)
        {
            var (live, _) = await AskAsync(service, "live");
            var (ready, report) = await AskAsync(service, "ready");
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (live, ready));
            Assert.Equal("healthy", (string?)report["toestand"]);
            Assert.Equal("healthy", (string?)report["onderdelen"]![service]!["toestand"]);
            Assert.All(services.Plaatsen, plaats => Assert.DoesNotContain(plaats, report.ToJsonString(), StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Given_a_closed_bus_When_ready_is_asked_Then_it_is_degraded_and_work_is_still_accepted()
    {
        await services.CloseBusAsync();
        var (status, report) = await AskAsync(MeldingService.Name, "ready");
        Assert.Equal((HttpStatusCode.OK, "degraded"), (status, (string?)report["toestand"]));
        Assert.Contains("outbox", (string?)report["onderdelen"]![MeldingService.Name]!["uitleg"], StringComparison.Ordinal);

        await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        await services.OpenBusAsync();
        Assert.Equal("healthy", (string?)(await AskAsync(MeldingService.Name, "ready")).Report["toestand"]);
    }

    [Fact]
    public async Task Given_a_database_that_is_gone_When_ready_is_asked_Then_503_while_the_process_lives()
    {
        await services.NeemDatabankWegAsync(AssessmentService.Name);
        try
        {
            var (status, report) = await AskAsync(AssessmentService.Name, "ready");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (status, (string?)report["toestand"]));
            Assert.StartsWith($"databank onbereikbaar of onvolledig ({services.DatabaseFout}", (string?)report["onderdelen"]![AssessmentService.Name]!["uitleg"], StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(AssessmentService.Name, "live")).Status);
        }
        finally
        {
            await services.ZetDatabankTerugAsync(AssessmentService.Name);
        }

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(AssessmentService.Name, "ready")).Status);
    }

    [Fact]
    public async Task Given_a_database_without_its_tables_When_ready_is_asked_Then_503()
    {
        await services.SqlAsync(AssessmentService.Name, """ALTER TABLE "Inbox" RENAME TO "Weg" """);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync(AssessmentService.Name, "ready")).Status);

        await services.SqlAsync(AssessmentService.Name, """ALTER TABLE "Weg" RENAME TO "Inbox" """);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(AssessmentService.Name, "ready")).Status);
    }

    private async Task<(HttpStatusCode Status, JsonObject Report)> AskAsync(string service, string what)
    {
        using var client = services.ClientWithToken(service, null);
        using var response = await client.GetAsync(new Uri($"/health/{what}", UriKind.Relative));
        return (response.StatusCode, await response.JsonAsync());
    }
}

public sealed class HealthTestsEmbedded() : HealthTests(new EmbeddedServices());

public sealed class HealthTestsDistributed() : HealthTests(new DistributedServices().OrSkip());
