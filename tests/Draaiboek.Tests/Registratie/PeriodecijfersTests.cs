using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>What the figures tell of a part of a year, of before it, of waiting and of repeats (G2, G3, G6). Each test has years of its own, early ones before late ones.</summary>
public abstract class PeriodecijfersTests(ServicesFixture services)
{
    [Fact]
    [Trait("Regel", "G3")]
    public async Task Given_random_histories_When_asked_by_month_quarter_half_and_year_Then_each_as_a_plain_recount_and_the_parts_add_up_G3()
    {
        var peil = new DateOnly(2018, 8, 15);
        // What other tests left open of earlier years.
        var eerder = (await services.AlleCijfersAsync(2017, null, peil)).Werkvoorraad.Open;
        var random = new Random(20190605);
        var geschiedenissen = Enumerable.Range(0, 120).Select(_ => Geschiedenis.Verzin(random)).ToList();
        await Parallel.ForEachAsync(geschiedenissen.SelectMany(g => g.Verloop.Berichten), ServicesFixture.VeelTegelijk, async (bericht, _) => await services.SendAsync(bericht));
        foreach (var (delen, maak) in new (int, Func<int, object?>)[] { (1, _ => null), (2, n => new { halfjaar = n }), (4, n => new { kwartaal = n }), (12, n => new { maand = n }) })
        {
            var gevraagd = 0;
            for (var nummer = 1; nummer <= delen; nummer++)
            {
                var cijfers = await services.AlleCijfersAsync(2017, maak(nummer), peil);
                var (van, tot) = (new DateOnly(2017, 1, 1).AddMonths((nummer - 1) * 12 / delen), new DateOnly(2017, 1, 1).AddMonths(nummer * 12 / delen).AddDays(-1));
                Assert.Equal((van, tot, nummer), (cijfers.Periode.Van, cijfers.Periode.Tot, cijfers.Periode.Nummer));
                Assert.Equal(Geschiedenis.Tel(geschiedenissen, van, tot, peil), cijfers.Assessments);
                var bijBegin = geschiedenissen.Where(g => g.Verloop.OntvangenOp < van && g.IsOpenOp(van.AddDays(-1))).ToList();
                var voorraad = bijBegin.Concat(geschiedenissen.Where(g => g.Verloop.OntvangenOp >= van && g.Verloop.OntvangenOp <= tot)).ToList();
                var open = voorraad.Count(g => g.IsOpenOp(peil));
                Assert.Equal(new Werkvoorraad(eerder + bijBegin.Count, voorraad.Count - bijBegin.Count, voorraad.Count - open, eerder + open), cijfers.Werkvoorraad);
                gevraagd += cijfers.Assessments.Gevraagd;
            }

            Assert.Equal(geschiedenissen.Count(g => g.Verloop.OntvangenOp.Year == 2017), gevraagd);
        }
    }

    [Fact]
    [Trait("Regel", "G2")]
    public async Task Given_questions_of_several_ages_When_asked_Then_the_backlog_by_the_time_since_receipt_G2()
    {
        // The years before those of the other tests: whatever is open before a period is in its backlog.
        var peil = new DateOnly(2015, 8, 31);
        DateOnly[] ontvangen = [new(2015, 2, 27), new(2015, 2, 28), new(2015, 3, 1), new(2015, 5, 31), new(2015, 6, 1), new(2015, 7, 31), new(2015, 8, 1), new(2015, 8, 31)];
        foreach (var dag in ontvangen)
        {
            await new Verloop(dag).SpeelAfAsync(services);
        }

        await new Verloop(new(2015, 1, 5)).Gesprek(new(2015, 3, 5)).SpeelAfAsync(services);
        // Closed in time, and one that runs only after the reference date.
        await new Verloop(new(2015, 6, 5)).Gesprek(new(2015, 7, 5)).Negatief(new(2015, 8, 30)).SpeelAfAsync(services);
        await new Verloop(new(2015, 8, 5)).Gesprek(new(2015, 9, 1)).SpeelAfAsync(services);
        var cijfers = await services.AlleCijfersAsync(2015, new { halfjaar = 2 }, peil);
        Assert.Equal(new Achterstandcijfers(new(3, 0), new(2, 0), new(2, 0), new(2, 1), new(0, 0, 0, 0)), cijfers.Achterstand);
        Assert.Equal(new Werkvoorraad(7, 4, 1, 10), cijfers.Werkvoorraad);
    }

    [Theory]
    [Trait("Regel", "G2")]
    [InlineData(9, 2021)]
    [InlineData(10, 2022)]
    [InlineData(11, 2023)]
    public async Task Given_so_many_cases_When_asked_Then_waiting_times_from_ten_on_and_below_only_how_many_G2(int gevallen, int jaar)
    {
        var ontvangen = new DateOnly(jaar, 1, 10);
        for (var i = 1; i <= gevallen; i++)
        {
            // The first talk after i days, the advice after ten times as long; talks written down later took place earlier.
            await new Verloop(ontvangen).Gesprek(ontvangen.AddDays(i + 3)).Kennismaking(ontvangen.AddDays(i)).Gesprek(ontvangen.AddDays(i + 1)).Negatief(ontvangen.AddDays(10 * i)).SpeelAfAsync(services);
        }

        await new Verloop(ontvangen).SpeelAfAsync(services);
        var cijfers = await services.AlleCijfersAsync(jaar);
        Assert.Equal(
            gevallen < 10 ? new Wachttijden(new(gevallen, null, null), new(gevallen, null, null))
                : new Wachttijden(new(gevallen, (gevallen + 1) / 2, gevallen == 10 ? 9 : 10), new(gevallen, (gevallen + 1) / 2 * 10, gevallen == 10 ? 90 : 100)),
            cijfers.Wachttijden);
        Assert.Equal(new Gesprekscijfers(gevallen, 2 * gevallen, 2), cijfers.Gesprekken);
        // Before the first advice nobody waited for one yet.
        Assert.Equal((gevallen < 9 ? gevallen : 9, 0), (await services.AlleCijfersAsync(jaar, null, ontvangen.AddDays(9))) is var eerder ? (eerder.Wachttijden.TotEersteGesprek.Aantal, eerder.Wachttijden.TotAdvies.Aantal) : default);
    }

