using Draaiboek.Berichten;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>What people did and decided, in the month of its own day and as it stood on the reference date (G2, G6, M12, S11, J2–J6, P3). Each test has a year of its own.</summary>
public abstract class HandelingcijfersTests(ServicesFixture services)
{
    [Fact]
    [Trait("Regel", "G2")]
    public async Task Given_acts_of_every_kind_When_asked_Then_each_counts_in_the_period_of_its_day_and_under_its_own_figure_G2()
    {
        DateOnly op = new(2016, 3, 10), later = new(2016, 8, 20);
        var vraag = Bericht.Vraag(op: new(2015, 12, 1));
        await services.SendAsync(vraag);
        var versie = 10;
        foreach (var dag in (DateOnly[])[op, op, later])
        {
            foreach (var soort in Enum.GetValues<JuridischeStapSoort>())
            {
                await services.SendAsync(Bericht.JuridischeStap(soort, dag, vraag.MeldingId));
            }

            await services.SendAsync(Bericht.Dossier(vraag.MeldingId, dag));
            foreach (var grond in Enum.GetValues<Rechtsgrond>())
            {
                await services.SendAsync(Inlichting(Ontvanger.Jeugdparket, grond));
            }

            await services.SendAsync(Inlichting(Ontvanger.Referentiemagistraat, Rechtsgrond.Spreekrecht458bis));
            await services.SendAsync(Inlichting(Ontvanger.Consulent, Rechtsgrond.Toestemming));
            foreach (var naar in Enum.GetValues<Doorverwijzing>())
            {
                await services.SendAsync(new DoorverwijzingWerdGedaan { MeldingId = vraag.MeldingId, Versie = versie++, Op = dag, GeregistreerdOp = DateTimeOffset.UtcNow, Naar = naar });
            }

            foreach (var aanbod in Enum.GetValues<AanbodSoort>())
            {
                await services.SendAsync(new AanbodWerdGedaan { MeldingId = vraag.MeldingId, Versie = versie++, Op = dag, GeregistreerdOp = DateTimeOffset.UtcNow, Aanbod = aanbod });
                await services.SendAsync(new AanbodWerdBeantwoord { MeldingId = vraag.MeldingId, Versie = versie++, Op = dag, GeregistreerdOp = DateTimeOffset.UtcNow, Aanbod = aanbod, Aanvaard = aanbod != AanbodSoort.Vorming });
            }

            await services.SendAsync(Bericht.HernieuwdSlachtofferschap(dag, vraag.MeldingId));

            InlichtingWerdGegeven Inlichting(Ontvanger ontvanger, Rechtsgrond grond)
                => new() { InlichtingId = Guid.CreateVersion7(), MeldingId = vraag.MeldingId, Versie = 1, Op = dag, GeregistreerdOp = DateTimeOffset.UtcNow, Ontvanger = ontvanger, Rechtsgrond = grond };
        }

        var eerste = await services.AlleCijfersAsync(2016, new { halfjaar = 1 });
        Assert.Equal(new JuridischeCijfers(2, new(2, 2, 2, 2, 2), 2, 2, 2, 2, 2, 2, 2, 2, 2), eerste.Juridisch);
        Assert.Equal(new Inlichtingscijfers(14, 2, 4, 2, 2, 2, 2), eerste.InlichtingenParket);
        Assert.Equal(new Doorverwijzingscijfers(20, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), eerste.Doorverwijzingen);
        Assert.Equal(new Aanbodcijfers(new(2, 2, 0), new(2, 2, 0), new(2, 0, 2)), eerste.Aanbod);
        Assert.Equal(new Herhalingscijfers(0, 0, 0, 2), eerste.Herhalingen);
        // The acts of a question of another year: none of its cohort.
        Assert.Equal((0, 1, 21), (eerste.Vragen, (await services.AlleCijfersAsync(2016, new { maand = 8 })).Juridisch.Zittingen, (await services.AlleCijfersAsync(2016)).InlichtingenParket.Totaal));
        Assert.Equal(2, (await services.AlleCijfersAsync(2016, null, later.AddDays(-1))).Juridisch.Zittingen);
    }

