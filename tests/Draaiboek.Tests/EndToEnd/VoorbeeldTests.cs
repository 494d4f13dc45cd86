using System.Diagnostics;
using System.Text.RegularExpressions;
using Draaiboek.Tests.Architecture;
using Xunit;

namespace Draaiboek.Tests.EndToEnd;

/// <summary>The walks of docs/voorbeelden do what they say, on the platform as a newcomer starts it: their blocks are one script.</summary>
public sealed class VoorbeeldTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("draaiboek-voorbeeld-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Regel", "M4")]
    [Trait("Regel", "M5")]
    [Trait("Regel", "M8")]
    [Trait("Regel", "M11")]
    public async Task The_walk_through_the_intake_comes_to_its_end_and_shows_what_it_promises()
    {
        var output = await SpeelAsync("docs/voorbeelden/intake.md");

        Assert.Equal(
            """
            gemeld: ID
            geregistreerd
            antwoord: Begin bij wat u ziet, niet bij wat u vreest.
            "urenOnaangeroerd":0
            ingelicht: jeugdparket
            gelezen: Goed dat je schrijft. Is er nu gevaar?
            "actie":"melding.geregistreerd"
            "actie":"melding.inlichting"
            "actie":"melding.stappenplan-gelezen"

            """,
            Regex.Replace(output, "(?<=gemeld: )[0-9a-f-]{36}$", "ID", RegexOptions.Multiline));
    }

    /// <summary>As the page itself says to do it, against a platform on a folder of its own.</summary>
    private async Task<string> SpeelAsync(string bladzijde)
    {
        await using var platform = PlatformProcess.Start("--port", "0", "--data", _folder);
        await platform.UntilAsync("Stoppen met Ctrl-C");
        var script = string.Join(
            '\n',
            Regex.Matches(await File.ReadAllTextAsync(Repository.PathOf(bladzijde)), "^```bash\n(?<blok>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline).Select(gevonden => gevonden.Groups["blok"].Value));

        var start = new ProcessStartInfo("bash", ["-eu", "-o", "pipefail"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DRAAIBOEK_URL"] = Regex.Match(platform.Output, "http://localhost:[0-9]+").Value;
        start.Environment["DRAAIBOEK_PERSONEN"] = Path.Combine(_folder, "demo-clients.json");
        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEndAsync();
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await shell.WaitForExitAsync(patience.Token);
        Assert.True(shell.ExitCode == 0, $"exit code {shell.ExitCode}\n{await output}\n{await errors}");
        platform.Interrupt();
        await platform.EndWellAsync();
        return await output;
    }
}
