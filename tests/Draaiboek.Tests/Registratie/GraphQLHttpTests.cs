using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.GraphQL;
using Draaiboek.GraphQL.Tests.Reference;
using Draaiboek.Hosting;
using Draaiboek.Registratie;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>What the service adds to the engine: who may see the schema, and the documents that it knows by name.</summary>
public abstract class GraphQLHttpTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_the_document_procescijfers_When_asked_by_its_name_Then_the_same_as_by_its_text()
    {
        var opTekst = await services.VraagCijfersAsync(2018, "2019-01-01");
        var opNaam = await VraagAsync(new { id = "procescijfers", variables = new { jaar = 2018, peildatum = "2019-01-01" } }, "stuurgroep");
        Assert.NotNull(opNaam["data"]!["procescijfers"]);
        Assert.True(JsonNode.DeepEquals(opTekst, opNaam), opNaam.ToJsonString());
    }

    [Theory]
    [InlineData("procescijfers-alle")]
    [InlineData("publicaties")]
    [InlineData("definities")]
    public async Task Given_the_documents_that_come_along_When_asked_by_their_name_Then_each_is_answered(string naam)
    {
        var antwoord = await VraagAsync(new { id = naam, variables = new { jaar = 2018 } }, "stuurgroep");
        Assert.Null(antwoord["errors"]);
        Assert.NotNull(antwoord["data"]![naam.Split('-')[0]]);
    }

    [Fact]
    public async Task Given_a_name_that_is_not_known_When_asked_Then_the_error_says_so()
        => Assert.Equal("HC0020", Code(await VraagAsync(new { id = "../procescijfers" }, "stuurgroep")));

    [Fact]
    public async Task Given_introspection_When_asked_Then_only_who_operates_the_platform_too_is_answered()
    {
        var vraag = new { query = "{ __schema { queryType { name } } }" };
        Assert.Equal("HC0046", Code(await VraagAsync(vraag, "stuurgroep")));
        Assert.Equal("Query", (string?)(await VraagAsync(vraag, "stuurgroep", "beheerder"))["data"]!["__schema"]!["queryType"]!["name"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "beheerder")]
    [InlineData(HttpStatusCode.Forbidden, "stuurgroep")]
    [InlineData(HttpStatusCode.Forbidden, "auditor")]
    [InlineData(HttpStatusCode.Forbidden, Invoer.Melder)]
    [InlineData(HttpStatusCode.Unauthorized, null)]
    public async Task Given_a_role_When_the_schema_is_read_Then_only_who_operates_the_platform_gets_it(HttpStatusCode status, string? rol)
    {
        using var client = services.Client(RegistratieService.Name, rol is null ? [] : [rol]);
        using var response = await client.GetAsync(new Uri("/graphql/schema.graphql", UriKind.Relative));
        if (status != HttpStatusCode.OK)
        {
            await ProblemAssert.IsProblemAsync(response, (int)status, status == HttpStatusCode.Forbidden ? "geen-toegang" : "niet-aangemeld");
            return;
        }

        Assert.StartsWith("type Query {", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql");
        request.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var again = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Given_an_unknown_field_When_asked_Then_no_other_is_suggested()
    {
        var fout = (await VraagAsync(new { query = "{ procescijfer(jaar: 2019) { vragen } }" }, "stuurgroep"))["errors"]![0]!;
        Assert.Equal("The field \"procescijfer\" does not exist on the type \"Query\".", (string?)fout["message"]);
    }

    [Fact]
    public async Task Given_the_question_of_2019_When_its_cost_is_asked_Then_it_is_far_below_the_limit()
    {
        using var client = services.Client(RegistratieService.Name, "stuurgroep");
        client.DefaultRequestHeaders.Add("GraphQL-Cost", "validate");
        using var response = await client.PostAsJsonAsync("/graphql", new { query = Cijfers.Query, variables = new { jaar = 2019 } });
        var kost = (await response.JsonAsync())["extensions"]!["operationCost"]!;
        Assert.Equal((12, 4), ((int)kost["fieldCost"]!, (int)kost["typeCost"]!));
    }

    [Theory]
    [InlineData("TrustedDocuments", "/nergens/dan/ook")]
    [InlineData("OnlyTrustedDocuments", "misschien")]
    public void Given_a_setting_that_is_wrong_When_the_service_is_built_Then_it_refuses_and_names_it(string naam, string waarde)
    {
        var refused = Assert.Throws<SettingsException>(() => Bouw(($"Draaiboek:GraphQL:{naam}", waarde)));
        Assert.Contains($"Draaiboek:GraphQL:{naam}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_document_that_the_schema_can_not_answer_When_the_service_is_built_Then_it_refuses_and_names_it()
    {
        var map = Directory.CreateTempSubdirectory("draaiboek-documenten-");
        try
        {
            File.WriteAllText(Path.Combine(map.FullName, "oud.graphql"), "{ vroeger }");
            var refused = Assert.Throws<SettingsException>(() => Bouw(("Draaiboek:GraphQL:TrustedDocuments", map.FullName)));
            Assert.Contains("oud.graphql", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            map.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Given_only_trusted_documents_When_the_service_is_built_Then_its_engine_answers_no_other()
    {
        await using var app = Bouw(("Draaiboek:GraphQL:OnlyTrustedDocuments", "true"));
        var executor = app.Services.GetRequiredService<GraphQLExecutor>();
        Assert.Equal("HC0067", Assert.Single((await executor.ExecuteAsync(new GraphQLRequest(Cijfers.Query))).Errors).Code);
        Assert.Equal("HC0018", Assert.Single((await executor.ExecuteAsync(new GraphQLRequest(null) { Id = "procescijfers" })).Errors).Code);
    }

    [NodeFact]
    public async Task Given_the_published_audits_of_GraphQL_over_HTTP_When_run_against_the_service_Then_all_MUST_and_SHOULD_hold()
    {
        using var client = services.Client(RegistratieService.Name);
        // Some of the audits ask for __type.
        var token = services.Authority.Token(["stuurgroep", "beheerder"]);
        var aantal = 0;
        var gebroken = new List<string>();
        await foreach (var line in NodeProgram.LinesAsync("audits.mjs", token, new Uri(client.BaseAddress!, "/graphql").ToString()))
        {
            var audit = JsonNode.Parse(line)!;
            aantal++;
            if ((string?)audit["status"] != "ok" && !((string)audit["name"]!).StartsWith("MAY", StringComparison.Ordinal))
            {
                gebroken.Add($"{audit["name"]}: {audit["reason"]}");
            }
        }

        Assert.Empty(gebroken);
        Assert.InRange(aantal, 50, 1000);
    }

    private static string? Code(JsonObject antwoord) => (string?)antwoord["errors"]![0]!["extensions"]!["code"];

    private Microsoft.AspNetCore.Builder.WebApplication Bouw((string Naam, string Waarde) instelling)
    {
        var settings = services.SettingsOf(RegistratieService.Name);
        settings[instelling.Naam] = instelling.Waarde;
        return RegistratieService.Build(new ServiceOptions { Settings = settings, EmbeddedBus = new() });
    }

    private async Task<JsonObject> VraagAsync(object vraag, params string[] rollen)
    {
        using var client = services.Client(RegistratieService.Name, rollen);
        using var response = await client.PostAsJsonAsync("/graphql", vraag);
        return await response.JsonAsync();
    }
}

public sealed class GraphQLHttpTestsEmbedded(EmbeddedServices services) : GraphQLHttpTests(services), IClassFixture<EmbeddedServices>;

public sealed class GraphQLHttpTestsDistributed(DistributedServices services) : GraphQLHttpTests(services.OrSkip()), IClassFixture<DistributedServices>
{
    [Fact]
    public async Task Given_a_question_that_PostgreSQL_is_at_work_on_When_the_asker_goes_away_Then_the_work_ends()
    {
        using var client = services.Client(RegistratieService.Name, "stuurgroep");
        using var weg = new CancellationTokenSource();
        await services.InDbAsync<RegistratieDbContext, bool>(RegistratieService.Name, async db =>
        {
            // While the table is held, whoever asks for figures waits, and would wait for as long as it is held.
            await using var slot = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"""LOCK TABLE "Maandstanden" IN ACCESS EXCLUSIVE MODE""");
            async Task<bool> WachtIemandAsync(bool wacht) => await db.Database
                .SqlQuery<int>($"""SELECT count(*)::int AS "Value" FROM pg_locks WHERE relation = '"Maandstanden"'::regclass AND NOT granted""").SingleAsync() > 0 == wacht;
            var vraag = client.PostAsJsonAsync("/graphql", new { query = Cijfers.Query, variables = new { jaar = 2015 } }, weg.Token);
            await ServicesFixture.EventuallyAsync("the question in the database", () => WachtIemandAsync(true));

            await weg.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vraag);
            return await ServicesFixture.EventuallyAsync("nobody waits any more", () => WachtIemandAsync(false));
        });
    }
}