    [Fact]
    [Trait("Regel", "G2")]
    public async Task Given_a_step_that_is_corrected_to_another_month_and_taken_back_When_asked_Then_as_it_stood_on_each_day_G2()
    {
        var stap = Bericht.JuridischeStap(JuridischeStapSoort.StatuutToegekend, new(2017, 2, 10));
        await services.SendAsync(stap with { Versie = 3, GewijzigdOp = new(2017, 7, 1), Op = new(2017, 5, 5), Ingetrokken = true });
        await services.SendAsync(stap);
        Assert.Equal((1, 0), await StandAsync(new(2017, 4, 30)));
        await services.SendAsync(stap with { Versie = 2, GewijzigdOp = new(2017, 6, 1), Op = new(2017, 5, 5) });
        Assert.Equal((1, 0), await StandAsync(new(2017, 5, 31)));
        Assert.Equal((0, 1), await StandAsync(new(2017, 6, 1)));
        Assert.Equal((0, 0), await StandAsync(new(2017, 7, 1)));

        async Task<(int Februari, int Mei)> StandAsync(DateOnly peil)
            => ((await services.AlleCijfersAsync(2017, new { maand = 2 }, peil)).Juridisch.Statuten.Toegekend,
                peil < new DateOnly(2017, 5, 1) ? 0 : (await services.AlleCijfersAsync(2017, new { maand = 5 }, peil)).Juridisch.Statuten.Toegekend);
    }

    [Fact]
    [Trait("Regel", "P3")]
    public async Task Given_vormingen_When_asked_Then_each_where_it_stands_in_the_period_in_which_it_came_to_stand_so_P3()
    {
        DateOnly gevraagd = new(2018, 1, 10), gegeven = new(2018, 4, 10);
        var vorming = Bericht.Vorming(Vormingsstand.Gevraagd, gevraagd);
        await services.SendAsync(vorming);
        await services.SendAsync(Bericht.Vorming(Vormingsstand.Gepland, gevraagd));
        Assert.Equal(new Vormingscijfers(1, 1, 0, 0), (await services.AlleCijfersAsync(2018, new { kwartaal = 1 })).Vorming);
        await services.SendAsync(vorming with { Versie = 2, Stand = Vormingsstand.Gegeven, Op = gegeven });
        await services.SendAsync(Bericht.Vorming(Vormingsstand.Gegeven, gegeven) with { Interdisciplinair = false });
        Assert.Equal(new Vormingscijfers(0, 1, 0, 0), (await services.AlleCijfersAsync(2018, new { kwartaal = 1 })).Vorming);
        Assert.Equal(new Vormingscijfers(1, 1, 0, 0), (await services.AlleCijfersAsync(2018, new { kwartaal = 1 }, gegeven.AddDays(-1))).Vorming);
        Assert.Equal(new Vormingscijfers(0, 0, 2, 1), (await services.AlleCijfersAsync(2018, new { kwartaal = 2 })).Vorming);
    }

    [Fact]
    [Trait("Regel", "G2")]
    public async Task Given_causes_of_backlog_When_asked_Then_those_that_held_on_a_day_of_the_period_G2()
    {
        var piek = Bericht.Achterstand(Achterstandsoorzaak.PiekNaRondzendbrief, new(2019, 2, 18));
        await services.SendAsync(piek);
        await services.SendAsync(Bericht.Achterstand(Achterstandsoorzaak.UitvalPersoneel, new(2019, 5, 2)) with { Tot = new(2019, 6, 30) });
        Assert.Equal(new Oorzaakcijfers(1, 1, 0, 0), await OorzakenAsync(new { kwartaal = 2 }));
        Assert.Equal(new Oorzaakcijfers(1, 0, 0, 0), await OorzakenAsync(new { kwartaal = 1 }));
        Assert.Equal(new Oorzaakcijfers(1, 0, 0, 0), await OorzakenAsync(new { kwartaal = 3 }));
        await services.SendAsync(piek with { Versie = 2, GewijzigdOp = new(2019, 10, 1), Tot = new(2019, 7, 1) });
        Assert.Equal(new Oorzaakcijfers(1, 0, 0, 0), await OorzakenAsync(new { kwartaal = 3 }));
        Assert.Equal(new Oorzaakcijfers(0, 0, 0, 0), await OorzakenAsync(new { kwartaal = 4 }));
        await services.SendAsync(piek with { Versie = 3, GewijzigdOp = new(2019, 11, 1), Ingetrokken = true });
        Assert.Equal(new Oorzaakcijfers(0, 1, 0, 0), await OorzakenAsync(null));

        async Task<Oorzaakcijfers> OorzakenAsync(object? periode) => (await services.AlleCijfersAsync(2019, periode)).Achterstand.Oorzaken;
    }

