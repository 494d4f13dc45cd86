using System.Text.Json.Nodes;
using Draaiboek.Platform;
using Draaiboek.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Draaiboek.Tests.EndToEnd;

/// <summary>The command that loads earlier registrations, as its own process: the sample year with three lines broken by hand.</summary>
public sealed class ImportProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("draaiboek-importtest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Regel", "G3")]
    public async Task The_year_is_tried_loaded_loaded_again_and_mended_and_every_question_is_there_once()
    {
        var regels = Invoerverzoeken.Jaar.ToArray();
        regels[2] = regels[2].Replace("\"2005-11-13\"", "\"2005-11-31\"", StringComparison.Ordinal);
        regels[11] = regels[11].Replace("\"sector\": \"", "\"sector\": \"Merk", StringComparison.Ordinal);
        regels[128] = regels[128][..^1];
        var stuk = await BestandAsync("stuk.jsonl", string.Join('\n', regels));
        const string Fouten = """
            regel 3: melding.jongere.geboortedatum: moet een bestaande datum zijn, als jjjj-mm-dd
            regel 12: sector: kent enkel: jeugdhulp, vaph, gemeenschapsinstelling, clb, caw, politie, ziekenhuis, anders
            regel 129: Geen geldige JSON, of dieper genest dan 32 (regel 129, byte *).

            """;

        var (code, uit, voortgang) = await ImportAsync(stuk, "--dry-run");
        Assert.Equal((1, Fouten + "129 gelezen: 126 aanvaard, 0 al gekend, 3 geweigerd; 70 met een verloop, dat niet overgenomen wordt.\nDit was een proef: er is niets bewaard.\n"), (code, uit));
        Assert.Contains("100 regels gelezen\n", voortgang, StringComparison.Ordinal);
        Assert.Equal(0, Count("SELECT COUNT(*) FROM Meldingen"));

        Assert.Equal((1, Fouten + "129 gelezen: 126 aanvaard, 0 al gekend, 3 geweigerd; 70 met een verloop, dat niet overgenomen wordt.\n"), Kort(await ImportAsync(stuk)));
        // All of it was heard before the command ended, also what came of it.
        Assert.Equal((126, Count("SELECT COUNT(*) FROM Meldingen WHERE Soort = 'VraagAssessment'")), FeitenVan());
        Assert.Equal((1, Fouten + "129 gelezen: 0 aanvaard, 126 al gekend, 3 geweigerd; 70 met een verloop, dat niet overgenomen wordt.\n"), Kort(await ImportAsync(stuk)));
        var heel = await BestandAsync("heel.csv", Invoerverzoeken.AlsCsv(Invoerverzoeken.Jaar));
        Assert.Equal((0, "129 gelezen: 3 aanvaard, 126 al gekend, 0 geweigerd; 72 met een verloop, dat niet overgenomen wordt.\n"), Kort(await ImportAsync(heel)));
        Assert.Equal(129, Count("SELECT COUNT(*) FROM Meldingen WHERE Ingevoerd = 1"));
        Assert.Equal((129, 72), FeitenVan());
    }

    [Fact]
    public async Task On_a_folder_that_a_platform_works_on_it_says_how_to_go_by_its_gateway_and_that_works()
    {
        var bestand = await BestandAsync("een.jsonl", Invoerverzoeken.Jaar[0]);
        var port = FreePort.Pick();
        await using var platform = PlatformProcess.Start("--data", _folder, "--port", $"{port}");
        await platform.UntilAsync("Het platform draait op");

        var (code, uit, fout) = await ImportAsync(bestand);
        Assert.Equal((3, ""), (code, uit));
        Assert.Contains("werkt al een ander platform", fout, StringComparison.Ordinal);
        Assert.Contains("--gateway", fout, StringComparison.Ordinal);

        var gateway = $"http://localhost:{port}";
        Assert.Equal((0, "1 gelezen: 1 aanvaard, 0 al gekend, 0 geweigerd; 0 met een verloop, dat niet overgenomen wordt.\n"), Kort(await ImportAsync(bestand, "--gateway", gateway)));
        Assert.Equal((0, "1 gelezen: 0 aanvaard, 1 al gekend, 0 geweigerd; 0 met een verloop, dat niet overgenomen wordt.\n"), Kort(await ImportAsync(bestand, "--gateway", gateway)));
        // Another centre's person: each line says for which centre it is.
        Assert.Equal(1, (await ImportAsync(bestand, "--gateway", gateway, "--centrum", "surya")).Code);

        var token = await BestandAsync("token", await TokenAsync(gateway, "medewerker-payoke"));
        Assert.Equal(0, (await ImportAsync(bestand, "--gateway", gateway, "--token-file", token)).Code);
        await File.WriteAllTextAsync(token, await TokenAsync(gateway, "stuurgroep"));
        var geweigerd = await ImportAsync(bestand, "--gateway", gateway, "--token-file", token);
        Assert.Equal((3, ""), Kort(geweigerd));
        Assert.Contains("[403]", geweigerd.Fout, StringComparison.Ordinal);
        Assert.Equal(3, (await ImportAsync(bestand, "--gateway", gateway, "--token-file", Path.Combine(_folder, "nergens"))).Code);
    }

    [Fact]
    public async Task What_can_not_be_read_or_reached_ends_with_code_3_and_what_is_not_understood_with_code_2()
    {
        Assert.Equal(3, (await ImportAsync(Path.Combine(_folder, "nergens.jsonl"))).Code);
        var bestand = await BestandAsync("een.csv", "Merk;Merk\n");
        var kop = await ImportAsync(bestand);
        Assert.Equal((3, ""), Kort(kop));
        Assert.Contains("kopregel", kop.Fout, StringComparison.Ordinal);
        var token = await BestandAsync("token", "x");
        Assert.Equal(3, (await ImportAsync(bestand, "--gateway", $"http://localhost:{FreePort.Pick()}", "--token-file", token)).Code);
        await using var verkeerd = PlatformProcess.Start("import");
        Assert.Equal(2, await verkeerd.EndAsync());
    }

    private static (int Code, string Uit) Kort((int Code, string Uit, string Fout) einde) => (einde.Code, einde.Uit);

    /// <summary>The place in a broken line is of no interest. Nothing of what the file says may be shown.</summary>
    private async Task<(int Code, string Uit, string Fout)> ImportAsync(string bestand, params string[] opties)
    {
        await using var import = PlatformProcess.Start(["import", bestand, "--data", _folder, .. opties]);
        var code = await import.EndAsync();
        var gezegd = import.Output + import.Errors.Replace(_folder, "", StringComparison.Ordinal);
        Assert.All(["Voornaam-", "Familienaam-", "Synthetisch", "contact-0", "Merk", "0400082240", "eyJ"], merk => Assert.DoesNotContain(merk, gezegd, StringComparison.Ordinal));
        return (code, System.Text.RegularExpressions.Regex.Replace(import.Output, @"byte \d+", "byte *", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)), import.Errors);
    }

    private async Task<string> BestandAsync(string naam, string inhoud)
    {
        var pad = Path.Combine(_folder, naam);
        await File.WriteAllTextAsync(pad, inhoud);
        return pad;
    }

    private async Task<string> TokenAsync(string gateway, string client)
    {
        var secret = (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "demo-clients.json")))![client]!;
        using var http = new HttpClient();
        using var vorm = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = secret });
        using var antwoord = await http.PostAsync(new Uri(gateway + "/auth/token"), vorm);
        return (string)JsonNode.Parse(await antwoord.Content.ReadAsStringAsync())!["access_token"]!;
    }

    /// <summary>What the registration has of it: questions, and the assessments that came of them.</summary>
    private (long Vragen, long Aanvragen) FeitenVan()
        => (Count("SELECT COUNT(*) FROM Feiten WHERE Soort = 'VraagGeregistreerd'", "registratie.db"), Count("SELECT COUNT(*) FROM Feiten WHERE Soort = 'AssessmentAangevraagd'", "registratie.db"));

    private long Count(string query, string database = "melding.db")
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, database)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }
}
