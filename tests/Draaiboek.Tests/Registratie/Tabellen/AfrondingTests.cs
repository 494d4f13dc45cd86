using Draaiboek.Registratie;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Random rounding to base five by a key (G5, docs/adr/0013).</summary>
[Trait("Regel", "G5")]
public sealed class AfrondingTests
{
    private static readonly Afronding Afronding = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Fact]
    public void Given_the_same_units_in_any_order_When_rounded_Then_the_same_value_G5()
    {
        for (var aantal = 1; aantal < 60; aantal++)
        {
            var eenheden = Eenheden(aantal, aantal);
            var waarden = Enumerable.Range(0, 5).Select(_ => Afronding.RondAf(eenheden.OrderBy(_ => Random.Shared.Next()))).Distinct();
            Assert.Single(waarden);
        }
    }

    [Fact]
    public void Given_as_many_others_When_rounded_Then_the_value_is_now_the_one_now_the_other_G5()
        => Assert.Equal([5, 10], Enumerable.Range(1, 40).Select(zaad => Afronding.RondAf(Eenheden(zaad, 7))).Distinct().Order());

    [Fact]
    public void Given_another_key_When_rounded_Then_other_values_G5()
    {
        var andere = new Afronding([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
        Assert.Contains(Enumerable.Range(1, 40), zaad => Afronding.RondAf(Eenheden(zaad, 7)) != andere.RondAf(Eenheden(zaad, 7)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(38)]
    public void Given_a_count_When_rounded_many_times_Then_a_multiple_of_five_next_to_it_and_no_bias_G5(int aantal)
    {
        const int Keren = 4000;
        var waarden = Enumerable.Range(1, Keren).Select(zaad => Afronding.RondAf(Eenheden(zaad, aantal))).ToList();
        Assert.All(waarden, waarde => Assert.True(waarde % 5 == 0 && Math.Abs(waarde - aantal) <= 4));
        // Of a mean of 4000 the standard deviation is 0.04 at most.
        Assert.InRange(waarden.Average(), aantal - 0.2, aantal + 0.2);
    }

    [Fact]
    public void Given_nobody_one_or_four_When_rounded_Then_each_can_be_0_G5()
        => Assert.All([0, 1, 4], aantal => Assert.Contains(Enumerable.Range(1, 100), zaad => Afronding.RondAf(Eenheden(zaad, aantal)) == 0));

    [Fact]
    public void Given_the_lot_When_drawn_for_many_Then_it_falls_once_in_so_many_times_and_always_the_same_G5()
    {
        var getrokken = Enumerable.Range(0, 10_000).Where(i => Afronding.Loot($"cel {i}", 50)).ToList();
        Assert.InRange(getrokken.Count, 150, 250);
        Assert.Equal(getrokken, Enumerable.Range(0, 10_000).Where(i => Afronding.Loot($"cel {i}", 50)));
    }

    private static List<Guid> Eenheden(int zaad, int aantal)
    {
        var toeval = new Random(zaad);
        var bytes = new byte[16];
        return
        [
            .. Enumerable.Range(0, aantal).Select(_ =>
            {
                toeval.NextBytes(bytes);
                return new Guid(bytes);
            }),
        ];
    }
}
