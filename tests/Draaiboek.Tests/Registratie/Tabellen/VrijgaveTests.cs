using Draaiboek.Registratie;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>What goes out of a period, together with what went out before (G5).</summary>
[Trait("Regel", "G5")]
public sealed class VrijgaveTests
{
    private static readonly Afronding Afronding = new([7]);

    [Fact]
    public void Given_the_lot_withholds_just_what_was_withheld_When_released_again_Then_the_page_is_the_same_G5()
    {
        // So a place that was left empty for a reason can't be told from one that was left empty by lot.
        var nagebootst = 0;
        for (var zaad = 1; zaad <= 4; zaad++)
        {
            var populaties = Proefbevolking.Verzin(zaad, 64).Van(0);
            var eens = new Vrijgave(Afronding, Tabellenlijst.Alle, static (_, _) => false).Bereid(populaties, Uitgegeven.Niets);
            var vormen = eens.Bladen.SelectMany(blad => Enumerable.Range(0, blad.Niveau ?? blad.Tabel.Niveaus).Select(niveau => Vrijgave.VormVan(blad.Tabel, populaties[blad.Tabel.Soort].Code, niveau)));
            var lot = eens.Bladen.SelectMany(blad => blad.Vakken).Where(vak => vak.Waarde is null).Select(vak => vak.Vak.Cel.Sleutel).Concat(vormen).ToHashSet(StringComparer.Ordinal);
            nagebootst += lot.Count;
            var nogEens = new Vrijgave(Afronding, Tabellenlijst.Alle, (wat, _) => lot.Contains(wat)).Bereid(populaties, Uitgegeven.Niets);
            Assert.Equal(Bladzijde(eens), Bladzijde(nogEens));
        }

        Assert.True(nagebootst > 0);
    }

    [Fact]
    public void Given_the_lot_falls_on_a_cell_and_on_the_form_of_a_table_When_released_Then_that_one_is_withheld_and_that_table_coarser_G5()
    {
        var populaties = Proefbevolking.Verzin(3, 200).Van(2);
        var (tabel, verblijf) = (Tabellenlijst.Alle.Single(t => t.Code == "provincie"), Tabellenlijst.Alle.Single(t => t.Code == "verblijf"));
        var cel = tabel.Vakken(populaties[tabel.Soort].Code, 0)[0].Cel;
        var lot = new[] { cel.Sleutel, Vrijgave.VormVan(verblijf, populaties[verblijf.Soort].Code, 0) };
        var bladen = new Vrijgave(Afronding, [tabel, verblijf], (wat, _) => lot.Contains(wat)).Bereid(populaties, Uitgegeven.Niets).Bladen;
        Assert.Equal((0, 1), (bladen[0].Niveau, bladen[1].Niveau));
        Assert.Equal([cel], bladen[0].Vakken.Where(vak => vak.Waarde is null).Select(vak => vak.Vak.Cel));
    }

    [Fact]
    public void Given_a_class_of_the_process_with_few_in_it_When_released_Then_nothing_is_shown_of_them_G5()
    {
        var populaties = Proefbevolking.Verzin(2, 220).Van(2);
        var uitgave = new Vrijgave(Afronding, [Tabellenlijst.Alle.Single(tabel => tabel.Soort == Populaties.Assessments)], static (_, _) => false).Bereid(populaties, Uitgegeven.Niets);
        int Bereik(Vak vak) => populaties[Populaties.Assessments].Leden.Count(lid => vak.Cel.Telt(lid.Proces));
        var weinig = Assert.Single(uitgave.Bladen).Vakken.Where(vak => vak.Vak.Cel.IsBeschermd && Bereik(vak.Vak) < 10).ToList();
        Assert.Contains(weinig, vak => Bereik(vak.Vak) >= 4);
        Assert.All(weinig, vak => Assert.Null(vak.Waarde));
        Assert.Contains(uitgave.Bladen[0].Vakken, vak => vak.Waarde is not null);
    }

    [Fact]
    public void Given_the_last_form_of_a_table_and_a_class_with_few_When_another_cell_is_withheld_Then_the_rest_goes_out_G5()
    {
        // Of those running already there are few: a third of the cells can't be shown, whoever is in them. One more does not take the table with it.
        var populaties = Proefbevolking.Verzin(8, 90).Van(0);
        var tabel = Tabellenlijst.Alle.Single(t => t.Code == "linkNaarStand");
        var populatie = populaties[tabel.Soort].Code;
        var cel = tabel.Vakken(populatie, 1).First(vak => vak.Cel is { IsBeschermd: true, Proces: uint.MaxValue }).Cel;
        var lot = new[] { Vrijgave.VormVan(tabel, populatie, 0), cel.Sleutel };
        var blad = Assert.Single(new Vrijgave(Afronding, [tabel], (wat, _) => lot.Contains(wat)).Bereid(populaties, Uitgegeven.Niets).Bladen);
        Assert.Equal(1, blad.Niveau);
        var beschermd = blad.Vakken.Where(vak => vak.Vak.Cel.IsBeschermd).ToList();
        Assert.True(beschermd.Count(vak => vak.Waarde is null) * 3 > beschermd.Count);
        Assert.Contains(beschermd, vak => vak.Waarde is not null);
    }

