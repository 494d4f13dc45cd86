using System.Globalization;
using System.Xml.Linq;
using Draaiboek.Registratie;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>A table as a picture: true to the table, readable by everyone, and nothing in it but the picture (G2, G5).</summary>
public sealed class TabelgrafiekTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Tabellenpublicatie Publicatie = new(
        Guid.CreateVersion7(), 7, "2019-1", 2, RedenVervanging.LatereFeiten, false, new DateOnly(2026, 11, 22), new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero), "iemand", "ab12", []);

    private static readonly Tabel Provincies = new(
        "provincie",
        "Jongeren per provincie",
        "Jongeren, elk één keer.",
        "vraag 1",
        1,
        new DateOnly(2026, 11, 22),
        ["Over de afronding.", "Cellen zonder waarde zijn niet vrijgegeven."],
        [new Tabelas("provincie", "provincie", [new Tabelklasse("antwerpen", "Antwerpen"), new Tabelklasse("limburg", "Limburg"), new Tabelklasse("brussel", "Brussel")])],
        [new Tabelcel(["antwerpen"], 25), new Tabelcel(["limburg"], null), new Tabelcel(["brussel"], 0), new Tabelcel([null], 40)]);

    [Fact]
    public void Given_a_table_When_drawn_Then_each_cell_shows_its_value_with_the_counts_that_it_may_stand_for_and_a_withheld_one_that_it_is_G5()
    {
        var svg = Teken(Provincies);
        var teksten = Teksten(svg);
        Assert.Equal(["Jongeren per provincie, 2019-1", "peildatum 2026-11-22, publicatie 7, versie 2"], teksten.Take(2));
        string[] cellen = ["Antwerpen", "25 (21 tot 29)", "Limburg", "niet vrijgegeven", "Brussel", "0 (0 tot 4)", "totaal", "40 (36 tot 44)"];
        Assert.Equal(cellen, teksten.SkipWhile(tekst => tekst != "Antwerpen").Take(cellen.Length));
        Assert.Equal("Over de afronding.", teksten[^3]);
        Assert.Equal("Cellen zonder waarde zijn niet vrijgegeven.", teksten[^2]);
        Assert.Contains("dunne lijn", teksten[^1], StringComparison.Ordinal);

        // As long as their values; of what is withheld there is neither a bar nor a line.
        var staven = svg.Descendants(Svg + "rect").Where(rect => (string)rect.Attribute("fill")! == "#bbb").Select(rect => Getal(rect, "width")).ToList();
        Assert.Equal(2, staven.Count);
        Assert.Equal(25.0 / 40, staven[0] / staven[1], 2);
        Assert.Equal(3, svg.Descendants(Svg + "path").Count());
    }

    [Fact]
    public void Given_a_table_of_two_axes_When_drawn_Then_the_bars_of_the_last_stand_under_the_names_of_the_first()
    {
        var tabel = Provincies with
        {
            Assen = [Provincies.Assen[0], new Tabelas("link", "link met tienerpooier", [new Tabelklasse("zeker", "zeker")])],
            Cellen = [new Tabelcel(["antwerpen", "zeker"], 5), new Tabelcel(["antwerpen", null], 10), new Tabelcel([null, "zeker"], 15), new Tabelcel([null, null], 20)],
        };
        Assert.Equal(
            ["provincie: Antwerpen", "zeker", "5 (1 tot 9)", "totaal", "10 (6 tot 14)", "provincie: totaal", "zeker", "15 (11 tot 19)", "totaal", "20 (16 tot 24)"],
            Teksten(Teken(tabel)).SkipWhile(tekst => !tekst.StartsWith("provincie:", StringComparison.Ordinal)).Take(10));
    }

    [Fact]
    public void Given_a_picture_When_it_is_not_seen_Then_title_and_description_say_the_same()
    {
        var svg = Teken(Provincies);
        var (titel, beschrijving) = (svg.Root!.Element(Svg + "title")!, svg.Root.Element(Svg + "desc")!);
        Assert.Equal(("img", "nl"), ((string?)svg.Root.Attribute("role"), (string?)svg.Root.Attribute("lang")));
        Assert.Equal($"{titel.Attribute("id")!.Value} {beschrijving.Attribute("id")!.Value}", svg.Root.Attribute("aria-labelledby")!.Value);
        Assert.Equal("Jongeren per provincie, 2019-1", titel.Value);
        Assert.Contains("Antwerpen: 25 (21 tot 29). Limburg: niet vrijgegeven. Brussel: 0 (0 tot 4). totaal: 40 (36 tot 44). Over de afronding.", beschrijving.Value, StringComparison.Ordinal);
        Assert.Contains("peildatum 2026-11-22", beschrijving.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_texts_that_look_like_markup_When_drawn_Then_they_are_texts()
    {
        const string Kwaad = "<script>alert(\"x\")</script> & ' ]]>";
        var svg = Teken(Provincies with { Titel = Kwaad, Nota = [Kwaad], Assen = [Provincies.Assen[0] with { Klassen = [.. Provincies.Assen[0].Klassen.Select(klasse => klasse with { Titel = Kwaad })] }] });
        Assert.Contains(Kwaad, Teksten(svg));
        AlleenTekening(svg);
    }

    [Fact]
    public void Given_every_table_of_the_list_When_drawn_Then_all_of_it_stands_within_the_picture_and_it_holds_nothing_else()
    {
        foreach (var definitie in Tabellenlijst.Alle)
        {
            var blad = new Blad(definitie, 0, [.. definitie.Vakken("jongeren", 0).Select((vak, i) => (vak, i % 5 == 3 ? null : (int?)(i % 11 * 10_005)))]);
            var publicatie = Publicatieblad.Lees(Rij(Publicatieblad.Schrijf([blad])), vervangen: true);
            var svg = XDocument.Parse(System.Text.Encoding.UTF8.GetString(Tabelgrafiek.Schrijf(publicatie, publicatie.Tabellen[0])));
            AlleenTekening(svg);
            Assert.Equal(blad.Vakken.Count(vak => vak.Waarde is null), Teksten(svg).Count(tekst => tekst == "niet vrijgegeven"));
            Assert.Contains("intussen vervangen", Teksten(svg)[1], StringComparison.Ordinal);
            var (breedte, hoogte) = (Getal(svg.Root!, "width"), Getal(svg.Root!, "height"));
            foreach (var tekst in svg.Descendants(Svg + "text"))
            {
                // A letter is at most some eight wide in this size.
                var lengte = tekst.Value.Length * 6.6 * (tekst.Attribute("font-size") is null ? 1 : 1.4);
                var x = Getal(tekst, "x") - ((string?)tekst.Attribute("text-anchor") switch { "end" => lengte, "middle" => lengte / 2, _ => 0 });
                Assert.True(x >= 0 && x + lengte <= breedte && Getal(tekst, "y") < hoogte, $"{definitie.Code}: {tekst}");
            }
        }
    }

    [Fact]
    public void Given_a_table_that_is_withheld_When_drawn_Then_its_note_says_so()
    {
        var teksten = Teksten(Teken(Provincies with { Cellen = [], Nota = ["Deze tabel is voor deze periode niet vrijgegeven."] }));
        Assert.Equal("Deze tabel is voor deze periode niet vrijgegeven.", teksten[^1]);
        Assert.Equal(3, teksten.Count);
    }

    private static XDocument Teken(Tabel tabel) => XDocument.Parse(System.Text.Encoding.UTF8.GetString(Tabelgrafiek.Schrijf(Publicatie, tabel)));

    private static Publicatie Rij(string inhoud) => new()
    {
        Id = Guid.CreateVersion7(),
        Nummer = 1,
        Periode = "2019",
        Versie = 1,
        Peildatum = new DateOnly(2026, 11, 22),
        VrijgegevenOp = DateTimeOffset.UtcNow,
        VrijgegevenDoor = "iemand",
        Inhoud = inhoud,
        Hash = Draaiboek.Registratie.Publicatie.HashVan(inhoud),
    };

    private static List<string> Teksten(XDocument svg) => [.. svg.Descendants(Svg + "text").Select(tekst => tekst.Value)];

    private static double Getal(XElement element, string kenmerk) => double.Parse(element.Attribute(kenmerk)!.Value, CultureInfo.InvariantCulture);

    /// <summary>Shapes and texts; no script, style, link or anything from elsewhere.</summary>
    private static void AlleenTekening(XDocument svg)
    {
        Assert.Subset(new HashSet<string>(["svg", "title", "desc", "rect", "line", "path", "text"]), svg.Descendants().Select(element => element.Name.LocalName).ToHashSet());
        Assert.All(svg.Descendants(), element => Assert.Equal(Svg, element.Name.Namespace));
        Assert.All(svg.Descendants().Attributes(), kenmerk => Assert.True(
            kenmerk.IsNamespaceDeclaration || (!kenmerk.Name.LocalName.StartsWith("on", StringComparison.Ordinal) && !kenmerk.Name.LocalName.Contains("href", StringComparison.Ordinal) && !kenmerk.Value.Contains("url(", StringComparison.Ordinal)),
            $"{kenmerk}"));
    }
}
