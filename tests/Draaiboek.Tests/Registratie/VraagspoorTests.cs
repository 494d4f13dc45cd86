using System.Net;
using System.Net.Http.Json;
using System.Text;
using Draaiboek.GraphQL;
using Draaiboek.Hosting.Identity;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Every question to GraphQL is in the audit, with who and what, and without anything of its text (A11).</summary>
[Trait("Regel", "A11")]
public abstract class VraagspoorTests(ServicesFixture services)
{
    private const string Geheim = "MARKERING-XYZZY";

    [Theory]
    [InlineData("{ procescijfers(jaar: 2019) { vragen } }", "graphql.procescijfers(jaar:2019)")]
    [InlineData("query A { a: procescijfers(jaar: 2018, peildatum: \"2019-01-01\") { vragen } }", "graphql.procescijfers(jaar:2018,peildatum:2019-01-01)")]
    [InlineData("{ publicaties(periode: \"2019-1\") { nodes { id } } }", "graphql.publicaties(periode:2019-1)")]
    [InlineData("{ publicaties { nodes { id } } }", "graphql.publicaties")]
    [InlineData("{ publicaties(periode: \"" + Geheim + "\") { nodes { id } } }", "graphql.publicaties(periode:?)")]
    [InlineData("{ publicaties(periode: \"0470123456\") { nodes { id } } }", "graphql.publicaties(periode:?)")]
    [InlineData("{ procescijfers(jaar: 470123456) { vragen } }", "graphql.procescijfers(jaar:?)")]
    [InlineData("{ a: procescijfers(jaar: 2017) { vragen } b: procescijfers(jaar: 2017) { jaar } }", "graphql.procescijfers(jaar:2017)")]
    [InlineData("{ publicaties(periode: \"2020\") { nodes { id } } procescijfers(jaar: 2020) { vragen } }", "graphql.publicaties(periode:2020) graphql.procescijfers(jaar:2020)")]
    [InlineData("{ " + Geheim + "(jaar: 2019) { vragen } }", "graphql.geweigerd(HC0014)")]
    [InlineData("{ publicaties @skip(if: true) { nodes { id } } }", "graphql.niets")]
    [InlineData("{ MarkeringXyzzy }", "graphql.geweigerd(GRAPHQL_VALIDATION_FAILED)")]
    [InlineData("{ __schema { queryType { name } } }", "graphql.geweigerd(HC0046)")]
    public async Task Given_a_question_When_asked_with_POST_or_GET_Then_the_trail_says_who_asked_what_and_nothing_of_its_text(string query, string acties)
    {
        foreach (var metGet in (bool[])[false, true])
        {
            var wie = $"vrager-{Guid.NewGuid():N}";
            using var client = services.ClientWithToken(RegistratieService.Name, services.Authority.Token([Rollen.Stuurgroep], sub: wie, voId: wie));
            using var antwoord = metGet
                ? await client.GetAsync(new Uri($"/graphql?query={Uri.EscapeDataString(query)}", UriKind.Relative))
                : await client.PostAsJsonAsync("/graphql", new { query });
            Assert.Equal(HttpStatusCode.OK, antwoord.StatusCode);
            var regels = await SpoorAsync(wie);
            Assert.Equal(acties.Split(' ').Order(StringComparer.Ordinal), regels.Select(regel => regel.Actie).Order(StringComparer.Ordinal));
            Assert.All(regels, regel => Assert.Equal((wie, wie), (regel.Sub, regel.VoId)));
            Assert.DoesNotContain("XYZZY", string.Join(' ', regels), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Given_what_is_no_GraphQL_or_over_a_limit_When_sent_Then_the_refusal_is_a_line_without_content()
    {
        var wie = $"vrager-{Guid.NewGuid():N}";
        using var client = services.ClientWithToken(RegistratieService.Name, services.Authority.Token([Rollen.Stuurgroep], sub: wie));
        foreach (var body in (string[])[$$"""{"query": "{{Geheim}}""", $$"""{"vraag": "{{Geheim}}"}""", $$"""{"query": "{ {{string.Concat(Enumerable.Repeat("a:procescijfers(jaar:2019){vragen} ", 500))}} }"}"""])
        {
            using var inhoud = new StringContent(body, Encoding.UTF8, "application/json");
            (await client.PostAsync(new Uri("/graphql", UriKind.Relative), inhoud)).Dispose();
        }

        client.DefaultRequestHeaders.Add("GraphQL-Cost", "validate");
        (await client.PostAsJsonAsync("/graphql", new { query = Cijfers.Query, variables = new { jaar = 2019 } })).Dispose();
        var acties = (await SpoorAsync(wie)).Select(regel => regel.Actie).ToList();
        Assert.Equal(["graphql.niets", "graphql.geweigerd(HC0047)", "graphql.geweigerd(HC0013)", "graphql.geweigerd(HC0011)"], acties);
    }

    [Fact]
    public async Task Given_a_caller_who_may_not_ask_When_it_asks_Then_it_is_refused_before_GraphQL()
    {
        using var client = services.Client(RegistratieService.Name, Rollen.Registratiehouder);
        using var antwoord = await client.PostAsJsonAsync("/graphql", new { query = "{ publicaties { nodes { id } } }" });
        await antwoord.ProbleemAsync(403, "geen-toegang");
        Assert.DoesNotContain(await SpoorAsync(Rollen.Registratiehouder), regel => regel.Actie.StartsWith("graphql", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_a_trail_that_can_not_be_written_When_asked_Then_there_is_no_answer()
    {
        using var client = services.Client(RegistratieService.Name, Rollen.Stuurgroep);
        await services.BreekTabelAsync(RegistratieService.Name, "Audit");
        try
        {
            using var antwoord = await client.PostAsJsonAsync("/graphql", new { query = "{ procescijfers(jaar: 2019) { vragen } }" });
            Assert.Equal(HttpStatusCode.InternalServerError, antwoord.StatusCode);
            Assert.DoesNotContain("vragen", await antwoord.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            await services.HerstelTabelAsync(RegistratieService.Name, "Audit");
        }
    }

    [Fact]
    public async Task Given_many_questions_at_once_When_asked_Then_each_has_its_line()
    {
        var wie = $"vrager-{Guid.NewGuid():N}";
        using var client = services.ClientWithToken(RegistratieService.Name, services.Authority.Token([Rollen.Stuurgroep], sub: wie));
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), ServicesFixture.VeelTegelijk, async (_, _) =>
            (await client.PostAsJsonAsync("/graphql", new { query = "{ procescijfers(jaar: 2016) { vragen } }" })).Dispose());
        Assert.Equal(40, (await SpoorAsync(wie)).Count);
    }

    /// <summary>What the auditor reads of this one, newest first.</summary>
    private async Task<IReadOnlyList<Regel>> SpoorAsync(string wie)
    {
        using var auditor = services.Client(RegistratieService.Name, Rollen.Auditor);
        var regels = (await auditor.JsonAsync($"/api/audit/registratie?first=50&wie={wie}"))["items"]!.AsArray();
        return [.. regels.Select(regel => new Regel((string)regel!["actie"]!, (string)regel["sub"]!, (string?)regel["voId"]))];
    }

    private sealed record Regel(string Actie, string Sub, string? VoId);
}

public sealed class VraagspoorTestsEmbedded(EmbeddedServices services) : VraagspoorTests(services), IClassFixture<EmbeddedServices>;

public sealed class VraagspoorTestsDistributed(DistributedServices services) : VraagspoorTests(services.OrSkip()), IClassFixture<DistributedServices>;

public sealed class VraagspoorvormTests
{
    [Fact]
    public void Given_arguments_of_any_kind_When_noted_Then_only_what_can_name_nobody_is_shown_A11()
    {
        Assert.Equal("graphql.a", Vraagspoor.Actie(Veld("a")));
        Assert.Equal("graphql.a", Vraagspoor.Actie(Veld("a", ("b", null))));
        Assert.Equal(
            "graphql.a(b:2019,c:true,d:latereFeiten,e:?,f:?)",
            Vraagspoor.Actie(Veld("a", ("b", 2019), ("c", true), ("d", RedenVervanging.LatereFeiten), ("e", "tekst"), ("f", new List<object?> { "tekst" }))));
        Assert.Equal("graphql.a(b:kwartaal:2)", Vraagspoor.Actie(Veld("a", ("b", new Dictionary<string, object?>(StringComparer.Ordinal) { ["kwartaal"] = 2, ["maand"] = null }))));
        Assert.Equal("graphql.a(b:?,c:?,d:?)", Vraagspoor.Actie(Veld("a", ("b", -1), ("c", 10_000), ("d", 1.5))));
    }

    [Fact]
    public void Given_more_than_fits_When_noted_Then_the_names_go_and_then_the_values()
    {
        Assert.Equal("graphql.procescijfers(2019,2,2020-01-01)", Vraagspoor.Actie(Veld("procescijfers", ("jaarvandevraag", 2019), ("kwartaalvandatjaar", 2), ("peildatum", new DateOnly(2020, 1, 1)))));
        Assert.Equal("graphql.a(?)", Vraagspoor.Actie(Veld("a", [.. Enumerable.Range(0, 20).Select(i => ($"b{i}", (object?)2019))])));
        Assert.Equal(60, Vraagspoor.Actie(Veld(new string('a', 80))).Length);
    }

    private static RootField Veld(string naam, params (string Naam, object? Waarde)[] argumenten)
        => new(naam, argumenten.ToDictionary(argument => argument.Naam, argument => argument.Waarde, StringComparer.Ordinal));
}
