using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>A person judges, and only then are two meldingen about one young person; what follows is a pseudonym, to be split again as well (G6, M5).</summary>
[Trait("Regel", "G6")]
public abstract class HerhalingsoordeelTests(ServicesFixture services)
{
    private const string AnderCentrum = "centrummedewerker:pagAsa";

    [Fact]
    public async Task Given_the_same_young_person_twice_When_nobody_judged_Then_nothing_is_merged_M5()
    {
        var (een, twee) = await TweeAsync();
        Assert.Single(await services.HerhalingenAsync(een));
        Assert.Single(await services.HerhalingenAsync(twee));
        await services.VerzondenAsync();

        Assert.NotEqual(await services.PseudoniemAsync(een), await services.PseudoniemAsync(twee));
        Assert.NotEqual(await BekendAlsAsync(een), await BekendAlsAsync(twee));
        Assert.Empty(await VastgesteldAsync(een, twee));
    }

    [Fact]
    public async Task Given_a_melding_When_it_is_registered_Then_its_message_has_the_pseudonym_and_the_registration_knows_it_by_that_G6()
    {
        var id = await services.RegistreerAsync(Proefpersoon.Nieuw().Vraag(), Invoer.Melder);
        var pseudoniem = (await services.BerichtAsync(id))["pseudoniem"]!.GetValue<Guid>();
        Assert.Equal(await services.PseudoniemAsync(id), pseudoniem);
        await services.VerzondenAsync();
        Assert.Equal(pseudoniem, await BekendAlsAsync(id));
        // It is no id of anything that stands in a database.
        Assert.NotEqual(pseudoniem, await services.InDbAsync<MeldingDbContext, Guid>(MeldingService.Name, async db => (await db.Meldingen.AsNoTracking().SingleAsync(m => m.Id == id)).JongereId!.Value));
    }

    [Fact]
    public async Task Given_a_suggestion_When_it_is_confirmed_Then_both_have_the_pseudonym_of_the_oldest_and_the_registration_hears_it_G6()
    {
        var (een, twee) = await TweeAsync();
        var oudste = await services.PseudoniemAsync(een);
        using var response = await services.OordeelAsync(twee, een, "zelfdeJongere", "Synthetische reden.");
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (response.StatusCode, response.Headers.ETag!.Tag));
        Assert.True(JsonNode.DeepEquals(
            new JsonObject { ["meldingId"] = twee, ["andereMeldingId"] = een, ["oordeel"] = "zelfdeJongere", ["versie"] = 1 },
            await response.JsonAsync()));

        Assert.Equal((oudste, oudste), (await services.PseudoniemAsync(een), await services.PseudoniemAsync(twee)));
        var (melding, versie, pseudoniem) = Assert.Single(await VastgesteldAsync(een, twee));
        Assert.Equal((twee, 2, oudste), (melding, versie, pseudoniem));
        await services.VerzondenAsync();
        Assert.Equal((oudste, oudste), (await BekendAlsAsync(een), await BekendAlsAsync(twee)));

