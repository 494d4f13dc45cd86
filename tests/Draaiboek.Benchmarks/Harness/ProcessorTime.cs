using System.Globalization;

namespace Draaiboek.Benchmarks;

/// <summary>Processor time of this process and of everything that it started: services, database, broker. What a machine with other work on it distorts least.</summary>
internal static class ProcessorTime
{
    // The kernel counts in hundredths of a second, whatever its own clock does.
    private const int TicksPerSecond = 100;

    /// <summary>In the programs and in the kernel, processes that ended in the meantime included.</summary>
    public static TimeSpan OfAll()
    {
        var processes = Directory.EnumerateDirectories("/proc")
            .Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
            .Select(Read)
            .OfType<Sample>()
            .ToLookup(process => process.Parent);
        var own = Read($"/proc/{Environment.ProcessId}")!;
        return TimeSpan.FromSeconds((own.Ticks + Below(own.Id)) / (double)TicksPerSecond);

        long Below(int parent) => processes[parent].Sum(child => child.Ticks + Below(child.Id));
    }

    private static Sample? Read(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            // A name may hold anything, also spaces and brackets.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new Sample(
                int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture),
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            // Ended while it was looked at.
            return null;
        }
    }

    private sealed record Sample(int Id, int Parent, long Ticks);
}
