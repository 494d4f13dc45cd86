using System.Globalization;
using System.Text.Json.Nodes;
using Draaiboek.Platform;
using Draaiboek.Tests.Architecture;
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

    private static readonly string[] Provincies = ["Antwerpen", "Limburg", "Oost-Vlaanderen", "Vlaams-Brabant", "West-Vlaanderen", "Brussel", "buiten Vlaanderen", "onbekend", "totaal"];

    /// <summary>The coarser form of the table, which on one machine in a hundred the lot gives.</summary>
    private static readonly string[] Grover = ["Vlaanderen", "Brussel", "buiten Vlaanderen of onbekend", "totaal"];

    private readonly string _folder = Directory.CreateTempSubdirectory("draaiboek-demotest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_demo_prints_the_figures_of_2019_with_the_table_of_provinces_under_them_and_nothing_else()
    {
        await using var demo = PlatformProcess.Start("demo", "--exit", "--port", "0");

        await demo.EndWellAsync();
        MetProvincies(demo.Output);
    }

    [Fact]
    public void The_README_shows_what_the_demo_prints()
    {
        var readme = Repository.Read("README.md");
        var begin = readme.IndexOf("vragen 2019 ", StringComparison.Ordinal);
        MetProvincies(readme[begin..readme.IndexOf("```", begin, StringComparison.Ordinal)]);
    }

    /// <summary>
    /// Everything but the numbers of the provinces is the same on every machine. These are rounded by a key of the machine's own, which also withholds a few by lot: what can be
    /// promised of them is that each is a multiple of five within four of what the file holds, or not shown, and that the note says so (G5).
    /// </summary>
    internal static void MetProvincies(string output)
    {
        Assert.StartsWith(Tabel2019, output, StringComparison.Ordinal);
        var regels = output[Tabel2019.Length..].TrimEnd().Split('\n');
        Assert.Matches(@"^jongeren per provincie 2019, peildatum 20\d\d-\d\d-\d\d$", regels[0]);
        var cellen = regels.Skip(1).TakeWhile(regel => regel.StartsWith(' ')).Select(regel => (Naam: regel[..^6].Trim(), Waarde: regel[^6..].Trim())).ToList();
        Assert.Contains([.. cellen.Select(cel => cel.Naam)], (string[][])[Provincies, Grover, []]);
        Assert.All(cellen, cel => Assert.True(cel.Waarde == "-" || (int.TryParse(cel.Waarde, out var waarde) && waarde % 5 == 0), $"{cel.Naam}: {cel.Waarde}"));
        Assert.All(cellen.Where(cel => cel.Naam == "totaal" && cel.Waarde != "-"), cel => Assert.InRange(int.Parse(cel.Waarde, CultureInfo.InvariantCulture), 73, 81));
        var nota = regels[(1 + cellen.Count)..];
        Assert.Equal("Waarden zijn toevallig afgerond op een veelvoud van vijf, totalen apart: ze tellen niet altijd op. Bij 0 kunnen er tot vier zijn.", nota[0]);
        Assert.Equal(cellen.Exists(cel => cel.Waarde == "-"), nota.Contains("Cellen zonder waarde zijn niet vrijgegeven."));
        Assert.Equal(cellen.Count == 0, nota.Contains("Deze tabel is voor deze periode niet vrijgegeven."));
        Assert.Equal(cellen.Count == Grover.Length, nota.Any(zin => zin.StartsWith("Deze tabel is grover", StringComparison.Ordinal)));
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
    public async Task Killed_twice_in_the_middle_and_started_again_on_the_same_folder_the_totals_are_right_and_once_more_it_reads_the_same()
    {
        foreach (var moment in (string[])["33 van 129", "97 van 129"])
        {
            await using var killed = PlatformProcess.Start("demo", "--exit", "--port", "0", "--data", _folder);
            await killed.UntilAsync(moment);
            await killed.KillAsync();
        }

        await using var demo = PlatformProcess.Start("demo", "--exit", "--port", "0", "--data", _folder);
        await demo.EndWellAsync();
        MetProvincies(demo.Output);
        Assert.Equal(129, Count("melding", "SELECT COUNT(*) FROM Meldingen"));
        Assert.Equal(72, Count("assessment", "SELECT COUNT(*) FROM Assessments"));
        Assert.Equal(129, Count("registratie", "SELECT COUNT(*) FROM Feiten WHERE Soort = 'VraagGeregistreerd'"));
        Assert.Equal(0, Count("melding", "SELECT COUNT(*) FROM Outbox WHERE State <> 'Sent'"));

        await ReadsTheSameOnceMoreAsync(demo.Output);
    }

    /// <summary>On the folder of the demo that printed this. With --json the last line is the answer of GraphQL, with the figures and the tables.</summary>
    private async Task ReadsTheSameOnceMoreAsync(string output)
    {
        await using var demo = PlatformProcess.Start("demo", "--exit", "--json", "--port", "0", "--data", _folder);
        await demo.EndWellAsync();
        var regels = demo.Output.TrimEnd().Split('\n');
        Assert.Equal(output, string.Concat(regels[..^1].Select(regel => regel + "\n")));
        var data = JsonNode.Parse(regels[^1])!["data"]!;
        Assert.Equal(129, data["procescijfers"]!["vragen"]!.GetValue<int>());
        var publicatie = Assert.Single(data["publicaties"]!["nodes"]!.AsArray())!;
        Assert.EndsWith($"peildatum {publicatie["peildatum"]}", regels[11], StringComparison.Ordinal);
        var provincie = publicatie["tabellen"]!.AsArray().Single(tabel => (string?)tabel!["code"] == "provincie")!;
        Assert.Equal(
            regels.Skip(12).TakeWhile(regel => regel.StartsWith(' ')).Select(regel => regel[^6..].Trim()),
            provincie["cellen"]!.AsArray().Select(cel => cel!["waarde"]?.ToString() ?? "-"));
        Assert.Equal(1, Count("registratie", "SELECT COUNT(*) FROM Publicaties"));
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
        MetProvincies(demo.Output);
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
