using Draaiboek.Meldingen;
using Draaiboek.Platform;

namespace Draaiboek.Benchmarks;

/// <summary>The Melding service on SQLite: it needs the bus of its process, so it stands in a platform of its own, and is asked at its own address.</summary>
internal static class MeldingInPlatform
{
    public const string Address = "melding luistert op ";

    public static async Task RunAsync(string folder, string authority)
    {
        await using var platform = await PlatformHost.StartAsync(
            new PlatformOptions
            {
                DataFolder = folder,
                Port = 0,
                Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["Draaiboek:Identity:Authority"] = authority,
                    ["Draaiboek:Identity:MetadataAddress"] = authority.TrimEnd('/') + "/.well-known/openid-configuration",
                },
            },
            CancellationToken.None);
        Console.WriteLine(Address + platform.Services[MeldingService.Name].Urls.First());
        await Task.Delay(Timeout.Infinite);
    }
}
