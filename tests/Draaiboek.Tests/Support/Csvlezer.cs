using System.Text;

namespace Draaiboek.Tests.Support;

/// <summary>Reads a CSV file as a spreadsheet does: quotes around a cell, doubled within it.</summary>
internal static class Csvlezer
{
    /// <exception cref="FormatException">No mark at the start, or a quote that is not closed.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Lees(byte[] bytes)
    {
        var tekst = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.GetString(bytes.AsSpan(3)) : throw new FormatException("No mark.");
        var rijen = new List<IReadOnlyList<string>>();
        var rij = new List<string>();
        var cel = new StringBuilder();
        var binnen = false;
        for (var i = 0; i < tekst.Length; i++)
        {
            switch (tekst[i])
            {
                case '"' when binnen && i + 1 < tekst.Length && tekst[i + 1] == '"':
                    cel.Append('"');
                    i++;
                    break;
                case '"':
                    binnen = !binnen;
                    break;
                case ';' when !binnen:
                    rij.Add(cel.ToString());
                    cel.Clear();
                    break;
                case '\r' when !binnen:
                    break;
                case '\n' when !binnen:
                    rijen.Add([.. rij, cel.ToString()]);
                    rij = [];
                    cel.Clear();
                    break;
                default:
                    cel.Append(tekst[i]);
                    break;
            }
        }

        return binnen || cel.Length > 0 || rij.Count > 0 ? throw new FormatException("Not ended.") : rijen;
    }
}
