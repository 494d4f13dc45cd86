using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Draaiboek.Hosting.Operations;

/// <summary>
/// <c>--health</c> asks the copy of this program that runs beside it how it is, at the address of the same settings: <c>/health/ready</c>, or with
/// <c>--health live</c> <c>/health/live</c>. For a container's health check, whose image has no other program that could ask.
/// </summary>
public static class HealthCommand
{
    public const string Option = "--health";

    private const int Unhealthy = 1;
    private const int WrongSettings = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static bool Asks(IReadOnlyList<string> args) => args.Count > 0 && args[0] == Option;

    /// <returns>0 when it is well or degraded, 1 when it is not or does not answer, 2 when the settings do not say where to ask.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var which = args.Length > 1 && !args[1].StartsWith('-') ? args[1] : "ready";
        if (which is not ("ready" or "live"))
        {
            await output.WriteLineAsync($"{Option} kent '{which}' niet; kies uit: ready, live");
            return WrongSettings;
        }

        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. args.Where(arg => arg.Contains('=', StringComparison.Ordinal))]).Build();
        if (AddressOf(configuration[$"{HostSettings.Section}:Url"] ?? "") is not { } address)
        {
            await output.WriteLineAsync($"{HostSettings.Section}:Url zegt niet op welke poort de dienst luistert");
            return WrongSettings;
        }

        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = address, Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri($"/health/{which}", UriKind.Relative));
            // What is wrong, for who reads the log of the check; it names no one.
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : Unhealthy;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            await output.WriteLineAsync($"geen antwoord van {address}");
            return Unhealthy;
        }
    }

    /// <summary>Where this machine reaches a service that listens there: on every address is also on loopback. Null when the port is not fixed.</summary>
    internal static Uri? AddressOf(string urls)
    {
        foreach (var text in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            try
            {
                if (BindingAddress.Parse(text) is { Scheme: "http" or "https", Port: > 0, IsUnixPipe: false } address)
                {
                    var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
                    return new Uri($"{address.Scheme}://{host}:{address.Port}/");
                }
            }
            catch (FormatException)
            {
                // The next address may do; when none does, the caller says so.
            }
        }

        return null;
    }
}
