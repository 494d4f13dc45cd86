using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Draaiboek.Meldingen;

/// <summary>A column of the CSV form.</summary>
/// <param name="Pad">Of the member that its cells become.</param>
/// <param name="Schrijf">Writes a cell that is not empty as what it is in JSON; none is ever read as a formula.</param>
/// <param name="Verplicht">Whether a file without it is no file of ours. What a line needs is for its rules.</param>
/// <param name="NogNietGekend">An empty cell says so, in a line about a young person.</param>
internal sealed record Kolom(string Pad, Action<Utf8JsonWriter, string> Schrijf, bool Verplicht = false, bool NogNietGekend = false)
{
    /// <summary>An empty list of codes; an empty cell says nothing about them.</summary>
    public const string Geen = "geen";

    private const string InMelding = "melding.";

    // A spreadsheet writes true and false in the language of whoever sits before it.
    private static readonly Dictionary<string, bool> Woorden = new(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = true,
        ["false"] = false,
        ["waar"] = true,
        ["onwaar"] = false,
        ["ja"] = true,
        ["nee"] = false,
    };

    public string Naam { get; } = ZonderMelding(Pad);

    /// <summary>The column of a path, or of a group of columns as <c>jongere.*</c>.</summary>
    public static string NaamVan(string pad)
    {
        var naam = ZonderMelding(pad.Split('[')[0]);
        return Csvbestand.Kolommen.Any(kolom => kolom.Naam.StartsWith(naam + ".", StringComparison.Ordinal)) ? naam + ".*" : naam == "melding" ? "" : naam;
    }

    public static void Tekst(Utf8JsonWriter writer, string cel) => writer.WriteStringValue(cel);

    /// <summary>What is no number stays text: the rules say what is expected.</summary>
    public static void Getal(Utf8JsonWriter writer, string cel)
    {
        if (int.TryParse(cel, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var getal))
        {
            writer.WriteNumberValue(getal);
        }
        else
        {
            writer.WriteStringValue(cel);
        }
    }

    public static void JaOfNee(Utf8JsonWriter writer, string cel)
    {
        if (Woorden.TryGetValue(cel, out var waar))
        {
            writer.WriteBooleanValue(waar);
        }
        else
        {
            writer.WriteStringValue(cel);
        }
    }

