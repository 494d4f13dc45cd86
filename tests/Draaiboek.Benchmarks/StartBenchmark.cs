using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using Draaiboek.Platform;

namespace Draaiboek.Benchmarks;

/// <summary>
/// From the start of the process to the first answer, and the memory it then holds: the platform (first accepted melding, on a fresh folder, token
/// included) beside an empty app (first 200), in turn, so that a machine that drifts drifts for both.
/// </summary>
internal static class StartBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(int rounds)
    {
        var platform = new List<Sample>();
        var empty = new List<Sample>();
        for (var round = 0; round <= rounds; round++)
        {
            var p = await MeasurePlatformAsync();
            var e = await MeasureEmptyAsync();
            if (round > 0)
            {
                // The first round warms the disk cache.
                platform.Add(p);
                empty.Add(e);
            }
        }

        Console.WriteLine($"rondes {rounds}, mediaan (laagste–hoogste)");
        Print("platform, tot eerste aanvaarde melding", platform);
        Print("lege app, tot eerste antwoord", empty);
        var times = platform.Zip(empty, (p, e) => p.Milliseconds / e.Milliseconds).Order().ToArray();
        var memory = platform.Zip(empty, (p, e) => p.Megabytes / e.Megabytes).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verhouding per ronde: tijd {times[times.Length / 2]:0.0}×, geheugen {memory[memory.Length / 2]:0.0}×"));
    }

    private static async Task<Sample> MeasurePlatformAsync()
    {
        var folder = Directory.CreateTempSubdirectory("draaiboek-bench-").FullName;
        try
        {
            var port = FreePort.Pick();
            var assembly = Path.Combine(AppContext.BaseDirectory, "Draaiboek.Platform.dll");
            return await MeasureAsync([assembly, "--data", folder, "--port", $"{port}"], client => AcceptMeldingAsync(client, folder), port);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<Sample> MeasureEmptyAsync()
    {
        var port = FreePort.Pick();
        return MeasureAsync([Assembly.GetExecutingAssembly().Location, "leeg", $"{port}"], async client => (await client.GetAsync(new Uri("/", UriKind.Relative))).IsSuccessStatusCode, port);
    }

    private static async Task<Sample> MeasureAsync(string[] args, Func<HttpClient, Task<bool>> answered, int port)
    {
        var start = new ProcessStartInfo("dotnet", args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
            while (!await TryAsync(client, answered))
            {
                if (process.HasExited || clock.Elapsed > Patience)
                {
                    throw new InvalidOperationException($"{args[0]} gave no answer.");
                }

                await Task.Delay(5);
            }

            var milliseconds = clock.Elapsed.TotalMilliseconds;
            process.Refresh();
            return new Sample(milliseconds, process.WorkingSet64 / 1048576.0);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> TryAsync(HttpClient client, Func<HttpClient, Task<bool>> answered)
    {
        try
        {
            return await answered(client);
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private static async Task<bool> AcceptMeldingAsync(HttpClient client, string folder)
    {
        var secretsFile = Path.Combine(folder, "demo-clients.json");
        if (!File.Exists(secretsFile))
        {
            return false;
        }

        var secrets = JsonNode.Parse(await File.ReadAllTextAsync(secretsFile))!;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "melder-a",
            ["client_secret"] = secrets["melder-a"]!.GetValue<string>(),
        });
        using var token = await client.PostAsync(new Uri("/auth/token", UriKind.Relative), form);
        if (!token.IsSuccessStatusCode)
        {
            return false;
        }

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", JsonNode.Parse(await token.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>());
        using var melding = await client.PostAsJsonAsync("/api/meldingen", new
        {
            soort = "infoFenomeen",
            centrum = "payoke",
            sector = "jeugdhulp",
            contactpersoon = new { naam = "Contact-B", email = "contact-b@example.org" },
            omschrijving = "Synthetische vraag.",
        });
        return melding.StatusCode == HttpStatusCode.Created;
    }

    private static void Print(string what, List<Sample> samples)
        => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-40} {Median(samples, s => s.Milliseconds):0} ms ({samples.Min(s => s.Milliseconds):0}–{samples.Max(s => s.Milliseconds):0})   {Median(samples, s => s.Megabytes):0} MB ({samples.Min(s => s.Megabytes):0}–{samples.Max(s => s.Megabytes):0})"));

    private static double Median(List<Sample> samples, Func<Sample, double> value) => samples.Select(value).Order().ElementAt(samples.Count / 2);

    private sealed record Sample(double Milliseconds, double Megabytes);
}
