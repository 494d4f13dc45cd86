using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Every message becomes one fact, once, however often and in whatever order it comes (G1, DESIGN 5).</summary>
[Trait("Regel", "G1")]
public abstract class FeitTests(ServicesFixture services)
{
    private static readonly DateOnly Dag = new(2019, 3, 4);

    /// <summary>One example of each message and the fact that comes of it. A message that is not here fails the test below.</summary>
    private static readonly Dictionary<Type, (FeitSoort Soort, Func<object> Maak)> Voorbeelden = new()
    {
        [typeof(MeldingWerdGeregistreerd)] = (FeitSoort.VraagGeregistreerd, () => Bericht.Vraag(SoortVraag.InfoFenomeen, Dag)),
        [typeof(MeldingWerdGewijzigd)] = (FeitSoort.VraagGewijzigd, () => Bericht.Gewijzigd(Bericht.Vraag(op: Dag), versie: 2, SoortVraag.InfoFenomeen, Dag)),
        [typeof(AssessmentWerdAangevraagd)] = (FeitSoort.AssessmentAangevraagd, () => new Verloop(Dag).Berichten[^1]),
        [typeof(KennismakingsgesprekWerdGevoerd)] = (FeitSoort.Kennismakingsgesprek, () => new Verloop(Dag).Kennismaking(Dag).Berichten[^1]),
        [typeof(AssessmentgesprekWerdGevoerd)] = (FeitSoort.Assessmentgesprek, () => new Verloop(Dag).Gesprek(Dag).Berichten[^1]),
        [typeof(NegatiefAdviesWerdGegeven)] = (FeitSoort.NegatiefAdvies, () => new Verloop(Dag).Negatief(Dag).Berichten[^1]),
        [typeof(PositiefAdviesWerdGegeven)] = (FeitSoort.PositiefAdvies, () => new Verloop(Dag).Positief(Dag).Berichten[^1]),
        [typeof(AssessmentWerdNietGestart)] = (FeitSoort.NietGestart, () => new Verloop(Dag).NietGestart(Dag, RedenNietGestart.WilNietDeelnemen).Berichten[^1]),
        [typeof(AssessmentWerdStopgezet)] = (FeitSoort.Stopgezet, () => new Verloop(Dag).Stopgezet(Dag).Berichten[^1]),
        [typeof(AssessmentWerdOvergedragen)] = (FeitSoort.Overgedragen, () => new Verloop(Dag).Overgedragen(Dag).Berichten[^1]),
        [typeof(JuridischDossierWerdGeopend)] = (FeitSoort.JuridischDossierGeopend, () => Bericht.Dossier(Guid.NewGuid(), Dag)),
    };

    /// <summary>What is no fact of its own: it says by what pseudonym earlier ones are known (<see cref="HerhalingVastgesteldTests"/>).</summary>
    private static readonly Type[] GeenFeit = [typeof(HerhalingWerdVastgesteld)];

    public static TheoryData<string> AlleBerichten() => [.. MessageCatalog.All.Except(GeenFeit).Select(type => type.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(AlleBerichten))]
    public async Task Given_a_message_When_it_comes_twice_and_again_under_another_id_Then_one_fact_comes_of_it_G1(string naam)
    {
        var (soort, maak) = Voorbeelden.Single(voorbeeld => voorbeeld.Key.Name == naam).Value;
        var bericht = maak();
        var melding = (Guid)bericht.GetType().GetProperty("MeldingId")!.GetValue(bericht)!;
        var id = Guid.CreateVersion7();
        await services.SendAsync(bericht, id);
        await services.SendAsync(bericht, id);
        await services.SendAsync(bericht);

        var feit = Assert.Single(await FeitenAsync(melding));
        Assert.Equal((soort, Dag), (feit.Soort, feit.Op));
        Assert.Equal((int)bericht.GetType().GetProperty("Versie")!.GetValue(bericht)!, feit.Versie);
        Assert.Equal(1, await services.KijkAsync(RegistratieService.Name, db => db.Inbox.CountAsync(row => row.MessageId == id)));
    }

    [Fact]
    public void Given_the_catalogue_When_facts_are_told_apart_Then_every_kind_of_fact_has_its_message()
        => Assert.Equal(Enum.GetValues<FeitSoort>().Order(), MessageCatalog.All.Except(GeenFeit).Select(type => Voorbeelden[type].Soort).Order());

    [Fact]
    public async Task Given_a_later_message_with_the_same_aggregate_and_version_When_it_differs_Then_the_first_fact_stays()
    {
        var eerste = Bericht.Vraag(SoortVraag.InfoFenomeen, Dag);
        await services.SendAsync(eerste);
        await services.SendAsync(eerste with { Soort = SoortVraag.Teamondersteuning, Centrum = Centrum.Surya });
        var feit = Assert.Single(await FeitenAsync(eerste.MeldingId));
        Assert.Equal((SoortVraag.InfoFenomeen, Centrum.Payoke), (feit.SoortVraag, feit.Centrum));
        await services.SendAsync(eerste with { Versie = 2, Soort = SoortVraag.Teamondersteuning });
        Assert.Equal(2, (await FeitenAsync(eerste.MeldingId)).Count);
    }

    [Fact]
    public async Task Given_a_question_with_all_there_is_to_know_When_it_becomes_a_fact_Then_codes_and_counts_and_no_more_G1()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var feit = await ServicesFixture.EventuallyAsync("fact", async () => (await FeitenAsync(melding)).SingleOrDefault(f => f.Soort == FeitSoort.VraagGeregistreerd));
        Assert.Equal(
            (SoortVraag.VraagAssessment, Centrum.Payoke, Kanaal.Platform, Sector.Jeugdhulp, false, Geslacht.Vrouw, Provincie.Antwerpen),
            (feit.SoortVraag, feit.Centrum, feit.Kanaal, feit.Sector, feit.Acuut, feit.Geslacht, feit.Provincie));
        Assert.Equal(
            (Verblijf.Voorziening, LinkTienerpooier.Vermoeden, Rekruteringskanaal.SocialeMedia, 2, true, 2),
            (feit.Verblijf, feit.LinkTienerpooier, feit.Rekruteringskanaal, feit.AantalKeerWeggelopen, feit.ConsulentBetrokken, feit.AantalSignalen));
    }

    private Task<List<Feit>> FeitenAsync(Guid melding)
        => services.InDbAsync<RegistratieDbContext, List<Feit>>(RegistratieService.Name, db => db.Feiten.AsNoTracking().Where(f => f.MeldingId == melding).ToListAsync());
}

public sealed class FeitTestsEmbedded(EmbeddedServices services) : FeitTests(services), IClassFixture<EmbeddedServices>;

public sealed class FeitTestsDistributed(DistributedServices services) : FeitTests(services.OrSkip()), IClassFixture<DistributedServices>;
