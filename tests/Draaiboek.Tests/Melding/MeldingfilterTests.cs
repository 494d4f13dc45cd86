using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>What the list can be asked for, and the acute meldingen that nobody can overlook in it (M8).</summary>
public abstract class MeldingfilterTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_meldingen_of_all_sorts_When_the_list_is_filtered_Then_it_holds_these_and_no_others()
    {
        var rol = NieuweOrganisatie();
        var acuut = await services.RegistreerAsync(Acuut(), rol);
        var bekend = await services.RegistreerAsync(Meldingverzoeken.Vraag("gekendSlachtoffer"), rol);
        var advies = await services.RegistreerAsync(Invoer.Adviesvraag(), rol);
        var weg = await services.RegistreerAsync(Acuut(), rol);
        using var ingetrokken = await services.StapAsync(weg, "intrekking", """{"reden":"vergissing"}""", rol);
        Assert.Equal(HttpStatusCode.Created, ingetrokken.StatusCode);

        Assert.Equal([weg, advies, bekend, acuut], await IdsAsync(rol, ""));
        Assert.Equal([weg, acuut], await IdsAsync(rol, "acuut=true"));
        Assert.Equal([advies, bekend], await IdsAsync(rol, "acuut=false"));
        Assert.Equal([weg], await IdsAsync(rol, "toestand=ingetrokken"));
        Assert.Equal([advies, bekend, acuut], await IdsAsync(rol, "toestand=geregistreerd"));
        Assert.Equal([bekend], await IdsAsync(rol, "soort=gekendSlachtoffer"));
        Assert.Equal([acuut], await IdsAsync(rol, "acuut=true&toestand=geregistreerd&soort=vraagAssessment"));
        Assert.Equal([acuut], await IdsAsync(rol, "onaangeroerd=true"));
        Assert.Empty(await IdsAsync(rol, "onaangeroerd=true&acuut=false"));
        Assert.Empty(await IdsAsync(rol, "toestand=afgesloten"));
    }

    [Theory]
    [InlineData("acuut=ja", "acuut", "kent enkel: true, false")]
    [InlineData("acuut=True", "acuut", "kent enkel: true, false")]
    [InlineData("acuut=", "acuut", "kent enkel: true, false")]
    [InlineData("acuut=true&acuut=true", "acuut", "kent enkel: true, false")]
    [InlineData("toestand=MERK", "toestand", "kent enkel: geregistreerd, overdrachtAangeboden, afgesloten, ingetrokken")]
    [InlineData("toestand=1", "toestand", "kent enkel: geregistreerd, overdrachtAangeboden, afgesloten, ingetrokken")]
    [InlineData("soort=VraagAssessment", "soort", "kent enkel: infoFenomeen, teamondersteuning, inschattingGedrag, gekendSlachtoffer, vraagAssessment")]
    [InlineData("onaangeroerd=false", "onaangeroerd", "kent enkel: true")]
    public async Task Given_a_filter_that_is_none_When_it_is_sent_Then_400_names_what_there_is(string query, string veld, string uitleg)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        using var response = await client.GetAsync(Meldingverzoeken.Pad("/api/meldingen?" + query));
        Assert.Equal(uitleg, await response.EnigeFoutAsync(veld));
    }

    [Fact]
    public async Task Given_everything_wrong_at_once_When_it_is_sent_Then_all_is_named()
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        using var response = await client.GetAsync(Meldingverzoeken.Pad("/api/meldingen?first=0&acuut=MERK&toestand=MERK&soort=MERK&onaangeroerd=MERK&after=MERK"));
        Assert.Equal(["acuut", "after", "first", "onaangeroerd", "soort", "toestand"], (await response.FoutenAsync()).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_a_filter_When_the_list_is_read_page_by_page_while_new_ones_come_in_Then_none_is_missed_or_doubled()
    {
        var rol = NieuweOrganisatie();
        var acute = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            acute.Add(await services.RegistreerAsync(Acuut(), rol));
            await services.RegistreerAsync(Invoer.Adviesvraag(), rol);
        }

        Assert.Equal(acute.AsEnumerable().Reverse(), await AlleBladzijdenAsync(rol, "acuut=true&first=3", () => services.RegistreerAsync(Acuut(), rol)));
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_acute_meldingen_that_nobody_touched_When_they_are_read_page_by_page_Then_the_one_that_waits_longest_comes_first_and_none_is_missed()
    {
        var rol = NieuweOrganisatie();
        var acute = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            acute.Add(await services.RegistreerAsync(Acuut(), rol));
            await services.RegistreerAsync(Invoer.Assessmentvraag(), rol);
        }

        // One that is touched between two pages: the others do not shift.
        var aangeroerd = new Queue<Guid>([acute[0], acute[6]]);
        var gezien = await AlleBladzijdenAsync(rol, "onaangeroerd=true&first=3", async () =>
        {
            if (aangeroerd.TryDequeue(out var id))
            {
                await VulAanAsync(id);
            }
        });
        Assert.Equal([.. acute.Take(6), acute[7]], gezien);
    }

    [Theory]
    [Trait("Regel", "M8")]
    [InlineData("")]
    [InlineData("first=1")]
    [InlineData("soort=infoFenomeen")]
    [InlineData("toestand=afgesloten")]
    [InlineData("acuut=false")]
    public async Task M8_Given_an_acute_melding_behind_many_others_When_any_page_of_any_filter_is_read_Then_it_stands_in_front_until_somebody_touches_it(string query)
    {
        await using var eigen = await OwnServices.StartAsync(services.Another());
        var fixture = eigen.Fixture;
        var rol = NieuweOrganisatie();
        var id = await fixture.RegistreerAsync(Acuut(), rol);
        fixture.Time.Advance(TimeSpan.FromHours(5.9));
        for (var i = 0; i < 27; i++)
        {
            await fixture.RegistreerAsync(Invoer.Adviesvraag(), rol);
        }

        foreach (var wie in (string[])[rol, Invoer.Medewerker])
        {
            var lijst = await LijstAsync(fixture, wie, query);
            // The first thing in the answer.
            Assert.Equal("acuutOnaangeroerd", lijst.First().Key);
            Assert.DoesNotContain(lijst["items"]!.AsArray(), regel => regel!["id"]!.GetValue<Guid>() == id);
            Assert.Equal(1, (int)lijst["acuutOnaangeroerd"]!["aantal"]!);
            var regel = Assert.Single(lijst["acuutOnaangeroerd"]!["oudste"]!.AsArray())!;
            Assert.Equal((id, 5), (regel["id"]!.GetValue<Guid>(), (int)regel["urenOnaangeroerd"]!));
        }

        await VulAanAsync(id, fixture: fixture);
        Assert.Equal("""{"aantal":0,"oudste":[]}""", (await LijstAsync(fixture, Invoer.Medewerker, query))["acuutOnaangeroerd"]!.ToJsonString());
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_more_untouched_ones_than_fit_in_front_Then_the_number_says_so_and_those_that_wait_longest_are_there()
    {
        var rol = NieuweOrganisatie();
        var acute = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            acute.Add(await services.RegistreerAsync(Acuut(), rol));
        }

        var vooraan = (await LijstAsync(services, rol, "first=1"))["acuutOnaangeroerd"]!;
        Assert.Equal(12, (int)vooraan["aantal"]!);
        Assert.Equal(acute.Take(10), vooraan["oudste"]!.AsArray().Select(regel => regel!["id"]!.GetValue<Guid>()));
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_each_line_of_the_list_Then_it_says_the_hours_of_the_acute_ones_that_nobody_touched_and_of_no_others()
    {
        var rol = NieuweOrganisatie();
        var (stil, gedaan, rustig) = (await services.RegistreerAsync(Acuut(), rol), await services.RegistreerAsync(Acuut(), rol), await services.RegistreerAsync(Invoer.Assessmentvraag(), rol));
        services.Time.Advance(TimeSpan.FromHours(2.5));
        await VulAanAsync(gedaan);
        var regels = (await LijstAsync(services, rol, ""))["items"]!.AsArray().ToDictionary(regel => regel!["id"]!.GetValue<Guid>(), regel => ((bool)regel!["acuut"]!, (int?)regel["urenOnaangeroerd"]));
        Assert.Equal([(true, 2), (true, null), (false, null)], new[] { stil, gedaan, rustig }.Select(id => regels[id]));
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_an_acute_melding_When_the_organisation_itself_adds_to_it_Then_it_still_waits_until_the_centre_takes_a_step()
    {
        var rol = NieuweOrganisatie();
        var id = await services.RegistreerAsync(Acuut(), rol);
        await VulAanAsync(id, rol);
        Assert.Equal([id], await IdsAsync(rol, "onaangeroerd=true"));
        await VulAanAsync(id);
        Assert.Empty(await IdsAsync(rol, "onaangeroerd=true"));
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_a_melding_that_the_centre_knows_When_it_turns_out_to_be_acute_Then_it_waits_from_then_on_until_the_centre_takes_a_step()
    {
        var rol = NieuweOrganisatie();
        var (gekend, ingelicht) = (await services.RegistreerAsync(Invoer.Assessmentvraag(), rol), await services.RegistreerAsync(Invoer.Assessmentvraag(), rol));
        await VulAanAsync(gekend);
        using var verteld = await services.StapAsync(
            ingelicht,
            "inlichtingen",
            """{"ontvanger":"ouders","op":"2019-03-04","contact":"Synthetisch contact","waarom":"Synthetisch.","watMeegedeeld":"Synthetisch.","grond":{"rechtsgrond":"toestemming","toestemming":{"door":"jongere","op":"2019-03-04"}}}""",
            Invoer.Medewerker);
        Assert.Equal(HttpStatusCode.Created, verteld.StatusCode);
        services.Time.Advance(TimeSpan.FromHours(3));
        var later = await services.RegistreerAsync(Acuut(), rol);
        services.Time.Advance(TimeSpan.FromHours(0.5));
        await WordtAcuutAsync(ingelicht);
        services.Time.Advance(TimeSpan.FromHours(1));
        await WordtAcuutAsync(gekend);
        services.Time.Advance(TimeSpan.FromHours(2));

        // By when they became so, not by when they were registered; page by page too.
        Assert.Equal([later, ingelicht, gekend], await AlleBladzijdenAsync(rol, "onaangeroerd=true&first=1", () => Task.CompletedTask));
        var vooraan = (await LijstAsync(services, rol, ""))["acuutOnaangeroerd"]!;
        Assert.Equal([(later, 3), (ingelicht, 3), (gekend, 2)], vooraan["oudste"]!.AsArray().Select(regel => (regel!["id"]!.GetValue<Guid>(), (int)regel["urenOnaangeroerd"]!)));
        using var client = services.Client(MeldingService.Name, rol);
        Assert.Equal(2, (int?)(await client.JsonAsync($"/api/meldingen/{gekend}/stappenplan"))["urenOnaangeroerd"]);

        // What is put right afterwards makes it no newer.
        await WordtAcuutAsync(gekend);
        Assert.Equal(2, (int?)(await client.JsonAsync($"/api/meldingen/{gekend}/stappenplan"))["urenOnaangeroerd"]);
        await VulAanAsync(gekend);
        await WordtAcuutAsync(gekend);
        Assert.Equal([later, ingelicht], await IdsAsync(rol, "onaangeroerd=true"));
        // Found to be so by the centre: then it knows.
        await WordtAcuutAsync(gekend, acuut: false);
        await WordtAcuutAsync(gekend, door: Invoer.Medewerker);
        Assert.Equal([later, ingelicht], await IdsAsync(rol, "onaangeroerd=true"));

        async Task WordtAcuutAsync(Guid id, bool acuut = true, string? door = null)
        {
            using var verbeterd = await services.VerbeterAsync(id, Levensloopverzoeken.Verbetering(Invoer.Assessmentvraag()).Met("acuut", acuut ? "true" : "false"), door ?? rol);
            Assert.Equal(HttpStatusCode.OK, verbeterd.StatusCode);
        }
    }

    [Fact]
    [Trait("Regel", "M8")]
    [Trait("Regel", "S11")]
    public async Task M8_S11_Given_an_acute_melding_When_centres_offer_it_to_each_other_Then_it_waits_until_one_of_them_takes_it()
    {
        var rol = NieuweOrganisatie();
        var id = await services.RegistreerAsync(Acuut(), rol);
        foreach (var (pad, door) in ((string, string)[])[("weigering", "centrummedewerker:surya"), ("terugname", Invoer.Medewerker)])
        {
            await BiedAanAsync();
            Assert.Equal([id], await IdsAsync(rol, "onaangeroerd=true&toestand=overdrachtAangeboden"));
            await ZetAsync("overdracht/" + pad, "{}", door);
            Assert.Equal([id], await IdsAsync(rol, "onaangeroerd=true&toestand=geregistreerd"));
        }

        await BiedAanAsync();
        await ZetAsync("overdracht/aanvaarding", "{}", "centrummedewerker:surya");
        Assert.Empty(await IdsAsync(rol, "onaangeroerd=true"));

        Task BiedAanAsync() => ZetAsync("overdracht", """{"naarCentrum":"surya","reden":"geenCapaciteit"}""", Invoer.Medewerker);

        async Task ZetAsync(string pad, string inhoud, string door)
        {
            using var response = await services.StapAsync(id, pad, inhoud, door);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }
    }

    [Fact]
    [Trait("Regel", "M8")]
    public async Task M8_Given_an_acute_melding_that_nobody_touched_When_it_is_measured_Then_the_metric_of_its_centre_says_so_and_since_when()
    {
        var id = await services.RegistreerAsync(Acuut().Met("centrum", "\"pagAsa\""), NieuweOrganisatie());
        services.Time.Advance(TimeSpan.FromHours(2.5));
        var gemeten = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, luisteraar) =>
            {
                if (instrument.Name is "draaiboek.acuut.onaangeroerd" or "draaiboek.acuut.oudste")
                {
                    luisteraar.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, waarde, tags, _) => gemeten[$"{instrument.Name} {tags[0].Value}"] = waarde);
        listener.SetMeasurementEventCallback<double>((instrument, waarde, tags, _) => gemeten[$"{instrument.Name} {tags[0].Value}"] = Math.Round(waarde, 1));
        listener.Start();
        await MeetAsync(1, 2.5);
        await VulAanAsync(id, "centrummedewerker:pagAsa");
        await MeetAsync(0, 0);

        // Other services of this process measure too, now and then: what they say is not waited for.
        Task MeetAsync(double aantal, double uren) => services.LaatLopenAsync(
            MeldingService.Name,
            (provider, clock) => new AcuutMeter(provider.GetRequiredService<IServiceScopeFactory>(), clock, NullLogger<AcuutMeter>.Instance),
            () =>
            {
                listener.RecordObservableInstruments();
                return Task.FromResult((aantal, uren) == (gemeten.GetValueOrDefault("draaiboek.acuut.onaangeroerd PagAsa", -1), gemeten.GetValueOrDefault("draaiboek.acuut.oudste PagAsa", -1)));
            });
    }

    [Fact]
    public async Task Given_an_acute_melding_of_another_When_the_list_is_read_Then_it_counts_for_nobody_else()
    {
        var ander = NieuweOrganisatie();
        await services.RegistreerAsync(Acuut(), ander);
        foreach (var wie in (string[])[NieuweOrganisatie(), "centrummedewerker:surya"])
        {
            Assert.Equal(0, (int)(await LijstAsync(services, wie, ""))["acuutOnaangeroerd"]!["aantal"]!);
        }
    }

    private static string NieuweOrganisatie() => "melder:" + SynthetischNummer.Kbo(Random.Shared.Next(6_000_000, 7_999_999));

    private static JsonObject Acuut() => Invoer.Assessmentvraag().Met("acuut", "true");

    private async Task VulAanAsync(Guid id, string rol = Invoer.Medewerker, ServicesFixture? fixture = null)
    {
        using var response = await (fixture ?? services).StapAsync(id, "aanvullingen", """{"tekst":"Synthetische aanvulling."}""", rol);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static async Task<JsonObject> LijstAsync(ServicesFixture fixture, string rol, string query)
    {
        using var client = fixture.Client(MeldingService.Name, rol);
        return await client.JsonAsync("/api/meldingen?" + query);
    }

    private async Task<List<Guid>> IdsAsync(string rol, string query)
        => [.. (await LijstAsync(services, rol, query))["items"]!.AsArray().Select(regel => regel!["id"]!.GetValue<Guid>())];

    private async Task<List<Guid>> AlleBladzijdenAsync(string rol, string query, Func<Task> tussenin)
    {
        var gezien = new List<Guid>();
        for (var cursor = ""; ; await tussenin())
        {
            var bladzijde = await LijstAsync(services, rol, query + cursor);
            gezien.AddRange(bladzijde["items"]!.AsArray().Select(regel => regel!["id"]!.GetValue<Guid>()));
            if (!(bool)bladzijde["pageInfo"]!["hasNextPage"]!)
            {
                return gezien;
            }

            cursor = "&after=" + bladzijde["pageInfo"]!["endCursor"];
        }
    }
}

public sealed class MeldingfilterTestsEmbedded(EmbeddedServices services) : MeldingfilterTests(services), IClassFixture<EmbeddedServices>;

public sealed class MeldingfilterTestsDistributed(DistributedServices services) : MeldingfilterTests(services.OrSkip()), IClassFixture<DistributedServices>;
