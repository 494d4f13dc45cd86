using System.Text;
using System.Text.Unicode;

namespace Draaiboek.Meldingen;

/// <summary>One line of a file in the form of <see cref="RegelInvoer"/>, or a Dutch sentence on why it can't be brought in that form.</summary>
/// <param name="Nummer">The line of the file on which it begins, from 1; empty lines and the heading count.</param>
internal sealed record Bestandsregel(int Nummer, ReadOnlyMemory<byte> Json, string? Fout = null);

/// <summary>A file with earlier registrations, cut in lines; what those say is judged later, one by one.</summary>
/// <param name="Regels">Without the empty ones.</param>
/// <param name="Veld">How somebody who looks at the file finds the field of a path: the path itself, or the column.</param>
internal sealed record Invoerbestand(IReadOnlyList<Bestandsregel> Regels, Func<string, string> Veld)
{
    public const int MaxRegels = 20_000;

    /// <summary>In bytes.</summary>
    public const int MaxRegel = 256 * 1024;

    public const string TeLangeRegel = "is langer dan 256 KB";

    /// <summary>JSON, an object on each line; CSV when it says so.</summary>
    /// <param name="weigering">A Dutch sentence when the file as a whole can't be used.</param>
    public static Invoerbestand? Lees(ReadOnlyMemory<byte> bytes, bool csv, out string? weigering)
    {
        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        weigering = OngeldigeTekst(bytes.Span);
        if (weigering is not null)
        {
            return null;
        }

        var bestand = csv ? Csvbestand.Lees(Encoding.UTF8.GetString(bytes.Span), out weigering) : new Invoerbestand(JsonRegels(bytes), static pad => pad);
        if (bestand?.Regels.Count > MaxRegels)
        {
            weigering = $"Het bestand telt meer dan {MaxRegels} regels. Splits het, en voer de delen na elkaar in.";
        }

        return weigering is null ? bestand : null;
    }

    private static List<Bestandsregel> JsonRegels(ReadOnlyMemory<byte> bytes)
    {
        var regels = new List<Bestandsregel>();
        var nummer = 0;
        foreach (var stuk in bytes.Span.Split((byte)'\n'))
        {
            if (regels.Count > MaxRegels)
            {
                // Enough to refuse it.
                break;
            }

            nummer++;
            var regel = bytes[stuk].Trim(" \t\r"u8);
            if (!regel.IsEmpty)
            {
                regels.Add(regel.Length > MaxRegel ? new Bestandsregel(nummer, default, TeLangeRegel) : new Bestandsregel(nummer, regel));
            }
        }

        return regels;
    }

    /// <summary>A file in another encoding is one mistake and not one on each line: half of its names would be wrong.</summary>
    private static string? OngeldigeTekst(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return null;
        }

        var nummer = 0;
        foreach (var stuk in bytes.Split((byte)'\n'))
        {
            nummer++;
            if (!Utf8.IsValid(bytes[stuk]))
            {
                break;
            }
        }

        return $"Het bestand is geen geldige UTF-8 (regel {nummer}). Bewaar het opnieuw als UTF-8; in Excel heet dat 'CSV UTF-8'.";
    }
}
