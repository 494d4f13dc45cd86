using Draaiboek.Meldingen;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>The code that somebody writes down in a hurry (M11, A13): long enough that nobody guesses it, and a slip of the pen shows.</summary>
[Trait("Regel", "M11")]
public sealed class OntvangstcodeTests
{
    private const string Tekens = "23456789ACDFHJKMNPRTWXY";

    [Fact]
    public void Given_a_thousand_codes_Then_each_is_five_groups_of_six_of_characters_that_do_not_look_alike_and_none_is_there_twice()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => Ontvangstcode.Nieuw().Opgeschreven()).ToList();
        Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.Matches($"^([{Tekens}]{{6}}-){{4}}[{Tekens}]{{6}}$", code));
        Assert.All(codes, code => Assert.Null(Ontvangstcode.Schrijffout(code)));
        Assert.All("0OQ1IL", teken => Assert.DoesNotContain(teken, Tekens));
        foreach (var paar in (string[])["2Z", "5S", "6G", "8B", "UV", "EF"])
        {
            Assert.InRange(paar.Count(teken => Tekens.Contains(teken, StringComparison.Ordinal)), 0, 1);
        }

        // 29 characters by lot.
        Assert.True(29 * Math.Log2(Tekens.Length) >= 128);
        var eerste = codes.Select(code => code[..6]).Distinct(StringComparer.Ordinal).Count();
        Assert.InRange(eerste, 990, 1000);
        // Each character in each place: a generator that favours some would show.
        for (var plaats = 0; plaats < 29; plaats++)
        {
            Assert.Equal(Tekens.Length, codes.Select(code => code.Replace("-", "", StringComparison.Ordinal)[plaats]).Distinct().Count());
        }
    }

    [Fact]
    public void Given_a_code_When_one_character_is_wrong_or_two_neighbours_are_exchanged_Then_it_shows_every_time()
    {
        var code = Ontvangstcode.Nieuw().Opgeschreven().Replace("-", "", StringComparison.Ordinal);
        for (var plaats = 0; plaats < code.Length; plaats++)
        {
            foreach (var ander in Tekens.Where(teken => teken != code[plaats]))
            {
                Assert.StartsWith("er zit een schrijffout", Ontvangstcode.Schrijffout(code[..plaats] + ander + code[(plaats + 1)..]), StringComparison.Ordinal);
            }

            if (plaats > 0 && code[plaats] != code[plaats - 1])
            {
                Assert.StartsWith("er zit een schrijffout", Ontvangstcode.Schrijffout(code[..(plaats - 1)] + code[plaats] + code[plaats - 1] + code[(plaats + 1)..]), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("", "30 tekens")]
    [InlineData("MERK", "30 tekens")]
    [InlineData("23456-23456-23456-23456-23456-2345", "30 tekens")]
    [InlineData("O3456789ACDFHJKMNPRTWXY2345678", "in geen code voorkomt")]
    [InlineData("23456789ACDFHJKMNPRTWXY234567\u0661", "in geen code voorkomt")]
    public void Given_something_else_Then_it_is_said_what_a_code_is_like_and_not_what_was_typed(string getypt, string fout)
    {
        var gezegd = Ontvangstcode.Schrijffout(getypt);
        Assert.Contains(fout, gezegd, StringComparison.Ordinal);
        Assert.DoesNotContain("MERK", gezegd, StringComparison.Ordinal);
        Assert.Null(Ontvangstcode.Lees(getypt));
    }

    [Fact]
    public void Given_a_code_When_it_is_typed_over_as_people_do_Then_it_is_the_same()
    {
        var code = Ontvangstcode.Nieuw();
        var kaal = code.Opgeschreven().Replace("-", "", StringComparison.Ordinal);
        foreach (var getypt in (string[])[code.Opgeschreven(), kaal, kaal.ToLowerInvariant(), string.Join(' ', kaal.ToCharArray()), code.Opgeschreven().Replace('-', '\u2013'), $"  {kaal}\t"])
        {
            var gelezen = Ontvangstcode.Lees(getypt);
            Assert.Equal((code.Zoekdeel, code.Geheim), (gelezen!.Zoekdeel, gelezen.Geheim));
        }

        Assert.Equal(kaal[..^1], code.Zoekdeel + code.Geheim);
        // In a log line by mistake, it says nothing.
        Assert.Equal(typeof(Ontvangstcode).FullName, ((object)code).ToString());
    }
}
