using System.Net;
using Draaiboek.Hosting;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>A document or picture with a melding: added, read and taken away, by whom and when.</summary>
public abstract class BijlageTests(ServicesFixture services)
{
    private const string Surya = "centrummedewerker:surya";

    [Theory]
    [InlineData("pdf", "verslag.pdf")]
    [InlineData("jpeg", "foto.jpg")]
    [InlineData("png", "scherm.png")]
    [InlineData("webp", "beeld.webp")]
    [InlineData("heic", "IMG-0001.HEIC")]
    public async Task Given_a_file_of_each_kind_When_it_is_added_Then_it_comes_back_byte_for_byte_to_be_kept_and_never_to_be_shown(string soort, string naam)
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var inhoud = Bestanden.Van(soort, 2_500_000);
        using var toegevoegd = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(inhoud, naam));
        var antwoord = await toegevoegd.JsonAsync();
        Assert.Equal((HttpStatusCode.Created, soort, inhoud.Length, 2), (toegevoegd.StatusCode, (string?)antwoord["type"], (int)antwoord["grootte"]!, (int)antwoord["versie"]!));
        var id = await toegevoegd.BijlageIdAsync();
        Assert.Equal(Bijlageverzoeken.Bijlage(melding, id), toegevoegd.Headers.Location);

        foreach (var rol in (string[])[Invoer.Melder, Invoer.Medewerker])
        {
            using var gelezen = await services.LeesBijlageAsync(melding, id, rol);
            Assert.Equal(inhoud, await gelezen.Content.ReadAsByteArrayAsync());
            Assert.Equal(
                ("application/octet-stream", inhoud.Length, "attachment", naam),
                (gelezen.Content.Headers.ContentType!.ToString(), gelezen.Content.Headers.ContentLength, gelezen.Content.Headers.ContentDisposition!.DispositionType, gelezen.Content.Headers.ContentDisposition.FileNameStar));
            Assert.Equal(
                ("nosniff", "no-store", "sandbox; default-src 'none'"),
                (gelezen.Headers.GetValues("X-Content-Type-Options").Single(), gelezen.Headers.CacheControl!.ToString(), gelezen.Headers.GetValues("Content-Security-Policy").Single()));
        }

        var regel = Assert.Single(await services.BijlagenAsync(melding, Invoer.Medewerker))!;
        Assert.Equal(
            (id, naam, soort, inhoud.Length, services.Time.Vandaag().ToString("O", null), false),
            (regel["id"]!.GetValue<Guid>(), (string?)regel["naam"], (string?)regel["type"], (int)regel["grootte"]!, (string?)regel["toegevoegdOp"], (bool)regel["verwijderd"]!));
        Assert.Equal(["bijlageToegevoegd"], await GeschiedenisAsync(melding, stap => (string?)stap["soort"]));
        Assert.Equal([id.ToString()], await GeschiedenisAsync(melding, stap => (string?)stap["reden"]));
    }

    [Fact]
    public async Task Given_exactly_20_MB_When_it_is_added_Then_it_comes_back_and_one_byte_more_is_refused()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var inhoud = Bestanden.Pdf(20 * Bijlageverzoeken.Megabyte);
        var id = await services.VoegBijlageToeAsync(melding, inhoud);
        using var gelezen = await services.LeesBijlageAsync(melding, id);
        Assert.Equal(inhoud, await gelezen.Content.ReadAsByteArrayAsync());
        Assert.Equal(20, await DelenAsync(id));

        using var groter = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf((20 * Bijlageverzoeken.Megabyte) + 1)));
        Assert.Contains("20 MB", (string?)(await groter.ProbleemAsync(413, "te-groot"))["detail"], StringComparison.Ordinal);
        Assert.Single(await services.BijlagenAsync(melding));
    }

    [Fact]
    public async Task Given_a_person_who_presses_twice_When_the_same_content_comes_again_Then_it_is_one_bijlage_also_at_the_same_moment()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var inhoud = Bestanden.Van("jpeg", 1_500_000);
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => services.VoegBijlageToeAsync(melding, inhoud, "foto.jpg")));
        Assert.Single(ids.Distinct());
        Assert.Equal(ids[0], await services.VoegBijlageToeAsync(melding, inhoud, "andere naam.jpg", Invoer.Medewerker));
        Assert.Equal("foto.jpg", (string?)Assert.Single(await services.BijlagenAsync(melding))!["naam"]);
        Assert.Single(await GeschiedenisAsync(melding, stap => stap));

        // With another melding it is another one.
        var ander = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        Assert.NotEqual(ids[0], await services.VoegBijlageToeAsync(ander, inhoud));
    }

    [Fact]
    public async Task Given_an_idempotency_key_When_the_same_file_comes_in_another_form_Then_the_same_answer_also_after_closing_and_another_file_gets_422()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var (inhoud, sleutel) = (Bestanden.Pdf(1_200_000), Guid.NewGuid().ToString("N"));
        using var eerste = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(inhoud), sleutel: sleutel);
        Assert.Equal(HttpStatusCode.Created, eerste.StatusCode);
        using var ander = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf(1_200_000)), sleutel: sleutel);
        await ander.ProbleemAsync(422, "sleutel-hergebruikt");
        using var andereNaam = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(inhoud, "anders.pdf"), sleutel: sleutel);
        await andereNaam.ProbleemAsync(422, "sleutel-hergebruikt");
        Assert.Single(await services.BijlagenAsync(melding));

        using var gesloten = await services.StapAsync(melding, "afsluiting", "{}", Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.Created, gesloten.StatusCode);
        using var weer = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(inhoud), sleutel: sleutel);
        Assert.Equal(await eerste.Content.ReadAsStringAsync(), await weer.Content.ReadAsStringAsync());
        Assert.True(weer.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Given_twenty_bijlagen_less_one_When_four_more_come_at_once_Then_one_is_taken_and_a_removed_one_makes_room()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var eerste = await services.VoegBijlageToeAsync(melding, Bestanden.Pdf());
        await ZetAsync(melding, 18, grootte: 10);
        var antwoorden = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf()))));
        Assert.Equal([201, 409, 409, 409], antwoorden.Select(antwoord => (int)antwoord.StatusCode).Order());
        Assert.Equal(20, (await services.BijlagenAsync(melding)).Count);
        Array.ForEach(antwoorden, antwoord => antwoord.Dispose());

        using var weg = await services.VerwijderBijlageAsync(melding, eerste);
        Assert.Equal(HttpStatusCode.Created, weg.StatusCode);
        await services.VoegBijlageToeAsync(melding, Bestanden.Pdf());
    }

    [Fact]
    public async Task Given_nearly_100_MB_with_a_melding_When_a_bijlage_passes_it_Then_409_and_a_smaller_one_fits()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        await ZetAsync(melding, 4, 20 * Bijlageverzoeken.Megabyte);
        await ZetAsync(melding, 1, (20 * Bijlageverzoeken.Megabyte) - 5_000);
        using var teVeel = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf(5_001)));
        Assert.Contains("100 MB", (string?)(await teVeel.ProbleemAsync(409, "conflict"))["detail"], StringComparison.Ordinal);
        await services.VoegBijlageToeAsync(melding, Bestanden.Pdf(5_000));
    }

    [Fact]
    public async Task Given_somebody_who_does_not_see_the_melding_When_anything_is_asked_of_its_bijlagen_Then_404_and_in_an_emergency_reading_only()
    {
        var (melding, eigen) = (await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder), await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.AndereMelder));
        var inhoud = Bestanden.Pdf();
        var id = await services.VoegBijlageToeAsync(melding, inhoud);
        foreach (var rol in (string[])[Invoer.AndereMelder, Surya])
        {
            Assert.All(await AllesAsync(melding, id, rol), status => Assert.Equal(404, status));
        }

        // Nor by way of a melding that is one's own.
        using var omweg = await services.LeesBijlageAsync(eigen, id, Invoer.AndereMelder);
        using var omwegWeg = await services.VerwijderBijlageAsync(eigen, id, Invoer.AndereMelder);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (omweg.StatusCode, omwegWeg.StatusCode));

        using var nood = await services.StapAsync(melding, "noodtoegang", """{"reden":"Synthetische reden van de nachtdienst."}""", Surya);
        Assert.Equal(HttpStatusCode.Created, nood.StatusCode);
        var inNood = await AllesAsync(melding, id, Surya);
        Assert.Equal([200, 200, 404, 404], inNood);
        using var gelezen = await services.LeesBijlageAsync(melding, id);
        Assert.Equal(inhoud, await gelezen.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Given_a_bijlage_of_a_wrong_child_When_it_is_removed_Then_content_and_name_are_gone_and_who_and_why_stays()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var inhoud = Bestanden.Pdf(2_500_000);
        var id = await services.VoegBijlageToeAsync(melding, inhoud);
        using var zonder = await services.StapAsync(melding, $"bijlagen/{id}/verwijdering", """{"reden":" "}""", Invoer.Medewerker);
        await zonder.EnigeFoutAsync("reden");
        using var weg = await services.VerwijderBijlageAsync(melding, id, Invoer.Medewerker);
        Assert.Equal((HttpStatusCode.Created, "\"3\""), (weg.StatusCode, weg.Headers.ETag!.Tag));

        var regel = Assert.Single(await services.BijlagenAsync(melding))!;
        Assert.Equal((null, true), ((string?)regel["naam"], (bool)regel["verwijderd"]!));
        Assert.All(["verwijderdOp", "verwijderdDoor"], veld => Assert.NotNull(regel[veld]));
        Assert.Equal(0, await DelenAsync(id));
        using var gelezen = await services.LeesBijlageAsync(melding, id);
        Assert.Contains("verwijderd", (string?)(await gelezen.ProbleemAsync(404, "niet-gevonden"))["detail"], StringComparison.Ordinal);
        Assert.Equal([null, "Synthetisch: van een ander kind."], await GeschiedenisAsync(melding, stap => (string?)stap["tekst"]));

        using var weer = await services.VerwijderBijlageAsync(melding, id);
        await weer.ProbleemAsync(409, "conflict");
        Assert.NotEqual(id, await services.VoegBijlageToeAsync(melding, inhoud));
    }

    [Theory]
    [InlineData("afsluiting", "{}")]
    [InlineData("intrekking", """{"reden":"vergissing"}""")]
    public async Task Given_a_melding_that_is_closed_or_withdrawn_Then_nothing_is_added_and_a_bijlage_can_still_go(string pad, string json)
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var id = await services.VoegBijlageToeAsync(melding, Bestanden.Pdf());
        using var stap = await services.StapAsync(melding, pad, json, Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.Created, stap.StatusCode);
        string[] toegelaten = pad == "afsluiting" ? ["gewist", "bijlageVerwijderd", "uitbuitingGeregistreerd", "uitbuitingIngetrokken"] : ["gewist", "bijlageVerwijderd"];
        foreach (var sleutel in (string?[])[null, Guid.NewGuid().ToString("N")])
        {
            using var erbij = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf()), sleutel: sleutel);
            Assert.Equal(toegelaten, (await erbij.ProbleemAsync(409, "stap-niet-toegelaten"))["toegelatenStappen"]!.AsArray().Select(naam => (string?)naam));
        }

        using var weg = await services.VerwijderBijlageAsync(melding, id);
        Assert.Equal(HttpStatusCode.Created, weg.StatusCode);
    }

    [Fact]
    public async Task Given_an_offer_to_another_centre_When_the_organisation_knows_more_Then_it_is_added_and_the_other_centre_sees_it_only_once_it_took_the_melding()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var aanbod = await services.StapAsync(melding, "overdracht", """{"naarCentrum":"surya","reden":"geenCapaciteit"}""", Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.Created, aanbod.StatusCode);
        var id = await services.VoegBijlageToeAsync(melding, Bestanden.Pdf());
        using var nogNiet = await services.LeesBijlageAsync(melding, id, Surya);
        using var genomen = await services.StapAsync(melding, "overdracht/aanvaarding", "{}", Surya);
        using var wel = await services.LeesBijlageAsync(melding, id, Surya);
        using var nietMeer = await services.LeesBijlageAsync(melding, id, Invoer.Medewerker);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound), (nogNiet.StatusCode, wel.StatusCode, nietMeer.StatusCode));
    }

    [Fact]
    [Trait("Regel", "M11")]
    public async Task M11_Given_an_adviesvraag_When_a_bijlage_is_sent_Then_it_is_refused()
    {
        var melding = await services.RegistreerAsync(Invoer.Adviesvraag(), Invoer.Melder);
        foreach (var sleutel in (string?[])[null, Guid.NewGuid().ToString("N")])
        {
            using var response = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Van("png")), sleutel: sleutel);
            Assert.Contains("adviesvraag", (string?)(await response.ProbleemAsync(409, "conflict"))["detail"], StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(await services.BijlagenAsync(melding));
    }

    [Fact]
    [Trait("Regel", "M11")]
    public async Task M11_Given_a_melding_with_a_bijlage_When_it_becomes_an_adviesvraag_Then_content_and_name_go()
    {
        var melding = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag()), Invoer.Medewerker);
        var id = await services.VoegBijlageToeAsync(melding, Bestanden.Van("png", 1_500_000), rol: Invoer.Medewerker);
        var verbetering = Invoer.Adviesvraag();
        Assert.All(["centrum", "sector", "contactpersoon"], veld => verbetering.Remove(veld));
        verbetering["reden"] = "Synthetische reden.";
        using var verbeterd = await services.VerbeterAsync(melding, verbetering, Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.OK, verbeterd.StatusCode);

        var regel = Assert.Single(await services.BijlagenAsync(melding, Invoer.Medewerker))!;
        Assert.Equal((null, true, 0), ((string?)regel["naam"], (bool)regel["verwijderd"]!, await DelenAsync(id)));
        using var gelezen = await services.LeesBijlageAsync(melding, id, Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.NotFound, gelezen.StatusCode);
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_an_acute_melding_When_its_reporter_sends_a_bijlage_along_Then_it_still_counts_as_untouched()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag().Met("acuut", "true"), Invoer.Melder);
        var id = await services.VoegBijlageToeAsync(melding, Bestanden.Van("jpeg"));
        Assert.True(await OnaangeroerdAsync(melding));
        using var weg = await services.VerwijderBijlageAsync(melding, id);
        Assert.True(await OnaangeroerdAsync(melding));
        using var aangeraakt = await services.StapAsync(melding, "aanvullingen", """{"tekst":"Synthetische aanvulling."}""", Invoer.Medewerker);
        Assert.False(await OnaangeroerdAsync(melding));
    }

    [Fact]
    public async Task Given_readings_When_an_auditor_looks_Then_every_one_stands_with_the_bijlage_and_with_the_melding()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var id = await services.VoegBijlageToeAsync(melding, Bestanden.Pdf());
        await services.BijlagenAsync(melding, Invoer.Medewerker);
        using var gelezen = await services.LeesBijlageAsync(melding, id, Invoer.Medewerker);
        using var nietGelezen = await services.LeesBijlageAsync(melding, id, Surya);
        using var weg = await services.VerwijderBijlageAsync(melding, id);
        Assert.Equal(
            ["melding.geregistreerd", "melding.bijlage-toegevoegd", "melding.bijlagen-gelezen", "melding.bijlage-gelezen", "melding.bijlage-verwijderd"],
            await SpoorAsync(melding));
        Assert.Equal(["bijlage.gelezen"], await SpoorAsync(id));
    }

    private async Task<int[]> AllesAsync(Guid melding, Guid bijlage, string rol)
    {
        using var client = services.Client(MeldingService.Name, rol);
        using var lijst = await client.GetAsync(Bijlageverzoeken.Bijlagen(melding));
        using var lezen = await client.GetAsync(Bijlageverzoeken.Bijlage(melding, bijlage));
        using var erbij = await client.StuurAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf()));
        using var weg = await services.VerwijderBijlageAsync(melding, bijlage, rol);
        return [(int)lijst.StatusCode, (int)lezen.StatusCode, (int)erbij.StatusCode, (int)weg.StatusCode];
    }

    private async Task<List<T>> GeschiedenisAsync<T>(Guid melding, Func<System.Text.Json.Nodes.JsonNode, T> wat)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        return [.. (await client.JsonAsync($"/api/meldingen/{melding}/geschiedenis"))["stappen"]!.AsArray().Select(stap => wat(stap!))];
    }

    private Task<List<string>> SpoorAsync(Guid onderwerp)
        => services.InDbAsync<MeldingDbContext, List<string>>(
            MeldingService.Name,
            db => db.Audit.Where(regel => regel.OnderwerpId == onderwerp).OrderBy(regel => regel.Volgnummer).Select(regel => regel.Actie).ToListAsync());

    private Task<bool> OnaangeroerdAsync(Guid melding)
        => services.InDbAsync<MeldingDbContext, bool>(MeldingService.Name, db => db.Meldingen.Onaangeroerd(db).AnyAsync(m => m.Id == melding));

    private Task<int> DelenAsync(Guid bijlage) => services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Bijlagedelen.CountAsync(deel => deel.BijlageId == bijlage));

    /// <summary>Rows as if so many were added; only their size counts.</summary>
    private Task<int> ZetAsync(Guid melding, int aantal, int grootte)
        => services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db =>
        {
            db.Bijlagen.AddRange(Enumerable.Range(0, aantal).Select(_ => new Bijlage
            {
                Id = Guid.CreateVersion7(),
                MeldingId = melding,
                Type = Bijlagetype.Pdf,
                Grootte = grootte,
                ToegevoegdOp = services.Time.Vandaag(),
                ToegevoegdDoor = "test",
            }));
            return db.SaveChangesAsync();
        });
}

public sealed class BijlageTestsEmbedded(EmbeddedServices services) : BijlageTests(services), IClassFixture<EmbeddedServices>;

public sealed class BijlageTestsDistributed(DistributedServices services) : BijlageTests(services.OrSkip()), IClassFixture<DistributedServices>;
