using System.Text.Json.Nodes;
using Draaiboek.Gateway;
using Xunit;

namespace Draaiboek.Tests.Gateway;

public sealed class OpenApiMergeTests
{
    private const string Problem = """{ "type": "object", "properties": { "title": { "type": "string" } } }""";

    [Fact]
    public void Given_the_same_component_in_two_services_When_merged_Then_it_stands_there_once()
    {
        var merged = OpenApiMerge.Merge([Part("melding", "/api/meldingen", Problem), Part("assessment", "/api/assessments", Problem)]);
        Assert.Equal(["Problem"], Names(merged["components"]!["schemas"]));
        Assert.Equal(["/api/assessments", "/api/meldingen"], Names(merged["paths"]));
        Assert.Equal("#/components/schemas/Problem", Schema(merged, "/api/meldingen"));
        Assert.Equal("application/problem+json", Names(merged["paths"]!["/api/meldingen"]!["get"]!["responses"]!["404"]!["content"]).Single());
    }

    [Fact]
    public void Given_a_component_that_differs_When_merged_Then_each_gets_its_service_in_front()
    {
        var merged = OpenApiMerge.Merge([Part("melding", "/api/meldingen", Problem), Part("juridische-steun", "/api/juridische-dossiers", """{ "type": "string" }""")]);
        Assert.Equal(["JuridischeSteunProblem", "MeldingProblem"], Names(merged["components"]!["schemas"]));
        Assert.Equal("#/components/schemas/MeldingProblem", Schema(merged, "/api/meldingen"));
        Assert.Equal("#/components/schemas/JuridischeSteunProblem", Schema(merged, "/api/juridische-dossiers"));
    }

    [Fact]
    public void Given_a_component_that_differs_only_in_what_it_refers_to_When_merged_Then_it_is_not_taken_for_the_same()
    {
        const string list = """{ "type": "array", "items": { "$ref": "#/components/schemas/Item" } }""";
        var merged = OpenApiMerge.Merge(
        [
            Part("melding", "/a", list, """{ "type": "string" }"""),
            Part("assessment", "/b", list, """{ "type": "integer" }"""),
        ]);
        Assert.Equal(["AssessmentItem", "AssessmentProblem", "MeldingItem", "MeldingProblem"], Names(merged["components"]!["schemas"]));
        Assert.Equal("#/components/schemas/AssessmentItem", (string?)merged["components"]!["schemas"]!["AssessmentProblem"]!["items"]!["$ref"]);
    }

    [Fact]
    public void Given_two_services_When_merged_Then_tags_security_and_servers_are_those_of_the_platform()
    {
        var merged = OpenApiMerge.Merge([Part("melding", "/a", Problem), Part("assessment", "/b", Problem)]);
        Assert.Equal("""["assessment"]""", merged["paths"]!["/b"]!["get"]!["tags"]!.ToJsonString());
        Assert.Equal("""[{"name":"melding"},{"name":"assessment"}]""", merged["tags"]!.ToJsonString());
        Assert.Equal("""[{"url":"/"}]""", merged["servers"]!.ToJsonString());
        Assert.Equal("""[{"bearer":[]}]""", merged["security"]!.ToJsonString());
        Assert.Equal("bearer", (string?)merged["components"]!["securitySchemes"]!["bearer"]!["scheme"]);
    }

    [Fact]
    public void Given_services_that_clash_When_merged_Then_every_clash_is_named()
    {
        var fault = Assert.Throws<OpenApiMergeException>(() => OpenApiMerge.Merge(
        [
            Part("melding", "/a", Problem),
            Part("assessment", "/a", Problem),
            Part("registratie", "/c", """{ "$ref": "#/components/schemas/Weg" }"""),
        ]));
        Assert.Contains(fault.Conflicts, conflict => conflict.Contains("get /a", StringComparison.Ordinal));
        Assert.Contains(fault.Conflicts, conflict => conflict.Contains("Weg leads nowhere", StringComparison.Ordinal));
    }

    [Fact]
    public void Given_two_versions_of_OpenAPI_When_merged_Then_it_is_refused()
    {
        var old = Part("melding", "/a", Problem);
        old.Document["openapi"] = "3.0.4";
        Assert.Throws<OpenApiMergeException>(() => OpenApiMerge.Merge([old, Part("assessment", "/b", Problem)]));
    }

    [Fact]
    public void Given_documents_When_merged_Then_they_stay_as_they_were()
    {
        var part = Part("melding", "/a", Problem);
        var before = part.Document.ToJsonString();
        OpenApiMerge.Merge([part, Part("assessment", "/b", """{ "type": "string" }""")]);
        Assert.Equal(before, part.Document.ToJsonString());
    }

    private static OpenApiPart Part(string service, string path, string problem, string? item = null) => new(service, JsonNode.Parse($$"""
        {
          "openapi": "3.1.1",
          "info": { "title": "{{service}}", "version": "v1" },
          "paths": { "{{path}}": { "get": {
            "tags": ["Draaiboek.X"],
            "responses": { "404": { "description": "Not Found", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } } }
          } } },
          "components": { "schemas": { "Problem": {{problem}}{{(item is null ? "" : $", \"Item\": {item}")}} } },
          "tags": [{ "name": "Draaiboek.X" }]
        }
        """)!.AsObject());

    private static IEnumerable<string> Names(JsonNode? node) => node!.AsObject().Select(member => member.Key);

    private static string? Schema(JsonObject merged, string path)
        => (string?)merged["paths"]![path]!["get"]!["responses"]!["404"]!["content"]!["application/problem+json"]!["schema"]!["$ref"];
}