    public static void Codes(Utf8JsonWriter writer, string cel)
    {
        writer.WriteStartArray();
        foreach (var code in cel == Geen ? [] : cel.Split([' ', '|', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            writer.WriteStringValue(code);
        }

        writer.WriteEndArray();
    }

    private static string ZonderMelding(string pad) => pad.StartsWith(InMelding, StringComparison.Ordinal) ? pad[InMelding.Length..] : pad;
}

/// <summary>Earlier registrations as CSV (RFC 4180, with a semicolon or a comma): a heading with the names of the columns, in any order, and a row for each question.</summary>
internal static class Csvbestand
{
    public static readonly IReadOnlyList<Kolom> Kolommen =
    [
        new("melding.soort", Kolom.Tekst, Verplicht: true),
        new("melding.centrum", Kolom.Tekst, Verplicht: true),
        new("melding.ontvangenOp", Kolom.Tekst, Verplicht: true),
        new("melding.kanaal", Kolom.Tekst, Verplicht: true),
        new("organisatie", Kolom.Tekst, Verplicht: true),
        new("sector", Kolom.Tekst, Verplicht: true),
        new("melding.contactpersoon.naam", Kolom.Tekst, Verplicht: true),
        new("melding.contactpersoon.telefoon", Kolom.Tekst),
        new("melding.contactpersoon.email", Kolom.Tekst),
        new("melding.jongere.voornaam", Kolom.Tekst, NogNietGekend: true),
        new("melding.jongere.familienaam", Kolom.Tekst, NogNietGekend: true),
        new("melding.jongere.geboortedatum", Kolom.Tekst, NogNietGekend: true),
        new("melding.jongere.geslacht", Kolom.Tekst),
        new("melding.jongere.provincie", Kolom.Tekst),
        new("melding.jongere.verblijf", Kolom.Tekst),
        new("melding.jongere.rijksregisternummer", Kolom.Tekst),
        new("melding.signalen", Kolom.Codes),
        new("melding.aantalKeerWeggelopen", Kolom.Getal),
        new("melding.linkTienerpooier", Kolom.Tekst),
        new("melding.rekruteringskanaal", Kolom.Tekst),
        new("melding.consulent.betrokken", Kolom.JaOfNee),
        new("melding.consulent.dienst", Kolom.Tekst),
        new("melding.consulent.afgesproken", Kolom.JaOfNee),
        new("melding.acuut", Kolom.JaOfNee),
        new("melding.omschrijving", Kolom.Tekst, Verplicht: true),
        new("kenmerk", Kolom.Tekst),
        new("verloop", Kolom.Tekst),
    ];

    private const string VanJongere = "melding.jongere.";

    /// <param name="weigering">A Dutch sentence when the file as a whole can't be used.</param>
    public static Invoerbestand? Lees(string tekst, out string? weigering)
    {
        var lezer = new Csvlezer(tekst, Scheidingsteken(tekst));
        IReadOnlyList<Kolom>? kolommen = null;
        var regels = new List<Bestandsregel>();
        weigering = null;
        while (weigering is null && regels.Count <= Invoerbestand.MaxRegels && lezer.Lees() is { } rij)
        {
            if (rij.Fout is null && rij.Cellen.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (kolommen is null)
            {
                kolommen = Kop(rij, out weigering);
            }
            else
            {
                regels.Add(AlsRegel(rij, kolommen));
            }
        }

        weigering ??= lezer.Weigering ?? (kolommen is null ? "Het bestand heeft geen kopregel met de namen van de kolommen." : null);
        return weigering is null ? new Invoerbestand(regels, Kolom.NaamVan) : null;
    }

    private static char Scheidingsteken(string tekst)
    {
        var kop = tekst.AsSpan().TrimStart();
        kop = kop[..(kop.IndexOf('\n') is >= 0 and var einde ? einde : kop.Length)];
        // No name of a column has either.
        return kop.Count(',') > kop.Count(';') ? ',' : ';';
    }

    /// <summary>An unknown name may itself be somebody's name: it is pointed at by its place.</summary>
    private static List<Kolom> Kop(Csvrij rij, out string? weigering)
    {
        var kolommen = new List<Kolom>();
        var fouten = new List<string>();
        foreach (var (index, cel) in rij.Cellen.Index())
        {
            if (Kolommen.FirstOrDefault(kolom => string.Equals(kolom.Naam, cel.Trim(), StringComparison.OrdinalIgnoreCase)) is not { } kolom)
            {
                fouten.Add(string.Create(CultureInfo.InvariantCulture, $"kolom {index + 1} is onbekend"));
            }
            else if (kolommen.Contains(kolom))
            {
                fouten.Add($"{kolom.Naam} staat er twee keer");
            }
            else
            {
                kolommen.Add(kolom);
            }
        }

        fouten.AddRange(Kolommen.Where(kolom => kolom.Verplicht && !kolommen.Contains(kolom)).Select(kolom => $"{kolom.Naam} ontbreekt"));
        weigering = rij.Fout is { } fout ? $"De kopregel {fout}."
            : fouten.Count > 0 ? $"De kopregel klopt niet: {string.Join("; ", fouten)}. De kolommen zijn: {string.Join(", ", Kolommen.Select(kolom => kolom.Naam))}."
            : null;
        return kolommen;
    }

    private static Bestandsregel AlsRegel(Csvrij rij, IReadOnlyList<Kolom> kolommen)
    {
        if (rij.Fout is { } fout)
        {
            return new Bestandsregel(rij.Nummer, default, fout);
        }

        if (rij.Cellen.Count != kolommen.Count)
        {
            return new Bestandsregel(rij.Nummer, default, string.Create(CultureInfo.InvariantCulture, $"heeft {rij.Cellen.Count} cellen; de kopregel heeft er {kolommen.Count}"));
        }

        var json = AlsJson(kolommen.Zip(rij.Cellen).ToList());
        return json.Length > Invoerbestand.MaxRegel ? new Bestandsregel(rij.Nummer, default, Invoerbestand.TeLangeRegel) : new Bestandsregel(rij.Nummer, json);
    }

    private static byte[] AlsJson(List<(Kolom Kolom, string Cel)> cellen)
    {
        var overJongere = cellen.Exists(cel => cel.Kolom.Pad.StartsWith(VanJongere, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(cel.Cel));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Schrijf(writer, "", [.. cellen.Where(cel => !string.IsNullOrWhiteSpace(cel.Cel) || (overJongere && cel.Kolom.NogNietGekend))]);
        }

        return stream.ToArray();
    }

    /// <summary>The object at the path that the cells have in common.</summary>
    private static void Schrijf(Utf8JsonWriter writer, string pad, IReadOnlyList<(Kolom Kolom, string Cel)> cellen)
    {
        writer.WriteStartObject();
        foreach (var lid in cellen.GroupBy(cel => cel.Kolom.Pad[pad.Length..].Split('.')[0], StringComparer.Ordinal))
        {
            writer.WritePropertyName(lid.Key);
            if (lid.First() is var (kolom, cel) && kolom.Pad.Length == pad.Length + lid.Key.Length)
            {
                if (string.IsNullOrWhiteSpace(cel))
                {
                    writer.WriteNullValue();
                }
                else
                {
                    kolom.Schrijf(writer, cel.Trim());
                }
            }
            else
            {
                Schrijf(writer, $"{pad}{lid.Key}.", [.. lid]);
            }
        }

        writer.WriteEndObject();
    }
}

/// <param name="Nummer">The line of the file on which it begins: a cell between quotes may hold line breaks.</param>
/// <param name="Fout">A Dutch sentence without its subject on why the cells are not to be trusted.</param>
internal sealed record Csvrij(int Nummer, IReadOnlyList<string> Cellen, string? Fout);

/// <summary>Cuts a text in rows and cells, strictly as RFC 4180 has it: what others would guess at is a mistake here.</summary>
internal sealed class Csvlezer(string tekst, char scheidingsteken)
{
    private const int MeesteCellen = 200;

    private int _plaats;
    private int _regel = 1;

    /// <summary>Why the rest of the text can't be read; null when the end was reached.</summary>
    public string? Weigering { get; private set; }

    /// <summary>The next row; null after the last.</summary>
    public Csvrij? Lees()
    {
        if (_plaats >= tekst.Length || Weigering is not null)
        {
            return null;
        }

        var (begin, nummer) = (_plaats, _regel);
        var cellen = new List<string>();
        string? fout = null;
        while (true)
        {
            var cel = _plaats < tekst.Length && tekst[_plaats] == '"' ? TussenAanhalingstekens(ref fout) : Gewoon(ref fout);
            if (cellen.Count < MeesteCellen)
            {
                cellen.Add(cel);
            }
            else
            {
                fout = $"heeft meer dan {MeesteCellen} cellen";
            }

            if (Weigering is not null)
            {
                return null;
            }

            if (_plaats < tekst.Length && tekst[_plaats] == scheidingsteken)
            {
                _plaats++;
                continue;
            }

            if (Encoding.UTF8.GetByteCount(tekst.AsSpan(begin, _plaats - begin)) > Invoerbestand.MaxRegel)
            {
                fout = Invoerbestand.TeLangeRegel;
            }

            NaarVolgendeRegel();
            return new Csvrij(nummer, cellen, fout);
        }
    }

    private string Gewoon(ref string? fout)
    {
        var begin = _plaats;
        while (_plaats < tekst.Length && tekst[_plaats] != scheidingsteken && !IsEinde(_plaats))
        {
            _plaats++;
        }

        var cel = tekst[begin.._plaats];
        if (cel.Contains('"', StringComparison.Ordinal))
        {
            fout ??= "heeft een aanhalingsteken midden in een cel; zet de hele cel tussen aanhalingstekens en verdubbel het";
        }

        return cel;
    }

    private string TussenAanhalingstekens(ref string? fout)
    {
        var geopend = _regel;
        var cel = new StringBuilder();
        for (_plaats++; _plaats < tekst.Length; _plaats++)
        {
            var teken = tekst[_plaats];
            if (teken == '\n')
            {
                _regel++;
            }

            if (teken != '"')
            {
                cel.Append(teken);
            }
            else if (_plaats + 1 < tekst.Length && tekst[_plaats + 1] == '"')
            {
                cel.Append('"');
                _plaats++;
            }
            else
            {
                _plaats++;
                if (_plaats < tekst.Length && tekst[_plaats] != scheidingsteken && !IsEinde(_plaats))
                {
                    Gewoon(ref fout);
                    fout = "heeft tekst na een sluitend aanhalingsteken";
                }

                return cel.ToString();
            }
        }

        // Whatever follows was swallowed: nobody can say which rows there were.
        Weigering = string.Create(CultureInfo.InvariantCulture, $"Het aanhalingsteken dat op regel {geopend} opent, sluit nergens.");
        return "";
    }

    private bool IsEinde(int plaats) => tekst[plaats] == '\n' || (tekst[plaats] == '\r' && plaats + 1 < tekst.Length && tekst[plaats + 1] == '\n');

    private void NaarVolgendeRegel()
    {
        if (_plaats < tekst.Length)
        {
            _plaats += tekst[_plaats] == '\r' ? 2 : 1;
            _regel++;
        }
    }
}