    [Fact]
    public void Given_both_halves_of_a_small_year_When_the_year_is_released_beside_them_Then_most_of_its_tables_go_out_G5()
    {
        // One cell of a half of which the search does not get all counts at once would take all of this year with it. The tables that hang together most are enough.
        const int Zaad = 301;
        var tabellen = Tabellenlijst.Alle.Where(tabel => tabel.Soort is Populaties.Jongeren or Populaties.Dossiers or Populaties.Assessments).ToList();
        var bevolking = Proefbevolking.Verzin(Zaad, 66);
        var (eerder, uitgave) = (Uitgegeven.Niets, (Uitgave?)null);
        foreach (var populaties in ((int[])[0, 1, 2]).Select(bevolking.Van))
        {
            uitgave = new Vrijgave(new Afronding(BitConverter.GetBytes(Zaad)), tabellen).Bereid(populaties, eerder);
            eerder = new Uitgegeven([.. eerder.Populaties, .. populaties.Values], [.. eerder.Vermeldingen, .. uitgave.Vermeldingen]);
        }

        Assert.True(uitgave!.Toetsing.Geslaagd);
        Assert.True(uitgave.Bladen.Count(blad => blad.Niveau is not null) >= 6);
    }

    [Fact]
    public void Given_a_kind_that_counts_nobody_When_released_Then_its_tables_are_withheld_and_the_others_go_out_G5()
    {
        var populaties = Proefbevolking.Verzin(3, 90).Van(0).ToDictionary(StringComparer.Ordinal);
        populaties[Populaties.Uitbuitingen] = populaties[Populaties.Uitbuitingen] with { Leden = [] };
        var uitgave = new Vrijgave(Afronding, Tabellenlijst.Alle).Bereid(populaties, Uitgegeven.Niets);
        Assert.True(uitgave.Toetsing.Geslaagd);
        Assert.All(uitgave.Bladen.Where(blad => blad.Tabel.Soort == Populaties.Uitbuitingen), blad => Assert.Null(blad.Niveau));
        Assert.Contains(uitgave.Bladen, blad => blad.Niveau is not null);
    }

    [Fact]
    public void Given_the_same_year_When_released_twice_Then_the_same_page_to_the_digit_G5()
    {
        var populaties = Proefbevolking.Verzin(3, 77).Van(0);
        Assert.Equal(
            Bladzijde(new Vrijgave(Afronding, Tabellenlijst.Alle).Bereid(populaties, Uitgegeven.Niets)),
            Bladzijde(new Vrijgave(Afronding, Tabellenlijst.Alle).Bereid(populaties, Uitgegeven.Niets)));
    }

