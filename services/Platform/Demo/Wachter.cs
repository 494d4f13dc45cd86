using System.Text.Json;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>Waits for what the platform shows a moment later, by asking ever less often.</summary>
internal static class Wachter
{
    /// <summary>How long nothing may move before the demo takes it that nothing will. A broker that was killed is back well within it, on a busy machine too.</summary>
    public static readonly TimeSpan Geduld = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Eerste = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Langste = TimeSpan.FromMilliseconds(500);

    /// <summary>The first item of the page that fits, or the reason why there is none.</summary>
    public static async Task<(JsonElement? Item, string? Reden)> WachtOpAsync(
        PlatformClient platform, string client, string pad, Func<JsonElement, bool> past, TimeProvider tijd, CancellationToken cancellationToken)
    {
        var begin = tijd.GetTimestamp();
        for (var wacht = Eerste; ; wacht = Volgende(wacht))
        {
            var antwoord = await platform.GetAsync(client, pad, cancellationToken);
            if (!antwoord.Gelukt)
            {
                return (null, antwoord.Reden);
            }

            foreach (var item in antwoord.Items().Where(past))
            {
                return (item, null);
            }

            if (tijd.GetElapsedTime(begin) > Geduld)
            {
                return (null, $"verscheen niet binnen {Geduld.TotalMinutes} minuten");
            }

            await Task.Delay(wacht, tijd, cancellationToken);
        }
    }

    public static TimeSpan Volgende(TimeSpan wacht) => wacht * 1.5 < Langste ? wacht * 1.5 : Langste;
}