        var kandidaat = Assert.Single(await services.HerhalingenAsync(een))!;
        Assert.Equal(("zelfdeJongere", 1), (kandidaat["stand"]!.GetValue<string>(), kandidaat["versie"]!.GetValue<int>()));
        var oordeel = Assert.Single(kandidaat["oordelen"]!.AsArray())!;
        Assert.Equal(("zelfdeJongere", "payoke", "Synthetische reden."), (oordeel["oordeel"]!.GetValue<string>(), oordeel["centrum"]!.GetValue<string>(), oordeel["reden"]!.GetValue<string>()));
        Assert.Equal((1, 1), (await AuditAsync(een), await AuditAsync(twee)));
        // The melding itself did not change: who was working on it can go on.
        Assert.Equal(1, (await services.LeesMeldingAsync(een))["versie"]!.GetValue<int>());
    }

    [Fact]
    public async Task Given_a_suggestion_When_it_is_rejected_Then_nothing_is_merged_and_it_says_so_G6()
    {
        var (een, twee) = await TweeAsync();
        await services.OordeelLuktAsync(een, twee, "andereJongere");
        Assert.NotEqual(await services.PseudoniemAsync(een), await services.PseudoniemAsync(twee));
        Assert.Empty(await VastgesteldAsync(een, twee));
        Assert.Equal("andereJongere", Assert.Single(await services.HerhalingenAsync(twee))!["stand"]!.GetValue<string>());
    }

    [Fact]
    public async Task Given_a_judgement_When_it_is_revised_Then_the_pseudonyms_part_the_history_stays_and_the_registration_follows_G6()
    {
        var (een, twee) = await TweeAsync();
        var oudste = await services.PseudoniemAsync(een);
        await services.OordeelLuktAsync(een, twee, "zelfdeJongere");
        await services.OordeelLuktAsync(twee, een, "andereJongere", herziet: 1);
        var los = await services.PseudoniemAsync(twee);
        Assert.Equal(oudste, await services.PseudoniemAsync(een));
        Assert.NotEqual(oudste, los);

        await services.OordeelLuktAsync(een, twee, "zelfdeJongere", herziet: 2);
        Assert.Equal(oudste, await services.PseudoniemAsync(twee));
        Assert.Equal([2, 3, 4], (await VastgesteldAsync(een, twee)).Select(bericht => bericht.Versie));
        await services.VerzondenAsync();
        Assert.Equal((oudste, oudste), (await BekendAlsAsync(een), await BekendAlsAsync(twee)));

        var kandidaat = Assert.Single(await services.HerhalingenAsync(een))!;
        Assert.Equal(["zelfdeJongere", "andereJongere", "zelfdeJongere"], kandidaat["oordelen"]!.AsArray().Select(oordeel => oordeel!["oordeel"]!.GetValue<string>()));
        Assert.Equal(3, kandidaat["versie"]!.GetValue<int>());
    }

    [Fact]
    public async Task Given_a_judgement_When_it_is_revised_without_what_that_needs_Then_it_is_refused_and_nothing_changed_G6()
    {
        var (een, twee) = await TweeAsync();
        using var teVroeg = await services.OordeelAsync(een, twee, "zelfdeJongere", ifMatch: "\"1\"");
        await teVroeg.ProbleemAsync(412, "intussen-gewijzigd");
        await services.OordeelLuktAsync(een, twee, "zelfdeJongere");

        using var zonderVersie = await services.OordeelAsync(een, twee, "andereJongere", "Synthetische reden.");
        await zonderVersie.ProbleemAsync(428, "versie-vereist");
        using var verkeerdeVersie = await services.OordeelAsync(een, twee, "andereJongere", "Synthetische reden.", "\"2\"");
        await verkeerdeVersie.ProbleemAsync(412, "intussen-gewijzigd");
        using var zonderReden = await services.OordeelAsync(een, twee, "andereJongere", ifMatch: "\"1\"");
        Assert.Equal("is verplicht bij een herziening", await zonderReden.EnigeFoutAsync("reden"));
        using var zelfde = await services.OordeelAsync(een, twee, "zelfdeJongere", "Synthetische reden.", "\"1\"");
        await zelfde.ProbleemAsync(409, "conflict");
        using var rommel = await services.OordeelAsync(een, twee, "MERK", " ", "\"1\"");
        Assert.Equal(["oordeel", "reden"], (await rommel.FoutenAsync()).Keys.Order(StringComparer.Ordinal));

        Assert.Equal(await services.PseudoniemAsync(een), await services.PseudoniemAsync(twee));
        Assert.Equal(1, Assert.Single(await services.HerhalingenAsync(een))!["versie"]!.GetValue<int>());
    }

    [Fact]
    public async Task Given_three_meldingen_When_two_are_joined_by_way_of_the_third_Then_all_share_one_pseudonym_and_no_judgement_may_contradict_it_G6()
    {
        var (een, twee, drie) = await DrieAsync();
        await services.OordeelLuktAsync(twee, drie, "zelfdeJongere");
        await services.OordeelLuktAsync(een, twee, "zelfdeJongere");
        var pseudoniem = await services.PseudoniemAsync(een);
        Assert.Equal((pseudoniem, pseudoniem), (await services.PseudoniemAsync(twee), await services.PseudoniemAsync(drie)));
        var langsTwee = (await services.HerhalingenAsync(een)).Single(kandidaat => kandidaat!["meldingId"]!.GetValue<Guid>() == drie)!;
        Assert.Equal(("zelfdeJongere", null), (langsTwee["stand"]!.GetValue<string>(), langsTwee["versie"]));

        using var tegenspraak = await services.OordeelAsync(een, drie, "andereJongere", "Synthetische reden.");
        await tegenspraak.ProbleemAsync(409, "conflict");

        // The tie is cut: what hangs on the other side goes along.
        await services.OordeelLuktAsync(een, twee, "andereJongere", herziet: 1);
        Assert.Equal(pseudoniem, await services.PseudoniemAsync(een));
        Assert.NotEqual(pseudoniem, await services.PseudoniemAsync(twee));
        Assert.Equal(await services.PseudoniemAsync(twee), await services.PseudoniemAsync(drie));
        await services.VerzondenAsync();
        Assert.Equal((pseudoniem, await services.PseudoniemAsync(drie)), (await BekendAlsAsync(een), await BekendAlsAsync(drie)));
    }

    [Fact]
    public async Task Given_two_that_are_judged_different_When_a_third_would_join_them_Then_it_is_refused_until_that_is_revised_G6()
    {
        var (een, twee, drie) = await DrieAsync();
        await services.OordeelLuktAsync(een, drie, "andereJongere");
        await services.OordeelLuktAsync(een, twee, "zelfdeJongere");
        using var tegenspraak = await services.OordeelAsync(twee, drie, "zelfdeJongere");
        await tegenspraak.ProbleemAsync(409, "conflict");
        Assert.NotEqual(await services.PseudoniemAsync(twee), await services.PseudoniemAsync(drie));

        await services.OordeelLuktAsync(een, drie, "zelfdeJongere", herziet: 1);
        await services.OordeelLuktAsync(twee, drie, "zelfdeJongere");
        Assert.Equal(await services.PseudoniemAsync(twee), await services.PseudoniemAsync(drie));
    }

    [Fact]
    public async Task Given_a_circle_of_judgements_When_one_is_taken_back_while_the_others_stand_Then_it_is_refused_G6()
    {
        var (een, twee, drie) = await DrieAsync();
        await services.OordeelLuktAsync(een, twee, "zelfdeJongere");
        await services.OordeelLuktAsync(twee, drie, "zelfdeJongere");
        await services.OordeelLuktAsync(een, drie, "zelfdeJongere");
        using var toch = await services.OordeelAsync(een, drie, "andereJongere", "Synthetische reden.", "\"1\"");
        await toch.ProbleemAsync(409, "conflict");
        Assert.Equal(await services.PseudoniemAsync(een), await services.PseudoniemAsync(drie));
    }

    [Fact]
    public async Task Given_twenty_people_at_once_When_they_judge_the_same_two_Then_one_is_heard_and_the_others_are_told_G6()
    {
        var (een, twee) = await TweeAsync();
        var antwoorden = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => services.OordeelAsync(een, twee, i % 2 == 0 ? "zelfdeJongere" : "andereJongere", "Synthetische reden.")));
        Assert.Single(antwoorden, antwoord => antwoord.StatusCode == HttpStatusCode.Created);
        Assert.All(antwoorden.Where(antwoord => antwoord.StatusCode != HttpStatusCode.Created), antwoord => Assert.Contains((int)antwoord.StatusCode, new[] { 409, 412, 428 }));
        Assert.Single(Assert.Single(await services.HerhalingenAsync(een))!["oordelen"]!.AsArray());
        Array.ForEach(antwoorden, antwoord => antwoord.Dispose());
    }

    [Fact]
    public async Task Given_many_meldingen_of_one_young_person_When_they_are_judged_in_pairs_at_once_Then_what_is_joined_has_one_pseudonym_G6()
    {
        var persoon = Proefpersoon.Nieuw();
        var ids = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            ids.Add(await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder));
        }

        // Each with the next: who comes in between another's reading and writing is told to look again, and does.
        await Task.WhenAll(ids.Zip(ids.Skip(1), async (een, ander) =>
        {
            while (true)
            {
                using var response = await services.OordeelAsync(een, ander, "zelfdeJongere");
                if (response.StatusCode == HttpStatusCode.Created)
                {
                    return;
                }

                Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
            }
        }));
        var pseudoniem = await services.PseudoniemAsync(ids[0]);
        await services.VerzondenAsync();
        foreach (var id in ids)
        {
            Assert.Equal((pseudoniem, pseudoniem), (await services.PseudoniemAsync(id), await BekendAlsAsync(id)));
        }
    }

    [Fact]
    public async Task Given_a_judgement_of_one_centre_When_the_other_reads_it_Then_it_sees_who_judged_and_not_the_reason_G6()
    {
        var persoon = Proefpersoon.Nieuw();
        var hier = await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder);
        var elders = await services.RegistreerAsync(persoon.Vraag("pagAsa"), Invoer.Melder);
        await services.OordeelLuktAsync(hier, elders, "andereJongere");
        await services.OordeelLuktAsync(elders, hier, "zelfdeJongere", herziet: 1, rol: AnderCentrum);

        var hierGezien = Assert.Single(await services.HerhalingenAsync(hier))!["oordelen"]!.AsArray();
        Assert.Equal(["payoke", "pagAsa"], hierGezien.Select(oordeel => oordeel!["centrum"]!.GetValue<string>()));
        Assert.Null(hierGezien[1]!["reden"]);
        var eldersGezien = Assert.Single(await services.HerhalingenAsync(elders, AnderCentrum))!["oordelen"]!.AsArray();
        Assert.Equal("Synthetische reden.", eldersGezien[1]!["reden"]!.GetValue<string>());
    }

    [Fact]
    public async Task Given_a_melding_of_another_centre_that_is_no_suggestion_When_it_is_judged_Then_404_as_if_it_were_not_there_G6()
    {
        var hier = await services.RegistreerAsync(Proefpersoon.Nieuw().Vraag(), Invoer.Melder);
        var elders = await services.RegistreerAsync(Proefpersoon.Nieuw().Vraag("pagAsa"), Invoer.Melder);
        var adviesvraag = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        foreach (var andere in new[] { elders, Guid.CreateVersion7(), hier, adviesvraag })
        {
            using var response = await services.OordeelAsync(hier, andere, "zelfdeJongere");
            await response.ProbleemAsync(404, "niet-gevonden");
        }

        using var vanElders = await services.OordeelAsync(elders, hier, "zelfdeJongere");
        await vanElders.ProbleemAsync(404, "niet-gevonden");
    }

    [Fact]
    public async Task Given_two_meldingen_of_the_centre_that_nothing_suggests_When_a_person_knows_they_are_the_same_Then_they_can_be_judged_so_G6()
    {
        var een = await services.RegistreerAsync(new Proefpersoon(null, null, null).Vraag(), Invoer.Melder);
        var twee = await services.RegistreerAsync(Proefpersoon.Nieuw().Vraag(), Invoer.Melder);
        Assert.Empty(await services.HerhalingenAsync(een));
        await services.OordeelLuktAsync(een, twee, "zelfdeJongere");
        Assert.Equal(await services.PseudoniemAsync(een), await services.PseudoniemAsync(twee));
        var kandidaat = Assert.Single(await services.HerhalingenAsync(twee))!;
        Assert.Equal("zelfdeJongere", kandidaat["stand"]!.GetValue<string>());
        Assert.Empty(kandidaat["overeenkomsten"]!.AsArray());
    }

    [Fact]
    public async Task Given_a_system_without_a_person_When_it_judges_Then_403_M5()
    {
        var (een, twee) = await TweeAsync();
        using var client = services.ClientWithToken(MeldingService.Name, services.Authority.Token([Invoer.Medewerker], voId: null));
        using var response = await client.PostAsJsonAsync(Meldingverzoeken.Pad($"/api/meldingen/{een}/herhalingen/{twee}"), new { oordeel = "zelfdeJongere" });
        await response.ProbleemAsync(403, "geen-toegang");
        Assert.NotEqual(await services.PseudoniemAsync(een), await services.PseudoniemAsync(twee));
    }

    [Fact]
    public async Task Given_an_erased_melding_When_it_is_judged_from_Then_409_and_what_was_judged_before_stays_G6()
    {
        var (een, twee) = await TweeAsync();
        await services.OordeelLuktAsync(een, twee, "zelfdeJongere");
        await services.WisMeldingAsync(een);
        using var vanGewist = await services.OordeelAsync(een, twee, "andereJongere", "Synthetische reden.", "\"1\"");
        await vanGewist.ProbleemAsync(409, "conflict");
        Assert.Equal(await services.PseudoniemAsync(een), await services.PseudoniemAsync(twee));
        Assert.Empty(await services.HerhalingenAsync(twee));
    }

    [Fact]
    public async Task Given_joined_meldingen_When_one_was_an_adviesvraag_for_a_while_Then_it_stands_alone_and_can_be_judged_anew_G6()
    {
        var persoon = Proefpersoon.Nieuw();
        var (een, twee, drie) = (await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder), await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder), await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder));
        await services.OordeelLuktAsync(een, twee, "zelfdeJongere");
        await services.OordeelLuktAsync(twee, drie, "zelfdeJongere");
        await services.WordtAdviesvraagAsync(twee);
        Assert.Equal("zelfdeJongere", Assert.Single(await services.HerhalingenAsync(een))!["stand"]!.GetValue<string>());
        await services.VervangIdentiteitAsync(twee, new IdentiteitJongere(persoon.Voornaam, persoon.Familienaam, persoon.Geboren, null));

        Assert.NotEqual(await services.PseudoniemAsync(een), await services.PseudoniemAsync(twee));
        Assert.Null((await services.HerhalingenAsync(een)).Single(kandidaat => kandidaat!["meldingId"]!.GetValue<Guid>() == twee)!["stand"]);
        await services.OordeelLuktAsync(twee, drie, "andereJongere", herziet: 1);
        using var tegenspraak = await services.OordeelAsync(een, twee, "zelfdeJongere", "Synthetische reden.", "\"1\"");
        await tegenspraak.ProbleemAsync(409, "conflict");
        await services.OordeelLuktAsync(twee, drie, "zelfdeJongere", herziet: 2);
        Assert.Equal(await services.PseudoniemAsync(een), await services.PseudoniemAsync(twee));
    }

    private async Task<(Guid Een, Guid Twee)> TweeAsync()
    {
        var persoon = Proefpersoon.Nieuw();
        return (await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder), await services.RegistreerAsync(persoon.Vraag(), Invoer.AndereMelder));
    }

    private async Task<(Guid Een, Guid Twee, Guid Drie)> DrieAsync()
    {
        var persoon = Proefpersoon.Nieuw();
        return (await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder), await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder), await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder));
    }

    /// <summary>What the registration knows the young person of this melding by.</summary>
    private Task<Guid?> BekendAlsAsync(Guid melding)
        => services.InDbAsync<RegistratieDbContext, Guid?>(RegistratieService.Name, async db =>
            (await db.Herhalingen.AsNoTracking().SingleOrDefaultAsync(herhaling => herhaling.MeldingId == melding))?.Pseudoniem
                ?? (await db.Feiten.AsNoTracking().SingleAsync(feit => feit.MeldingId == melding && feit.Soort == FeitSoort.VraagGeregistreerd)).Pseudoniem);

    /// <summary>What was told about these meldingen, in the order in which it was.</summary>
    private async Task<IReadOnlyList<(Guid Melding, int Versie, Guid Pseudoniem)>> VastgesteldAsync(params Guid[] meldingen)
        => [.. (await services.OutboxAsync(MeldingService.Name))
            .Where(row => row.MessageType == MessageCatalog.UrnOf(typeof(HerhalingWerdVastgesteld)))
            .Select(row => (HerhalingWerdVastgesteld)MessageCatalog.Read(row.MessageType, row.Body))
            .Where(bericht => meldingen.Contains(bericht.MeldingId))
            .Select(bericht => (bericht.MeldingId, bericht.Versie, bericht.Pseudoniem))];

    private Task<int> AuditAsync(Guid id)
        => services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Audit.CountAsync(row => row.Actie == "melding.herhaling-beoordeeld" && row.OnderwerpId == id));
}

public sealed class HerhalingsoordeelTestsEmbedded(EmbeddedServices services) : HerhalingsoordeelTests(services), IClassFixture<EmbeddedServices>;

public sealed class HerhalingsoordeelTestsDistributed(DistributedServices services) : HerhalingsoordeelTests(services.OrSkip()), IClassFixture<DistributedServices>;
