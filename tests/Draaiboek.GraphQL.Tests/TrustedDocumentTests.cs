using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Draaiboek.GraphQL.Tests;

/// <summary>Documents that the service knows by name, and nothing else when that is what it wants.</summary>
public sealed class TrustedDocumentTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("draaiboek-documents-");

    public TrustedDocumentTests()
    {
        Add("echo", "query Echo($text: String) { echo(text: $text) }");
        Add("two", "query A { old } query B { echo }");
        Add("schema", "{ __schema { queryType { name } } }");
        File.WriteAllText(Path.Combine(_folder.FullName, "readme.md"), "not a document");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("""{"id":"echo","variables":{"text":"hé"}}""", 200, """{"data":{"echo":"hé"}}""")]
    [InlineData("""{"id":"two","operationName":"A"}""", 200, """{"data":{"old":1}}""")]
    [InlineData("""{"id":"two"}""", 400, "OPERATION_RESOLUTION_FAILURE")]
    [InlineData("""{"id":"echo","variables":{"text":1}}""", 400, "HC0016")]
    [InlineData("""{"id":"schema"}""", 400, "HC0046")]
    [InlineData("""{"id":"nope"}""", 400, "HC0020")]
    [InlineData("""{"id":"ECHO"}""", 400, "HC0020")]
    [InlineData("""{"id":"readme"}""", 400, "HC0020")]
    [InlineData("""{"id":"../echo"}""", 400, "HC0020")]
    [InlineData("""{"id":"echo.graphql"}""", 400, "HC0020")]
    [InlineData("""{"id":"echo","query":"{ old }"}""", 400, "HC0009")]
    [InlineData("""{"id":5}""", 400, "HC0009")]
    [InlineData("""{"id":""}""", 400, "HC0013")]
    [InlineData("""{"query":"{ old }"}""", 200, """{"data":{"old":1}}""")]
    public async Task Given_an_id_When_posted_Then_the_document_of_that_name_runs(string body, int status, string expected) =>
        Assert.Equal((status, expected), await AnswerAsync(body, only: false));

    [Theory]
    [InlineData("""{"id":"echo","variables":{"text":"x"}}""", 200, """{"data":{"echo":"x"}}""")]
    [InlineData("""{"query":"{ old }"}""", 400, "HC0067")]
    [InlineData("""{"query":"query Echo($text: String) { echo(text: $text) }"}""", 400, "HC0067")]
    [InlineData("""{"query":"{"}""", 400, "HC0067")]
    [InlineData("""{"id":"nope"}""", 400, "HC0020")]
    public async Task Given_only_trusted_documents_When_another_is_posted_Then_it_is_not_even_read(string body, int status, string expected) =>
        Assert.Equal((status, expected), await AnswerAsync(body, only: true));

    [Fact]
    public async Task Given_an_id_in_the_query_string_When_got_Then_the_document_runs()
    {
        await using WebApplication server = await StartAsync(only: true);
        using var client = new HttpClient();
        Assert.Equal("""{"data":{"echo":"x"}}""", await client.GetStringAsync($"{server.Urls.Single()}/graphql?id=echo&variables={{\"text\":\"x\"}}"));
    }

    [Theory]
    [InlineData("bad", "{ nope }", "bad.graphql is invalid: The field")]
    [InlineData("worse", "{", "worse.graphql is invalid: ")]
    public void Given_a_document_that_the_schema_can_not_answer_When_the_service_starts_Then_it_does_not(string name, string text, string reason)
    {
        Add(name, text);
        TrustedDocumentException exception = Assert.Throws<TrustedDocumentException>(() => Engine.Limited(options => options.TrustedDocumentFolder = _folder.FullName));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_folder_that_is_not_there_When_the_service_starts_Then_it_does_not() =>
        Assert.Throws<TrustedDocumentException>(() => Engine.Limited(options => options.TrustedDocumentFolder = Path.Combine(_folder.FullName, "nope")));

    private void Add(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, $"{name}.graphql"), text);

    private Task<WebApplication> StartAsync(bool only) => LibraryServer.StartAsync(options =>
    {
        options.TrustedDocumentFolder = _folder.FullName;
        options.OnlyTrustedDocuments = only;
    });

    private async Task<(int Status, string Answer)> AnswerAsync(string body, bool only)
    {
        await using WebApplication server = await StartAsync(only);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Accept", "application/graphql-response+json");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync($"{server.Urls.Single()}/graphql", content);
        string answer = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, response.StatusCode == HttpStatusCode.OK ? answer : JsonDocument.Parse(answer).RootElement.GetProperty("errors")[0].Code());
    }
}
