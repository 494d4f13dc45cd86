using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>The same young person reported again: found under another spelling, suggested to the centre, and nobody else suggested (G6).</summary>
[Trait("Regel", "G6")]
public abstract class HerhalingTests(ServicesFixture services)
{
    private static readonly Dictionary<string, (Func<Proefpersoon, Proefpersoon> Maak, string[] Overeenkomsten)> Varianten = new(StringComparer.Ordinal)
    {
        ["zelfde"] = (p => p, ["naam", "geboortedatum"]),
        ["hoofdletters"] = (p => p with { Voornaam = p.Voornaam!.ToUpperInvariant(), Familienaam = p.Familienaam!.ToUpperInvariant() }, ["naam", "geboortedatum"]),
        ["accenten"] = (p => p with { Voornaam = p.Voornaam!.Replace("Testvoor", "Tèstvöór"), Familienaam = p.Familienaam!.Replace("naam", "ñåàm") }, ["naam", "geboortedatum"]),
        ["losse accenten"] = (p => p with { Familienaam = p.Familienaam!.Replace("naam", "na\u0308am") }, ["naam", "geboortedatum"]),
        ["koppeltekens"] = (p => p with { Familienaam = p.Familienaam!.Replace(' ', '-') }, ["naam", "geboortedatum"]),
        ["apostrof"] = (p => p with { Familienaam = p.Familienaam!.Replace("Test", "T\u2019est") }, ["naam", "geboortedatum"]),
        ["zonder tussenvoegsel"] = (p => p with { Familienaam = p.Familienaam!.Replace("Van den ", "") }, ["naam", "geboortedatum"]),
        ["ander tussenvoegsel"] = (p => p with { Familienaam = p.Familienaam!.Replace("Van den ", "El ") }, ["naam", "geboortedatum"]),
        ["tussenvoegsel aaneen"] = (p => p with { Familienaam = p.Familienaam!.Replace("Van den T", "Vandent") }, ["naam", "geboortedatum"]),
        ["dubbele letter"] = (p => p with { Voornaam = p.Voornaam!.Replace("Test", "Tesst") }, ["naam", "geboortedatum"]),
        ["namen verwisseld"] = (p => p with { Voornaam = p.Familienaam, Familienaam = p.Voornaam }, ["naam", "naamdelenVerwisseld", "geboortedatum"]),
        ["andere letter"] = (p => p with { Familienaam = p.Familienaam!.Replace("Testn", "Testm") }, ["spellingvariant", "geboortedatum"]),
        ["letter minder"] = (p => p with { Familienaam = p.Familienaam!.Replace("Test", "Tet") }, ["spellingvariant", "geboortedatum"]),
        ["letter meer"] = (p => p with { Voornaam = p.Voornaam!.Replace("Testv", "Testlv") }, ["spellingvariant", "geboortedatum"]),
        ["letters omgewisseld"] = (p => p with { Voornaam = p.Voornaam!.Replace("Test", "Tets") }, ["spellingvariant", "geboortedatum"]),
        ["letter in beide namen"] = (p => p with { Voornaam = p.Voornaam!.Replace("Testv", "Tesv"), Familienaam = p.Familienaam!.Replace("Testn", "Tesn") }, ["spellingvariant", "geboortedatum"]),
        ["zelfde klank"] = (p => p with { Voornaam = p.Voornaam!.Replace("Testvoor", "Thestphoor"), Familienaam = p.Familienaam!.Replace("Testnaam", "Tezdtnaem") }, ["spellingvariant", "geboortedatum"]),
        ["andere klinkers"] = (p => p with { Voornaam = p.Voornaam!.Replace("Testvoor", "Tostvuur") }, ["spellingvariant", "geboortedatum"]),
        ["tweede voornaam"] = (p => p with { Voornaam = p.Voornaam + " Tweede" }, ["spellingvariant", "geboortedatum"]),
        ["letter en verwisseld"] = (p => p with { Voornaam = p.Familienaam!.Replace("Testn", "Testm"), Familienaam = p.Voornaam }, ["naamdelenVerwisseld", "spellingvariant", "geboortedatum"]),
        ["dag en maand verwisseld"] = (p => p with { Geboren = DagEnMaandVerwisseld(p.Geboren!.Value) }, ["naam", "dagEnMaandVerwisseld"]),
        ["dag en maand verwisseld, letter anders"] = (p => p with { Geboren = DagEnMaandVerwisseld(p.Geboren!.Value), Voornaam = p.Voornaam!.Replace("Testv", "Testm") }, ["spellingvariant", "dagEnMaandVerwisseld"]),
        ["ander jaar"] = (p => p with { Geboren = p.Geboren!.Value.AddYears(1) }, ["naam", "geboortedatumEenDeelAnders"]),
        ["andere dag, namen verwisseld"] = (p => p with { Geboren = p.Geboren!.Value.AddDays(9), Voornaam = p.Familienaam, Familienaam = p.Voornaam }, ["naam", "naamdelenVerwisseld", "geboortedatumEenDeelAnders"]),
    };

