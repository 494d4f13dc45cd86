using Draaiboek.Registratie;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>The named list of tables and the forms that they may take (G2, G5).</summary>
public sealed class TabellenlijstTests
{
    public static TheoryData<string> Tabellen() => [.. Tabellenlijst.Alle.Select(tabel => tabel.Code)];

    [Theory]
    [MemberData(nameof(Tabellen))]
    [Trait("Regel", "G2")]
    public void Given_a_table_Then_it_counts_everybody_in_each_form_and_a_coarser_one_cuts_nothing_anew_G2(string code)
    {
        var tabel = Tabellenlijst.Alle.Single(t => t.Code == code);
        foreach (var axis in tabel.Assen)
        {
            var alles = axis.Kenmerk is { } kenmerk ? (1u << Kenmerken.Alle[kenmerk].Codes.Count) - 1 : axis.Indelingen[0].Aggregate(0u, (som, klasse) => som | klasse.Codes);
            foreach (var indeling in axis.Indelingen)
            {
                Assert.Equal(alles, indeling.Aggregate(0u, (som, klasse) => som + klasse.Codes));
                Assert.Equal(indeling.Count, indeling.Select(klasse => klasse.Code).Distinct(StringComparer.Ordinal).Count());
                Assert.All(indeling, klasse => Assert.True(klasse.Codes > 0 && klasse.Titel.Length > 0));
            }

            foreach (var (fijn, grof) in axis.Indelingen.Zip(axis.Indelingen.Skip(1)))
            {
                Assert.All(fijn, klasse => Assert.Single(grof, grover => (grover.Codes & klasse.Codes) != 0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tabellen))]
    [Trait("Regel", "G2")]
    public void Given_a_table_Then_it_says_what_it_counts_which_question_it_answers_and_since_when_G2(string code)
    {
        var tabel = Tabellenlijst.Alle.Single(t => t.Code == code);
        Assert.True(tabel.Titel.Length > 5 && tabel.Telling.Length > 20 && tabel.Versie > 0 && tabel.Sinds.Year >= 2026);
        Assert.Matches("^(vraag-dossiers-aanpak|vraag-capaciteit-aanbod|senaat-voorstel-resolutie), ", tabel.Bron);
        Assert.Contains(tabel.Soort, Populaties.Alle);
    }

    [Fact]
    [Trait("Regel", "G5")]
    public void Given_the_same_count_in_two_tables_Then_it_is_the_same_cell_G5()
    {
        Tabeldefinitie een = Tabellenlijst.Alle.Single(tabel => tabel.Code == "weglopenNaarLink"), ander = Tabellenlijst.Alle.Single(tabel => tabel.Code == "provincieNaarLink");
        var samen = een.Vakken("p", 0).Select(vak => vak.Cel).Intersect(ander.Vakken("p", 0).Select(vak => vak.Cel)).ToList();
        // The four kinds of link, and everybody.
        Assert.Equal(5, samen.Count);
        Assert.Single(samen, cel => !cel.IsBeschermd);
    }
}
