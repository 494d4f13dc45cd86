using System.Diagnostics;
using Draaiboek.Platform;
using Draaiboek.Platform.Demonstratie;
using Draaiboek.Platform.Issuer;

namespace Draaiboek.Benchmarks;

/// <summary>
/// The demo's year sent 10 and 100 times over, beside the year sent once: time per question, until the steering group's figures hold all of it.
/// Each on a fresh platform that played one year before, so that neither pays for a cold start.
/// </summary>
internal static class YearBenchmark
{
    private const string Goal = "≤ 1.20";
    private const string Unit = "ms/vraag";

    /// <summary>A centre does in minutes here what takes it a hundred years: the limits of the gateway are on, but out of its way.</summary>
    private static readonly (string Key, string Value)[] Settings =
        [.. ((string[])["Client", "Organisation", "Anonymous", "Auth"]).Select(limit => ($"Gateway:Limits:{limit}:PerMinute", "10000000"))];

    public static async Task<IReadOnlyList<Comparison>> RunAsync(Rounds rounds)
    {
        var ten = new Comparison("jaar, 10 keer tegen 1 keer", Unit, Goal);
        for (var round = 0; round < (rounds.IsShort ? 1 : 3); round++)
        {
            ten.Add(await PlayAsync(1), await PlayAsync(10));
        }

        if (rounds.IsShort)
        {
            return [ten];
        }

        var hundred = new Comparison("jaar, 100 keer tegen 1 keer", Unit, Goal);
        hundred.Add(await PlayAsync(1), await PlayAsync(100));
        return [ten, hundred];
    }

    /// <returns>Milliseconds for each question.</returns>
    private static async Task<double> PlayAsync(int times)
    {
        var folder = Directory.CreateTempSubdirectory("draaiboek-bench-").FullName;
        try
        {
            var port = FreePort.Pick();
            var gateway = new Uri($"http://localhost:{port}");
            await using var platform = await ChildProcess.StartAsync(
                "Draaiboek.Platform", ChildProcess.Answers(gateway + "health/ready"), Settings, "--data", folder, "--port", $"{port}");
            await PlayAsync(gateway, folder, YearFile.Write(folder, 0, 1));
            var file = YearFile.Write(folder, 1, times);
            var clock = Stopwatch.StartNew();
            await PlayAsync(gateway, folder, file);
            return clock.Elapsed.TotalMilliseconds / (times * YearFile.Questions);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PlayAsync(Uri gateway, string folder, string file)
    {
        var mistakes = new StringWriter();
        var code = await DemoPlayer.RunAsync(
            new DemoOptions
            {
                Bestand = file,
                Gateway = gateway,
                Authority = new Uri(gateway, "auth"),
                ClientsFile = Path.Combine(folder, DemoSecrets.Bestandsnaam),
                StopNaTabel = true,
                Uit = TextWriter.Null,
                Fout = mistakes,
            },
            CancellationToken.None);
        if (code != 0)
        {
            throw new InvalidOperationException($"Het jaar is niet gespeeld.{Environment.NewLine}{mistakes}");
        }
    }
}