    private static readonly Dictionary<string, Func<Proefpersoon, Proefpersoon>> Anderen = new(StringComparer.Ordinal)
    {
        ["broer of zus"] = p => p with { Voornaam = "Zusvoor" + p.Voornaam!["Testvoor".Length..], Geboren = p.Geboren!.Value.AddDays(700) },
        ["tweeling"] = p => p with { Voornaam = "Ander" + p.Voornaam![^2..] },
        ["zelfde naam, andere geboortedatum"] = p => p with { Geboren = p.Geboren!.Value.AddDays(400) },
        ["zelfde voornaam en geboortedatum"] = p => p with { Familienaam = "Buurman" },
        ["zelfde naam, geboortedatum niet gekend"] = p => p with { Geboren = null },
        ["zelfde familienaam en geboortedatum, voornaam niet gekend"] = p => p with { Voornaam = null },
        ["zelfde klank en andere dag"] = p => p with { Voornaam = p.Voornaam!.Replace("Testv", "Testf"), Geboren = p.Geboren!.Value.AddDays(9) },
        ["drie letters anders"] = p => p with { Familienaam = p.Familienaam!.Replace("Testnaam", "Gosknaam") },
        ["alleen de geboortedatum"] = p => p with { Voornaam = "Ander", Familienaam = "Iemand" },
    };

    public static TheoryData<string> AlleVarianten() => [.. Varianten.Keys];

    public static TheoryData<string> AlleAnderen() => [.. Anderen.Keys];

