using System.Text;
using Draaiboek.Platform.Demonstratie;
using Xunit;

namespace Draaiboek.Tests.Demo;

public sealed class DemoVragenTests
{
    private const string Regel =
        """{"organisatie":"0400082240","sector":"caw","melding":{"soort":"infoFenomeen","centrum":"payoke","ontvangenOp":"2020-02-03"},"verloop":null}""";

    [Fact]
    public async Task The_sample_year_comes_along_and_is_whole()
    {
        var jaar = await VragenBestand.LeesAsync(null, CancellationToken.None);

        Assert.Empty(jaar.Fouten);
        Assert.Equal(129, jaar.Regels.Count);
        Assert.Equal(72, jaar.Regels.Count(regel => regel.Verloop is not null));
    }

    [Fact]
    public void Same_file_and_line_same_keys_whatever_the_line_ending()
    {
        var regels = Lees("a.jsonl", $"{Regel}\n{Regel}\n");
        var metBomEnCrlf = Lees("a.jsonl", $"\uFEFF{Regel}\r\n{Regel}");

        Assert.Equal(regels[0].Sleutel("melding"), metBomEnCrlf[0].Sleutel("melding"));
        Assert.Equal(regels[1].Sleutel("melding"), metBomEnCrlf[1].Sleutel("melding"));
    }

    [Fact]
    public void Another_file_line_text_or_step_another_key()
    {
        var regels = Lees("a.jsonl", $"{Regel}\n{Regel}");
        string[] sleutels =
        [
            regels[0].Sleutel("melding"),
            regels[1].Sleutel("melding"),
            regels[0].Sleutel("gesprekken+21"),
            Lees("b.jsonl", Regel)[0].Sleutel("melding"),
            Lees("a.jsonl", Regel.Replace("caw", "clb", StringComparison.Ordinal))[0].Sleutel("melding"),
        ];

        Assert.Equal(sleutels.Length, sleutels.Distinct().Count());
    }

    [Fact]
    public void The_members_of_a_melding_are_passed_on_as_they_stand()
    {
        var regel = Lees("a.jsonl", Regel.Replace("\"soort\"", "\"onbekend\":[1.50,\"é\"],\"soort\":\"x\",\"soort\"", StringComparison.Ordinal))[0];

        Assert.Equal(
            """{"onbekend":[1.50,"é"],"soort":"x","soort":"infoFenomeen","centrum":"payoke","ontvangenOp":"2020-02-03","namensOrganisatie":"0400082240","sector":"caw"}""",
            Encoding.UTF8.GetString(regel.Melding).Replace("\\u00E9", "é", StringComparison.Ordinal));
    }

    [Fact]
    public void Invalid_UTF8_is_a_bad_line()
    {
        byte[] inhoud = [.. Encoding.UTF8.GetBytes(Regel.Replace("caw\"", "", StringComparison.Ordinal)), 0xC3, 0x28];

        Assert.Equal(new Regelfout(1, "geen geldige UTF-8"), Assert.Single(VragenBestand.Ontleed("a", inhoud).Fouten));
    }

    [Theory]
    [InlineData("adviesNegatief", "kennismakingsgesprek 01-15, gesprekken 01-22, gesprekken 01-29, gesprekken 02-05, negatief-advies 02-19")]
    [InlineData("adviesPositief", "kennismakingsgesprek 01-15, gesprekken 01-22, gesprekken 01-29, gesprekken 02-05, positief-advies 02-19")]
    [InlineData("lopend", "kennismakingsgesprek 01-15, gesprekken 01-22")]
    [InlineData("wachtend", "")]
    [InlineData(null, "")]
    [InlineData("nietBereikbaar", "niet-gestart 01-31")]
    [InlineData("wilNietDeelnemen", "niet-gestart 01-11")]
    [InlineData("afgehaaktNaKennismaking", "kennismakingsgesprek 01-15, niet-gestart 01-29")]
    public void Each_verloop_has_its_acts_on_their_days(string? verloop, string verwacht)
    {
        var handelingen = Verloopplan.Voor(verloop, new DateOnly(2020, 1, 1), new DateOnly(2026, 1, 1));

        Assert.Equal(verwacht, string.Join(", ", handelingen.Select(handeling => $"{handeling.Pad} {handeling.Op:MM-dd}")));
        Assert.DoesNotContain(handelingen, handeling => handeling.Vervroegd);
        Assert.Equal(handelingen.Count, handelingen.Select(handeling => handeling.Naam).Distinct().Count());
    }

    [Fact]
    public void No_act_lies_in_the_future()
    {
        var vandaag = new DateOnly(2020, 1, 25);

        var handelingen = Verloopplan.Voor("adviesPositief", new DateOnly(2020, 1, 1), vandaag);

        Assert.Equal([false, false, true, true, true], handelingen.Select(handeling => handeling.Vervroegd));
        Assert.All(handelingen.Skip(2), handeling => Assert.Equal(vandaag, handeling.Op));
        Assert.Equal("2020-01-25", handelingen[^1].Inhoud["toestemming"]!["op"]!.GetValue<string>());
        Assert.Equal(vandaag, Verloopplan.DossierOp(new DateOnly(2020, 1, 1), vandaag));
    }

    private static IReadOnlyList<Vraagregel> Lees(string naam, string inhoud) =>
        VragenBestand.Ontleed(naam, Encoding.UTF8.GetBytes(inhoud)).Regels;
}
