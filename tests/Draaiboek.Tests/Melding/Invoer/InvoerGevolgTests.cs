using System.Net;
using Draaiboek.Assessments;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>What follows on a file that was loaded: it is history, that calls nobody and that nobody reads who may not (M5, M8, G6; docs/invoer.md).</summary>
public abstract class InvoerGevolgTests(ServicesFixture services)
{
    [Fact]
    [Trait("Regel", "M5")]
    [Trait("Regel", "M8")]
    public async Task M5_M8_Given_an_acute_question_of_long_ago_When_it_is_loaded_Then_nothing_rings_and_nothing_happens_but_that_the_others_hear_of_it()
    {
        var regel = Invoerverzoeken.Regel().Met("melding.acuut", "true").Met("verloop", "\"adviesPositief\"");
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(regel)).Telling);
        var id = await services.IngevoerdeAsync(regel["melding"]!["omschrijving"]!);
        Assert.Equal(["melding.ingevoerd"], await services.InDbAsync<MeldingDbContext, List<string>>(MeldingService.Name, db => db.Audit.Where(rij => rij.OnderwerpId == id).Select(rij => rij.Actie).ToListAsync()));
        var nieuw = await services.RegistreerAsync(Invoer.Assessmentvraag().Met("acuut", "true"), Invoer.Melder);
        var rinkelt = await services.InDbAsync<MeldingDbContext, List<Guid>>(MeldingService.Name, db => db.Meldingen.Onaangeroerd(db).Select(m => m.Id).ToListAsync());
        Assert.Contains(nieuw, rinkelt);
        Assert.DoesNotContain(id, rinkelt);

        // One that was not, and is now.
        var kalm = Invoerverzoeken.Regel().Met("melding.acuut", "false");
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(kalm)).Telling);
        var acuut = await services.IngevoerdeAsync(kalm["melding"]!["omschrijving"]!);
        using var verbeterd = await services.VerbeterAsync(acuut, Levensloopverzoeken.Verbetering(kalm["melding"]!.AsObject()).Met("acuut", "true"), Invoer.Melder);
        Assert.Equal(HttpStatusCode.OK, verbeterd.StatusCode);
        Assert.True(await services.InDbAsync<MeldingDbContext, bool>(MeldingService.Name, db => db.Meldingen.Onaangeroerd(db).AnyAsync(m => m.Id == acuut)));

        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        var plan = await client.JsonAsync($"/api/meldingen/{id}/stappenplan");
        Assert.Equal((true, null), ((bool)plan["acuut"]!, (int?)plan["urenOnaangeroerd"]));

        Assert.Equal((true, "MeldingWerdGeregistreerd"), ((bool)(await services.BerichtAsync(id))["acuut"]!, await SoortBerichtAsync(id)));
        Assert.Equal(0, await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Handelingen.CountAsync(handeling => handeling.OnderwerpId == id)));
        Assert.Equal(0, await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Stappen.CountAsync(stap => stap.MeldingId == id)));
    }

    [Fact]
    [Trait("Regel", "M8")]
    [Trait("Regel", "S1")]
    public async Task M8_S1_Given_an_acute_question_of_long_ago_When_it_is_loaded_and_put_right_Then_it_waits_by_its_own_day_behind_what_is_acute_now()
    {
        var regel = Invoerverzoeken.Regel().Met("melding.acuut", "true");
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(regel)).Telling);
        var id = await services.IngevoerdeAsync(regel["melding"]!["omschrijving"]!);
        var nieuw = await services.RegistreerAsync(Invoer.Assessmentvraag().Met("acuut", "true"), Invoer.Melder);
        await NietVooraanAsync();
        using var verbeterd = await services.VerbeterAsync(id, Levensloopverzoeken.Verbetering(regel["melding"]!.AsObject()), Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.OK, verbeterd.StatusCode);
        await services.VerzondenAsync();
        await NietVooraanAsync();

        // Who reads it sees that it was acute, and when it was loaded.
        var (oud, vers) = (await services.LeesMeldingAsync(id, Invoer.Medewerker), await services.LeesMeldingAsync(nieuw, Invoer.Medewerker));
        Assert.Equal((true, (string?)oud["geregistreerdOp"], true, null), ((bool)oud["acuut"]!, (string?)oud["ingevoerdOp"], (bool)vers["acuut"]!, (string?)vers["ingevoerdOp"]));

        // Found not to be acute after all, and then by who reports it to be so now: that is of now.
        await VerbeterAsync(acuut: false);
        await VerbeterAsync(acuut: true);
        Assert.True((bool)(await services.InWerklijstAsync(id))["acuut"]!);

        async Task VerbeterAsync(bool acuut)
        {
            using var verbetering = await services.VerbeterAsync(id, Levensloopverzoeken.Verbetering(regel["melding"]!.AsObject()).Met("acuut", acuut ? "true" : "false"), Invoer.Melder);
            Assert.Equal(HttpStatusCode.OK, verbetering.StatusCode);
            await services.VerzondenAsync();
        }

        async Task NietVooraanAsync()
        {
            Assert.Equal((false, true), ((bool)(await services.InWerklijstAsync(id))["acuut"]!, (bool)(await services.InWerklijstAsync(nieuw))["acuut"]!));
            var volgorde = await services.InDbAsync<AssessmentDbContext, Dictionary<Guid, long>>(
                AssessmentService.Name, db => db.Assessments.Where(a => a.MeldingId == id || a.MeldingId == nieuw).ToDictionaryAsync(a => a.MeldingId, a => a.Volgorde));
            Assert.True(volgorde[nieuw] < volgorde[id]);
        }
    }

    [Fact]
    [Trait("Regel", "G6")]
    public async Task G6_Given_the_same_young_person_in_two_lines_When_they_are_loaded_Then_the_centre_gets_the_suggestion_as_for_any_other()
    {
        var jongere = $$"""{"voornaam":"Voornaam-{{Guid.NewGuid():N}}","familienaam":"Familienaam-{{Guid.NewGuid():N}}","geboortedatum":"2004-05-06","geslacht":"vrouw","provincie":"limburg","verblijf":"thuis"}""";
        var (een, twee) = (Invoerverzoeken.Regel().Met("melding.jongere", jongere), Invoerverzoeken.Regel().Met("melding.jongere", jongere));
        Assert.Equal((2, 0, 0), (await services.VoerInAsync(een, twee)).Telling);
        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        var herhalingen = await client.JsonAsync(Meldingverzoeken.Herhalingen(await services.IngevoerdeAsync(een["melding"]!["omschrijving"]!)).OriginalString);
        Assert.Equal(await services.IngevoerdeAsync(twee["melding"]!["omschrijving"]!), (Guid)Assert.Single(herhalingen["kandidaten"]!.AsArray())!["meldingId"]!);
    }

    [Fact]
    public async Task Given_a_loaded_file_When_one_looks_at_what_was_written_Then_neither_the_reference_nor_anything_of_the_lines_can_be_read()
    {
        var regel = Invoerverzoeken.Regel().Met("melding.jongere.voornaam", "\"Merkvoornaam\"").Met("melding.omschrijving", "\"Merkomschrijving\"");
        regel["kenmerk"] = "Merkkenmerk-1";
        Assert.Equal((1, 0, 0), (await services.VoerInAsync(regel)).Telling);
        Assert.Equal("kenmerk", (await services.VoerInAsync(regel.Met("melding.acuut", "true"))).EnigeFout().Veld);
        Assert.Equal((1, 0), ((await services.VoerInAsync(Invoerverzoeken.Regel().Met("melding.contactpersoon.naam", "\"Merkcontact\\u202e\""))).Geweigerd.Count, 0));
        string[] merken = ["Merkvoornaam", "Merkomschrijving", "Merkkenmerk", "Merkcontact"];
        Assert.All(await services.GeschrevenAsync(), bestand => Assert.Empty(Sporen.Van(merken, bestand.Value)));
        Assert.Empty(Sporen.Van(merken, string.Join('\n', services.Log.Lines)));
    }

    private Task<string> SoortBerichtAsync(Guid id)
        => services.InDbAsync<MeldingDbContext, string>(MeldingService.Name, async db => (await db.Outbox.SingleAsync(rij => rij.CaseId == id)).MessageType.Contains("geregistreerd", StringComparison.OrdinalIgnoreCase) ? "MeldingWerdGeregistreerd" : "iets anders");
}

public sealed class InvoerGevolgTestsEmbedded(EmbeddedServices services) : InvoerGevolgTests(services), IClassFixture<EmbeddedServices>;

public sealed class InvoerGevolgTestsDistributed(DistributedServices services) : InvoerGevolgTests(services.OrSkip()), IClassFixture<DistributedServices>;
