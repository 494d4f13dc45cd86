using Draaiboek.Registratie;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Counts that add up, and what is kept of them. Pure.</summary>
[Trait("Regel", "G2")]
public sealed class TellingTests
{
    [Fact]
    public void Given_random_values_over_random_months_When_added_up_Then_percentiles_are_those_of_all_values_together()
    {
        var random = new Random(20190304);
        for (var keer = 0; keer < 200; keer++)
        {
            var maanden = Enumerable.Range(0, 4).Select(_ => new Telling()).ToList();
            var waarden = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(40)).ToList();
            waarden.ForEach(waarde => maanden[random.Next(4)].Tel(Reeks.DagenTotAdvies, waarde));
            var samen = new Telling();
            maanden.ForEach(maand => samen.Voeg(maand.Sluit()));
            waarden.Sort();
            foreach (var honderdsten in new[] { 1, 50, 90, 100 })
            {
                // The smallest value that at least so many out of a hundred do not pass.
                var verwacht = waarden.First(waarde => waarden.Count(ander => ander <= waarde) * 100 >= waarden.Count * honderdsten);
                Assert.Equal(verwacht, samen.Percentiel(Reeks.DagenTotAdvies, honderdsten));
            }
        }
    }

    [Fact]
    public void Given_nothing_When_asked_Then_no_percentile() => Assert.Null(new Telling().Percentiel(Reeks.DagenTotGesprek, 50));

    [Fact]
    public void Given_a_count_that_is_kept_When_the_stand_moved_Then_it_no_longer_holds()
    {
        var (geheugen, telling) = (new Geheugen<int, Telling>(2), new Telling());
        geheugen.Bewaar(1, 7, telling);
        Assert.True(geheugen.Vind(1, 7, out var gevonden));
        Assert.Same(telling, gevonden);
        Assert.False(geheugen.Vind(1, 8, out _));
        geheugen.Bewaar(1, 8, new Telling());
        Assert.False(geheugen.Vind(1, 7, out _));
    }

    [Fact]
    public void Given_more_than_there_is_room_for_When_kept_Then_the_least_recently_used_goes()
    {
        var geheugen = new Geheugen<int, Telling>(2);
        geheugen.Bewaar(1, 1, new Telling());
        geheugen.Bewaar(2, 1, new Telling());
        Assert.True(geheugen.Vind(1, 1, out _));
        geheugen.Bewaar(3, 1, new Telling());
        Assert.Equal((true, false, true, 2), (geheugen.Vind(1, 1, out _), geheugen.Vind(2, 1, out _), geheugen.Vind(3, 1, out _), geheugen.Aantal));
    }
}
