using System.Net;
using System.Net.Http.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>The figures of a year over GraphQL (G3, DESIGN 'Figures'). Each test has a year of its own.</summary>
[Trait("Regel", "G3")]
public abstract class ProcescijfersTests(ServicesFixture services)
{
    private static readonly AssessmentCijfers Niets = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    [Fact]
    public async Task Given_the_year_2019_When_asked_Then_the_figures_that_were_published_in_parliament_G3()
    {
        var dag = new DateOnly(2019, 2, 1);
        var vragen = new[] { (SoortVraag.InfoFenomeen, 24), (SoortVraag.Teamondersteuning, 17), (SoortVraag.InschattingGedrag, 11), (SoortVraag.GekendSlachtoffer, 5) }
            .SelectMany(soort => Enumerable.Range(0, soort.Item2).Select(i => Bericht.Vraag(soort.Item1, dag.AddDays(i))));
        await Task.WhenAll(vragen.Select(vraag => services.SendAsync(vraag)));
        var verlopen = new List<Verloop>();
        void Voeg(int aantal, Func<Verloop, Verloop> verloop)
            => verlopen.AddRange(Enumerable.Range(0, aantal).Select(i => verloop(new Verloop(dag.AddDays(i)))));
        var later = new DateOnly(2019, 9, 1);
        Voeg(16, v => v.Kennismaking(later).Gesprek(later).Negatief(later));
        Voeg(2, v => v.Kennismaking(later, ookEersteAssessmentgesprek: true).Gesprek(later).Positief(later));
        Voeg(18, v => v.Gesprek(later).Gesprek(later));
        Voeg(9, v => v);
        Voeg(9, v => v.Kennismaking(later));
        Voeg(6, v => v.NietGestart(later, RedenNietGestart.NietBereikbaar));
        Voeg(7, v => v.NietGestart(later, RedenNietGestart.WilNietDeelnemen));
        Voeg(5, v => v.Kennismaking(later).NietGestart(later, RedenNietGestart.AfgehaaktNaKennismaking));
        await Parallel.ForEachAsync(verlopen, ServicesFixture.VeelTegelijk, async (verloop, _) => await verloop.SpeelAfAsync(services));

        var cijfers = await services.CijfersAsync(2019);
        Assert.Equal((2019, services.Time.Vandaag(), 129), (cijfers.Jaar, cijfers.Peildatum, cijfers.Vragen));
        Assert.Equal(new VragenPerSoort(24, 17, 11, 5, 72), cijfers.PerSoort);
        Assert.Equal(new AssessmentCijfers(72, 18, 16, 2, 18, 18, 18, 6, 7, 5, 0, 0), cijfers.Assessments);
    }

    public static TheoryData<string, int> Standen() => new()
    {
        // State by name, and the year that is this case's own.
        { "wachtend", 2015 },
        { "kennisgemaakt", 2016 },
        { "kennisgemaakt en eerste gesprek", 2017 },
        { "lopend", 2018 },
        { "negatief", 2020 },
        { "positief", 2021 },
        { "positief zonder toestemming", 2022 },
        { "afgehaakt", 2023 },
        { "stopgezet", 2024 },
        { "overgedragen", 2025 },
    };