    [Fact]
    public void Given_what_went_out_before_When_a_correction_of_one_follows_Then_cells_without_that_one_keep_their_value_G5()
    {
        var voor = Proefbevolking.Verzin(6, 80).Van(2);
        var na = Proefbevolking.Verzin(6, 80).Van(3);
        var eerste = new Vrijgave(Afronding, Tabellenlijst.Alle).Bereid(voor, Uitgegeven.Niets);
        var tweede = new Vrijgave(Afronding, Tabellenlijst.Alle).Bereid(na, new Uitgegeven([.. voor.Values], eerste.Vermeldingen));
        var gelijk = 0;
        foreach (var vermelding in tweede.Vermeldingen.Where(vermelding => vermelding.Waarde is not null))
        {
            var populatie = na.Single(paar => paar.Value.Code == vermelding.Cel.Populatie);
            var vroeger = new Cel(voor[populatie.Key].Code, vermelding.Cel.Proces, vermelding.Cel.Voorwaarden);
            if (voor[populatie.Key].Tel(vroeger).ToHashSet().SetEquals(populatie.Value.Tel(vermelding.Cel))
                && eerste.Vermeldingen.SingleOrDefault(eerder => eerder.Cel.Equals(vroeger))?.Waarde is { } waarde)
            {
                Assert.Equal(waarde, vermelding.Waarde);
                gelijk++;
            }
        }

        Assert.True(gelijk > 20);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(9, true)]
    [InlineData(1, false)]
    public void Given_what_went_out_before_When_few_came_or_went_since_Then_nothing_that_is_shown_tells_of_them_G5(int aantal, bool erbij)
    {
        var alle = Proefbevolking.Verzin(1, 130).Van(2)[Populaties.Jongeren].Leden;
        var tabellen = Tabellenlijst.Alle.Where(tabel => tabel.Soort == Populaties.Jongeren).ToList();
        IReadOnlyDictionary<string, Populatie> Van(string uitgave, bool zonder) => new Dictionary<string, Populatie>(StringComparer.Ordinal)
        {
            [Populaties.Jongeren] = new($"{uitgave}/jongeren", [.. alle.Skip(zonder ? aantal : 0)]),
        };
        var (voor, na) = (Van("een", zonder: erbij), Van("twee", zonder: !erbij));
        var vrijgave = new Vrijgave(Afronding, tabellen);
        var eerste = vrijgave.Bereid(voor, Uitgegeven.Niets);
        var tweede = vrijgave.Bereid(na, new Uitgegeven([.. voor.Values], eerste.Vermeldingen));
        Assert.NotEmpty(Getoond(eerste));
        // Not the same cells once more: only sums of them that were not shown yet.
        Assert.Empty(Getoond(eerste).Intersect(Getoond(tweede)));

        // Who came or went, looked at as a class of its own: of each of their properties every count must be possible.
        var zij = new Populatie("zij", [.. alle.Take(aantal)]);
        var gevraagd = tabellen.SelectMany(tabel => tabel.Vakken(zij.Code, 0)).Select(vak => vak.Cel).Where(cel => cel.Voorwaarden.Count == 1).Distinct().Select(cel => new Vermelding(cel, null));
        var toetsing = Onthullingstoets.Toets(OpenbareKennis.Van([.. voor.Values, .. na.Values, zij], [.. eerste.Vermeldingen, .. tweede.Vermeldingen, .. gevraagd]));
        Assert.All(toetsing.Bewijzen.Where(bewijs => bewijs.Vermelding.Cel.Populatie == zij.Code), bewijs => Assert.True(bewijs.Geslaagd, bewijs.Vermelding.Cel.Sleutel));
    }

    [Fact]
    public void Given_what_went_out_before_When_nothing_or_enough_changed_since_Then_the_tables_go_out_again_G5()
    {
        var alle = Proefbevolking.Verzin(2, 130).Van(2)[Populaties.Jongeren].Leden;
        var tabellen = Tabellenlijst.Alle.Where(tabel => tabel.Code is "provincie" or "verblijf").ToList();
        var vrijgave = new Vrijgave(Afronding, tabellen, static (_, _) => false);
        IReadOnlyDictionary<string, Populatie> Van(string uitgave, int zonder) => new Dictionary<string, Populatie>(StringComparer.Ordinal) { [Populaties.Jongeren] = new($"{uitgave}/jongeren", [.. alle.Skip(zonder)]) };
        var voor = Van("een", 10);
        var eerste = vrijgave.Bereid(voor, Uitgegeven.Niets);
        foreach (var (zonder, dezelfde) in ((int, bool)[])[(10, true), (0, false)])
        {
            var tweede = vrijgave.Bereid(Van("twee", zonder), new Uitgegeven([.. voor.Values], eerste.Vermeldingen));
            Assert.NotEmpty(Getoond(eerste).Intersect(Getoond(tweede)));
            Assert.Equal(dezelfde, eerste.Bladen.SelectMany(blad => blad.Vakken.Select(vak => vak.Waarde)).SequenceEqual(tweede.Bladen.SelectMany(blad => blad.Vakken.Select(vak => vak.Waarde))));
        }
    }

    [Fact]
    public void Given_a_page_with_something_withheld_Then_its_note_says_so_and_never_why_G5()
    {
        var tabel = Tabellenlijst.Alle[0];
        var vakken = tabel.Vakken("p", 0).Select(vak => (vak, (int?)null)).ToList();
        Assert.Equal(2, new Blad(tabel, 0, vakken).Nota.Count);
        Assert.Equal(3, new Blad(tabel, 1, vakken).Nota.Count);
        Assert.Contains(new Blad(tabel, null, []).Nota, nota => nota.Contains("niet vrijgegeven", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Getoond(Uitgave uitgave)
        => uitgave.Vermeldingen.Where(vermelding => vermelding is { Waarde: not null, Cel.IsBeschermd: true }).Select(vermelding => vermelding.Cel.Vraag);

    private static IEnumerable<string> Bladzijde(Uitgave uitgave)
        => uitgave.Bladen.SelectMany(blad => blad.Vakken.Select(vak => $"{blad.Tabel.Code} {blad.Niveau} {vak.Vak.Cel} = {vak.Waarde}").Prepend($"{blad.Tabel.Code} {blad.Niveau}"));
}
