using Draaiboek.Berichten;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Who the tables count, from messages to populations (G2). Each test has a year of its own.</summary>
[Trait("Regel", "G2")]
public abstract class PopulatielezerTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_questions_of_all_kinds_When_read_Then_young_persons_of_the_period_each_once_as_the_last_question_stands_G2()
    {
        var (jongere, ander) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SpeelAsync(
            Over(new(2015, 2, 1), jongere) with { Provincie = Provincie.Limburg },
            Over(new(2015, 3, 1), jongere) with { Provincie = Provincie.Antwerpen, AantalKeerWeggelopen = 4 },
            Over(new(2015, 6, 30), ander) with { Soort = SoortVraag.GekendSlachtoffer },
            Bericht.Vraag(SoortVraag.InfoFenomeen, new(2015, 4, 1)),
            Over(new(2015, 7, 1), Guid.CreateVersion7()));
        var jongeren = (await LeesAsync(new(2015, 1, 1), new(2015, 6, 30)))[Populaties.Jongeren];
        Assert.Equal(2, jongeren.Leden.Count);
        var laatste = Assert.Single(jongeren.Leden, lid => lid.Eenheid.Codes[Kenmerken.Provincie] == (int)Provincie.Antwerpen - 1);
        Assert.Equal("tweeTotVijfKeer", Kenmerken.Alle[Kenmerken.Weglopen].Codes[laatste.Eenheid.Codes[Kenmerken.Weglopen]]);
        // What was not told counts as unknown.
        Assert.Single(jongeren.Leden, lid => lid.Eenheid.Codes[Kenmerken.Provincie] == (int)Provincie.Onbekend - 1);
    }

    [Fact]
    public async Task Given_a_question_that_is_corrected_or_taken_back_When_read_Then_as_it_stood_on_the_reference_date_G2()
    {
        var (verbeterd, ingetrokken) = (Over(new(2016, 2, 1), Guid.CreateVersion7()), Over(new(2016, 2, 2), Guid.CreateVersion7()));
        await SpeelAsync(
            verbeterd,
            ingetrokken,
            Bericht.Gewijzigd(verbeterd, 2, SoortVraag.VraagAssessment, new(2016, 8, 1)) with { Provincie = Provincie.Brussel },
            Bericht.Gewijzigd(ingetrokken, 2, SoortVraag.VraagAssessment, new(2016, 8, 1)) with { Wijziging = MeldingWijziging.Ingetrokken, Ingetrokken = true });
        Assert.Equal(2, (await LeesAsync(new(2016, 1, 1), new(2016, 6, 30), new(2016, 7, 31)))[Populaties.Jongeren].Leden.Count);
        var later = (await LeesAsync(new(2016, 1, 1), new(2016, 6, 30), new(2016, 8, 1)))[Populaties.Jongeren];
        Assert.Equal((int)Provincie.Brussel - 1, Assert.Single(later.Leden).Eenheid.Codes[Kenmerken.Provincie]);
        var eerder = (await LeesAsync(new(2016, 1, 1), new(2016, 6, 30), new(2016, 7, 31)))[Populaties.Jongeren];
        Assert.DoesNotContain(later.Leden[0].Eenheid.Sleutel, eerder.Leden.Select(lid => lid.Eenheid.Sleutel));
    }

    [Fact]
    public async Task Given_assessments_of_before_When_read_Then_the_unfinished_are_running_and_the_finished_are_not_counted_G2()
    {
        // Years before those of the other tests: whatever is unfinished before a period is running in it.
        DateOnly vroeger = new(2013, 10, 1);
        var (lopend, klaar, opnieuw) = (new Verloop(vroeger).Gesprek(vroeger), new Verloop(vroeger).Gesprek(vroeger).Negatief(new(2013, 12, 31)), new Verloop(vroeger));
        foreach (var verloop in (Verloop[])[lopend, klaar, opnieuw, new Verloop(new(2014, 1, 1))])
        {
            await verloop.SpeelAfAsync(services);
        }

        var dossiers = (await LeesAsync(new(2014, 1, 1), new(2014, 6, 30)))[Populaties.Dossiers];
        Assert.Equal([Tabellenlijst.Nieuw, Tabellenlijst.Lopend, Tabellenlijst.Lopend], dossiers.Leden.Select(lid => lid.Proces).Order());
        Assert.Single((await LeesAsync(new(2014, 1, 1), new(2014, 6, 30)))[Populaties.Jongeren].Leden);
    }

    [Fact]
    public async Task Given_exploitations_When_read_Then_of_the_period_as_they_stood_on_the_reference_date_G2()
    {
        var (jongere, verbeterd, terug, advies) = (Guid.CreateVersion7(), Over(new(2019, 2, 2), Guid.CreateVersion7()), Over(new(2019, 2, 3), Guid.CreateVersion7()), Bericht.Vraag(SoortVraag.InfoFenomeen, new(2019, 2, 4)));
        var (eerste, laatste) = (Over(new(2019, 2, 1), jongere), Over(new(2019, 3, 1), jongere));
        var van = Bericht.Uitbuiting(new(2019, 3, 1), verbeterd.MeldingId) with { Middelen = [Dwangmiddel.PsychischGeweld], AantalVerdachten = null };
        await SpeelAsync(
            eerste,
            laatste,
            verbeterd,
            terug,
            advies,
            Bericht.Uitbuiting(new(2019, 3, 1), eerste.MeldingId),
            Bericht.Uitbuiting(new(2019, 3, 1), advies.MeldingId),
            van,
            van with { Versie = 3, GewijzigdOp = new(2019, 8, 1), Plaats = Plaatssoort.Online },
            Bericht.Uitbuiting(new(2019, 3, 1), terug.MeldingId),
            Bericht.Uitbuiting(new(2019, 3, 1), terug.MeldingId) with { Versie = 3, GewijzigdOp = new(2019, 7, 1), Ingetrokken = true });
        // Of the young person reported twice nothing is known with the last question.
        var eerder = (await LeesAsync(new(2019, 1, 1), new(2019, 6, 30)))[Populaties.Uitbuitingen];
        Assert.Equal(2, eerder.Leden.Count);
        var later = Assert.Single((await LeesAsync(new(2019, 1, 1), new(2019, 6, 30), new(2019, 8, 1)))[Populaties.Uitbuitingen].Leden).Eenheid;
        string Code(int kenmerk) => Kenmerken.Alle[kenmerk].Codes[later.Codes[kenmerk]];
        Assert.Equal(
            ("socialeMedia", "geweld", "onbekend", "online", "brussel", "onbekend"),
            (Code(Kenmerken.Werving), Code(Kenmerken.Methode), Code(Kenmerken.Verdachten), Code(Kenmerken.Plaats), Code(Kenmerken.PlaatsProvincie), Code(Kenmerken.Grensoverschrijdend)));
        Assert.DoesNotContain(later.Sleutel, eerder.Leden.Select(lid => lid.Eenheid.Sleutel));
    }

    [Fact]
    public async Task Given_findings_of_being_victim_again_When_read_Then_who_has_one_in_the_period_whatever_question_it_came_with_G6()
    {
        var (opnieuw, niet, terug) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (vroeger, ander, ingetrokken, later) = (Over(new(2024, 2, 1), opnieuw), Over(new(2024, 8, 1), niet), Over(new(2024, 8, 2), terug), Over(new(2024, 8, 3), Guid.CreateVersion7()));
        var fout = Bericht.HernieuwdSlachtofferschap(new(2024, 9, 1), ingetrokken.MeldingId);
        await SpeelAsync(
            vroeger,
            Over(new(2024, 8, 1), opnieuw),
            ander,
            ingetrokken,
            later,
            Bericht.HernieuwdSlachtofferschap(new(2025, 1, 1), later.MeldingId),
            Bericht.HernieuwdSlachtofferschap(new(2024, 9, 1), vroeger.MeldingId),
            Bericht.HernieuwdSlachtofferschap(new(2024, 6, 30), ander.MeldingId),
            fout,
            fout with { Versie = fout.Versie + 1, GewijzigdOp = new(2024, 9, 2), Ingetrokken = true });
        // What is found after the period is of the next, also when it is looked at later.
        var slachtoffers = (await LeesAsync(new(2024, 7, 1), new(2024, 12, 31), new(2025, 2, 1)))[Populaties.Slachtoffers];
        Assert.Equal([Tabellenlijst.NietOpnieuw, Tabellenlijst.NietOpnieuw, Tabellenlijst.NietOpnieuw, Tabellenlijst.Opnieuw], slachtoffers.Leden.Select(lid => lid.Proces).Order());
    }

    [Fact]
    public async Task Given_made_up_histories_with_corrections_When_read_on_any_day_Then_the_outcomes_are_those_of_the_procescijfers_G2()
    {
        var toeval = new Random(11);
        var berichten = new List<object>();
        for (var i = 0; i < 60; i++)
        {
            var verloop = Geschiedenis.Verzin(toeval).Verloop;
            var vraag = (MeldingWerdGeregistreerd)verloop.Berichten[0];
            berichten.AddRange(verloop.Berichten);
            for (var versie = 2; versie < 2 + toeval.Next(3); versie++)
            {
                var soort = toeval.Next(4) == 0 ? SoortVraag.GekendSlachtoffer : SoortVraag.VraagAssessment;
                berichten.Add(Bericht.Gewijzigd(vraag, versie, soort, vraag.OntvangenOp.AddDays(toeval.Next(300))) with
                {
                    // To another day or year; never later: its talks would come to stand before it.
                    OntvangenOp = vraag.OntvangenOp.AddDays(-toeval.Next(60)),
                    Ingetrokken = toeval.Next(4) == 0,
                });
            }
        }

        await Parallel.ForEachAsync(berichten, ServicesFixture.VeelTegelijk, async (bericht, _) => await services.SendAsync(bericht));
        for (var peil = new DateOnly(2017, 12, 31); peil.Year < 2019; peil = peil.AddDays(73))
        {
            var cijfers = (await services.CijfersAsync(2017, peil)).Assessments;
            var uitkomsten = (await LeesAsync(new(2017, 1, 1), new(2017, 12, 31), peil))[Populaties.Assessments]
                .Leden.CountBy(lid => (Uitkomst)(lid.Proces + 1)).ToDictionary();
            int Aantal(Uitkomst uitkomst) => uitkomsten.GetValueOrDefault(uitkomst);
            Assert.Equal(
                (peil, cijfers.Negatief, cijfers.Positief, cijfers.Lopend, cijfers.Wachtend, cijfers.NietGestart, cijfers.Stopgezet, cijfers.Overgedragen),
                (peil, Aantal(Uitkomst.Negatief), Aantal(Uitkomst.Positief), Aantal(Uitkomst.Lopend), Aantal(Uitkomst.Wachtend), Aantal(Uitkomst.NietGestart), Aantal(Uitkomst.Stopgezet), Aantal(Uitkomst.Overgedragen)));
        }
    }

    [Fact]
    public async Task Given_a_talk_and_its_advice_of_one_version_When_read_Then_the_one_that_was_registered_last_holds_G2()
    {
        // Two assessments of one question contradict each other: nothing to add up, but the table still has to choose.
        var (verloop, nu) = (new Verloop(new(2021, 2, 1)), DateTimeOffset.UtcNow);
        await verloop.SpeelAfAsync(services);
        var stap = (AssessmentgesprekWerdGevoerd)verloop.Gesprek(new(2021, 3, 1)).Berichten[^1];
        await services.SendAsync(stap with { GeregistreerdOp = nu });
        await services.SendAsync(new AssessmentWerdStopgezet { AssessmentId = Guid.CreateVersion7(), MeldingId = verloop.MeldingId, Versie = stap.Versie, Op = new(2021, 4, 1), GeregistreerdOp = nu.AddMinutes(-1) });
        Assert.Equal(Uitkomst.Lopend, (Uitkomst)(Assert.Single((await LeesAsync(new(2021, 1, 1), new(2021, 12, 31)))[Populaties.Assessments].Leden).Proces + 1));
    }

    private static MeldingWerdGeregistreerd Over(DateOnly op, Guid jongere) => Bericht.Vraag(op: op) with { Pseudoniem = jongere };

    private async Task SpeelAsync(params object[] berichten)
    {
        foreach (var bericht in berichten)
        {
            await services.SendAsync(bericht);
        }
    }

    private Task<IReadOnlyDictionary<string, Populatie>> LeesAsync(DateOnly van, DateOnly tot, DateOnly? peil = null)
        => services.InDbAsync<RegistratieDbContext, IReadOnlyDictionary<string, Populatie>>(
            RegistratieService.Name,
            db => new Populatielezer(db).LeesAsync(new Periode(van, tot, peil ?? tot), "proef", CancellationToken.None));
}

public sealed class PopulatielezerTestsEmbedded(EmbeddedServices services) : PopulatielezerTests(services), IClassFixture<EmbeddedServices>;

public sealed class PopulatielezerTestsDistributed(DistributedServices services) : PopulatielezerTests(services.OrSkip()), IClassFixture<DistributedServices>;
