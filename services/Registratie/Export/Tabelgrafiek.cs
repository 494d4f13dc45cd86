using System.Globalization;
using System.Text;
using System.Xml;

namespace Draaiboek.Registratie;

/// <summary>
/// A released table as a picture: a bar for each cell with its name, its value, and as a thin line the counts that it may stand for. It does without colours, script and anything
/// from elsewhere; who can't see it hears the same numbers.
/// </summary>
internal static class Tabelgrafiek
{
    public const string MediaType = "image/svg+xml";

    private const string Naamruimte = "http://www.w3.org/2000/svg";
    private const string Achtergehouden = "niet vrijgegeven";
    private const int Breedte = 780;
    private const int Marge = 16;
    private const int Regel = 20;
    private const int Begin = 84;
    private const int BreedteVanWaarden = 130;
    private const int LettersOpEenRegel = 110;
    private const double Letter = 6.6;

    /// <summary>A line of the chart: a bar, or the name of the bars below it.</summary>
    private sealed record Lijn(string Naam, bool Kop, Tabelcel? Cel);

    public static byte[] Schrijf(Tabellenpublicatie publicatie, Tabel tabel)
    {
        var lijnen = Lijnen(tabel);
        var links = Marge + 12 + (int)(Letter * lijnen.Select(lijn => lijn.Naam.Length).DefaultIfEmpty().Max());
        var schaal = Schaal.Voor(tabel, links, Breedte - BreedteVanWaarden);
        var noten = Noten(tabel);
        var onder = Begin + (Regel * lijnen.Count) + 12;
        using var bytes = new MemoryStream();
        using (var svg = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true }))
        {
            Open(svg, publicatie, tabel, onder + (16 * noten.Count) + Marge);
            Tekst(svg, Marge, 28, $"{tabel.Titel}, {publicatie.Periode}", ("font-size", "17"), ("font-weight", "bold"));
            Tekst(svg, Marge, 48, Ondertitel(publicatie));
            if (lijnen.Count > 0)
            {
                Teken(svg, schaal, onder - 8);
            }

            for (var i = 0; i < lijnen.Count; i++)
            {
                Teken(svg, lijnen[i], schaal, links, Begin + (Regel * i));
            }

            for (var i = 0; i < noten.Count; i++)
            {
                Tekst(svg, Marge, onder + 12 + (16 * i), noten[i]);
            }

            svg.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void Open(XmlWriter svg, Tabellenpublicatie publicatie, Tabel tabel, int hoogte)
    {
        svg.WriteStartElement("svg", Naamruimte);
        var (titel, beschrijving) = ($"titel-{tabel.Code}", $"beschrijving-{tabel.Code}");
        Kenmerken(
            svg,
            ("width", $"{Breedte}"),
            ("height", Getal(hoogte)),
            ("viewBox", $"0 0 {Breedte} {Getal(hoogte)}"),
            ("role", "img"),
            ("lang", "nl"),
            ("aria-labelledby", $"{titel} {beschrijving}"),
            ("font-family", "sans-serif"),
            ("font-size", "12"),
            ("fill", "#000"));
        Element(svg, "title", $"{tabel.Titel}, {publicatie.Periode}", ("id", titel));
        Element(svg, "desc", Beschrijving(publicatie, tabel), ("id", beschrijving));
        // White by itself: black letters on the dark page of somebody else would be gone.
        Element(svg, "rect", null, ("width", "100%"), ("height", "100%"), ("fill", "#fff"));
    }

    /// <summary>The scale: thin lines with their number above.</summary>
    private static void Teken(XmlWriter svg, Schaal schaal, int onder)
    {
        for (var waarde = 0; waarde <= schaal.Tot; waarde += schaal.Stap)
        {
            var x = Getal(schaal.Plaats(waarde));
            Element(svg, "line", null, ("x1", x), ("y1", Getal(Begin - 8)), ("x2", x), ("y2", Getal(onder)), ("stroke", "#ccc"));
            Tekst(svg, schaal.Plaats(waarde), Begin - 14, Getal(waarde), ("text-anchor", "middle"));
        }
    }

    private static void Teken(XmlWriter svg, Lijn lijn, Schaal schaal, int links, int y)
    {
        var midden = y + (Regel / 2);
        if (lijn.Kop)
        {
            Tekst(svg, Marge, midden + 4, lijn.Naam, ("font-weight", "bold"));
            return;
        }

        Tekst(svg, links - 8, midden + 4, lijn.Naam, ("text-anchor", "end"));
        if (lijn.Cel?.Waarde is not { } waarde)
        {
            Tekst(svg, links + 6, midden + 4, Achtergehouden, ("font-style", "italic"));
            return;
        }

        var (minstens, hoogstens) = Mogelijk(waarde);
        if (waarde > 0)
        {
            Element(
                svg,
                "rect",
                null,
                ("x", Getal(links)),
                ("y", Getal(y + 3)),
                ("width", Getal(schaal.Plaats(waarde) - links)),
                ("height", Getal(Regel - 6)),
                ("fill", "#bbb"),
                ("stroke", "#444"));
        }

        var (van, tot) = (schaal.Plaats(minstens), schaal.Plaats(hoogstens));
        Element(
            svg,
            "path",
            null,
            ("d", $"M{Getal(van)} {midden - 4}V{midden + 4}M{Getal(van)} {midden}H{Getal(tot)}M{Getal(tot)} {midden - 4}V{midden + 4}"),
            ("stroke", "#000"),
            ("fill", "none"));
        Tekst(svg, tot + 8, midden + 4, InWoorden(waarde));
    }

    /// <summary>Of more than one axis the last is drawn, under a name for the classes of the others.</summary>
    private static List<Lijn> Lijnen(Tabel tabel)
    {
        var lijnen = new List<Lijn>();
        foreach (var groep in tabel.Cellen.GroupBy(cel => string.Join(", ", cel.Klassen.SkipLast(1).Select((code, axis) => Naam(tabel, axis, code))), StringComparer.Ordinal))
        {
            if (groep.Key.Length > 0)
            {
                lijnen.Add(new Lijn(groep.Key, Kop: true, null));
            }

            lijnen.AddRange(groep.Select(cel => new Lijn(Naam(tabel, cel.Klassen.Count - 1, cel.Klassen[^1]), Kop: false, cel)));
        }

        return lijnen;
    }

    /// <summary>The class, with its axis where the name alone says too little.</summary>
    private static string Naam(Tabel tabel, int axis, string? code)
    {
        var titel = Tabelcsv.Titel(tabel, axis, code);
        return tabel.Assen.Count > 1 && axis < tabel.Assen.Count - 1 ? $"{tabel.Assen[axis].Titel}: {titel}" : titel;
    }

    private static string Ondertitel(Tabellenpublicatie publicatie)
        => string.Create(CultureInfo.InvariantCulture, $"peildatum {publicatie.Peildatum:yyyy-MM-dd}, publicatie {publicatie.Nummer}, versie {publicatie.Versie}{(publicatie.Vervangen ? " (intussen vervangen)" : "")}");

    /// <summary>All that the picture shows, for who can't see it.</summary>
    private static string Beschrijving(Tabellenpublicatie publicatie, Tabel tabel)
    {
        var cellen = tabel.Cellen.Select(cel =>
            $"{string.Join(", ", cel.Klassen.Select((code, axis) => Naam(tabel, axis, code)))}: {(cel.Waarde is { } waarde ? InWoorden(waarde) : Achtergehouden)}.");
        return string.Join(' ', [tabel.Telling, $"{Ondertitel(publicatie)}.", .. cellen, .. tabel.Nota]);
    }

    private static List<string> Noten(Tabel tabel)
        => [.. tabel.Nota.Append(tabel.Cellen.Any(cel => cel.Waarde is not null) ? "De dunne lijn loopt over de tellingen waarvoor de waarde kan staan." : "").SelectMany(Regels)];

    /// <summary>A text cut between words.</summary>
    private static IEnumerable<string> Regels(string tekst)
    {
        var regel = new StringBuilder();
        foreach (var woord in tekst.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (regel.Length > 0 && regel.Length + woord.Length >= LettersOpEenRegel)
            {
                yield return regel.ToString();
                regel.Clear();
            }

            regel.Append(regel.Length > 0 ? " " : "").Append(woord);
        }

        if (regel.Length > 0)
        {
            yield return regel.ToString();
        }
    }

    private static (int Minstens, int Hoogstens) Mogelijk(int waarde) => (Math.Max(0, waarde - Afronding.Speling), waarde + Afronding.Speling);

    private static string InWoorden(int waarde)
    {
        var (minstens, hoogstens) = Mogelijk(waarde);
        return string.Create(CultureInfo.InvariantCulture, $"{waarde} ({minstens} tot {hoogstens})");
    }

    private static void Tekst(XmlWriter svg, double x, double y, string tekst, params ReadOnlySpan<(string Naam, string Waarde)> kenmerken)
        => Element(svg, "text", tekst, [("x", Getal(x)), ("y", Getal(y)), .. kenmerken]);

    private static void Element(XmlWriter svg, string naam, string? tekst, params ReadOnlySpan<(string Naam, string Waarde)> kenmerken)
    {
        svg.WriteStartElement(naam, Naamruimte);
        Kenmerken(svg, kenmerken);
        if (tekst is not null)
        {
            svg.WriteString(tekst);
        }

        svg.WriteEndElement();
    }

    private static void Kenmerken(XmlWriter svg, params ReadOnlySpan<(string Naam, string Waarde)> kenmerken)
    {
        foreach (var (naam, waarde) in kenmerken)
        {
            svg.WriteAttributeString(naam, waarde);
        }
    }

    private static string Getal(double getal) => getal.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Where a count stands between two places on the page.</summary>
    private sealed record Schaal(int Tot, int Stap, int Links, int Rechts)
    {
        private const int MeesteStappen = 8;
        private const int KleinsteTot = 10;

        private static readonly int[] Stappen = [5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000, 10_000, 100_000, 1_000_000];

        public static Schaal Voor(Tabel tabel, int links, int rechts)
        {
            var hoogste = Math.Max(KleinsteTot, tabel.Cellen.Max(cel => Mogelijk(cel.Waarde ?? 0).Hoogstens as int?) ?? 0);
            var stap = Stappen.First(stap => hoogste <= stap * MeesteStappen || stap == Stappen[^1]);
            return new Schaal((hoogste + stap - 1) / stap * stap, stap, links, rechts);
        }

        public double Plaats(int waarde) => Links + ((double)waarde / Tot * (Rechts - Links));
    }
}
