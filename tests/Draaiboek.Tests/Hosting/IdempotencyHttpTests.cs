using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>Idempotency-Key on a creating POST: per organisation and route, for 30 days (DESIGN 8).</summary>
public abstract class IdempotencyHttpTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_a_key_When_the_same_body_comes_again_Then_the_same_answer_comes_marked_as_replayed_and_nothing_happens_twice()
    {
        var sleutel = NieuweSleutel();
        using var eerste = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);
        var aantal = await services.AantalMeldingenAsync();
        using var tweede = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (eerste.StatusCode, tweede.StatusCode));
        Assert.Equal(await eerste.Content.ReadAsStringAsync(), await tweede.Content.ReadAsStringAsync());
        Assert.Equal((eerste.Headers.Location, eerste.Headers.ETag), (tweede.Headers.Location, tweede.Headers.ETag));
        Assert.Equal((false, true), (Replayed(eerste), Replayed(tweede)));
        Assert.Equal(aantal, await services.AantalMeldingenAsync());
        var id = await IdAsync(eerste);
        Assert.Equal(1, await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Outbox.CountAsync(row => row.CaseId == id)));
        Assert.Equal(1, await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Audit.CountAsync(row => row.OnderwerpId == id)));
    }

    [Fact]
    public async Task Given_a_request_that_comes_again_When_an_operator_reads_the_console_Then_nothing_is_said_to_have_failed()
    {
        var sleutel = NieuweSleutel();
        using var eerste = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);
        var voordien = services.Log.Lines.Count;
        using var tweede = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);
        Assert.True(Replayed(tweede));

        using var console = LoggerFactory.Create(ServiceHost.ConsoleLog);
        // That the server had to wait for its turn says something of the machine.
        var regels = services.Log.Lines.Skip(voordien).Select(regel => regel.Split(' ', 3))
            .Where(woorden => woorden[0] is "Warning" or "Error" or "Critical" && woorden[1] != "Microsoft.AspNetCore.Server.Kestrel").ToList();
        Assert.NotEmpty(regels);
        Assert.DoesNotContain(regels, woorden => console.CreateLogger(woorden[1]).IsEnabled(Enum.Parse<LogLevel>(woorden[0])));
    }

    [Fact]
    public async Task Given_fifty_requests_at_once_When_they_have_one_key_Then_there_is_exactly_one_melding()
    {
        var (sleutel, voordien) = (NieuweSleutel(), await services.AantalMeldingenAsync());
        var antwoorden = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel)));
        var ids = await Task.WhenAll(antwoorden.Select(IdAsync));

        Assert.All(antwoorden, antwoord => Assert.Equal(HttpStatusCode.Created, antwoord.StatusCode));
        Assert.Single(ids.Distinct());
        Assert.Single(antwoorden, antwoord => !Replayed(antwoord));
        Assert.Equal(voordien + 1, await services.AantalMeldingenAsync());
        Array.ForEach(antwoorden, antwoord => antwoord.Dispose());
    }

    [Fact]
    public async Task Given_fifty_requests_at_once_When_their_bodies_differ_Then_one_is_taken_and_the_others_get_422()
    {
        var (sleutel, voordien) = (NieuweSleutel(), await services.AantalMeldingenAsync());
        var antwoorden = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => services.PostMeldingAsync(Invoer.Assessmentvraag().Met("aantalKeerWeggelopen", $"{i}"), sleutel: sleutel)));
        Assert.Single(antwoorden, antwoord => antwoord.StatusCode == HttpStatusCode.Created);
        Assert.Equal(49, antwoorden.Count(antwoord => antwoord.StatusCode == HttpStatusCode.UnprocessableEntity));
        Assert.Equal(voordien + 1, await services.AantalMeldingenAsync());
        Array.ForEach(antwoorden, antwoord => antwoord.Dispose());
    }

    [Fact]
    public async Task Given_a_key_When_another_body_comes_with_it_Then_422_and_the_first_answer_stays()
    {
        var sleutel = NieuweSleutel();
        using var eerste = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);
        using var ander = await services.PostMeldingAsync(Invoer.Assessmentvraag().Met("omschrijving", "\"MERK\""), sleutel: sleutel);
        await ander.ProbleemAsync(422, "sleutel-hergebruikt");
        using var derde = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);
        Assert.Equal(await IdAsync(eerste), await IdAsync(derde));
    }

    [Fact]
    public async Task Given_a_key_of_one_organisation_When_another_uses_it_Then_they_know_nothing_of_each_other()
    {
        var sleutel = NieuweSleutel();
        using var eigen = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);
        using var ander = await services.PostMeldingAsync(Invoer.Assessmentvraag(), Invoer.AndereMelder, sleutel);
        Assert.Equal((HttpStatusCode.Created, false), (ander.StatusCode, Replayed(ander)));
        Assert.NotEqual(await IdAsync(eigen), await IdAsync(ander));
    }

    [Fact]
    public async Task Given_a_key_of_one_route_When_another_route_gets_it_Then_it_is_another_question()
    {
        var sleutel = NieuweSleutel();
        using var melding = await services.PostMeldingAsync(Invoer.NamensOrganisatie(Invoer.Adviesvraag()), Invoer.Medewerker, sleutel);
        using var client = services.Client(MeldingService.Name, "beheerder");
        using var request = new HttpRequestMessage(HttpMethod.Post, Meldingverzoeken.Pad("/api/beheer/melding/geparkeerd/opnieuw")) { Content = Meldingverzoeken.AlsJson("{}") };
        request.Headers.Add("Idempotency-Key", sleutel);
        using var beheer = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, false), (beheer.StatusCode, Replayed(beheer)));
    }

    [Fact]
    public async Task Given_a_request_that_failed_When_it_is_put_right_with_the_same_key_Then_it_is_taken()
    {
        var sleutel = NieuweSleutel();
        using var fout = await services.PostMeldingAsync(Invoer.Assessmentvraag().Met("sector", null), sleutel: sleutel);
        await fout.EnigeFoutAsync("sector");
        using var onleesbaar = await services.PostMeldingAsync(Meldingverzoeken.AlsJson("{"), sleutel: sleutel);
        await onleesbaar.ProbleemAsync(400, "onleesbare-invoer");
        using var goed = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);
        Assert.Equal((HttpStatusCode.Created, false), (goed.StatusCode, Replayed(goed)));
        using var weerFout = await services.PostMeldingAsync(Invoer.Assessmentvraag().Met("sector", null), sleutel: sleutel);
        await weerFout.EnigeFoutAsync("sector");
    }

    [Theory]
    [InlineData("")]
    [InlineData("twee woorden")]
    [InlineData("MERK\tMERK")]
    [InlineData("{201}")]
    public async Task Given_a_malformed_key_When_it_is_sent_Then_400_says_how_it_should_be(string sleutel)
    {
        using var response = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel == "{201}" ? new string('k', 201) : sleutel);
        Assert.Contains("zichtbare ASCII-tekens", await response.EnigeFoutAsync("Idempotency-Key"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_two_keys_When_they_are_sent_at_once_Then_400()
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        client.DefaultRequestHeaders.Add("Idempotency-Key", ["een", "twee"]);
        using var response = await client.PostAsync(Meldingverzoeken.Meldingen, Meldingverzoeken.AlsJson(Invoer.Assessmentvraag().ToJsonString()));
        await response.EnigeFoutAsync("Idempotency-Key");
    }

    [Fact]
    public async Task Given_a_key_of_200_characters_When_it_comes_again_Then_it_is_known()
    {
        var sleutel = new string('~', 200);
        using var eerste = await services.PostMeldingAsync(Invoer.Adviesvraag(), sleutel: sleutel);
        using var tweede = await services.PostMeldingAsync(Invoer.Adviesvraag(), sleutel: sleutel);
        Assert.True(Replayed(tweede));
    }

    [Fact]
    public async Task Given_what_is_kept_for_a_key_When_one_looks_in_the_database_Then_it_holds_no_personal_data_and_no_plain_hash_of_it()
    {
        var sleutel = NieuweSleutel();
        var vraag = Invoer.Assessmentvraag();
        var bytes = Encoding.UTF8.GetBytes(vraag.ToJsonString());
        using var response = await services.PostMeldingAsync(Meldingverzoeken.AlsJson(vraag.ToJsonString()), sleutel: sleutel);
        var location = response.Headers.Location!.ToString();
        var rij = await services.InDbAsync<MeldingDbContext, IdempotencyRow>(MeldingService.Name, db => db.Idempotency.AsNoTracking().SingleAsync(row => row.Location == location));
        Assert.DoesNotContain(sleutel, rij.Key, StringComparison.Ordinal);

        var bewaard = JsonNode.Parse(rij.Body!)!.AsObject();
        Assert.Equal(["centrum", "id", "ontvangenOp", "soort", "toestand", "versie"], bewaard.Select(veld => veld.Key).Order());
        byte[][] gewoon = [SHA256.HashData(bytes), SHA512.HashData(bytes), SHA1.HashData(bytes), MD5.HashData(bytes)];
        Assert.All(gewoon, hash => Assert.NotEqual(hash[..16], rij.Fingerprint[..16]));
    }

    /// <summary>One test for both: they move the clock that the class shares.</summary>
    [Fact]
    public async Task Given_a_key_When_midnight_passes_it_is_still_known_and_after_30_days_it_is_new()
    {
        var sleutel = NieuweSleutel();
        var vraag = Invoer.Assessmentvraag();
        vraag["ontvangenOp"] = services.Time.Vandaag().ToString("yyyy-MM-dd", null);
        using var eerste = await services.PostMeldingAsync(vraag, sleutel: sleutel);
        Assert.Equal(HttpStatusCode.Created, eerste.StatusCode);

        services.Time.Advance(TimeSpan.FromDays(1));
        using var zelfde = await services.PostMeldingAsync(vraag, sleutel: sleutel);
        Assert.Equal((HttpStatusCode.Created, true), (zelfde.StatusCode, Replayed(zelfde)));
        Assert.Equal(await IdAsync(eerste), await IdAsync(zelfde));
        using var zonder = await services.PostMeldingAsync(vraag);
        await zonder.EnigeFoutAsync("ontvangenOp");

        var laat = NieuweSleutel();
        using var tweede = await services.PostMeldingAsync(Invoer.Adviesvraag(), sleutel: laat);
        services.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(5));
        using var bijna = await services.PostMeldingAsync(Invoer.Adviesvraag(), sleutel: laat);
        Assert.True(Replayed(bijna));
        services.Time.Advance(TimeSpan.FromMinutes(6));
        using var nieuw = await services.PostMeldingAsync(Invoer.Adviesvraag(), sleutel: laat);
        Assert.Equal((HttpStatusCode.Created, false), (nieuw.StatusCode, Replayed(nieuw)));
        Assert.NotEqual(await IdAsync(tweede), await IdAsync(nieuw));
        using var weer = await services.PostMeldingAsync(Invoer.Adviesvraag(), sleutel: laat);
        Assert.Equal((true, await IdAsync(nieuw)), (Replayed(weer), await IdAsync(weer)));
    }

    private static string NieuweSleutel() => Guid.NewGuid().ToString("N");

    private static bool Replayed(HttpResponseMessage response) => response.Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Single() == "true";

    private static async Task<Guid> IdAsync(HttpResponseMessage response) => (await response.JsonAsync())["id"]!.GetValue<Guid>();
}

public sealed class IdempotencyHttpTestsEmbedded(EmbeddedServices services) : IdempotencyHttpTests(services), IClassFixture<EmbeddedServices>;

public sealed class IdempotencyHttpTestsDistributed(DistributedServices services) : IdempotencyHttpTests(services.OrSkip()), IClassFixture<DistributedServices>;
