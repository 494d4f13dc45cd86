using System.Text.Json.Nodes;
using Draaiboek.Platform;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Draaiboek.Tests.EndToEnd;

/// <summary>The year of G3 through the whole platform, as its own process: started, killed, started again.</summary>
[Trait("Regel", "G3")]
public sealed class DemoProcessTests : IDisposable
{
    internal const string Tabel2019 =
        """
        vragen 2019                    129
          informatie fenomeen           24
          teamondersteuning             17
          inschatting gedrag            11
          gekend slachtofferschap        5
          vraag voor assessment         72
            advies                      18   negatief 16, positief 2
            lopend                      18
            wachtend                    18
            niet gestart                18   niet bereikbaar 6, wil niet deelnemen 7, afgehaakt 5
        door een persoon: parket 0, juridische dossiers 1   vanzelf: parket 0, juridische dossiers 0, begeleidingen 0

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("draaiboek-demotest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_demo_prints_the_table_of_2019_and_nothing_else()
    {
        await using var demo = PlatformProcess.Start("demo", "--exit", "--port", "0");

        await demo.EndWellAsync();
        Assert.Equal(Tabel2019, demo.Output);
    }

    [Fact]
    public async Task With_json_the_last_line_is_the_answer_of_GraphQL()
    {
        await using var demo = PlatformProcess.Start("demo", "--exit", "--json", "--port", "0");

        await demo.EndWellAsync();
        Assert.StartsWith(Tabel2019, demo.Output, StringComparison.Ordinal);
        var answer = JsonNode.Parse(demo.Output.TrimEnd().Split('\n')[^1])!;
        Assert.Equal(129, answer["data"]!["procescijfers"]!["vragen"]!.GetValue<int>());
    }

    [Fact]
    public async Task Without_exit_todays_question_is_shown_and_the_platform_stays_until_ctrl_c()
    {
        await using var demo = PlatformProcess.Start("demo", "--port", "0", "--data", _folder);

        await demo.UntilAsync("Stoppen met Ctrl-C");
        Assert.Matches(@"\d+ (ms|milliseconden)", demo.Output);
        demo.Interrupt();
        await demo.EndWellAsync();
    }

    [Fact]
    public async Task Killed_twice_in_the_middle_and_started_again_on_the_same_folder_the_totals_are_right()
    {
        foreach (var moment in (string[])["33 van 129", "97 van 129"])
        {
            await using var killed = PlatformProcess.Start("demo", "--exit", "--port", "0", "--data", _folder);
            await killed.UntilAsync(moment);
            await killed.KillAsync();
        }

        await using var demo = PlatformProcess.Start("demo", "--exit", "--port", "0", "--data", _folder);
        await demo.EndWellAsync();
        Assert.Equal(Tabel2019, demo.Output);
        Assert.Equal(129, Count("melding", "SELECT COUNT(*) FROM Meldingen"));
        Assert.Equal(72, Count("assessment", "SELECT COUNT(*) FROM Assessments"));
        Assert.Equal(129, Count("registratie", "SELECT COUNT(*) FROM Feiten WHERE Soort = 'VraagGeregistreerd'"));
        Assert.Equal(0, Count("melding", "SELECT COUNT(*) FROM Outbox WHERE State <> 'Sent'"));
    }

    [Fact]
    public async Task The_platform_killed_under_a_playing_demo_and_started_again_the_demo_goes_on_and_nothing_is_doubled()
    {
        var port = FreePort.Pick();
        var gateway = $"http://localhost:{port}";
        var first = PlatformProcess.Start("--data", _folder, "--port", $"{port}");
        await first.UntilAsync("Het platform draait op");

        await using var demo = PlatformProcess.Start("demo", "--exit", "--gateway", gateway, "--data", _folder);
        await demo.UntilAsync("33 van 129");
        await first.KillAsync();
        await first.DisposeAsync();
        await using var second = PlatformProcess.Start("--data", _folder, "--port", $"{port}");

        await demo.EndWellAsync();
        Assert.Equal(Tabel2019, demo.Output);
        Assert.Equal(129, Count("melding", "SELECT COUNT(*) FROM Meldingen"));
    }

    [Fact]
    public async Task A_bad_line_is_named_the_others_go_on_and_the_exit_code_is_1()
    {
        var file = Path.Combine(_folder, "vragen.jsonl");
        await File.WriteAllTextAsync(file, """
            {"organisatie": "0400082240", "sector": "clb", "melding": {"soort": "infoFenomeen", "centrum": "payoke", "ontvangenOp": "2020-01-02", "kanaal": "mail", "contactpersoon": {"naam": "Contact-1", "email": "contact-1@example.org"}, "omschrijving": "Synthetisch."}, "verloop": null}
            {"organisatie": "0400082241", "sector": "clb", "melding": {"soort": "infoFenomeen", "centrum": "payoke", "ontvangenOp": "2020-01-02", "kanaal": "mail", "contactpersoon": {"naam": "Contact-2", "email": "contact-2@example.org"}, "omschrijving": "Synthetisch."}, "verloop": null}
            """);
        await using var demo = PlatformProcess.Start("demo", "--exit", "--file", file, "--port", "0", "--data", _folder);

        Assert.Equal(1, await demo.EndAsync());
        Assert.StartsWith("vragen 2020                      1\n", demo.Output, StringComparison.Ordinal);
        Assert.Contains("regel 2:", demo.Errors, StringComparison.Ordinal);
        Assert.Contains("KBO-nummer", demo.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("0400082241", demo.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_platform_on_the_same_folder_is_refused()
    {
        await using var first = PlatformProcess.Start("--data", _folder, "--port", "0");
        await first.UntilAsync("Het platform draait op");

        await using var second = PlatformProcess.Start("--data", _folder, "--port", "0");
        Assert.Equal(2, await second.EndAsync());
        Assert.Contains("werkt al een ander platform", second.Errors, StringComparison.Ordinal);
    }

    private long Count(string database, string query)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, database + ".db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }
}
