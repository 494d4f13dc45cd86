using Draaiboek.Registratie;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>The proof that goes before a release (G5, docs/adr/0013): what must fail fails, and what passes can be recounted.</summary>
[Trait("Regel", "G5")]
public sealed class OnthullingstoetsTests
{
    private const string Eerste = "eerste";
    private const string Tweede = "tweede";

    [Fact]
    public void Given_two_classes_that_are_far_from_the_known_total_When_judged_Then_both_are_known_too_well_G5()
    {
        // 31 in all, 30 and 0 published: 27 to 31 of one, 0 to 4 of the other.
        Assert.True(Toets([Groep(31, (Eerste, 0))], In(Eerste, 1, 30), In(Eerste, ~1u & 0xff, 0)).Geslaagd);
        // 47 in all, 25 and 15 published: 19 of the other at most, so 28 or 29 of one.
        var toetsing = Toets([Groep(47, (Eerste, 0))], In(Eerste, 1, 25), In(Eerste, ~1u & 0xff, 15));
        Assert.All(toetsing.Bewijzen, bewijs => Assert.False(bewijs.Geslaagd));
        Assert.Equal([28, 29], toetsing.Bewijzen.Single(bewijs => bewijs.Vermelding.Waarde == 25).Getuigen.Select(getuige => getuige.Aantal).Order());
    }

    [Fact]
    public void Given_a_margin_that_is_far_from_its_two_parts_When_judged_Then_none_of_the_three_passes_and_without_one_all_do_G5()
    {
        Vermelding[] fijn = [In(Eerste, 1, 5), In(Eerste, 2, 5)];
        var groepen = new[] { Groep(60, (Eerste, 0)) };
        Assert.All(Toets(groepen, [.. fijn, In(Eerste, 3, 20)]).Bewijzen, bewijs => Assert.False(bewijs.Geslaagd));
        Assert.True(Toets(groepen, [.. fijn, In(Eerste, 3, null)]).Geslaagd);
    }

    [Fact]
    public void Given_two_halves_and_the_year_When_judged_Then_it_is_the_three_together_that_count_G5()
    {
        // Who is in the first half or the second is in the year: 5 and 5 and 20 leave only 16 to 18.
        var groepen = new[] { Groep(40, (Eerste, 0), ("jaar", 0)), Groep(40, (Tweede, 0), ("jaar", 0)) };
        Vermelding[] helften = [In(Eerste, 1, 5), In(Tweede, 1, 5)];
        Assert.True(Toets(groepen, helften).Geslaagd);
        Assert.True(Toets(groepen, [.. helften, In("jaar", 1, 10)]).Geslaagd);
        Assert.All(Toets(groepen, [.. helften, In("jaar", 1, 20)]).Bewijzen, bewijs => Assert.False(bewijs.Geslaagd));
    }

    [Fact]
    public void Given_two_populations_that_one_unit_tells_apart_When_their_values_differ_Then_that_unit_is_known_and_fails_G5()
    {
        // The second has one more. Different values are different sets: that one is in the cell.
        var groepen = new[] { Groep(30, (Eerste, 0), (Tweede, 0)), Groep(1, (Tweede, 0), ("een", 0)) };
        var toetsing = Toets(groepen, In(Eerste, 1, 5), In(Tweede, 1, 10), In("een", 1, null));
        var een = toetsing.Bewijzen.Single(bewijs => bewijs.Vermelding.Cel.Populatie == "een");
        Assert.Equal((2, false), (een.Nodig, een.Geslaagd));
        Assert.Equal(1, Assert.Single(een.Getuigen).Aantal);
        Assert.True(Toets(groepen, In(Eerste, 1, 5), In(Tweede, 1, 5), In("een", 1, null)).Geslaagd);
    }

    [Fact]
    public void Given_a_published_cell_of_three_at_most_When_judged_Then_it_fails_only_when_fewer_than_four_counts_are_left_G5()
    {
        Assert.True(Toets([Groep(3, (Eerste, 0))], In(Eerste, 1, 0)).Geslaagd);
        Assert.False(Toets([Groep(2, (Eerste, 0))], In(Eerste, 1, 0)).Geslaagd);
        Assert.True(Toets([Groep(2, (Eerste, 0))], In(Eerste, 1, null)).Geslaagd);
    }

    [Fact]
    public void Given_a_release_that_passed_When_its_proof_is_recounted_Then_each_cell_has_its_populations_and_they_fit_G5()
    {
        var populaties = Proefbevolking.Verzin(4, 90).Van(0);
        var uitgave = new Vrijgave(new Afronding([4]), Tabellenlijst.Alle).Bereid(populaties, Uitgegeven.Niets);
        Assert.True(uitgave.Toetsing.Geslaagd);
        Assert.Equal(
            uitgave.Vermeldingen.Where(vermelding => vermelding.Cel.IsBeschermd).Select(vermelding => vermelding.Cel.Sleutel).Order(StringComparer.Ordinal),
            uitgave.Toetsing.Bewijzen.Select(bewijs => bewijs.Vermelding.Cel.Sleutel).Order(StringComparer.Ordinal));
        foreach (var bewijs in uitgave.Toetsing.Bewijzen)
        {
            Assert.Equal(bewijs.Getuigen.Count, bewijs.Getuigen.Select(getuige => getuige.Aantal).Distinct().Count());
            Assert.True(bewijs.Getuigen.Count >= (bewijs.Vermelding.Waarde is null ? 1 : 4));
            foreach (var getuige in bewijs.Getuigen)
            {
                Assert.True(getuige.Vraagstuk.Past(getuige.Wereld));
                var cel = getuige.Vraagstuk.Beperkingen.Single(beperking => beperking.Vermelding?.Cel.Equals(bewijs.Vermelding.Cel) == true);
                Assert.Equal(getuige.Aantal, Vraagstuk.Tel(cel, getuige.Wereld));
            }
        }
    }

    [Fact]
    public void Given_the_real_population_Then_it_is_one_of_those_that_fit_G5()
    {
        var populaties = Proefbevolking.Verzin(5, 70).Van(0);
        var uitgave = new Vrijgave(new Afronding([5]), Tabellenlijst.Alle).Bereid(populaties, Uitgegeven.Niets);
        foreach (var vermelding in uitgave.Vermeldingen.Where(vermelding => vermelding.Waarde is not null))
        {
            var populatie = populaties.Values.Single(populatie => populatie.Code == vermelding.Cel.Populatie);
            Assert.InRange(populatie.Tel(vermelding.Cel).Count(), vermelding.Waarde!.Value - 4, vermelding.Waarde.Value + 4);
        }
    }

    private static Toetsing Toets(IReadOnlyList<Groep> groepen, params Vermelding[] vermeldingen) => Onthullingstoets.Toets(new OpenbareKennis(groepen, vermeldingen));

    private static Groep Groep(int aantal, params (string Populatie, int Proces)[] lidmaatschap)
        => new(lidmaatschap.ToDictionary(lid => lid.Populatie, lid => lid.Proces, StringComparer.Ordinal), aantal);

    /// <summary>Those of a population with some provinces.</summary>
    private static Vermelding In(string populatie, uint provincies, int? waarde) => new(new Cel(populatie, uint.MaxValue, [new Voorwaarde(Kenmerken.Provincie, provincies)]), waarde);
}
