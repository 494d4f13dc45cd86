using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Draaiboek.Tests.Hosting;

public sealed class HealthTests : IAsyncLifetime
{
    private static readonly string[] Alle = [MeldingService.Name, AssessmentService.Name, JuridischeSteunService.Name, RegistratieService.Name];

    private readonly ServicesFixture _services = new();

    public Task InitializeAsync() => _services.InitializeAsync();

    public Task DisposeAsync() => _services.DisposeAsync();

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
            Assert.DoesNotContain(_services.DataFolder, report.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Given_a_closed_bus_When_ready_is_asked_Then_it_is_degraded_and_work_is_still_accepted()
    {
        _services.Bus.Close();
        var (status, report) = await AskAsync(MeldingService.Name, "ready");
        Assert.Equal((HttpStatusCode.OK, "degraded"), (status, (string?)report["toestand"]));
        Assert.Contains("outbox", (string?)report["onderdelen"]![MeldingService.Name]!["uitleg"], StringComparison.Ordinal);

        await _services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        _services.Bus.Open();
        Assert.Equal("healthy", (string?)(await AskAsync(MeldingService.Name, "ready")).Report["toestand"]);
    }

    [Fact]
    public async Task Given_a_database_that_is_gone_When_ready_is_asked_Then_503_while_the_process_lives()
    {
        var away = _services.DataFolder + "-weg";
        Directory.Move(_services.DataFolder, away);
        try
        {
            SqliteConnection.ClearAllPools();
            var (status, report) = await AskAsync(AssessmentService.Name, "ready");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (status, (string?)report["toestand"]));
            Assert.Equal("databank onbereikbaar of onvolledig (SqliteException)", (string?)report["onderdelen"]![AssessmentService.Name]!["uitleg"]);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(AssessmentService.Name, "live")).Status);
        }
        finally
        {
            Directory.Move(away, _services.DataFolder);
        }

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(AssessmentService.Name, "ready")).Status);
    }

    [Fact]
    public async Task Given_a_database_without_its_tables_When_ready_is_asked_Then_503()
    {
        await RenameAsync("Inbox", "Weg");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync(AssessmentService.Name, "ready")).Status);

        await RenameAsync("Weg", "Inbox");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(AssessmentService.Name, "ready")).Status);
    }

    private async Task RenameAsync(string from, string to)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_services.DataFolder, AssessmentService.Name + ".db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"ALTER TABLE \"{from}\" RENAME TO \"{to}\"";
        await command.ExecuteNonQueryAsync();
    }

    private async Task<(HttpStatusCode Status, JsonObject Report)> AskAsync(string service, string what)
    {
        using var client = _services.ClientWithToken(service, null);
        using var response = await client.GetAsync(new Uri($"/health/{what}", UriKind.Relative));
        return (response.StatusCode, await response.JsonAsync());
    }
}
