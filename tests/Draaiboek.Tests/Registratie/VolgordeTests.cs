using Draaiboek.Berichten;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>The figures follow from what happened and from nothing else: not from the order or number of messages (DESIGN 5), and they add up (G3).</summary>
[Trait("Regel", "G3")]
public abstract class VolgordeTests(ServicesFixture services)
{
    [Theory]
    [InlineData("positief", 2015)]
    [InlineData("afgehaakt", 2016)]
    public async Task Given_the_messages_of_an_assessment_When_they_come_in_every_order_Then_the_figures_are_the_same_G3(string einde, int jaar)
    {
        DateOnly ontvangen = new(jaar, 1, 10), kennismaking = new(jaar, 2, 10), gesprek = new(jaar, 3, 10), slot = new(jaar, 4, 10);
        Verloop Maak() => einde == "positief"
            ? new Verloop(ontvangen).Kennismaking(kennismaking).Gesprek(gesprek).Positief(slot)
            : new Verloop(ontvangen).Kennismaking(kennismaking).NietGestart(slot, RedenNietGestart.AfgehaaktNaKennismaking);
        var volgordes = Permutaties(Maak().Berichten.Count).ToList();
        await Parallel.ForEachAsync(volgordes, ServicesFixture.VeelTegelijk, async (volgorde, _) =>
        {
            var berichten = Maak().Berichten;
            foreach (var i in volgorde)
            {
                await services.SendAsync(berichten[i]);
            }
        });

        var n = volgordes.Count;
        var stand = new AssessmentCijfers(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        Assert.Equal(stand with { Wachtend = n }, (await services.CijfersAsync(jaar, kennismaking)).Assessments);
        Assert.Equal(einde == "positief" ? stand with { Lopend = n } : stand with { Wachtend = n }, (await services.CijfersAsync(jaar, gesprek)).Assessments);
        Assert.Equal(
            einde == "positief" ? stand with { Advies = n, Positief = n } : stand with { NietGestart = n, AfgehaaktNaKennismaking = n },
            (await services.CijfersAsync(jaar, slot)).Assessments);
    }

    [Fact]
    public async Task Given_questions_around_New_Year_When_asked_Then_each_belongs_to_the_year_of_its_day_of_receipt_G3()
    {
        DateOnly oudjaar = new(2021, 12, 31), nieuwjaar = new(2022, 1, 1);
        await new Verloop(oudjaar).Kennismaking(oudjaar).Gesprek(nieuwjaar).SpeelAfAsync(services);
        await new Verloop(nieuwjaar).NietGestart(nieuwjaar, RedenNietGestart.NietBereikbaar).SpeelAfAsync(services);
        await services.SendAsync(Bericht.Vraag(SoortVraag.InfoFenomeen, new DateOnly(2022, 12, 31)));
        await services.SendAsync(Bericht.Vraag(SoortVraag.InfoFenomeen, new DateOnly(2023, 1, 1)));

        (int, int, int) Stand(Procescijfers c) => (c.Vragen, c.Assessments.Wachtend, c.Assessments.Lopend);
        Assert.Equal((1, 1, 0), await services.CijfersAsync(2021, Stand, oudjaar));
        Assert.Equal((1, 0, 1), await services.CijfersAsync(2021, Stand, nieuwjaar));
        Assert.Equal((1, 0, 1), await services.CijfersAsync(2021, Stand));
        Assert.Equal((1, 0, 0), await services.CijfersAsync(2022, Stand, nieuwjaar));
        Assert.Equal((2, 0, 0), await services.CijfersAsync(2022, Stand));
        Assert.Equal((1, 0, 0), await services.CijfersAsync(2023, Stand));
        Assert.Equal((0, 0, 0), await services.CijfersAsync(2020, Stand));
    }

    [Fact]
    public async Task Given_200_random_histories_When_asked_at_many_days_Then_the_figures_are_those_of_a_plain_recount_and_add_up_G3()
    {
        // A fixed seed: what fails, fails again.
        var random = new Random(20190304);
        var geschiedenissen = Enumerable.Range(0, 200).Select(_ => Geschiedenis.Verzin(random)).ToList();
        var bezorging = geschiedenissen.SelectMany(g => g.Verloop.Berichten).ToArray();
        // Some twice, all shuffled.
        bezorging = [.. bezorging, .. bezorging.Where(_ => random.Next(5) == 0)];
        random.Shuffle(bezorging);
        await Parallel.ForEachAsync(bezorging, ServicesFixture.VeelTegelijk, async (bericht, _) => await services.SendAsync(bericht));

        foreach (var jaar in new[] { 2017, 2018 })
        {
            for (var peil = new DateOnly(jaar, 1, 1); peil.Year <= jaar + 1; peil = peil.AddDays(37))
            {
                var cijfers = (await services.CijfersAsync(jaar, peil)).Assessments;
                Assert.Equal((peil, Geschiedenis.Tel(geschiedenissen, jaar, peil)), (peil, cijfers));
                Assert.Equal(cijfers.Gevraagd, cijfers.Advies + cijfers.Lopend + cijfers.Wachtend + cijfers.NietGestart + cijfers.Stopgezet + cijfers.Overgedragen);
                Assert.Equal(cijfers.Advies, cijfers.Negatief + cijfers.Positief);
                Assert.Equal(cijfers.NietGestart, cijfers.NietBereikbaar + cijfers.WilNietDeelnemen + cijfers.AfgehaaktNaKennismaking);
            }
        }

        Assert.Equal(200, await services.CijfersAsync(2017, c => c.Vragen) + await services.CijfersAsync(2018, c => c.Vragen));
    }

    private static IEnumerable<int[]> Permutaties(int n)
        => n == 0 ? [[]] : Permutaties(n - 1).SelectMany(kleiner => Enumerable.Range(0, n).Select(plaats => (int[])[.. kleiner[..plaats], n - 1, .. kleiner[plaats..]]));
}

public sealed class VolgordeTestsEmbedded(EmbeddedServices services) : VolgordeTests(services), IClassFixture<EmbeddedServices>;

public sealed class VolgordeTestsDistributed(DistributedServices services) : VolgordeTests(services.OrSkip()), IClassFixture<DistributedServices>;
