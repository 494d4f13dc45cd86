using System.Text.Json.Nodes;
using Draaiboek.Platform;
using Draaiboek.Registratie;
using Draaiboek.Tests.Architecture;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>The reviewed files of docs/schema are what the code gives; a change of the API is a change of these files, made with the command schema.</summary>
public sealed class OpenApiTests(OpenApiTests.Running running) : IClassFixture<OpenApiTests.Running>
{
    private const string Again = "run: dotnet run --project services/Platform -- schema docs/schema";

    /// <summary>What needs no token; the architecture test on routes holds the same list.</summary>
    private static readonly string[] Open = ["get /api/meldpunt", "post /api/meldpunt", "post /api/meldpunt/berichten", "post /api/meldpunt/lezen"];

    /// <summary>The POSTs that only ask.</summary>
    private static readonly string[] Vragen = ["post /api/risicotaxatie"];

    /// <summary>Where a file goes in or comes out: not as JSON, and without a key. The forms in and out, with a bar between.</summary>
    private static readonly Dictionary<string, string> Bestanden = new(StringComparer.Ordinal)
    {
        ["get /api/meldingen/invoer/sjabloon"] = "|text/csv application/x-ndjson",
        ["get /api/procescijfers/{jaar}.{vorm}"] = "|text/csv application/json",
        ["get /api/publicaties/{id}/tabellen/{code}.{vorm}"] = "|text/csv application/json image/svg+xml",
        ["post /api/meldingen/invoer"] = "application/x-ndjson text/csv|application/x-ndjson",
    };

    /// <summary>Takes a file, and gives one: everything else is JSON.</summary>
    private const string Upload = "post /api/meldingen/{id}/bijlagen";
    private const string Download = "get /api/meldingen/{id}/bijlagen/{bijlage}";

    private static readonly JsonObject Document = JsonNode.Parse(Repository.Read("docs/schema/openapi.json"))!.AsObject();

    [Fact]
    public async Task Given_the_services_Then_docs_schema_openapi_json_is_what_they_say()
        => AssertSame(SchemaCommand.OpenApiFile, await SchemaCommand.OpenApiAsync(running.Platform, CancellationToken.None));

    [Fact]
    public void Given_the_query_classes_Then_docs_schema_schema_graphql_is_what_they_say()
        => AssertSame(SchemaCommand.GraphQLFile, SchemaCommand.GraphQLSchemaOf(running.Platform));

    [Fact]
    public async Task Given_the_command_schema_export_When_run_without_any_setting_Then_it_prints_the_same_schema()
    {
        await using var output = new StringWriter();
        Assert.True(SchemaExport.Asks(["schema", "export"]));
        Assert.Equal(0, await SchemaExport.RunAsync(["schema", "export"], output));
        AssertSame(SchemaCommand.GraphQLFile, output.ToString());
        Assert.Equal(2, await SchemaExport.RunAsync(["schema", "export", "--hier"], output));
    }

    [Fact]
    public void Given_the_state_table_Then_the_drawing_of_it_is_up_to_date() => AssertSame(SchemaCommand.ToestandenFile, SchemaCommand.Toestanden());

    [Fact]
    public async Task Given_the_gateway_When_the_document_is_asked_Then_it_is_the_reviewed_file()
    {
        using var http = new HttpClient();
        AssertSame(SchemaCommand.OpenApiFile, await http.GetStringAsync(new Uri(running.Platform.Gateway, "openapi/v1.json")));
    }