    [Theory]
    [MemberData(nameof(Standen))]
    public async Task Given_a_history_When_asked_for_any_day_Then_it_stands_where_it_stood_at_the_end_of_that_day_G3(string naam, int jaar)
    {
        DateOnly ontvangen = new(jaar, 2, 10), eerste = new(jaar, 3, 10), tweede = new(jaar, 4, 10);
        var wachtend = Niets with { Gevraagd = 1, Wachtend = 1 };
        var lopend = Niets with { Gevraagd = 1, Lopend = 1 };
        var (verloop, naEerste, naTweede) = naam switch
        {
            "wachtend" => (new Verloop(ontvangen), wachtend, wachtend),
            "kennisgemaakt" => (new Verloop(ontvangen).Kennismaking(eerste), wachtend, wachtend),
            "kennisgemaakt en eerste gesprek" => (new Verloop(ontvangen).Kennismaking(eerste, ookEersteAssessmentgesprek: true), lopend, lopend),
            "lopend" => (new Verloop(ontvangen).Kennismaking(eerste).Gesprek(tweede), wachtend, lopend),
            "negatief" => (new Verloop(ontvangen).Gesprek(eerste).Negatief(tweede), lopend, Niets with { Gevraagd = 1, Advies = 1, Negatief = 1 }),
            "positief" => (new Verloop(ontvangen).Gesprek(eerste).Positief(tweede), lopend, Niets with { Gevraagd = 1, Advies = 1, Positief = 1 }),
            "positief zonder toestemming" => (new Verloop(ontvangen).Gesprek(eerste).Positief(tweede, toestemming: false), lopend, Niets with { Gevraagd = 1, Advies = 1, Positief = 1 }),
            "afgehaakt" => (new Verloop(ontvangen).Kennismaking(eerste).NietGestart(tweede, RedenNietGestart.AfgehaaktNaKennismaking), wachtend, Niets with { Gevraagd = 1, NietGestart = 1, AfgehaaktNaKennismaking = 1 }),
            "stopgezet" => (new Verloop(ontvangen).Gesprek(eerste).Stopgezet(tweede), lopend, Niets with { Gevraagd = 1, Stopgezet = 1 }),
            "overgedragen" => (new Verloop(ontvangen).Kennismaking(eerste).Overgedragen(tweede), wachtend, Niets with { Gevraagd = 1, Overgedragen = 1 }),
            _ => throw new ArgumentOutOfRangeException(nameof(naam)),
        };
        await verloop.SpeelAfAsync(services);
        var verwacht = new (DateOnly Peil, AssessmentCijfers Cijfers)[]
        {
            (new(jaar, 1, 1), Niets),
            (ontvangen.AddDays(-1), Niets),
            (ontvangen, wachtend),
            (eerste.AddDays(-1), wachtend),
            (eerste, naEerste),
            (tweede.AddDays(-1), naEerste),
            (tweede, naTweede),
            (new(jaar, 12, 31), naTweede),
        };
        foreach (var (peil, cijfers) in verwacht)
        {
            var antwoord = await services.CijfersAsync(jaar, peil);
            Assert.Equal((peil, cijfers), (peil, antwoord.Assessments));
            Assert.Equal((cijfers.Gevraagd, cijfers.Gevraagd, peil), (antwoord.Vragen, antwoord.PerSoort.VraagAssessment, antwoord.Peildatum));
        }

        Assert.Equal(naTweede, (await services.CijfersAsync(jaar)).Assessments);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Given_the_steering_group_When_it_asks_by_GET_or_POST_Then_the_same_answer(string methode)
    {
        using var client = services.Client(RegistratieService.Name, "stuurgroep");
        using var response = await VraagAsync(client, methode);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var antwoord = await response.JsonAsync();
        Assert.Null(antwoord["errors"]);
        Assert.Equal((2026, new DateOnly(2026, 1, 1)), (Cijfers.Lees(antwoord).Jaar, Cijfers.Lees(antwoord).Peildatum));
    }

    [Theory]
    [InlineData(Invoer.Melder)]
    [InlineData(Invoer.Medewerker)]
    [InlineData(Invoer.Jurist)]
    [InlineData("auditor")]
    [InlineData("beheerder")]
    [InlineData("stuurgroepje")]
    [InlineData(null)]
    public async Task Given_another_role_or_no_token_When_the_figures_are_asked_Then_403_or_401(string? rol)
    {
        using var client = services.Client(RegistratieService.Name, rol is null ? [] : [rol]);
        foreach (var methode in new[] { "GET", "POST" })
        {
            using var response = await VraagAsync(client, methode);
            Assert.Equal(rol is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, response.StatusCode);
            Assert.DoesNotContain("gevraagd", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(2014, null, "ONGELDIG_JAAR")]
    [InlineData(0, null, "ONGELDIG_JAAR")]
    [InlineData(-1, null, "ONGELDIG_JAAR")]
    [InlineData(int.MaxValue, null, "ONGELDIG_JAAR")]
    [InlineData(2020, "2019-12-31", "ONGELDIGE_PEILDATUM")]
    [InlineData(2020, "morgen", "ONGELDIGE_PEILDATUM")]
    [InlineData(2020, "9999-12-31", "ONGELDIGE_PEILDATUM")]
    public async Task Given_a_year_or_day_that_can_not_be_When_asked_Then_an_error_with_its_code(int jaar, string? peildatum, string code)
    {
        var morgen = services.Time.Vandaag().AddDays(1).ToString("yyyy-MM-dd");
        var antwoord = await services.VraagCijfersAsync(jaar, peildatum == "morgen" ? morgen : peildatum);
        var fout = Assert.Single(antwoord["errors"]!.AsArray())!;
        Assert.Equal((code, "procescijfers"), ((string?)fout["extensions"]!["code"], (string?)fout["path"]![0]));
        Assert.Null(antwoord["data"]);
    }

    [Fact]
    public async Task Given_next_year_When_asked_Then_an_error_and_this_year_answers()
    {
        var ditJaar = services.Time.Vandaag().Year;
        Assert.Equal("ONGELDIG_JAAR", (string?)(await services.VraagCijfersAsync(ditJaar + 1, null))["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal(ditJaar, (await services.CijfersAsync(ditJaar)).Jaar);
    }

    private static Task<HttpResponseMessage> VraagAsync(HttpClient client, string methode)
    {
        var variables = new { jaar = 2026, peildatum = "2026-01-01" };
        return methode == "POST"
            ? client.PostAsJsonAsync("/graphql", new { query = Cijfers.Query, variables })
            : client.GetAsync(new Uri($"/graphql?query={Uri.EscapeDataString(Cijfers.Query)}&variables={Uri.EscapeDataString(System.Text.Json.JsonSerializer.Serialize(variables))}", UriKind.Relative));
    }
}

public sealed class ProcescijfersTestsEmbedded(EmbeddedServices services) : ProcescijfersTests(services), IClassFixture<EmbeddedServices>;

public sealed class ProcescijfersTestsDistributed(DistributedServices services) : ProcescijfersTests(services.OrSkip()), IClassFixture<DistributedServices>;
