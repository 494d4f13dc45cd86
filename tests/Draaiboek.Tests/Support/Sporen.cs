using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Draaiboek.Tests.Support;

/// <summary>Looks for texts in what is left behind: as they are, in capitals or not, as UTF-16, or in base64.</summary>
internal static class Sporen
{
    /// <summary>Which of the texts stand in these bytes.</summary>
    public static IReadOnlyList<string> Van(IEnumerable<string> teksten, byte[] bytes)
    {
        var zoals = Encoding.Latin1.GetString(bytes);
        string[] lezingen = [zoals.ToUpperInvariant(), zoals.Replace("\0", "", StringComparison.Ordinal).ToUpperInvariant()];
        return [.. teksten.Where(tekst =>
            lezingen.Any(lezing => lezing.Contains(tekst.ToUpperInvariant(), StringComparison.Ordinal))
            || Base64(tekst).Any(vorm => zoals.Contains(vorm, StringComparison.Ordinal)))];
    }

    public static IReadOnlyList<string> Van(IEnumerable<string> teksten, string tekst) => Van(teksten, Encoding.UTF8.GetBytes(tekst));

    /// <summary>
    /// All files of a folder, name and content, copied by another process: this one would lose SQLite's locks by opening and closing the files itself.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, byte[]>> BestandenAsync(string map)
    {
        var kopie = Directory.CreateTempSubdirectory("draaiboek-kopie-").FullName;
        try
        {
            using var cp = Process.Start("cp", ["-r", map + "/.", kopie]);
            await cp.WaitForExitAsync();
            return Directory.EnumerateFiles(kopie, "*", SearchOption.AllDirectories)
                .ToDictionary(pad => Path.GetRelativePath(kopie, pad), File.ReadAllBytes, StringComparer.Ordinal);
        }
        finally
        {
            Directory.Delete(kopie, recursive: true);
        }
    }

    /// <summary>What stays of the text in base64 wherever it begins; the characters at both ends depend on what stands beside it.</summary>
    private static IEnumerable<string> Base64(string tekst)
    {
        for (var vooraf = 0; vooraf < 3; vooraf++)
        {
            var heel = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', vooraf) + tekst));
            yield return heel.TrimEnd('=')[4..^2];
        }
    }
}

/// <summary>Everything that any trace of the process says: names, tags, events, baggage.</summary>
internal sealed class TraceLines : IDisposable
{
    private readonly ActivityListener _listener;

    public TraceLines()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Lines.Enqueue(string.Join(
                ' ',
                [
                    activity.Source.Name, activity.OperationName, activity.DisplayName, activity.StatusDescription, activity.TraceId.ToHexString(), activity.TraceStateString,
                    .. activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"),
                    .. activity.Baggage.Select(tag => $"{tag.Key}={tag.Value}"),
                    .. activity.Events.SelectMany(e => e.Tags.Select(tag => $"{e.Name}:{tag.Key}={tag.Value}")),
                ])),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ConcurrentQueue<string> Lines { get; } = new();

    public void Dispose() => _listener.Dispose();
}
