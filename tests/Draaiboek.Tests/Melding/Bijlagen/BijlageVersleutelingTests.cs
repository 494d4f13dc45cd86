using System.Net;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>What is kept of a bijlage tells nothing to who has the database, and nothing of it can be put elsewhere (DESIGN 2).</summary>
public abstract class BijlageVersleutelingTests(ServicesFixture services)
{
    /// <summary>Two whole pieces and a part of one.</summary>
    private const int Grootte = (5 * Bijlageverzoeken.Megabyte) / 2;

    [Fact]
    public async Task Given_markers_in_name_and_content_When_it_is_added_refused_read_and_removed_Then_none_is_in_database_log_or_trace()
    {
        using var traces = new TraceLines();
        var merken = Enumerable.Range(0, 4).Select(nummer => $"merk{nummer}-{Guid.NewGuid():N}").ToArray();
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var id = await services.VoegBijlageToeAsync(melding, Bestanden.Pdf(Grootte, merken[0]), merken[1] + ".pdf");
        using var geweigerd = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Vul(merken[2], "", 3_000), merken[3] + ".exe"));
        Assert.Empty(Sporen.Van(merken, geweigerd + await geweigerd.Content.ReadAsStringAsync()));
        using var gelezen = await services.LeesBijlageAsync(melding, id);
        Assert.Equal([merken[0]], Sporen.Van(merken, await gelezen.Content.ReadAsByteArrayAsync()));
        Assert.Equal([merken[1]], Sporen.Van(merken, (await services.BijlagenAsync(melding)).ToJsonString()));
        await VindNietsAsync(merken, traces);
        using var weg = await services.VerwijderBijlageAsync(melding, id);
        Assert.Equal(HttpStatusCode.Created, weg.StatusCode);
        await VindNietsAsync(merken, traces);
    }

    [Fact]
    public async Task Given_the_same_picture_with_two_meldingen_When_one_looks_in_the_database_Then_nothing_of_them_is_alike()
    {
        var inhoud = Bestanden.Van("jpeg");
        var (een, twee) = (await BijlageAsync(inhoud), await BijlageAsync(inhoud));
        Assert.NotEqual(een.Rij.GegevensVersleuteld, twee.Rij.GegevensVersleuteld);
        Assert.NotEqual(een.Delen[0].InhoudVersleuteld[29..], twee.Delen[0].InhoudVersleuteld[29..]);
    }

    [Theory]
    [InlineData("twee delen verwisseld")]
    [InlineData("deel van een andere bijlage")]
    [InlineData("deel weg uit het midden")]
    [InlineData("laatste deel weg")]
    [InlineData("laatste deel weg en kleiner")]
    [InlineData("één bit anders")]
    [InlineData("andere grootte")]
    [InlineData("naam van een andere bijlage")]
    [InlineData("naam weg")]
    public async Task Given_a_bijlage_that_was_tampered_with_When_it_is_read_Then_500_and_nothing_of_it_and_the_operator_is_told_which(string hoe)
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var (rij, delen) = await BijlageAsync(Bestanden.Pdf(Grootte), melding);
        var (andere, andereDelen) = await BijlageAsync(Bestanden.Pdf(Grootte), melding);
        byte[] bit = [.. delen[2].InhoudVersleuteld[..^1], (byte)(delen[2].InhoudVersleuteld[^1] ^ 1)];
        await (hoe switch
        {
            "twee delen verwisseld" => ZetDelenAsync(rij.Id, (1, delen[1].InhoudVersleuteld), (2, delen[0].InhoudVersleuteld)),
            "deel van een andere bijlage" => ZetDelenAsync(rij.Id, (1, andereDelen[0].InhoudVersleuteld)),
            "deel weg uit het midden" => VerwijderAsync(rij.Id, 2),
            "laatste deel weg" => VerwijderAsync(rij.Id, 3),
            "laatste deel weg en kleiner" => VerwijderEnVerkleinAsync(rij.Id),
            "één bit anders" => ZetDelenAsync(rij.Id, (3, bit)),
            "andere grootte" => ZetAsync(rij.Id, Grootte - 1),
            "naam van een andere bijlage" => ZetGegevensAsync(rij.Id, andere.GegevensVersleuteld),
            _ => ZetGegevensAsync(rij.Id, null),
        });

        using var response = await services.LeesBijlageAsync(melding, rij.Id);
        await response.ProbleemAsync(500, "fout");
        Assert.Null(response.Content.Headers.ContentDisposition);
        Assert.Contains(services.Log.Lines, regel => regel.StartsWith("Error", StringComparison.Ordinal) && regel.Contains($"Bijlage {rij.Id} van melding {melding} is beschadigd", StringComparison.Ordinal));
        Assert.Equal(0, await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Audit.CountAsync(regel => regel.OnderwerpId == rij.Id)));
        using var andersGelezen = await services.LeesBijlageAsync(melding, andere.Id);
        Assert.Equal((HttpStatusCode.OK, Grootte), (andersGelezen.StatusCode, (await andersGelezen.Content.ReadAsByteArrayAsync()).Length));
    }

    [Fact]
    public async Task Given_a_melding_that_is_erased_When_its_bijlagen_go_Then_no_piece_and_no_name_is_left_and_others_stay()
    {
        var (melding, ander) = (await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder), await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder));
        var (rij, _) = await BijlageAsync(Bestanden.Pdf(Grootte), melding);
        var (eerder, _) = await BijlageAsync(Bestanden.Pdf(), melding);
        using var weg = await services.VerwijderBijlageAsync(melding, eerder.Id);
        var (blijft, _) = await BijlageAsync(Bestanden.Pdf(Grootte), ander);
        await services.InDbAsync<MeldingDbContext, bool>(MeldingService.Name, async db =>
        {
            await db.VerwijderBijlagenAsync(melding, "wie-het-besliste", new DateOnly(2026, 1, 2), CancellationToken.None);
            await db.Database.CommitTransactionAsync();
            return true;
        });

        var rijen = await services.InDbAsync<MeldingDbContext, List<Bijlage>>(MeldingService.Name, db => db.Bijlagen.AsNoTracking().Where(b => b.MeldingId == melding).OrderBy(b => b.Grootte).ToListAsync());
        Assert.All(rijen, b => Assert.Null(b.GegevensVersleuteld));
        Assert.Equal(("wie-het-besliste", new DateOnly(2026, 1, 2)), (rijen[1].VerwijderdDoor, rijen[1].VerwijderdOp));
        // What was removed before keeps who did that.
        Assert.NotEqual("wie-het-besliste", rijen[0].VerwijderdDoor);
        Assert.Equal((0, 3), (await AantalDelenAsync(rij.Id), await AantalDelenAsync(blijft.Id)));
        using var gelezen = await services.LeesBijlageAsync(melding, rij.Id);
        using var andere = await services.LeesBijlageAsync(ander, blijft.Id);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (gelezen.StatusCode, andere.StatusCode));
    }

    [Fact]
    public async Task Given_a_bijlage_When_its_melding_is_erased_Then_it_is_gone_at_once()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var (rij, _) = await BijlageAsync(Bestanden.Pdf(Grootte), melding);
        using var ingetrokken = await services.StapAsync(melding, "intrekking", """{"reden":"vergissing"}""", Invoer.Medewerker);
        using var client = services.Client(MeldingService.Name, Invoer.Medewerker);
        client.DefaultRequestHeaders.Add("If-Match", ingetrokken.Headers.ETag!.ToString());
        using var gewist = await client.PostAsync(Meldingverzoeken.Pad($"/api/meldingen/{melding}/wissing"), Meldingverzoeken.AlsJson("""{"reden":"tenOnrechteGeregistreerd"}"""));
        Assert.Equal(HttpStatusCode.Created, gewist.StatusCode);

        var regel = Assert.Single(await services.BijlagenAsync(melding))!;
        Assert.Equal((null, true, 0), ((string?)regel["naam"], (bool)regel["verwijderd"]!, await AantalDelenAsync(rij.Id)));
        using var gelezen = await services.LeesBijlageAsync(melding, rij.Id);
        await gelezen.ProbleemAsync(404, "niet-gevonden");
        using var erbij = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf()));
        await erbij.ProbleemAsync(409, "conflict");
    }

    [Fact]
    public async Task Given_a_database_that_refuses_the_last_rows_When_a_bijlage_is_added_Then_nothing_of_it_is_kept()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        await services.BreekTabelAsync(MeldingService.Name, "Bijlagedelen");
        try
        {
            using var response = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf(Grootte)));
            await response.ProbleemAsync(500, "fout");
        }
        finally
        {
            await services.HerstelTabelAsync(MeldingService.Name, "Bijlagedelen");
        }

        Assert.Empty(await services.BijlagenAsync(melding));
        Assert.Equal(1, (int)(await services.LeesMeldingAsync(melding))["versie"]!);
    }

    private async Task VindNietsAsync(string[] merken, TraceLines traces)
    {
        Assert.All(await services.GeschrevenAsync(), stuk => Assert.Empty(Sporen.Van(merken, stuk.Value).Select(merk => $"{stuk.Key}: {merk}")));
        Assert.All(services.Log.Lines, regel => Assert.Empty(Sporen.Van(merken, regel)));
        Assert.All(traces.Lines, regel => Assert.Empty(Sporen.Van(merken, regel)));
        // And the search looks where something is.
        Assert.Contains(services.Log.Lines, regel => regel.Contains("INSERT INTO \"Bijlagedelen\"", StringComparison.Ordinal));
        Assert.Contains(traces.Lines, regel => regel.Contains("/bijlagen", StringComparison.Ordinal));
    }

    private async Task<(Bijlage Rij, List<Bijlagedeel> Delen)> BijlageAsync(byte[] inhoud, Guid? melding = null)
    {
        var id = await services.VoegBijlageToeAsync(melding ?? await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder), inhoud);
        return await services.InDbAsync<MeldingDbContext, (Bijlage, List<Bijlagedeel>)>(
            MeldingService.Name,
            async db => (await db.Bijlagen.AsNoTracking().SingleAsync(b => b.Id == id), await db.Bijlagedelen.AsNoTracking().Where(d => d.BijlageId == id).OrderBy(d => d.Nummer).ToListAsync()));
    }

    private async Task<int> ZetDelenAsync(Guid bijlage, params (int Nummer, byte[] Inhoud)[] delen)
    {
        foreach (var (nummer, inhoud) in delen)
        {
            Assert.Equal(1, await services.VoerUitAsync(MeldingService.Name, $"""UPDATE "Bijlagedelen" SET "InhoudVersleuteld" = {inhoud} WHERE "BijlageId" = {bijlage} AND "Nummer" = {nummer}"""));
        }

        return delen.Length;
    }

    private Task<int> VerwijderAsync(Guid bijlage, int nummer)
        => services.VoerUitAsync(MeldingService.Name, $"""DELETE FROM "Bijlagedelen" WHERE "BijlageId" = {bijlage} AND "Nummer" = {nummer}""");

    private async Task<int> VerwijderEnVerkleinAsync(Guid bijlage)
    {
        await VerwijderAsync(bijlage, 3);
        return await ZetAsync(bijlage, 2 * Bijlageverzoeken.Megabyte);
    }

    private Task<int> ZetAsync(Guid bijlage, int grootte) => services.VoerUitAsync(MeldingService.Name, $"""UPDATE "Bijlagen" SET "Grootte" = {grootte} WHERE "Id" = {bijlage}""");

    private Task<int> ZetGegevensAsync(Guid bijlage, byte[]? gegevens)
        => services.InDbAsync<MeldingDbContext, int>(
            MeldingService.Name,
            db => db.Bijlagen.Where(b => b.Id == bijlage).ExecuteUpdateAsync(rij => rij.SetProperty(b => b.GegevensVersleuteld, gegevens)));

    private Task<int> AantalDelenAsync(Guid bijlage)
        => services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Bijlagedelen.CountAsync(deel => deel.BijlageId == bijlage));
}

public sealed class BijlageVersleutelingTestsEmbedded(EmbeddedServices services) : BijlageVersleutelingTests(services), IClassFixture<EmbeddedServices>;

public sealed class BijlageVersleutelingTestsDistributed(DistributedServices services) : BijlageVersleutelingTests(services.OrSkip()), IClassFixture<DistributedServices>;
