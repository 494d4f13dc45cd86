using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Identity;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Draaiboek.Tests.Meldingen.Meldpuntverzoeken;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Somebody without a name and a centre write to each other (M11, A13); nothing is kept of who or when, and nothing comes of it by itself (M5).</summary>
[Trait("Regel", "M11")]
[Trait("Regel", "A13")]
public abstract class MeldpuntTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_nobody_in_particular_When_the_page_is_asked_Then_the_emergency_numbers_stand_first_and_what_does_not_happen_is_said()
    {
        using var client = services.Client(MeldingService.Name);
        using var response = await client.GetAsync(Meldingverzoeken.Pad("/api/meldpunt"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var uitleg = await response.JsonAsync();
        Assert.Equal("eerstBellen", uitleg.First().Key);
        Assert.Equal(["101 of 112", "116 000", "102", "1712"], uitleg["eerstBellen"]!.AsArray().Select(nummer => nummer!["telefoon"]!.GetValue<string>()));
        Assert.Contains("Niets gaat vanzelf naar politie, parket", uitleg["watErNietGebeurt"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Schrijf je naam niet", uitleg["voorJeVeiligheid"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["payoke", "pagAsa", "surya"], uitleg["centra"]!.AsArray().Select(centrum => centrum!["code"]!.GetValue<string>()));
        Assert.Equal(90, uitleg["bewaartermijnDagen"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("ja")]
    [InlineData("nee")]
    [InlineData("zegtLieverNiet")]
    [InlineData(null)]
    public async Task Given_a_message_without_a_name_When_both_sides_write_Then_each_reads_all_of_it_in_order_and_the_state_says_whose_turn_it_is(string? zelfJongere)
    {
        var eerste = Uniek("eerste");
        var bericht = Meldpuntverzoeken.Bericht(eerste);
        bericht["zelfJongere"] = zelfJongere;
        using var geopend = await services.AnoniemAsync("/api/meldpunt", bericht);
        Assert.Equal(HttpStatusCode.Created, geopend.StatusCode);
        var ontvangst = await geopend.JsonAsync();
        var code = ontvangst["ontvangstcode"]!.GetValue<string>();
        Assert.Equal(["ontvangstcode", "centrum", "toestand", "op", "bewaardTot", "belangrijk"], ontvangst.Select(lid => lid.Key));
        Assert.Equal(("wachtend", Vandaag(), Vandaag(90)), (Tekst(ontvangst, "toestand"), Tekst(ontvangst, "op"), Tekst(ontvangst, "bewaardTot")));

        var id = await services.IdVanAsync(eerste);
        Assert.Equal(zelfJongere, (await services.LeesAlsCentrumAsync(id))["zelfJongere"]?.GetValue<string>());
        var antwoord = await services.AntwoordAsync(id, "Antwoord van het centrum.");
        Assert.Equal((2, "beantwoord"), (antwoord["nummer"]!.GetValue<int>(), Tekst(antwoord, "toestand")));
        Assert.Equal("beantwoord", Tekst(await services.LeesEigenAsync(code), "toestand"));

        var vervolg = await services.SchrijfAsync(code, "Nog iets.\nOp een tweede regel.");
        Assert.Equal((3, "wachtend"), (vervolg["nummer"]!.GetValue<int>(), Tekst(vervolg, "toestand")));

        var eigen = await services.LeesEigenAsync(code);
        var centrum = await services.LeesAlsCentrumAsync(id);
        string[] verwacht = [$"1 anoniem {Vandaag()} {eerste}", $"2 centrum {Vandaag()} Antwoord van het centrum.", $"3 anoniem {Vandaag()} Nog iets.\nOp een tweede regel."];
        Assert.Equal(verwacht, Gespreksregels(eigen));
        Assert.Equal(verwacht, Gespreksregels(centrum));
        Assert.Equal(("surya", "wachtend", Vandaag(90)), (Tekst(eigen, "centrum"), Tekst(eigen, "toestand"), Tekst(eigen, "bewaardTot")));
        Assert.Equal(["centrum", "toestand", "bewaardTot", "berichten"], eigen.Select(lid => lid.Key));
    }

    [Fact]
    public async Task Given_a_conversation_When_it_is_kept_Then_neither_code_nor_text_nor_moment_is_anywhere()
    {
        var tekst = Uniek("Vertrouwelijk");
        var code = await services.OpenAsync(tekst);
        var id = await services.IdVanAsync(tekst);
        await services.SchrijfAsync(code, tekst + " en verder");
        await services.LeesEigenAsync(code);
        await services.AntwoordAsync(id, tekst + " antwoord");

        // A random id: that of version 7 holds the millisecond.
        Assert.Equal(4, id.Version);
        var sleutel = await KluisAsync(kluis => kluis.Keys.AsNoTracking().SingleAsync(rij => rij.SubjectId == id));
        Assert.Equal(services.Time.Vandaag().AlsOgenblik(), sleutel.AangemaaktOp);
        var tijden = await services.InMeldingAsync(db => Task.FromResult(new[] { typeof(Meldpuntgesprek), typeof(Meldpuntbericht) }
            .SelectMany(type => db.Model.FindEntityType(type)!.GetProperties())
            .Where(property => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is { } type && (type == typeof(DateTimeOffset) || type == typeof(DateTime) || type == typeof(TimeOnly)))
            .Select(property => property.Name)
            .ToList()));
        Assert.Empty(tijden);

        var kaal = code.Replace("-", "", StringComparison.Ordinal);
        string[] sporen = [tekst, code, kaal, kaal[..^1], kaal[6..]];
        Assert.All(await services.GeschrevenAsync(), stuk => Assert.Empty(Sporen.Van(sporen, stuk.Value).Select(spoor => $"{stuk.Key}: {spoor}")));
        Assert.All(services.Log.Lines, regel => Assert.Empty(Sporen.Van(sporen, regel)));
    }

    [Fact]
    [Trait("Regel", "M5")]
    public async Task M5_Given_an_anonymous_message_When_it_comes_in_Then_nothing_is_sent_and_nobody_stands_in_the_trail_for_it()
    {
        var voor = await StandAsync();
        var tekst = Uniek("stil");
        var code = await services.OpenAsync(tekst);
        await services.SchrijfAsync(code, "Verder.");
        await services.LeesEigenAsync(code);
        Assert.Equal(voor, await StandAsync());

        // And what the centre does, stands in the trail; the messages go nowhere all the same.
        var id = await services.IdVanAsync(tekst);
        await services.AntwoordAsync(id, "Antwoord.");
        Assert.Equal(voor.Outbox, (await StandAsync()).Outbox);
    }

    [Fact]
    public async Task Given_a_centre_When_it_lists_reads_answers_and_closes_Then_each_leaves_a_line_with_who_and_without_what()
    {
        var tekst = Uniek("spoor");
        await services.OpenAsync(tekst);
        var id = await services.IdVanAsync(tekst);
        var lijsten = await AuditAsync(rij => rij.Actie == "meldpunt.lijst-gelezen");
        using (await services.CentrumAsync(""))
        {
            Assert.Equal(lijsten + 1, await AuditAsync(rij => rij.Actie == "meldpunt.lijst-gelezen"));
        }

        await services.LeesAlsCentrumAsync(id);
        await services.AntwoordAsync(id, "Antwoord.");
        await services.SluitAsync(id);
        var regels = await services.InMeldingAsync(db => db.Audit.AsNoTracking().Where(rij => rij.OnderwerpId == id).OrderBy(rij => rij.Volgnummer).ToListAsync());
        Assert.Equal(["meldpunt.gelezen", "meldpunt.beantwoord", "meldpunt.gesloten"], regels.Select(rij => rij.Actie));
        Assert.All(regels, rij => Assert.Equal((Meldpuntverzoeken.Surya, "0400000097"), (rij.Sub, rij.OrgCode)));
    }

    [Theory]
    [InlineData("centrummedewerker:payoke")]
    [InlineData("centrummedewerker:pagAsa")]
    [InlineData("centrummedewerker:elders")]
    public async Task Given_another_centre_When_it_asks_Then_the_conversation_does_not_exist(string rol)
    {
        var tekst = Uniek("surya");
        var code = await services.OpenAsync(tekst);
        var id = await services.IdVanAsync(tekst);
        using (var lezen = await services.CentrumAsync($"/{id}", rol: rol))
        {
            await lezen.ProbleemAsync(404, "niet-gevonden");
        }

        using (var antwoorden = await services.CentrumAsync($"/{id}/antwoorden", new() { ["tekst"] = "x1" }, rol))
        {
            await antwoorden.ProbleemAsync(404, "niet-gevonden");
        }

        using (var sluiten = await services.CentrumAsync($"/{id}/sluiten", new() { ["reden"] = "afgerond" }, rol))
        {
            await sluiten.ProbleemAsync(404, "niet-gevonden");
        }

        using var lijst = await services.CentrumAsync("?first=100", rol: rol);
        Assert.DoesNotContain(id.ToString(), await lijst.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(Gespreksregels(await services.LeesEigenAsync(code)));
    }

    [Fact]
    public async Task Given_any_other_role_the_auditor_too_When_it_asks_for_a_conversation_Then_403_and_without_token_401()
    {
        var tekst = Uniek("rollen");
        await services.OpenAsync(tekst);
        var id = await services.IdVanAsync(tekst);
        (string Pad, JsonObject? Body)[] routes = [("", null), ($"/{id}", null), ($"/{id}/antwoorden", new() { ["tekst"] = "x1" }), ($"/{id}/sluiten", new() { ["reden"] = "afgerond" })];
        foreach (var (pad, body) in routes)
        {
            foreach (var rol in Rollen.Alle.Where(rol => rol != Rollen.Centrummedewerker))
            {
                using var response = await services.CentrumAsync(pad, body, rol + ":surya");
                await response.ProbleemAsync(403, "geen-toegang");
            }

            using var client = services.Client(MeldingService.Name);
            using var zonder = body is null
                ? await client.GetAsync(Meldingverzoeken.Pad("/api/meldpunt/gesprekken" + pad))
                : await services.AnoniemAsync("/api/meldpunt/gesprekken" + pad, body);
            await zonder.ProbleemAsync(401, "niet-aangemeld");
        }
    }

    [Fact]
    public async Task Given_a_system_of_the_centre_When_it_answers_or_closes_Then_403_a_person_does_that()
    {
        using var client = services.ClientWithToken(MeldingService.Name, services.Authority.Token([Meldpuntverzoeken.Surya], voId: null));
        foreach (var pad in (string[])["antwoorden", "sluiten"])
        {
            using var response = await client.PostAsync(Meldingverzoeken.Pad($"/api/meldpunt/gesprekken/{Guid.NewGuid()}/{pad}"), Meldingverzoeken.AlsJson("{}"));
            await response.ProbleemAsync(403, "geen-toegang");
        }
    }

    [Fact]
    public async Task Given_both_sides_writing_at_once_When_all_is_done_Then_what_was_accepted_is_there_once_and_numbered_without_a_gap()
    {
        var tekst = Uniek("samen");
        var code = await services.OpenAsync(tekst);
        var id = await services.IdVanAsync(tekst);
        var aanvaard = 1;
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            using var response = i % 2 == 0
                ? await services.AnoniemAsync("/api/meldpunt/berichten", Meldpuntverzoeken.MetCode(code, $"Bericht {i}."))
                : await services.CentrumAsync($"/{id}/antwoorden", new() { ["tekst"] = $"Antwoord {i}." });
            // Of two at one moment the second may hear that the conversation went on, and sends again. A guess too many is none here.
            Assert.Contains((int)response.StatusCode, new[] { 201, 409, 412 });
            Interlocked.Add(ref aanvaard, response.StatusCode == HttpStatusCode.Created ? 1 : 0);
        }));

        var gesprek = await services.LeesAlsCentrumAsync(id);
        Assert.True(aanvaard > 1);
        Assert.Equal(aanvaard, gesprek["aantalBerichten"]!.GetValue<int>());
        Assert.Equal(Enumerable.Range(1, aanvaard), gesprek["berichten"]!.AsArray().Select(bericht => bericht!["nummer"]!.GetValue<int>()));
        Assert.Equal(aanvaard, gesprek["berichten"]!.AsArray().Select(bericht => Tekst(bericht!, "tekst")).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Given_a_text_that_was_moved_to_another_place_in_the_database_When_it_is_read_Then_it_does_not_open()
    {
        var tekst = Uniek("verplaatst");
        var code = await services.OpenAsync(tekst);
        await services.SchrijfAsync(code, "Tweede.");
        var id = await services.IdVanAsync(tekst);
        await services.VoerUitAsync(MeldingService.Name, $"""
            UPDATE "Meldpuntberichten" SET "TekstVersleuteld" = (SELECT "TekstVersleuteld" FROM "Meldpuntberichten" WHERE "GesprekId" = {id} AND "Nummer" = 1)
            WHERE "GesprekId" = {id} AND "Nummer" = 2
            """);
        using var response = await services.AnoniemAsync("/api/meldpunt/lezen", Meldpuntverzoeken.MetCode(code));
        await response.ProbleemAsync(500, "fout");
        // A fault is written down; not that it was somebody at the meldpunt.
        Assert.Contains(services.Log.Lines, regel => regel.Contains("Onverwachte fout", StringComparison.Ordinal) && regel.Contains("een route zonder sporen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_conversations_in_all_states_When_the_list_is_read_page_by_page_Then_what_waits_stands_first_and_what_is_closed_only_when_asked()
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var fixture = eigen.Fixture;
        var ids = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            var tekst = Uniek("lijst");
            await fixture.OpenAsync(tekst);
            ids.Add(await fixture.IdVanAsync(tekst));
        }

        await fixture.AntwoordAsync(ids[0], "Antwoord.");
        await fixture.AntwoordAsync(ids[1], "Antwoord.");
        await fixture.SluitAsync(ids[2], "misbruik");

        var gezien = new List<(Guid Id, string Toestand)>();
        string? cursor = null;
        do
        {
            using var response = await fixture.CentrumAsync("?first=2" + (cursor is null ? "" : "&after=" + cursor));
            var lijst = await response.JsonAsync();
            gezien.AddRange(lijst["items"]!.AsArray().Select(regel => (regel!["id"]!.GetValue<Guid>(), Tekst(regel, "toestand"))));
            cursor = lijst["pageInfo"]!["hasNextPage"]!.GetValue<bool>() ? Tekst(lijst["pageInfo"]!, "endCursor") : null;
        }
        while (cursor is not null);

        Assert.Equal(["wachtend", "wachtend", "wachtend", "wachtend", "beantwoord", "beantwoord"], gezien.Select(regel => regel.Toestand));
        Assert.Equal(ids.Except([ids[2]]).Order(), gezien.Select(regel => regel.Id).Order());

        using var gesloten = await fixture.CentrumAsync("?toestand=gesloten");
        var enige = Assert.Single((await gesloten.JsonAsync())["items"]!.AsArray())!;
        Assert.Equal((ids[2], "misbruik"), (enige["id"]!.GetValue<Guid>(), Tekst(enige, "redenSluiting")));
        using var fout = await fixture.CentrumAsync("?toestand=MERK&first=0");
        Assert.Equal(["first", "toestand"], (await fout.FoutenAsync()).Keys.Order());
    }

    private Task<(int Outbox, int Audit, int Antwoorden)> StandAsync()
        => services.InMeldingAsync(async db => (await db.Outbox.CountAsync(), await db.Audit.CountAsync(), await db.Idempotency.CountAsync()));

    private Task<int> AuditAsync(System.Linq.Expressions.Expression<Func<Draaiboek.Hosting.Audit.AuditRow, bool>> welke)
        => services.InMeldingAsync(db => db.Audit.CountAsync(welke));

    private async Task<T> KluisAsync<T>(Func<KeyStoreDbContext, Task<T>> kijk)
    {
        await using var scope = services.Services(MeldingService.Name).CreateAsyncScope();
        return await kijk(scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>());
    }

    private string Vandaag(int dagen = 0) => services.Time.Vandaag().AddDays(dagen).ToString("yyyy-MM-dd", null);
}

public sealed class MeldpuntTestsEmbedded(EmbeddedServices services) : MeldpuntTests(services), IClassFixture<EmbeddedServices>;

public sealed class MeldpuntTestsDistributed(DistributedServices services) : MeldpuntTests(services.OrSkip()), IClassFixture<DistributedServices>;