    [Theory]
    [MemberData(nameof(AlleVarianten))]
    public async Task Given_a_young_person_When_reported_again_in_this_way_Then_each_melding_has_the_other_as_a_suggestion_G6(string variant)
    {
        var persoon = Proefpersoon.Nieuw();
        var (maak, overeenkomsten) = Varianten[variant];
        var eerste = await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder);
        var tweede = await services.RegistreerAsync(maak(persoon).Vraag(), Invoer.AndereMelder);
        foreach (var (id, andere) in new[] { (eerste, tweede), (tweede, eerste) })
        {
            var kandidaat = Assert.Single(await services.HerhalingenAsync(id))!.AsObject();
            Assert.Equal(andere, kandidaat["meldingId"]!.GetValue<Guid>());
            Assert.Equal(overeenkomsten, kandidaat["overeenkomsten"]!.AsArray().Select(code => code!.GetValue<string>()));
            Assert.All(["stand", "versie"], veld => Assert.Null(kandidaat[veld]));
            Assert.Empty(kandidaat["oordelen"]!.AsArray());
        }
    }

    [Theory]
    [MemberData(nameof(AlleAnderen))]
    public async Task Given_a_young_person_When_somebody_else_is_reported_Then_there_is_no_suggestion_G6(string wie)
    {
        var persoon = Proefpersoon.Nieuw();
        var eerste = await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder);
        var tweede = await services.RegistreerAsync(Anderen[wie](persoon).Vraag(), Invoer.Melder);
        Assert.Empty(await services.HerhalingenAsync(eerste));
        Assert.Empty(await services.HerhalingenAsync(tweede));
    }

    [Fact]
    public async Task Given_names_that_a_number_tells_apart_When_they_are_compared_Then_the_number_counts_G6()
    {
        var persoon = Proefpersoon.Nieuw();
        var elf = await services.RegistreerAsync((persoon with { Voornaam = persoon.Voornaam + "-11" }).Vraag(), Invoer.Melder);
        await services.RegistreerAsync((persoon with { Voornaam = persoon.Voornaam + "-1" }).Vraag(), Invoer.Melder);
        Assert.Empty(await services.HerhalingenAsync(elf));
    }

    [Fact]
    public async Task Given_a_name_that_is_spread_over_both_fields_in_another_way_When_reported_again_Then_it_is_a_suggestion_G6()
    {
        var persoon = Proefpersoon.Nieuw();
        var eerste = await services.RegistreerAsync((persoon with { Voornaam = persoon.Voornaam + " Tweede" }).Vraag(), Invoer.Melder);
        await services.RegistreerAsync((persoon with { Familienaam = "Tweede " + persoon.Familienaam }).Vraag(), Invoer.Melder);
        Assert.Equal(["naam", "naamdelenVerwisseld", "geboortedatum"], Codes(Assert.Single(await services.HerhalingenAsync(eerste))));
    }

    [Fact]
    public async Task Given_the_same_rijksregisternummer_When_nothing_else_is_known_Then_it_is_a_suggestion_G6()
    {
        var persoon = Proefpersoon.Nieuw();
        var nummer = SynthetischNummer.Rijksregister(persoon.Geboren!.Value);
        var eerste = await services.RegistreerAsync((persoon with { Rijksregisternummer = nummer }).Vraag(), Invoer.Melder);
        await services.RegistreerAsync(new Proefpersoon(null, null, null, $"{nummer[..6]}-{nummer[6..9]}.{nummer[9..]}").Vraag(), Invoer.Melder);
        Assert.Equal(["rijksregisternummer"], Codes(Assert.Single(await services.HerhalingenAsync(eerste))));
    }

    [Theory]
    [InlineData("zelfde", true)]
    [InlineData("andere letter", false)]
    [InlineData("dag en maand verwisseld", false)]
    public async Task Given_two_different_rijksregisternummers_When_compared_Then_only_the_same_name_and_day_are_a_suggestion_G6(string variant, bool voorstel)
    {
        var persoon = Proefpersoon.Nieuw();
        var ander = Varianten[variant].Maak(persoon);
        var eerste = await services.RegistreerAsync((persoon with { Rijksregisternummer = SynthetischNummer.Rijksregister(persoon.Geboren!.Value, 991) }).Vraag(), Invoer.Melder);
        await services.RegistreerAsync((ander with { Rijksregisternummer = SynthetischNummer.Rijksregister(ander.Geboren!.Value, 993) }).Vraag(), Invoer.Melder);
        var kandidaten = await services.HerhalingenAsync(eerste);
        Assert.Equal(voorstel ? 1 : 0, kandidaten.Count);
        Assert.All(kandidaten, kandidaat => Assert.Equal(["naam", "geboortedatum", "anderRijksregisternummer"], Codes(kandidaat)));
    }

    [Fact]
    public async Task Given_a_melding_of_another_centre_When_it_is_a_suggestion_Then_only_that_it_is_there_and_where_is_told_G6()
    {
        var persoon = Proefpersoon.Nieuw();
        var hier = await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder);
        var elders = await services.RegistreerAsync(persoon.Vraag("pagAsa"), Invoer.AndereMelder);
        var ookHier = await services.RegistreerAsync(persoon.Vraag(), Invoer.AndereMelder);
        var kandidaten = (await services.HerhalingenAsync(hier)).ToDictionary(kandidaat => kandidaat!["meldingId"]!.GetValue<Guid>(), kandidaat => kandidaat!);
        Assert.Equal(new[] { elders, ookHier }.Order(), kandidaten.Keys.Order());

        Assert.Equal(("pagAsa", false), (kandidaten[elders]["centrum"]!.GetValue<string>(), kandidaten[elders]["inzage"]!.GetValue<bool>()));
        Assert.All(["ontvangenOp", "soort", "organisatie"], veld => Assert.Null(kandidaten[elders][veld]));
        Assert.Equal(
            ("payoke", true, "vraagAssessment", Invoer.AndereOrganisatie),
            (kandidaten[ookHier]["centrum"]!.GetValue<string>(), kandidaten[ookHier]["inzage"]!.GetValue<bool>(), kandidaten[ookHier]["soort"]!.GetValue<string>(), kandidaten[ookHier]["organisatie"]!.GetValue<string>()));
        Assert.NotNull(kandidaten[ookHier]["ontvangenOp"]);
        // Nothing of either identity, of its own centre's neither: that is read where it is accounted for.
        Assert.All(kandidaten.Values, kandidaat => Assert.Empty(Sporen.Van([persoon.Voornaam!, persoon.Familienaam!, "Testnaam"], kandidaat.ToJsonString())));

        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        using var inhoud = await client.GetAsync(Meldingverzoeken.Melding(elders));
        await inhoud.ProbleemAsync(404, "niet-gevonden");
        using var haarHerhalingen = await client.GetAsync(Meldingverzoeken.Herhalingen(elders));
        await haarHerhalingen.ProbleemAsync(404, "niet-gevonden");
    }

    [Fact]
    public async Task Given_suggestions_When_they_are_read_Then_the_audit_trail_has_a_line_for_the_reading_and_for_each_identity_that_was_opened()
    {
        var persoon = Proefpersoon.Nieuw();
        var eerste = await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder);
        var tweede = await services.RegistreerAsync(persoon.Vraag("surya"), Invoer.Melder);
        // Found by its tokens, opened, and no suggestion then.
        var tweeling = await services.RegistreerAsync(Anderen["tweeling"](persoon).Vraag(), Invoer.Melder);
        Assert.Single(await services.HerhalingenAsync(eerste));
        Assert.Equal(1, await AuditAsync("melding.herhalingen-gelezen", eerste));
        Assert.Equal((1, 1, 0), (await AuditAsync("melding.vergeleken", tweede), await AuditAsync("melding.vergeleken", tweeling), await AuditAsync("melding.vergeleken", eerste)));
    }

    [Fact]
    public async Task Given_meldingen_that_have_nothing_in_common_When_one_is_looked_up_Then_no_other_identity_is_opened()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 30; i++)
        {
            ids.Add(await services.RegistreerAsync(Proefpersoon.Nieuw().Vraag(), Invoer.Melder));
        }

        Assert.Empty(await services.HerhalingenAsync(ids[0]));
        foreach (var id in ids)
        {
            Assert.Equal(0, await AuditAsync("melding.vergeleken", id));
        }
    }

    [Fact]
    public async Task Given_an_adviesvraag_When_its_repeats_are_asked_Then_there_are_none_M11()
    {
        var id = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        Assert.Empty(await services.HerhalingenAsync(id));
        Assert.Null((await services.BerichtAsync(id))["pseudoniem"]);
        Assert.Equal(0, await TokensAsync(id));
    }

    [Fact]
    public async Task Given_an_erased_melding_When_repeats_are_asked_Then_it_is_none_and_its_tokens_are_gone_G6()
    {
        var persoon = Proefpersoon.Nieuw();
        var blijft = await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder);
        var gewist = await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder);
        Assert.Equal(5, await TokensAsync(gewist));
        await services.WisMeldingAsync(gewist);

        Assert.Equal((0, 5), (await TokensAsync(gewist), await TokensAsync(blijft)));
        Assert.Empty(await services.HerhalingenAsync(blijft));
        Assert.Empty(await services.HerhalingenAsync(gewist));
    }

    [Fact]
    public async Task Given_an_erased_key_When_the_tokens_came_back_with_an_old_backup_Then_it_is_no_suggestion_all_the_same_G6()
    {
        var persoon = Proefpersoon.Nieuw();
        var blijft = await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder);
        var gewist = await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder);
        await services.WisMeldingAsync(gewist, ookTokens: false);
        Assert.Equal(5, await TokensAsync(gewist));
        Assert.Empty(await services.HerhalingenAsync(blijft));
    }

    [Fact]
    public async Task Given_a_corrected_identity_When_the_index_is_told_Then_the_new_one_is_found_and_the_old_one_is_not_G6()
    {
        var (oud, nieuw) = (Proefpersoon.Nieuw(), Proefpersoon.Nieuw());
        var vanOud = await services.RegistreerAsync(oud.Vraag(), Invoer.Melder);
        var vanNieuw = await services.RegistreerAsync(nieuw.Vraag(), Invoer.Melder);
        var verbeterd = await services.RegistreerAsync(oud.Vraag(), Invoer.Melder);
        Assert.Single(await services.HerhalingenAsync(vanOud));
        var voordien = await services.PseudoniemAsync(verbeterd);

        await services.VervangIdentiteitAsync(verbeterd, new IdentiteitJongere(nieuw.Voornaam, nieuw.Familienaam, nieuw.Geboren, null));
        Assert.Empty(await services.HerhalingenAsync(vanOud));
        Assert.Equal(verbeterd, Assert.Single(await services.HerhalingenAsync(vanNieuw))!["meldingId"]!.GetValue<Guid>());
        Assert.Equal((5, voordien), (await TokensAsync(verbeterd), await services.PseudoniemAsync(verbeterd)));
    }

    [Fact]
    public async Task Given_more_repeats_than_are_opened_in_one_go_When_they_are_asked_Then_the_newest_are_given()
    {
        var persoon = Proefpersoon.Nieuw();
        var ids = new List<Guid>();
        for (var i = 0; i < Herhalingszoeker.Meeste + 3; i++)
        {
            ids.Add(await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder));
        }

        var kandidaten = await services.HerhalingenAsync(ids[0]);
        Assert.Equal(Herhalingszoeker.Meeste, kandidaten.Count);
        Assert.Contains(ids[^1], kandidaten.Select(kandidaat => kandidaat!["meldingId"]!.GetValue<Guid>()));
    }

    [Fact]
    public async Task Given_meldingen_from_before_the_index_When_the_service_starts_Then_they_are_in_it_and_their_pseudonym_is_told_G6()
    {
        var persoon = Proefpersoon.Nieuw();
        Guid[] ids = [await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder), await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder)];
        await services.VerzondenAsync();
        foreach (var id in ids)
        {
            await services.VoerUitAsync(MeldingService.Name, $"""UPDATE "Meldingen" SET "JongereId" = NULL, "JongereVersie" = NULL WHERE "Id" = {id}""");
            await services.VoerUitAsync(MeldingService.Name, $"""DELETE FROM "Herhalingstokens" WHERE "MeldingId" = {id}""");
        }

        Assert.Empty(await services.HerhalingenAsync(ids[0]));
        await services.RestartAsync();
        await ServicesFixture.EventuallyAsync("in the index", async () => (await services.HerhalingenAsync(ids[0])).Count == 1);
        await services.VerzondenAsync();
        Assert.Equal(
            await services.PseudoniemAsync(ids[1]),
            await services.InDbAsync<RegistratieDbContext, Guid>(RegistratieService.Name, async db => (await db.Herhalingen.AsNoTracking().SingleAsync(herhaling => herhaling.MeldingId == ids[1])).Pseudoniem));
    }

    private static IEnumerable<string> Codes(JsonNode? kandidaat) => kandidaat!["overeenkomsten"]!.AsArray().Select(code => code!.GetValue<string>());

    private static DateOnly DagEnMaandVerwisseld(DateOnly dag) => new(dag.Year, dag.Day, dag.Month);

    private Task<int> TokensAsync(Guid id) => services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Herhalingstokens.CountAsync(token => token.MeldingId == id));

    private Task<int> AuditAsync(string actie, Guid id)
        => services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Audit.CountAsync(row => row.Actie == actie && row.OnderwerpId == id));
}

public sealed class HerhalingTestsEmbedded(EmbeddedServices services) : HerhalingTests(services), IClassFixture<EmbeddedServices>;

public sealed class HerhalingTestsDistributed(DistributedServices services) : HerhalingTests(services.OrSkip()), IClassFixture<DistributedServices>;
