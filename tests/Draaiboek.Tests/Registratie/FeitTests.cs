using Draaiboek.Berichten;
using Draaiboek.Hosting;
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
    private static readonly DateOnly Verbeterd = new(2019, 4, 10);
    private static readonly DateOnly Later = new(2019, 4, 12);
    private static readonly DateOnly Weg = new(2019, 4, 20);

    /// <summary>One example of each message and the fact that comes of it. A message that is not here fails the test below.</summary>
    private static readonly Dictionary<Type, (FeitSoort? Soort, Func<object> Maak)> Voorbeelden = new()
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
        [typeof(AanbodWerdGedaan)] = (FeitSoort.AanbodGedaan, () => new AanbodWerdGedaan { MeldingId = Guid.NewGuid(), Versie = 2, Op = Dag, GeregistreerdOp = DateTimeOffset.UtcNow, Aanbod = AanbodSoort.Vorming }),
        [typeof(AanbodWerdBeantwoord)] = (FeitSoort.AanbodBeantwoord, () => new AanbodWerdBeantwoord { MeldingId = Guid.NewGuid(), Versie = 3, Op = Dag, GeregistreerdOp = DateTimeOffset.UtcNow, Aanbod = AanbodSoort.Vorming, Aanvaard = true }),
        [typeof(DoorverwijzingWerdGedaan)] = (FeitSoort.Doorverwijzing, () => new DoorverwijzingWerdGedaan { MeldingId = Guid.NewGuid(), Versie = 2, Op = Dag, GeregistreerdOp = DateTimeOffset.UtcNow, Naar = Doorverwijzing.ChildFocus }),
        [typeof(InlichtingWerdGegeven)] = (FeitSoort.Inlichting, () => new InlichtingWerdGegeven { InlichtingId = Guid.NewGuid(), MeldingId = Guid.NewGuid(), Versie = 1, Op = Dag, GeregistreerdOp = DateTimeOffset.UtcNow, Ontvanger = Ontvanger.Jeugdparket, Rechtsgrond = Rechtsgrond.Spreekrecht458bis }),
        [typeof(JuridischeStapWerdGezet)] = (FeitSoort.JuridischeStap, () => Bericht.JuridischeStap(JuridischeStapSoort.StatuutAangevraagd, Dag)),
        [typeof(OpnameWerdGeregistreerd)] = (FeitSoort.Opname, () => Bericht.Opname(Opnamesoort.Ontheming, Dag)),
        [typeof(HernieuwdSlachtofferschapWerdVastgesteld)] = (FeitSoort.HernieuwdSlachtofferschap, () => Bericht.HernieuwdSlachtofferschap(Dag)),

        // These have a table of their own.
        [typeof(UitbuitingWerdGeregistreerd)] = (null, () => Bericht.Uitbuiting(Dag)),
        [typeof(VormingWerdGeregistreerd)] = (null, () => Bericht.Vorming(Vormingsstand.Gegeven, Dag)),
        [typeof(AchterstandWerdVerklaard)] = (null, () => Bericht.Achterstand(Achterstandsoorzaak.UitvalPersoneel, Dag)),
    };

    /// <summary>What can be put right afterwards: its versions, the first on <see cref="Dag"/>, one corrected to a later day, one taken back.</summary>
    private static readonly Dictionary<Type, Func<object[]>> Verbeterbaar = new()
    {
        [typeof(JuridischeStapWerdGezet)] = () => Versies(
            Bericht.JuridischeStap(JuridischeStapSoort.StatuutAangevraagd, Dag),
            (stap, op, gewijzigd, weg) => stap with { Versie = stap.Versie + 1, Soort = JuridischeStapSoort.StatuutToegekend, Op = op, GewijzigdOp = gewijzigd, Ingetrokken = weg }),
        [typeof(OpnameWerdGeregistreerd)] = () => Versies(
            Bericht.Opname(Opnamesoort.Ontheming, Dag),
            (opname, op, gewijzigd, weg) => opname with { Versie = opname.Versie + 1, Soort = Opnamesoort.BeveiligendeOpvang, Op = op, GewijzigdOp = gewijzigd, Ingetrokken = weg }),
        [typeof(HernieuwdSlachtofferschapWerdVastgesteld)] = () => Versies(
            Bericht.HernieuwdSlachtofferschap(Dag),
            (opnieuw, op, gewijzigd, weg) => opnieuw with { Versie = opnieuw.Versie + 1, Op = op, GewijzigdOp = gewijzigd, Ingetrokken = weg }),
        [typeof(VormingWerdGeregistreerd)] = () => Versies(
            Bericht.Vorming(Vormingsstand.Gegeven, Dag),
            (vorming, op, gewijzigd, weg) => vorming with { Versie = vorming.Versie + 1, Stand = weg ? Vormingsstand.Geannuleerd : vorming.Stand, Op = op, GewijzigdOp = gewijzigd }),
        [typeof(UitbuitingWerdGeregistreerd)] = () => Versies(
            Bericht.Uitbuiting(Dag) with { Versie = 1 },
            (uitbuiting, op, gewijzigd, weg) => uitbuiting with { Versie = uitbuiting.Versie + 1, AantalVerdachten = 3, Op = op, GewijzigdOp = gewijzigd, Ingetrokken = weg }),
        [typeof(AchterstandWerdVerklaard)] = () => Versies(
            Bericht.Achterstand(Achterstandsoorzaak.UitvalPersoneel, Dag),
            (oorzaak, van, gewijzigd, weg) => oorzaak with { Versie = oorzaak.Versie + 1, Van = van, GewijzigdOp = gewijzigd, Ingetrokken = weg }),
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
        var id = Guid.CreateVersion7();
        await services.SendAsync(bericht, id);
        await services.SendAsync(bericht, id);
        await services.SendAsync(bericht);

        var feit = Assert.Single(await VanAsync(bericht));
        Assert.Equal((soort, Dag), ((feit as Feit)?.Soort, feit.Op));
        Assert.Equal((int)bericht.GetType().GetProperty("Versie")!.GetValue(bericht)!, feit.Versie);
        Assert.Equal(1, await services.KijkAsync(RegistratieService.Name, db => db.Inbox.CountAsync(row => row.MessageId == id)));
    }

    [Fact]
    public void Given_the_catalogue_When_facts_are_told_apart_Then_every_kind_of_fact_has_its_message()
        => Assert.Equal(Enum.GetValues<FeitSoort>().Order(), MessageCatalog.All.Except(GeenFeit).Select(type => Voorbeelden[type].Soort).OfType<FeitSoort>().Order());

    public static TheoryData<string> VerbeterbareBerichten() => [.. Verbeterbaar.Keys.Select(type => type.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(VerbeterbareBerichten))]
    public async Task Given_what_was_corrected_and_taken_back_When_its_versions_come_in_any_order_Then_each_day_has_the_one_that_was_known_and_all_are_kept_G1(string naam)
    {
        foreach (var volgorde in new int[][] { [0, 1, 2], [2, 1, 0], [1, 2, 0, 1, 0, 2] })
        {
            var versies = Verbeterbaar.Single(voorbeeld => voorbeeld.Key.Name == naam).Value();
            foreach (var nummer in volgorde)
            {
                await services.SendAsync(versies[nummer]);
            }

            Assert.Equal([1, 2, 3], (await VanAsync(versies[0])).Select(feit => feit.Versie).Order());
            (DateOnly Peil, int? Versie)[] verwacht = [(Dag.AddDays(-1), null), (Dag, 1), (Verbeterd.AddDays(-1), 1), (Verbeterd, null), (Later, 2), (Weg.AddDays(-1), 2), (Weg, 3)];
            foreach (var (peil, versie) in verwacht)
            {
                Assert.Equal((peil, versie), (peil, (await VanAsync(versies[0], peil)).SingleOrDefault()?.Versie));
            }

            Assert.True((await VanAsync(versies[0], Weg)).Single() is Feit { Ingetrokken: true } or Achterstand { Ingetrokken: true } or Uitbuiting { Ingetrokken: true } or Vorming { Stand: Vormingsstand.Geannuleerd });
        }
    }

    [Fact]
    public void Given_the_catalogue_When_a_message_tells_of_a_correction_Then_it_is_tested_in_any_order()
        => Assert.Equal(
            MessageCatalog.All.Where(type => type.GetProperty("GewijzigdOp") is not null).Select(type => type.Name).Order(StringComparer.Ordinal),
            Verbeterbaar.Keys.Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    [Trait("Regel", "P3")]
    public async Task Given_a_vorming_that_is_asked_planned_and_given_When_asked_for_any_day_Then_it_stands_where_it_stood_P3()
    {
        DateOnly gepland = Dag.AddDays(10), gegeven = Dag.AddDays(40);
        var gevraagd = Bericht.Vorming(Vormingsstand.Gevraagd, Dag);
        foreach (var bericht in new[] { gevraagd with { Versie = 3, Stand = Vormingsstand.Gegeven, Op = gegeven }, gevraagd with { Versie = 2, Stand = Vormingsstand.Gepland, Op = gepland }, gevraagd })
        {
            await services.SendAsync(bericht);
        }

        foreach (var (peil, stand) in new (DateOnly, Vormingsstand)[]
        {
            (Dag, Vormingsstand.Gevraagd), (gepland.AddDays(-1), Vormingsstand.Gevraagd), (gepland, Vormingsstand.Gepland), (gegeven.AddDays(-1), Vormingsstand.Gepland), (gegeven, Vormingsstand.Gegeven),
        })
        {
            Assert.Equal((peil, stand), (peil, Assert.IsType<Vorming>(Assert.Single(await VanAsync(gevraagd, peil))).Stand));
        }
    }

    [Fact]
    [Trait("Regel", "G6")]
    public async Task Given_a_young_person_taken_in_twice_When_counted_Then_that_is_neither_reported_twice_nor_victim_again_G6()
    {
        var vraag = Bericht.Vraag(SoortVraag.GekendSlachtoffer, Dag);
        await services.SendAsync(vraag);
        await services.SendAsync(Bericht.Opname(Opnamesoort.Ontheming, Dag, vraag.MeldingId));
        await services.SendAsync(Bericht.Opname(Opnamesoort.BeveiligendeOpvang, Dag.AddDays(90), vraag.MeldingId));
        Assert.Equal(
            [FeitSoort.VraagGeregistreerd, FeitSoort.Opname, FeitSoort.Opname],
            (await FeitenAsync(vraag.MeldingId)).Select(feit => feit.Soort).Order());
        Assert.False(await services.InDbAsync<RegistratieDbContext, bool>(RegistratieService.Name, db => db.Herhalingen.AnyAsync(herhaling => herhaling.MeldingId == vraag.MeldingId)));

        await services.SendAsync(Bericht.HernieuwdSlachtofferschap(Dag.AddDays(100), vraag.MeldingId));
        Assert.Equal((2, 1), ((await FeitenAsync(vraag.MeldingId)).Count(feit => feit.Soort == FeitSoort.Opname), (await FeitenAsync(vraag.MeldingId)).Count(feit => feit.Soort == FeitSoort.HernieuwdSlachtofferschap)));
    }

    [Fact]
    [Trait("Regel", "M4")]
    [Trait("Regel", "M12")]
    public async Task Given_offers_a_referral_and_a_disclosure_When_a_person_writes_them_down_Then_each_is_a_fact_in_codes_M4_M12()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        foreach (var (pad, inhoud) in new[]
        {
            ("antwoorden", """{"tekst":"Synthetisch antwoord."}"""),
            ("antwoorden", """{"tekst":"Synthetisch antwoord.","doorverwezenNaar":"pimento"}"""),
            ("aanbod", """{"soort":"kennismakingsgesprek"}"""),
            ("aanbod/antwoord", """{"soort":"kennismakingsgesprek","antwoord":"geweigerd"}"""),
            ("aanbod", """{"soort":"kennismakingsgesprek"}"""),
            ("aanbod/antwoord", """{"soort":"kennismakingsgesprek","antwoord":"aanvaard"}"""),
            ("inlichtingen", """{"ontvanger":"referentiemagistraat","op":"2019-03-04","contact":"Synthetisch contact","waarom":"Synthetische reden.","watMeegedeeld":"Synthetische inhoud.","grond":{"rechtsgrond":"noodtoestand","noodtoestand":{"hogerGoed":"Synthetisch hoger goed."}}}"""),
        })
        {
            using var response = await services.StapAsync(melding, pad, inhoud, Invoer.Medewerker);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }

        await services.VerzondenAsync();
        var feiten = (await FeitenAsync(melding)).Where(feit => feit.Soort >= FeitSoort.AanbodGedaan).ToList();
        Assert.Equal(
            ["AanbodGedaan 4 Kennismakingsgesprek", "AanbodBeantwoord 5 Kennismakingsgesprek False", "AanbodGedaan 6 Kennismakingsgesprek", "AanbodBeantwoord 7 Kennismakingsgesprek True", "Doorverwijzing 3 Pimento", "Inlichting 1 Referentiemagistraat Noodtoestand"],
            feiten.OrderBy(feit => feit.Soort is FeitSoort.Doorverwijzing or FeitSoort.Inlichting).ThenBy(feit => feit.Soort is FeitSoort.Inlichting).ThenBy(feit => feit.Versie)
                .Select(feit => string.Join(' ', new object?[] { feit.Soort, feit.Versie, feit.Aanbod, feit.AanbodAanvaard, feit.Doorverwijzing, feit.Ontvanger, feit.Rechtsgrond }.Where(deel => deel is not null))));
        Assert.Equal(new DateOnly(2019, 3, 4), feiten.Single(feit => feit.Soort == FeitSoort.Inlichting).Op);
        Assert.All(feiten.Where(feit => feit.Soort != FeitSoort.Inlichting), feit => Assert.Equal(services.Time.Vandaag(), feit.Op));
    }

    [Fact]
    [Trait("Regel", "G2")]
    public async Task Given_sets_of_codes_When_they_are_one_number_each_Then_the_database_counts_by_any_of_them_G2()
    {
        var uitbuiting = Bericht.Uitbuiting(Dag);
        await services.SendAsync(uitbuiting);
        await services.SendAsync(Bericht.Uitbuiting(Dag) with { MeldingId = Guid.CreateVersion7(), Vormen = [Uitbuitingsvorm.Orgaanhandel, Uitbuitingsvorm.Onbekend], Middelen = [Dwangmiddel.Onbekend] });
        foreach (var (middel, erbij) in Enum.GetValues<Dwangmiddel>().Select(middel => (middel, uitbuiting.Middelen.Contains(middel))))
        {
            var masker = Codemasker.Van(middel);
            Assert.Equal(erbij, await services.InDbAsync<RegistratieDbContext, bool>(
                RegistratieService.Name, db => db.Uitbuitingen.AnyAsync(u => u.AggregaatId == uitbuiting.MeldingId && (u.Middelen & masker) != 0)));
        }

        var feit = Assert.IsType<Uitbuiting>(Assert.Single(await VanAsync(uitbuiting)));
        Assert.Equal(
            (2, null, LinkTienerpooier.Zeker, Rekruteringskanaal.SocialeMedia, Plaatssoort.Hotel, Provincie.Brussel),
            (feit.AantalVerdachten, feit.AantalKlanten, feit.LinkTienerpooier, feit.Rekruteringskanaal, feit.Plaats, feit.Provincie));
        Assert.Equal(
            (Codemasker.Van(Uitbuitingsvorm.Prostitutie, Uitbuitingsvorm.GedwongenMisdrijven), JaNeeOnbekend.Ja, JaNeeOnbekend.Nee, JaNeeOnbekend.Onbekend),
            (feit.Vormen, feit.Chantage, feit.Advertentiesite, feit.Grensoverschrijdend));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Regel", "M1")]
    public async Task Given_a_question_that_becomes_an_adviesvraag_and_a_question_again_When_its_facts_come_in_any_order_Then_none_is_lost_and_none_counts_twice_M1(bool achterstevoren)
    {
        var vraag = Bericht.Vraag(op: Dag);
        object[] berichten =
        [
            vraag,
            new AanbodWerdGedaan { MeldingId = vraag.MeldingId, Versie = 2, Op = Dag, GeregistreerdOp = DateTimeOffset.UtcNow, Aanbod = AanbodSoort.Assessment },
            Bericht.Uitbuiting(Dag, vraag.MeldingId) with { Versie = 3 },
            Bericht.Gewijzigd(vraag, 4, SoortVraag.InfoFenomeen, Verbeterd),
            Bericht.Uitbuiting(Dag, vraag.MeldingId) with { Versie = 4, GewijzigdOp = Verbeterd, Ingetrokken = true },
            Bericht.Gewijzigd(vraag, 5, SoortVraag.VraagAssessment, Later),
            Bericht.Uitbuiting(Dag, vraag.MeldingId) with { Versie = 6, GewijzigdOp = Weg },
            Bericht.Opname(Opnamesoort.Ontheming, Weg, vraag.MeldingId),
        ];
        foreach (var bericht in achterstevoren ? berichten.Reverse() : berichten)
        {
            await services.SendAsync(bericht);
        }

        var feiten = (await FeitenAsync(vraag.MeldingId)).Where(feit => feit.Soort != FeitSoort.AssessmentAangevraagd).ToList();
        Assert.Equal(
            [(FeitSoort.VraagGeregistreerd, 1), (FeitSoort.VraagGewijzigd, 4), (FeitSoort.VraagGewijzigd, 5), (FeitSoort.AanbodGedaan, 2), (FeitSoort.Opname, 1)],
            feiten.OrderBy(feit => feit.Soort).ThenBy(feit => feit.Versie).Select(feit => (feit.Soort, feit.Versie)).OrderBy(feit => feit.Soort switch { FeitSoort.VraagGeregistreerd => 0, FeitSoort.VraagGewijzigd => 1, FeitSoort.AanbodGedaan => 2, _ => 3 }));
        foreach (var (peil, versie, ingetrokken) in new[] { (Dag, 3, false), (Verbeterd, 4, true), (Weg.AddDays(-1), 4, true), (Weg, 6, false) })
        {
            var stand = Assert.Single(await services.InDbAsync<RegistratieDbContext, List<Uitbuiting>>(
                RegistratieService.Name, db => db.Uitbuitingen.AsNoTracking().StandOp(peil).Where(u => u.AggregaatId == vraag.MeldingId).ToListAsync()));
            Assert.Equal((peil, versie, ingetrokken), (peil, stand.Versie, stand.Ingetrokken));
        }
    }

    [Fact]
    [Trait("Regel", "S11")]
    public async Task Given_a_melding_that_another_centre_takes_over_When_it_is_a_fact_Then_it_can_be_counted_as_a_hand_over_S11()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var aanbod = await services.StapAsync(melding, "overdracht", """{"naarCentrum":"surya","reden":"onveiligePlaats"}""", Invoer.Medewerker);
        using var aanvaard = await services.StapAsync(melding, "overdracht/aanvaarding", "{}", "centrummedewerker:surya");
        using var verbeterd = await services.VerbeterAsync(melding, Levensloopverzoeken.Verbetering(Invoer.Assessmentvraag()), Invoer.Melder);
        Assert.True(aanbod.IsSuccessStatusCode && aanvaard.IsSuccessStatusCode && verbeterd.IsSuccessStatusCode);
        await services.VerzondenAsync();
        Assert.Equal(
            [(MeldingWijziging.Overgedragen, Centrum.Surya), (MeldingWijziging.Gecorrigeerd, Centrum.Surya)],
            (await FeitenAsync(melding)).Where(feit => feit.Soort == FeitSoort.VraagGewijzigd).OrderBy(feit => feit.Versie).Select(feit => (feit.Wijziging!.Value, feit.Centrum!.Value)));
    }

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

    private static object[] Versies<T>(T eerste, Func<T, DateOnly, DateOnly, bool, T> volgende) where T : notnull
    {
        var tweede = volgende(eerste, Later, Verbeterd, false);
        return [eerste, tweede, volgende(tweede, Later, Weg, true)];
    }

    /// <summary>The facts of what the message is about, in whatever table; with a day, how it stood then.</summary>
    private Task<List<IFeit>> VanAsync(object bericht, DateOnly? peil = null)
    {
        var ids = MessageCatalog.IdsOf(bericht);
        return services.InDbAsync<RegistratieDbContext, List<IFeit>>(RegistratieService.Name, async db =>
            [.. await LeesAsync(db.Feiten, ids, peil), .. await LeesAsync(db.Vormingen, ids, peil), .. await LeesAsync(db.Achterstanden, ids, peil), .. await LeesAsync(db.Uitbuitingen, ids, peil)]);
    }

    private static Task<List<T>> LeesAsync<T>(IQueryable<T> feiten, Guid[] ids, DateOnly? peil) where T : class, IFeit
    {
        var eigen = feiten.AsNoTracking().Where(feit => ids.Contains(feit.AggregaatId));
        return (peil is { } dag ? eigen.StandOp(dag) : eigen).ToListAsync();
    }

    private Task<List<Feit>> FeitenAsync(Guid melding)
        => services.InDbAsync<RegistratieDbContext, List<Feit>>(RegistratieService.Name, db => db.Feiten.AsNoTracking().Where(f => f.MeldingId == melding).ToListAsync());
}

public sealed class FeitTestsEmbedded(EmbeddedServices services) : FeitTests(services), IClassFixture<EmbeddedServices>;

public sealed class FeitTestsDistributed(DistributedServices services) : FeitTests(services.OrSkip()), IClassFixture<DistributedServices>;
