using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Draaiboek.Hosting;
using Draaiboek.Platform.Demonstratie;
using Draaiboek.Platform.Issuer;

namespace Draaiboek.Platform;

/// <summary>
/// Sends a file of earlier registrations to a platform, of its own on the data folder or one that runs, and shows what became of each line. What it shows are numbers, names of
/// fields and reasons: nothing of what the file says.
/// </summary>
internal static class ImportCommand
{
    /// <summary>How long nothing may go out to the other services before the platform stops all the same.</summary>
    private static readonly TimeSpan Geduld = TimeSpan.FromSeconds(30);

    private const string TokenVariable = "DRAAIBOEK_TOKEN";

    public static async Task<int> RunAsync(CommandLine.Import import, CancellationToken stop)
    {
        try
        {
            var inhoud = await LeesAsync(import.Bestand, stop);
            if (import.Gateway is { } gateway)
            {
                return await StuurAsync(import, inhoud, gateway, FolderOf(import, gateway), stop);
            }

            var folder = import.DataFolder is { } given ? Path.GetFullPath(given) : DataFolders.Default();
            await using var platform = await PlatformHost.StartAsync(new PlatformOptions { DataFolder = folder, Port = 0 }, stop);
            var code = await StuurAsync(import, inhoud, platform.Gateway, folder, stop);
            if (!await platform.UntilHeardAsync(Geduld, stop))
            {
                await Console.Error.WriteLineAsync("Niet elke dienst heeft al gehoord wat ingevoerd is; dat volgt na de volgende start van het platform, en de cijfers dan ook.");
            }

            return code;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            if (import.Gateway is null)
            {
                await Console.Error.WriteLineAsync("Draait het platform al, voer dan in langs zijn gateway: import BESTAND --gateway http://localhost:8080");
            }

            return ExitCodes.CouldNotRun;
        }
        catch (DemoGestoptException gestopt)
        {
            await Console.Error.WriteLineAsync(gestopt.Message);
            return ExitCodes.CouldNotRun;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Afgebroken. Wat bevestigd was, is bewaard; dezelfde opdracht doet de rest.");
            return ExitCodes.Interrupted;
        }
    }

    private static async Task<byte[]> LeesAsync(string bestand, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllBytesAsync(bestand, stop);
        }
        catch (Exception fout) when (fout is IOException or UnauthorizedAccessException)
        {
            throw new DemoGestoptException($"Het bestand {bestand} is niet te lezen.");
        }
    }

    private static async Task<int> StuurAsync(CommandLine.Import import, byte[] inhoud, Uri gateway, string? folder, CancellationToken stop)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !gateway.IsLoopback };
        // The answer comes line by line for as long as it takes.
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var token = await TokenAsync(import, http, gateway, folder, stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{gateway.AbsoluteUri.TrimEnd('/')}/api/meldingen/invoer?proef={(import.Proef ? "true" : "false")}")
        {
            Content = new ByteArrayContent(inhoud),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var csv = string.Equals(Path.GetExtension(import.Bestand), ".csv", StringComparison.OrdinalIgnoreCase);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(csv ? "text/csv" : "application/x-ndjson");
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new DemoGestoptException($"Het bestand is niet ingevoerd: {Probleem.Reden(response.StatusCode, await ProbleemAsync(response, stop))}.");
            }

            using var regels = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
            return await ToonAsync(regels, stop);
        }
        catch (Exception fout) when (fout is HttpRequestException or IOException or JsonException)
        {
            throw new DemoGestoptException($"De verbinding met {gateway.GetLeftPart(UriPartial.Authority)} kwam er niet of brak af. Wat bevestigd was, is bewaard; dezelfde opdracht doet de rest.");
        }
    }

    /// <summary>0 when nothing was refused, 1 when lines were.</summary>
    private static async Task<int> ToonAsync(StreamReader regels, CancellationToken stop)
    {
        using var voortgang = new Voortgangsregel();
        while (await regels.ReadLineAsync(stop) is { } regel)
        {
            var antwoord = JsonElement.Parse(regel);
            if (antwoord.TryGetProperty("voortgang", out var gedaan))
            {
                voortgang.Toon(gedaan.GetInt32());
            }
            else if (antwoord.TryGetProperty("fouten", out var fouten))
            {
                voortgang.Wis();
                foreach (var fout in fouten.EnumerateArray())
                {
                    var veld = Probleem.Tekst(fout, "veld") is { Length: > 0 } naam ? $"{naam}: " : "";
                    Console.WriteLine($"regel {antwoord.GetProperty("regel").GetInt32()}: {veld}{Probleem.Tekst(fout, "reden")}");
                }
            }
            else
            {
                voortgang.Wis();
                var som = antwoord.Deserialize<Som>(JsonSerializerOptions.Web)!;
                Console.WriteLine($"{som.Totaal} gelezen: {som.Aanvaard} aanvaard, {som.AlGekend} al gekend, {som.Geweigerd} geweigerd; {som.MetVerloop} met een verloop, dat niet overgenomen wordt.");
                if (som.Proef)
                {
                    Console.WriteLine("Dit was een proef: er is niets bewaard.");
                }

                return som.Geweigerd == 0 ? 0 : 1;
            }
        }

        throw new DemoGestoptException("Het antwoord brak af. Wat bevestigd was, is bewaard; dezelfde opdracht doet de rest.");
    }

    private static async Task<string> TokenAsync(CommandLine.Import import, HttpClient http, Uri gateway, string? folder, CancellationToken stop)
    {
        if (import.TokenFile is { } bestand)
        {
            return Encoding.UTF8.GetString(await LeesAsync(bestand, stop)).Trim();
        }

        if (import.Gateway is not null && Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } gegeven)
        {
            return gegeven.Trim();
        }

        var herkansing = new Herkansing(http, TimeProvider.System, Console.Error.WriteLine);
        var clients = import.ClientsFile ?? Path.Combine(folder!, DemoSecrets.Bestandsnaam);
        using var tokens = await DemoTokens.OpenAsync(herkansing, DemoPlaces.Authority(import.Authority, gateway), clients, TimeProvider.System, stop);
        return await tokens.GeefAsync(Centrumpersonen.Van(import.Centrum).Medewerker, stop);
    }

    /// <summary>Where the secrets of the demo persons are; null when a token is given, so that none is needed.</summary>
    private static string? FolderOf(CommandLine.Import import, Uri gateway)
        => import.TokenFile is not null || import.ClientsFile is not null || Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 }
            ? null
            : DemoPlaces.FolderOfIssuer(import.DataFolder, DemoPlaces.Authority(import.Authority, gateway));

    private static async Task<JsonElement> ProbleemAsync(HttpResponseMessage response, CancellationToken stop)
    {
        try
        {
            return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(stop));
        }
        catch (JsonException)
        {
            // Not from the platform: the status has to do.
            return default;
        }
    }

    private sealed record Som(int Totaal, int Aanvaard, int AlGekend, int Geweigerd, int MetVerloop, bool Proef);

    /// <summary>Progress on standard error: one line that counts on a terminal, a line each time elsewhere.</summary>
    private sealed class Voortgangsregel : IDisposable
    {
        private readonly bool _terminal = !Console.IsErrorRedirected;
        private bool _staatEr;

        public void Toon(int regels)
        {
            Console.Error.Write(_terminal ? $"\r{regels} regels gelezen" : $"{regels} regels gelezen\n");
            _staatEr = _terminal;
        }

        public void Wis()
        {
            if (_staatEr)
            {
                Console.Error.Write("\r                              \r");
                _staatEr = false;
            }
        }

        public void Dispose() => Wis();
    }
}