    [Fact]
    public void Given_an_operation_Then_it_is_named_says_what_it_does_who_may_and_what_can_go_wrong()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, operation) in Operations())
        {
            Assert.True(operation["operationId"] is { } id && ids.Add((string)id!), $"{name} has no operationId of its own");
            Assert.True(((string?)operation["summary"])?.Length > 10, name);
            var open = Open.Contains(name, StringComparer.Ordinal);
            Assert.StartsWith(open ? "Voor iedereen, zonder toegangstoken." : "Voor de rol ", (string?)operation["description"], StringComparison.Ordinal);
            Assert.Equal(open ? "[{}]" : null, operation["security"]?.ToJsonString());
            var responses = operation["responses"]!.AsObject();
            Assert.Equal(!open, responses.ContainsKey("401"));
            Assert.Equal(!open, responses.ContainsKey("403"));
            Assert.Equal(
                name.Contains('{', StringComparison.Ordinal) || name is "post /api/juridische-dossiers" or "post /api/meldpunt/lezen" or "post /api/meldpunt/berichten",
                responses.ContainsKey("404"));
            Assert.Single(responses, response => response.Key[0] == '2');
            // 304 is an answer without content.
            foreach (var (status, response) in responses.Where(response => response.Key != "304" && !(response.Key == "200" && Bestanden.ContainsKey(name))))
            {
                var content = Assert.Single(response!["content"]!.AsObject());
                var file = status[0] == '2' && name == Download;
                Assert.Equal(file ? "application/octet-stream" : status[0] == '2' ? "application/json" : "application/problem+json", content.Key);
                Assert.Equal(file ? "binary" : null, (string?)content.Value!["schema"]!["format"]);
                Assert.Equal(file, content.Value["schema"]!["$ref"] is null);
                Assert.DoesNotMatch("^(OK|Created|Bad Request|Conflict)$", (string)response["description"]!);
            }
        }

        Assert.True(ids.Count > 20);
    }

    [Fact]
    public void Given_a_command_Then_its_body_names_every_member_and_the_ones_that_must_be_there()
    {
        var invoer = Schemas()["MeldingInvoer"]!;
        Assert.Equal(["centrum", "contactpersoon", "omschrijving", "sector", "soort"], Required(invoer));
        Assert.False((bool)invoer["additionalProperties"]!);
        // Null is 'not yet known' there: the member itself may not be forgotten.
        Assert.Equal(["familienaam", "geboortedatum", "geslacht", "provincie", "verblijf", "voornaam"], Required(Schemas()["JongereInvoer"]!));
        foreach (var (name, operation) in Operations().Where(operation => operation.Operation.ContainsKey("requestBody") && operation.Name != Upload && !Bestanden.ContainsKey(operation.Name)))
        {
            var body = (string)operation["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!;
            Assert.EndsWith("Invoer", body.Replace("BeheerOpnieuwAfTeSpelen", "Invoer", StringComparison.Ordinal).Replace("BeheerOpnieuwTeVersturen", "Invoer", StringComparison.Ordinal), StringComparison.Ordinal);
            // A question changes nothing: repeating it needs no key. Who needs no token has nobody to keep a key for.
            var command = operation["parameters"]?.AsArray().Any(parameter => (string?)parameter!["name"] is "Idempotency-Key" or "If-Match") == true;
            Assert.True(command != (Vragen.Contains(name, StringComparer.Ordinal) || Open.Contains(name, StringComparer.Ordinal)), name);
        }
    }

    [Fact]
    public void Given_a_file_that_goes_in_or_comes_out_Then_its_forms_are_named()
        => Assert.Equal(
            Bestanden.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            Operations().Where(operation => Bestanden.ContainsKey(operation.Name)).OrderBy(operation => operation.Name, StringComparer.Ordinal).Select(operation => KeyValuePair.Create(
                operation.Name,
                $"{Vormen(operation.Operation["requestBody"])}|{Vormen(operation.Operation["responses"]!["200"])}")));

    [Fact]
    public void Given_the_route_that_takes_a_file_Then_its_body_is_a_form_with_that_file_alone()
    {
        var upload = Operations().Single(operation => operation.Name == Upload).Operation;
        var (type, content) = Assert.Single(upload["requestBody"]!["content"]!.AsObject());
        var form = content!["schema"]!;
        Assert.Equal(("multipart/form-data", true, false), (type, (bool)upload["requestBody"]!["required"]!, (bool)form["additionalProperties"]!));
        Assert.Equal(["bestand"], Required(form));
        Assert.Equal(("string", "binary"), ((string?)form["properties"]!["bestand"]!["type"], (string?)form["properties"]!["bestand"]!["format"]));
        Assert.Contains(upload["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == "Idempotency-Key");
        Assert.All(["409", "413", "415", "422", "503"], status => Assert.True(upload["responses"]!.AsObject().ContainsKey(status), status));
    }

    [Fact]
    public void Given_a_code_Then_it_is_a_list_of_camelCase_words_without_null()
    {
        var codes = Schemas().Where(schema => schema.Value!["enum"] is not null).ToList();
        Assert.True(codes.Count > 15);
        Assert.All(codes, code =>
        {
            Assert.Equal("string", (string?)code.Value!["type"]);
            Assert.All(code.Value["enum"]!.AsArray(), value => Assert.Matches("^[a-z][a-zA-Z0-9]*$", (string?)value));
        });
        Assert.Equal(["payoke", "pagAsa", "surya"], Schemas()["Centrum"]!["enum"]!.AsArray().Select(value => (string?)value));
    }

    [Fact]
    public void Given_the_document_Then_nothing_of_the_inside_leaks_into_it()
    {
        var text = Document.ToJsonString();
        foreach (var word in (string[])["Outcome", "Draaiboek.", "ProblemDetails", "DbContext", "Versleuteld", "127.0.0.1"])
        {
            Assert.DoesNotContain(word, text, StringComparison.Ordinal);
        }

        Assert.Equal("""[{"bearer":[]}]""", Document["security"]!.ToJsonString());
        Assert.Equal(["melding", "assessment", "juridische-steun", "registratie"], Document["tags"]!.AsArray().Select(tag => (string?)tag!["name"]));
    }

    private static string Vormen(JsonNode? body) => body is null ? "" : string.Join(' ', body["content"]!.AsObject().Select(content => content.Key));

    private static void AssertSame(string file, string now)
        => Assert.True(Repository.Read("docs/schema/" + file) == now, $"docs/schema/{file} is not what the code gives; {Again}");

    private static JsonObject Schemas() => Document["components"]!["schemas"]!.AsObject();

    private static IEnumerable<string> Required(JsonNode schema) => schema["required"]!.AsArray().Select(name => (string)name!).Order(StringComparer.Ordinal);

    private static IEnumerable<(string Name, JsonObject Operation)> Operations()
        => Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => ($"{method.Key} {path.Key}", method.Value!.AsObject())));

    /// <summary>One platform on a folder of its own.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("draaiboek-schema-").FullName;

        internal PlatformHost Platform { get; private set; } = null!;

        public async Task InitializeAsync()
            => Platform = await PlatformHost.StartAsync(new PlatformOptions { DataFolder = _folder, Port = 0, Logging = logging => logging.ClearProviders() }, CancellationToken.None);

        public async Task DisposeAsync()
        {
            await Platform.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
