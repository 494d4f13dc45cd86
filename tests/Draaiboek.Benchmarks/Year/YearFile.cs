using System.Globalization;
using System.Text;
using Draaiboek.Platform.Demonstratie;

namespace Draaiboek.Benchmarks;

/// <summary>The demo's year some times over: the same questions and what became of them, asked by and about others.</summary>
internal static class YearFile
{
    public const int Questions = 129;

    /// <summary>What tells one person, contact or text of the sample from another; a number of the copy is put behind it.</summary>
    private static readonly string[] Marks = ["Contact-", "contact-", "Voornaam-", "Familienaam-", "Synthetische omschrijving "];

    /// <param name="first">Number of the first copy; a copy made before is never made again, or its keys would only replay it.</param>
    /// <returns>The path of a new file in <paramref name="folder"/>.</returns>
    public static string Write(string folder, int first, int times)
    {
        var year = Sample();
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"jaar-{first}-{times}.jsonl"));
        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        for (var copy = first; copy < first + times; copy++)
        {
            foreach (var line in year)
            {
                writer.WriteLine(Marks.Aggregate(line, (text, mark) => text.Replace(mark, string.Create(CultureInfo.InvariantCulture, $"{mark}{copy}-"), StringComparison.Ordinal)));
            }
        }

        return file;
    }

    private static List<string> Sample()
    {
        using var source = typeof(DemoPlayer).Assembly.GetManifestResourceStream(VragenBestand.Voorbeeldjaar)!;
        using var reader = new StreamReader(source);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines.Count == Questions ? lines : throw new InvalidOperationException($"Het voorbeeldjaar telt {lines.Count} vragen.");
    }
}
