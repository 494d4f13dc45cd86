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
        =>
        [
            .. await CompareAsync("jaar, elke dienst een proces", SeparateAsync, rounds),
            .. await CompareAsync("jaar, alles in één proces", EmbeddedAsync, rounds),
        ];

    /// <param name="play">Plays the year so many times on a platform of its own; gives milliseconds for each question.</param>
    private static async Task<IReadOnlyList<Comparison>> CompareAsync(string what, Func<int, Task<double>> play, Rounds rounds)
    {
        var ten = new Comparison($"{what}: 10 keer tegen 1 keer", Unit, Goal);
        for (var round = 0; round < (rounds.IsShort ? 1 : 3); round++)
        {
            ten.Add(await play(1), await play(10));
        }

        if (rounds.IsShort)
        {
            return [ten];
        }

        var hundred = new Comparison($"{what}: 100 keer tegen 1 keer", Unit, Goal);
        hundred.Add(await play(1), await play(100));
        return [ten, hundred];
    }

    private static async Task<double> EmbeddedAsync(int times)
    {
        var folder = Directory.CreateTempSubdirectory("draaiboek-bench-").FullName;
        try
        {
            var port = FreePort.Pick();
            var gateway = new Uri($"http://localhost:{port}");
            await using var platform = await ChildProcess.StartAsync(
                "Draaiboek.Platform", ChildProcess.Answers(gateway + "health/ready"), Settings, "--data", folder, "--port", $"{port}");
            return await PlayAsync(gateway, folder, times);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> SeparateAsync(int times)
    {
        var folder = Directory.CreateTempSubdirectory("draaiboek-bench-").FullName;
        try
        {
            var (port, issuerPort) = (FreePort.Pick(), FreePort.Pick());
            var gateway = new Uri($"http://localhost:{port}");
            var issuerUrl = $"http://127.0.0.1:{issuerPort}";
            (string Key, string Value)[] identity = [("Identity:Authority", gateway + "auth"), ("Identity:MetadataAddress", issuerUrl + "/.well-known/openid-configuration")];
            await using var issuer = await ChildProcess.StartRoleAsync(ChildProcess.Answers(identity[1].Value), "uitgever", folder, $"{issuerPort}", gateway + "auth");
            await using var installation = await Installation.StartAsync(identity);
            var (melding, meldingUrl) = await installation.StartServiceAsync("melding");
            await using var first = melding;
            var (assessment, assessmentUrl) = await installation.StartServiceAsync("assessment");
            await using var second = assessment;
            var (steun, steunUrl) = await installation.StartServiceAsync("juridische-steun");
            await using var third = steun;
            var (registratie, registratieUrl) = await installation.StartServiceAsync("registratie");
            await using var fourth = registratie;
            (string Key, string Value)[] settings =
            [
                ("Url", gateway.GetLeftPart(UriPartial.Authority)),
                ("Gateway:Clusters:melding", meldingUrl),
                ("Gateway:Clusters:assessment", assessmentUrl),
                ("Gateway:Clusters:juridische-steun", steunUrl),
                ("Gateway:Clusters:registratie", registratieUrl),
                ("Gateway:Clusters:auth", issuerUrl),
                .. identity,
                .. Settings,
            ];
            await using var front = await ChildProcess.StartAsync("Draaiboek.Gateway", ChildProcess.Answers(gateway + "health/ready"), settings);
            return await PlayAsync(gateway, folder, times);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> PlayAsync(Uri gateway, string folder, int times)
    {
        await PlayAsync(gateway, folder, YearFile.Write(folder, 0, 1));
        var file = YearFile.Write(folder, 1, times);
        var clock = Stopwatch.StartNew();
        await PlayAsync(gateway, folder, file);
        return clock.Elapsed.TotalMilliseconds / (times * YearFile.Questions);
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