    [Fact]
    [Trait("Regel", "G6")]
    public async Task Given_questions_about_one_young_person_When_a_person_judges_so_Then_the_later_ones_are_reported_again_G6()
    {
        DateOnly eerste = new(2024, 2, 1), tweede = new(2024, 5, 1), derde = new(2024, 5, 2);
        var vragen = new[] { derde, eerste, tweede }.Select(op => Bericht.Vraag(op: op) with { Pseudoniem = Guid.CreateVersion7() }).ToArray();
        foreach (var vraag in vragen)
        {
            await services.SendAsync(vraag);
        }

        async Task HoudAsync(int februari, int mei)
        {
            Assert.Equal(
                (februari, mei, februari + mei),
                ((await services.AlleCijfersAsync(2024, new { maand = 2 })).Herhalingen.OpnieuwGemeld, (await services.AlleCijfersAsync(2024, new { maand = 5 })).Herhalingen.OpnieuwGemeld, (await services.AlleCijfersAsync(2024)).Herhalingen.OpnieuwGemeld));
        }

        await HoudAsync(0, 0);
        await services.SendAsync(Oordeel(vragen[0], 2, vragen[1].Pseudoniem!.Value));
        await HoudAsync(0, 1);
        await services.SendAsync(Oordeel(vragen[2], 2, vragen[1].Pseudoniem!.Value));
        await HoudAsync(0, 2);
        // Judged otherwise, and then the first is taken back.
        await services.SendAsync(Oordeel(vragen[0], 3, vragen[0].Pseudoniem!.Value));
        await HoudAsync(0, 1);
        await services.SendAsync(Bericht.Gewijzigd(vragen[1], 2, SoortVraag.VraagAssessment, new(2024, 6, 1)) with { Wijziging = MeldingWijziging.Ingetrokken, Ingetrokken = true });
        await HoudAsync(0, 0);
        Assert.Equal(1, (await services.AlleCijfersAsync(2024, null, new(2024, 5, 31))).Herhalingen.OpnieuwGemeld);
        // An advice about the phenomenon is about nobody.
        await services.SendAsync(Bericht.Gewijzigd(vragen[1], 3, SoortVraag.InfoFenomeen, new(2024, 6, 2)));
        await HoudAsync(0, 0);
    }

    [Fact]
    [Trait("Regel", "G3")]
    public async Task Given_a_question_that_asks_for_something_else_while_its_assessment_runs_When_asked_Then_the_assessment_is_told_apart_G3()
    {
        var verloop = new Verloop(new(2025, 3, 1)).Gesprek(new(2025, 4, 1));
        // Of a first acquaintance alone nothing is under way.
        var kennisgemaakt = new Verloop(new(2025, 3, 2)).Kennismaking(new(2025, 4, 1));
        var ingetrokken = new Verloop(new(2025, 3, 3)).Gesprek(new(2025, 4, 1));
        foreach (var geval in (Verloop[])[verloop, kennisgemaakt, ingetrokken])
        {
            await geval.SpeelAfAsync(services);
            await services.SendAsync(Bericht.Gewijzigd((MeldingWerdGeregistreerd)geval.Berichten[0], 2, SoortVraag.GekendSlachtoffer, new(2025, 5, 1)) with { Ingetrokken = geval == ingetrokken });
        }

        var voordien = await services.AlleCijfersAsync(2025, null, new(2025, 4, 30));
        var nadien = await services.AlleCijfersAsync(2025, null, new(2025, 5, 1));
        Assert.Equal((3, 2, 0), (voordien.Assessments.Gevraagd, voordien.Assessments.Lopend, voordien.AssessmentsZonderVraag));
        Assert.Equal((0, 0, 2, 2), (nadien.Assessments.Gevraagd, nadien.Assessments.Lopend, nadien.AssessmentsZonderVraag, nadien.PerSoort.GekendSlachtoffer));
    }

    [Fact]
    public async Task Given_what_can_not_be_When_asked_Then_every_reason_at_once_with_its_code()
    {
        var antwoord = await services.VraagAlleCijfersAsync(2014, new { maand = 13 }, services.Time.Vandaag().AddDays(1));
        Assert.Equal(["ONGELDIG_JAAR", "ONGELDIGE_PERIODE", "ONGELDIGE_PEILDATUM"], antwoord["errors"]!.AsArray().Select(fout => (string?)fout!["extensions"]!["code"]));
        Assert.NotEmpty((await services.VraagAlleCijfersAsync(2019, new { maand = 1, kwartaal = 1 }))["errors"]!.AsArray());
    }

    private static HerhalingWerdVastgesteld Oordeel(MeldingWerdGeregistreerd vraag, int versie, Guid pseudoniem)
        => new() { MeldingId = vraag.MeldingId, Versie = versie, Pseudoniem = pseudoniem, GeregistreerdOp = DateTimeOffset.UtcNow };
}

public sealed class PeriodecijfersTestsEmbedded(EmbeddedServices services) : PeriodecijfersTests(services), IClassFixture<EmbeddedServices>;

public sealed class PeriodecijfersTestsDistributed(DistributedServices services) : PeriodecijfersTests(services.OrSkip()), IClassFixture<DistributedServices>;
