using System.Text;

namespace Draaiboek.Registratie;

/// <summary>
/// A file for a spreadsheet: UTF-8 with a mark by which it knows the encoding, semicolons, CRLF, every row as wide as the first. What a spreadsheet would take for a
/// formula gets an apostrophe in front, so that it is text.
/// </summary>
internal sealed class Csv
{
    public const string MediaType = "text/csv";

    private const string Scheiding = ";";

    /// <summary>A line break too: some programs start a cell of its own after it.</summary>
    private static readonly char[] BeginVanFormule = ['=', '+', '-', '@', '\t', '\r', '\n'];

    private readonly StringBuilder _tekst = new();
    private readonly int _breedte;

    public Csv(params IReadOnlyList<string> kop)
    {
        _breedte = kop.Count;
        Rij([.. kop]);
    }

    /// <summary>Cells that are missing at the end are empty.</summary>
    /// <exception cref="ArgumentException">More cells than the heading has.</exception>
    public void Rij(params IReadOnlyList<string?> cellen)
    {
        if (cellen.Count > _breedte)
        {
            throw new ArgumentException($"{cellen.Count} cells under {_breedte} headings.", nameof(cellen));
        }

        _tekst.AppendJoin(Scheiding, cellen.Concat(Enumerable.Repeat<string?>(null, _breedte - cellen.Count)).Select(Cel)).Append("\r\n");
    }

    public byte[] Bytes() => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(_tekst.ToString())];

    /// <summary>One cell as it is written.</summary>
    internal static string Cel(string? waarde)
    {
        if (string.IsNullOrEmpty(waarde))
        {
            return "";
        }

        var tekst = BeginVanFormule.Contains(waarde[0]) ? $"'{waarde}" : waarde;
        return tekst.AsSpan().ContainsAny(";\"\r\n") || tekst != tekst.Trim() ? $"\"{tekst.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : tekst;
    }
}
