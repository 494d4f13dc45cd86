using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Hosting;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>A conversation ends after the set term, or when the centre closes it: then key and texts are gone for good and only counts are left (M11).</summary>
[Trait("Regel", "M11")]
public abstract class MeldpuntWisTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_a_conversation_When_nobody_wrote_for_the_term_Then_it_is_erased_and_one_in_which_somebody_did_is_not()
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var fixture = eigen.Fixture;
        var (stilCode, stil) = await OpenAsync(fixture, "stil");
        var (levendCode, levend) = await OpenAsync(fixture, "levend");
        await fixture.AntwoordAsync(stil, "Antwoord.");
        var sleutel = await SleutelAsync(fixture, stil);

        fixture.Time.Advance(TimeSpan.FromDays(60));
        await fixture.SchrijfAsync(levendCode, "Ik ben er nog.");
        // The last day of the term: still all there.
        fixture.Time.Advance(TimeSpan.FromDays(30));
        await WisAsync(fixture);
        Assert.Equal(2, (await fixture.LeesEigenAsync(stilCode))["berichten"]!.AsArray().Count);

        fixture.Time.Advance(TimeSpan.FromDays(1));
        await WisAsync(fixture);
        await MoetGewistZijnAsync(fixture, stilCode, stil, sleutel, "termijn", berichten: 2);
        Assert.Equal(2, (await fixture.LeesEigenAsync(levendCode))["berichten"]!.AsArray().Count);
        Assert.Equal("wachtend", (await fixture.LeesAlsCentrumAsync(levend))["toestand"]!.GetValue<string>());
    }

    [Fact]
    public async Task Given_an_answer_of_the_centre_When_the_term_is_counted_Then_from_the_last_message_of_either_side()
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var (code, id) = await OpenAsync(eigen.Fixture, "antwoord");
        eigen.Fixture.Time.Advance(TimeSpan.FromDays(80));
        await eigen.Fixture.AntwoordAsync(id, "Laat antwoord.");
        eigen.Fixture.Time.Advance(TimeSpan.FromDays(80));
        await WisAsync(eigen.Fixture);
        Assert.Equal(2, (await eigen.Fixture.LeesEigenAsync(code))["berichten"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("afgerond")]
    [InlineData("doorverwezen")]
    [InlineData("misbruik")]
    public async Task Given_a_conversation_When_the_centre_closes_it_Then_it_is_erased_at_once_and_no_step_is_left(string reden)
    {
        var (code, id) = await OpenAsync(services, reden);
        var sleutel = await SleutelAsync(services, id);
        var gesloten = await services.SluitAsync(id, reden);
        Assert.Equal(("gesloten", reden), (gesloten["toestand"]!.GetValue<string>(), gesloten["reden"]!.GetValue<string>()));
        // The texts are gone with the closing itself, the key within a minute after it.
        Assert.False(await services.InMeldingAsync(db => db.Meldpuntberichten.AnyAsync(bericht => bericht.GesprekId == id)));
        using (var meteen = await services.AnoniemAsync("/api/meldpunt/lezen", Meldpuntverzoeken.MetCode(code)))
        {
            Assert.Equal(HttpStatusCode.NotFound, meteen.StatusCode);
        }

        await WisAsync(services);
        await MoetGewistZijnAsync(services, code, id, sleutel, reden, berichten: 1);

        foreach (var (pad, body) in ((string, JsonObject)[])[("antwoorden", new() { ["tekst"] = "Te laat." }), ("sluiten", new() { ["reden"] = "afgerond" })])
        {
            using var response = await services.CentrumAsync($"/{id}/{pad}", body);
            var probleem = await response.ProbleemAsync(409, "stap-niet-toegelaten");
            Assert.Equal(("gesloten", 0), (probleem["toestand"]!.GetValue<string>(), probleem["toegelatenStappen"]!.AsArray().Count));
        }
    }

    [Theory]
    [InlineData("termijn")]
    [InlineData("MERK")]
    [InlineData(null)]
    public async Task Given_no_reason_of_a_person_When_the_centre_closes_Then_400_and_everything_stays(string? reden)
    {
        var (code, id) = await OpenAsync(services, "reden");
        using var response = await services.CentrumAsync($"/{id}/sluiten", new() { ["reden"] = reden });
        await response.EnigeFoutAsync("reden");
        Assert.Single((await services.LeesEigenAsync(code))["berichten"]!.AsArray());
    }

    [Fact]
    public async Task Given_an_erased_conversation_When_an_old_key_store_comes_back_Then_its_key_is_destroyed_again()
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var (code, id) = await OpenAsync(eigen.Fixture, "terug");
        var sleutel = await SleutelAsync(eigen.Fixture, id);
        await eigen.Fixture.RestartAsync(() => eigen.Fixture.BewaarSleutelkluisAsync(MeldingService.Name));
        await eigen.Fixture.SluitAsync(id);
        await WisAsync(eigen.Fixture);
        await eigen.Fixture.RestartAsync(() => eigen.Fixture.ZetSleutelkluisTerugAsync(MeldingService.Name));
        await MoetGewistZijnAsync(eigen.Fixture, code, id, sleutel, "afgerond", berichten: 1);
    }

    [Fact]
    public async Task Given_a_closing_that_is_not_saved_When_it_fails_Then_nothing_of_the_conversation_is_gone()
    {
        var (code, id) = await OpenAsync(services, "mislukt");
        await services.BreekTabelAsync(MeldingService.Name, "ErasedKeys");
        try
        {
            using var response = await services.CentrumAsync($"/{id}/sluiten", new() { ["reden"] = "afgerond" });
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        }
        finally
        {
            await services.HerstelTabelAsync(MeldingService.Name, "ErasedKeys");
        }

        await WisAsync(services);
        Assert.Single((await services.LeesEigenAsync(code))["berichten"]!.AsArray());
    }

    [Fact]
    public async Task Given_conversations_without_an_answer_When_a_day_has_passed_Then_the_metric_says_how_many_each_centre_has_and_not_before()
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var fixture = eigen.Fixture;
        // One that waits since yesterday at another centre, to know that it was measured.
        await fixture.OpenAsync("ander", "payoke");
        fixture.Time.Advance(TimeSpan.FromDays(1));
        await OpenAsync(fixture, "een");
        var (_, beantwoord) = await OpenAsync(fixture, "twee");
        await OpenAsync(fixture, "drie");
        await fixture.AntwoordAsync(beantwoord, "Antwoord.");

        var gemeten = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, luisteraar) =>
            {
                if (instrument.Name == "draaiboek.meldpunt.onbeantwoord")
                {
                    luisteraar.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, waarde, tags, _) => gemeten[(string)tags[0].Value!] = waarde);
        listener.Start();
        using var meter = new MeldpuntMeter(Scopes(fixture), new ShortMinutes(fixture.Time), NullLogger<MeldpuntMeter>.Instance);
        await meter.StartAsync(CancellationToken.None);
        await MeetAsync("Payoke", 1);
        await Task.Delay(200);
        await MeetAsync("Surya", 0, seconds: 1);
        fixture.Time.Advance(TimeSpan.FromDays(1));
        await MeetAsync("Surya", 2);
        await fixture.AntwoordAsync(await fixture.IdVanAsync("een"), "Antwoord.");
        await MeetAsync("Surya", 1);
        await meter.StopAsync(CancellationToken.None);

        // Other services of this process measure too, now and then.
        Task MeetAsync(string centrum, int verwacht, int seconds = 60) => ServicesFixture.EventuallyAsync(
            $"{verwacht} without an answer at {centrum}",
            () =>
            {
                listener.RecordObservableInstruments();
                return Task.FromResult(gemeten.TryGetValue(centrum, out var waarde) && waarde == verwacht);
            },
            seconds);
    }

    /// <summary>What was found by code, key or centre: nothing but codes, counts and days.</summary>
    private static async Task MoetGewistZijnAsync(ServicesFixture fixture, string code, Guid id, byte[] sleutel, string reden, int berichten)
    {
        foreach (var (pad, body) in ((string, JsonObject)[])[("lezen", Meldpuntverzoeken.MetCode(code)), ("berichten", Meldpuntverzoeken.MetCode(code, "Nog iets."))])
        {
            using var response = await fixture.AnoniemAsync("/api/meldpunt/" + pad, body);
            await response.ProbleemAsync(404, "niet-gevonden");
        }

        var gesprek = await fixture.LeesAlsCentrumAsync(id);
        Assert.Equal(
            ("gesloten", reden, berichten, 0, true),
            (gesprek["toestand"]!.GetValue<string>(), gesprek["redenSluiting"]!.GetValue<string>(), gesprek["aantalBerichten"]!.GetValue<int>(), gesprek["berichten"]!.AsArray().Count, gesprek["gewist"]!.GetValue<bool>()));
        var rij = await fixture.GesprekAsync(id);
        Assert.Equal((null, null, null), (rij.CodeKenmerk, rij.CodeZout, rij.CodeHash));
        Assert.Null(await fixture.SleutelAsync(MeldingService.Name, id));
        Assert.False(await fixture.InMeldingAsync(db => db.Meldpuntberichten.AnyAsync(bericht => bericht.GesprekId == id)));
        Assert.True(await fixture.InMeldingAsync(db => db.ErasedKeys.AnyAsync(gewist => gewist.SubjectId == id)));
        Assert.All(await fixture.GeschrevenAsync(), stuk => Assert.True(stuk.Value.AsSpan().IndexOf(sleutel) < 0, stuk.Key));
    }

    private static async Task<(string Code, Guid Id)> OpenAsync(ServicesFixture fixture, string tekst)
    {
        var code = await fixture.OpenAsync(tekst);
        return (code, await fixture.IdVanAsync(tekst));
    }

    private static async Task<byte[]> SleutelAsync(ServicesFixture fixture, Guid id)
        => await fixture.SleutelAsync(MeldingService.Name, id) ?? throw new InvalidOperationException("The conversation has no key.");

    private static async Task WisAsync(ServicesFixture fixture)
    {
        var grens = fixture.Time.Vandaag().AddDays(-90);
        await fixture.LaatLopenAsync(
            MeldingService.Name,
            (provider, clock) => new MeldpuntWisser(Scopes(fixture), provider.GetRequiredService<MeldpuntSettings>(), clock, NullLogger<MeldpuntWisser>.Instance),
            () => fixture.InMeldingAsync(async db => !await db.Meldpuntgesprekken.AnyAsync(gesprek => gesprek.Toestand != MeldpuntToestand.Gesloten && gesprek.LaatsteOp < grens)));
        await fixture.VernietigSleutelsAsync<MeldingDbContext>(MeldingService.Name);
    }

    private static IServiceScopeFactory Scopes(ServicesFixture fixture) => fixture.Services(MeldingService.Name).GetRequiredService<IServiceScopeFactory>();

    /// <summary>The given clock, on which a timer of a minute goes off after 20 milliseconds.</summary>
    private sealed class ShortMinutes(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), (dueTime, period));
            return base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));
        }
    }
}

public sealed class MeldpuntWisTestsEmbedded(EmbeddedServices services) : MeldpuntWisTests(services), IClassFixture<EmbeddedServices>;

public sealed class MeldpuntWisTestsDistributed(DistributedServices services) : MeldpuntWisTests(services.OrSkip()), IClassFixture<DistributedServices>;
