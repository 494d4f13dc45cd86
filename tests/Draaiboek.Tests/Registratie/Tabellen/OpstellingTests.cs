using Draaiboek.Registratie;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>What two parts can be at once (G5): the same units never have two values. Two parts of one group of four, one cell of each.</summary>
[Trait("Regel", "G5")]
public sealed class OpstellingTests
{
    private const int Grootte = 4;

    [Fact]
    public void Given_both_cells_that_hold_the_whole_group_When_their_values_differ_Then_it_is_not_one_population_G5()
    {
        Assert.False(Maak(5, 0).Begin([Wereld(0, Grootte), Wereld(1, Grootte)]));
        Assert.True(Maak(5, 5).Begin([Wereld(0, Grootte), Wereld(1, Grootte)]));
    }

    [Fact]
    public void Given_a_part_that_holds_the_whole_group_When_another_would_too_Then_only_with_the_same_value_G5()
    {
        Assert.True(Begonnen(5, 0, Grootte, 2).Past(1, Wereld(1, 3)));
        Assert.False(Begonnen(5, 0, Grootte, 2).Past(1, Wereld(1, Grootte)));
        Assert.False(Begonnen(5, 0, 2, Grootte).Past(0, Wereld(0, Grootte)));
        Assert.True(Begonnen(5, 5, Grootte, 2).Past(1, Wereld(1, Grootte)));
    }

    [Fact]
    public void Given_cells_of_as_many_with_other_values_When_they_can_be_other_units_Then_they_are_dealt_so_G5()
    {
        Assert.True(Begonnen(5, 0, 2, 1).Past(1, Wereld(1, 2)));
        Assert.True(Begonnen(5, 0, 3, 3).Past(0, Wereld(0, 3)));
    }

    private static Opstelling Begonnen(int waarde, int andere, int aantal, int anderAantal)
    {
        var opstelling = Maak(waarde, andere);
        Assert.True(opstelling.Begin([Wereld(0, aantal), Wereld(1, anderAantal)]));
        return opstelling;
    }

    /// <summary>By province, and by kind of residence, which no table shows together; the first code of each.</summary>
    private static Opstelling Maak(int waarde, int andere)
    {
        var kennis = new OpenbareKennis([new Groep(new Dictionary<string, int>(StringComparer.Ordinal) { ["p"] = 0 }, Grootte)], [Eerste(Kenmerken.Provincie, waarde), Eerste(Kenmerken.Verblijf, andere)]);
        var vraagstukken = Vraagstuk.Van(kennis);
        Assert.Equal([Kenmerken.Provincie, Kenmerken.Verblijf], vraagstukken.Select(vraagstuk => Assert.Single(vraagstuk.Kenmerken)));
        return new Opstelling(kennis, vraagstukken);
    }

    private static Vermelding Eerste(int kenmerk, int waarde) => new(new Cel("p", uint.MaxValue, [new Voorwaarde(kenmerk, 1)]), waarde);

    /// <summary>So many with the first code, the others with the second.</summary>
    private static int[] Wereld(int deel, int eerste)
    {
        var wereld = new int[Kenmerken.Alle[deel == 0 ? Kenmerken.Provincie : Kenmerken.Verblijf].Codes.Count];
        (wereld[0], wereld[1]) = (eerste, Grootte - eerste);
        return wereld;
    }
}