    [Fact]
    [Trait("Regel", "G6")]
    public async Task Given_reports_intakes_and_victimhood_again_When_asked_Then_each_repeat_by_itself_G6()
    {
        var jongere = Guid.CreateVersion7();
        MeldingWerdGeregistreerd eerste = Bericht.Vraag(op: new(2020, 1, 10)) with { Pseudoniem = jongere }, tweede = Bericht.Vraag(op: new(2020, 2, 10)) with { Pseudoniem = Guid.CreateVersion7() };
        var opname = Bericht.Opname(Opnamesoort.BeveiligendeOpvang, new(2020, 3, 10), eerste.MeldingId);
        foreach (var bericht in new object[] { Bericht.Opname(Opnamesoort.Ontheming, new(2020, 4, 10), tweede.MeldingId), tweede, opname, eerste })
        {
            await services.SendAsync(bericht);
        }

        Assert.Equal(new Herhalingscijfers(0, 2, 0, 0), (await services.AlleCijfersAsync(2020)).Herhalingen);
        await services.SendAsync(new HerhalingWerdVastgesteld { MeldingId = tweede.MeldingId, Versie = 2, Pseudoniem = jongere, GeregistreerdOp = DateTimeOffset.UtcNow });
        Assert.Equal(new Herhalingscijfers(1, 2, 1, 0), (await services.AlleCijfersAsync(2020)).Herhalingen);
        Assert.Equal(new Herhalingscijfers(0, 1, 1, 0), (await services.AlleCijfersAsync(2020, new { maand = 4 })).Herhalingen);
        var opnieuw = Bericht.HernieuwdSlachtofferschap(new(2020, 5, 10), eerste.MeldingId);
        await services.SendAsync(opnieuw);
        await services.SendAsync(opname with { Versie = 2, GewijzigdOp = new(2020, 6, 1), Ingetrokken = true });
        Assert.Equal(new Herhalingscijfers(1, 1, 0, 1), (await services.AlleCijfersAsync(2020)).Herhalingen);
        Assert.Equal(new Herhalingscijfers(0, 1, 0, 0), (await services.AlleCijfersAsync(2020, new { maand = 4 })).Herhalingen);
        await services.SendAsync(opnieuw with { Versie = 2, GewijzigdOp = new(2020, 6, 2), Ingetrokken = true });
        Assert.Equal(new Herhalingscijfers(1, 1, 0, 0), (await services.AlleCijfersAsync(2020)).Herhalingen);
        Assert.Equal(new Herhalingscijfers(1, 1, 0, 1), (await services.AlleCijfersAsync(2020, null, new(2020, 6, 1))).Herhalingen);
    }

    [Fact]
    [Trait("Regel", "S11")]
    public async Task Given_a_question_that_two_centres_took_over_When_asked_Then_both_hand_overs_count_with_its_own_period_S11()
    {
        var vraag = Bericht.Vraag(op: new(2021, 3, 1));
        await services.SendAsync(vraag);
        foreach (var (versie, op) in new[] { (2, new DateOnly(2021, 4, 1)), (3, new DateOnly(2021, 5, 1)) })
        {
            await services.SendAsync(Bericht.Gewijzigd(vraag, versie, SoortVraag.VraagAssessment, op) with { Wijziging = MeldingWijziging.Overgedragen, Centrum = Centrum.Surya });
        }

        await services.SendAsync(Bericht.Gewijzigd(vraag, 4, SoortVraag.VraagAssessment, new(2021, 6, 1)));
        Assert.Equal(
            (2, 1, 0),
            ((await services.AlleCijfersAsync(2021)).Overdrachten, (await services.AlleCijfersAsync(2021, null, new(2021, 4, 30))).Overdrachten, (await services.AlleCijfersAsync(2021, new { maand = 4 })).Overdrachten));

        // Received in another month, as it turns out: they go along, and stay two.
        await services.SendAsync(Bericht.Gewijzigd(vraag, 5, SoortVraag.VraagAssessment, new(2021, 7, 1)) with { OntvangenOp = new(2021, 2, 26) });
        Assert.Equal(
            (2, 2, 0),
            ((await services.AlleCijfersAsync(2021)).Overdrachten, (await services.AlleCijfersAsync(2021, new { maand = 2 })).Overdrachten, (await services.AlleCijfersAsync(2021, new { maand = 3 })).Overdrachten));
    }
}

public sealed class HandelingcijfersTestsEmbedded(EmbeddedServices services) : HandelingcijfersTests(services), IClassFixture<EmbeddedServices>;

public sealed class HandelingcijfersTestsDistributed(DistributedServices services) : HandelingcijfersTests(services.OrSkip()), IClassFixture<DistributedServices>;
