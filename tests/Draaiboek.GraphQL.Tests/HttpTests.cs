using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.GraphQL.Tests;

/// <summary>GraphQL over HTTP, on a real server.</summary>
public sealed class HttpTests : IAsyncLifetime
{
    private const string New = "application/graphql-response+json";
    private const string Old = "application/json";

    private readonly HttpClient _client = new();
    private WebApplication _server = null!;

    public async Task InitializeAsync()
    {
        _server = await LibraryServer.StartAsync(options => options.AllowIntrospection = http => !http.Request.Headers.ContainsKey("X-No-Introspection"));
        _client.BaseAddress = new Uri(_server.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(null, Old)]
    [InlineData("*/*", Old)]
    [InlineData("application/*", Old)]
    [InlineData("*/*, application/graphql-response+json", New)]
    [InlineData("application/*;q=0.5, application/graphql-response+json;q=0.4", Old)]
    [InlineData(New, New)]
    [InlineData(Old, Old)]
    [InlineData("application/json; charset=utf-8", Old)]
    [InlineData("application/json, application/graphql-response+json", New)]
    [InlineData("application/json;q=0.9, application/graphql-response+json;q=0.8", Old)]
    [InlineData("application/graphql-response+json;q=0, */*", Old)]
    [InlineData("text/html, application/json;q=0.5", Old)]
    public async Task Given_what_the_client_accepts_When_it_posts_Then_it_gets_the_best_of_that(string? accept, string expected)
    {
        using HttpResponseMessage response = await PostAsync("""{"query":"{ echo }"}""", accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("utf-8", response.Content.Headers.ContentType?.CharSet);
        Assert.Equal("""{"data":{"echo":"silence"}}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"query":"query($g: Genre) { a: books(genre: $g, first: 3) { id } echo b: echo(text: \"x\") }","variables":{"g":"NOVEL"}}""", "books(genre=Novel, first=3) echo() echo(text=x)")]
    [InlineData("""{"query":"{ trouble { __typename } __typename }"}""", "trouble() __typename()")]
    [InlineData("""{"query":"{ echo @skip(if: true) }"}""", "")]
    [InlineData("""{"query":"{ nothing }"}""", "refused")]
    [InlineData("{", "refused")]
    public async Task Given_somebody_who_is_told_When_anything_is_answered_Then_of_what_ran_or_that_it_was_refused_before_the_first_byte(string body, string expected)
    {
        string? told = null;
        await using WebApplication server = await LibraryServer.StartAsync(options => options.BeforeAnswer = (context, response) =>
        {
            Assert.False(context.Response.HasStarted);
            told = response.IsRequestError ? "refused" : string.Join(' ', response.RootFields.Select(field => $"{field.Name}({string.Join(", ", field.Arguments.Select(argument => $"{argument.Key}={argument.Value}"))})"));
            return Task.CompletedTask;
        });
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync(new Uri("/graphql", UriKind.Relative), content);
        Assert.Equal(expected, told);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml, image/*")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json;q=0, application/graphql-response+json;q=0")]
    [InlineData("nonsense")]
    public async Task Given_that_the_client_accepts_neither_type_When_it_posts_Then_406(string accept)
    {
        using HttpResponseMessage response = await PostAsync("""{"query":"{ echo }"}""", accept);
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"query":"{"}""", 400, "HC0014")]
    [InlineData("""{"query":"{ nope }"}""", 400, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("""{"query":"query A { echo } query B { echo }"}""", 400, "OPERATION_RESOLUTION_FAILURE")]
    [InlineData("""{"query":"query A { echo }","operationName":"B"}""", 400, "OPERATION_RESOLUTION_FAILURE")]
    [InlineData("""{"query":"query ($t: String!) { echo(text: $t) }"}""", 400, "HC0018")]
    [InlineData("""{"query":"query ($t: String!) { echo(text: $t) }","variables":{"t":1}}""", 400, "HC0016")]
    [InlineData("""{"query":"mutation { echo }"}""", 400, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("""{"query":"{ trouble { expected } }"}""", 200, "CLOSED")]
    [InlineData("""{"query":"{ trouble { required } }"}""", 200, "HC0018")]
    public async Task Given_an_error_of_GraphQL_When_posted_Then_the_status_depends_on_the_media_type(string body, int status, string code)
    {
        using HttpResponseMessage response = await PostAsync(body, New);
        Assert.Equal((status, code), ((int)response.StatusCode, await CodeAsync(response)));

        using HttpResponseMessage legacy = await PostAsync(body, Old);
        Assert.Equal((200, code), ((int)legacy.StatusCode, await CodeAsync(legacy)));
    }

    [Theory]
    [InlineData("", "HC0011")]
    [InlineData("{", "HC0011")]
    [InlineData("""{"query":"{ echo }"} {}""", "HC0011")]
    [InlineData("""{"query":"{ echo }","query":"{ old }"}""", "HC0011")]
    [InlineData("""{"query":"\ud800"}""", "HC0011")]
    [InlineData("""[{"query":"{ echo }"}]""", "HC0009")]
    [InlineData("\"{ echo }\"", "HC0009")]
    [InlineData("null", "HC0009")]
    [InlineData("{}", "HC0013")]
    [InlineData("""{"query":""}""", "HC0013")]
    [InlineData("""{"query":null}""", "HC0013")]
    [InlineData("""{"query":1}""", "HC0009")]
    [InlineData("""{"query":"{ echo }","operationName":1}""", "HC0009")]
    [InlineData("""{"query":"{ echo }","variables":"x"}""", "HC0009")]
    [InlineData("""{"query":"{ echo }","variables":[]}""", "HC0009")]
    [InlineData("""{"query":"{ echo }","extensions":1}""", "HC0009")]
    public async Task Given_no_GraphQL_request_When_posted_Then_400_in_either_media_type(string body, string code)
    {
        foreach (string accept in (string[])[New, Old])
        {
            using HttpResponseMessage response = await PostAsync(body, accept);
            Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, await CodeAsync(response)));
        }
    }

    [Theory]
    [InlineData("""{"query":"{ echo }","variables":null,"operationName":null,"extensions":null}""")]
    [InlineData("""{"query":"{ echo }","variables":{},"operationName":"","extensions":{"a":1},"more":true}""")]
    [InlineData("\uFEFF{\"query\":\"{ echo }\"}")]
    public async Task Given_optional_parts_When_posted_Then_they_may_be_empty(string body)
    {
        using HttpResponseMessage response = await PostAsync(body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/graphql", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("Application/JSON; charset=\"UTF-8\"", HttpStatusCode.OK)]
    public async Task Given_a_content_type_When_posted_Then_only_JSON_in_UTF8_is_read(string? type, HttpStatusCode status)
    {
        using var content = new ByteArrayContent("""{"query":"{ echo }"}"""u8.ToArray());
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using HttpResponseMessage response = await _client.PostAsync("/graphql", content);
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    public async Task Given_bytes_that_are_no_UTF8_When_posted_Then_400(byte[] bytes)
    {
        byte[] body = [.. "{\"query\":\"{ echo(text: \\\""u8, .. bytes, .. "\\\") }\"}"u8];
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage response = await _client.PostAsync("/graphql", content);
        Assert.Equal((HttpStatusCode.BadRequest, "HC0011"), (response.StatusCode, await CodeAsync(response)));
    }

    [Fact]
    public async Task Given_a_body_beyond_the_limit_When_posted_Then_413()
    {
        using HttpResponseMessage response = await PostAsync("{\"query\":\"{ echo }\",\"extensions\":{\"x\":\"" + new string('x', 300_000) + "\"}}");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Given_a_body_beyond_the_limit_When_refused_Then_the_next_request_can_go_over_the_same_connection()
    {
        int connections = 0;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                connections++;
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = _client.BaseAddress };
        for (int i = 0; i < 5; i++)
        {
            using var large = new StringContent("{\"query\":\"" + new string(' ', 300_000) + "{ echo }\"}", Encoding.UTF8, "application/json");
            using HttpResponseMessage refused = await client.PostAsync("/graphql", large);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
            using var query = new StringContent("{\"query\":\"{ __typename }\"}", Encoding.UTF8, "application/json");
            using HttpResponseMessage answered = await client.PostAsync("/graphql", query);
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        }

        Assert.Equal(1, connections);
    }

    [Fact]
    public async Task Given_JSON_that_nests_very_deep_When_posted_Then_400()
    {
        using HttpResponseMessage response = await PostAsync("{\"query\":\"{ echo }\",\"variables\":{\"x\":" + new string('[', 10_000) + new string(']', 10_000) + "}}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("query={echo}", """{"data":{"echo":"silence"}}""")]
    [InlineData("query=query($t:String){echo(text:$t)}&variables={\"t\":\"h%C3%A9\"}", """{"data":{"echo":"hé"}}""")]
    [InlineData("query=query A{echo} query B{old}&operationName=B&extensions={}", """{"data":{"old":1}}""")]
    public async Task Given_a_query_string_When_got_Then_it_is_answered(string query, string expected) =>
        Assert.Equal(expected, await _client.GetStringAsync($"/graphql?{query}"));

    [Theory]
    [InlineData("", "HC0013")]
    [InlineData("query=", "HC0013")]
    [InlineData("query={echo}&query={old}", "HC0009")]
    [InlineData("query={echo}&variables={", "HC0011")]
    [InlineData("query={echo}&variables=[]", "HC0009")]
    [InlineData("query={echo}&extensions=1", "HC0009")]
    [InlineData("query=mutation{echo}", "GRAPHQL_VALIDATION_FAILED")]
    public async Task Given_a_wrong_query_string_When_got_Then_400(string query, string code)
    {
        _client.DefaultRequestHeaders.Add("Accept", New);
        using HttpResponseMessage response = await _client.GetAsync($"/graphql?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, await CodeAsync(response)));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Given_another_method_When_sent_Then_405(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/graphql");
        using HttpResponseMessage response = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{ __schema { types { name } } }", false)]
    [InlineData("{ ...F } fragment F on Query { __type(name: \\\"Book\\\") { name } }", false)]
    [InlineData("{ __typename }", true)]
    public async Task Given_introspection_is_off_for_this_request_When_posted_Then_only_typename_is_answered(string query, bool answered)
    {
        string body = $$"""{"query":"{{query}}"}""";
        using HttpResponseMessage allowed = await PostAsync(body);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);

        _client.DefaultRequestHeaders.Add("X-No-Introspection", "1");
        using HttpResponseMessage response = await PostAsync(body, New);
        Assert.Equal(answered ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(answered, !(await response.Content.ReadAsStringAsync()).Contains("HC0046", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_resolvers_with_the_HttpContext_and_the_user_When_posted_Then_they_see_the_request()
    {
        _client.DefaultRequestHeaders.Add("X-Test", "seen");
        using HttpResponseMessage response = await PostAsync("""{"query":"{ header user }"}""");
        Assert.Equal("""{"data":{"header":"seen","user":"seen"}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Given_a_request_that_takes_too_long_When_posted_Then_500_and_the_reason()
    {
        await using WebApplication server = await LibraryServer.StartAsync(options => options.ExecutionTimeout = TimeSpan.FromSeconds(1));
        _client.DefaultRequestHeaders.Add("Accept", New);
        using HttpResponseMessage response = await _client.GetAsync($"{server.Urls.Single()}/graphql?query={{trouble{{slow(milliseconds:30000)}}}}");
        Assert.Equal((HttpStatusCode.InternalServerError, "HC0045"), (response.StatusCode, await CodeAsync(response)));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("\"other\"", HttpStatusCode.OK)]
    [InlineData("{0}", HttpStatusCode.NotModified)]
    [InlineData("W/{0}", HttpStatusCode.NotModified)]
    [InlineData("\"other\", {0}", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    public async Task Given_the_address_of_the_schema_When_got_Then_it_is_the_schema_unless_the_client_has_it(string? known, HttpStatusCode status)
    {
        using HttpResponseMessage first = await _client.GetAsync("/graphql/schema.graphql");
        Assert.Equal((HttpStatusCode.OK, "application/graphql"), (first.StatusCode, first.Content.Headers.ContentType?.MediaType));
        Assert.Equal(Engine.Sdl, await first.Content.ReadAsStringAsync());

        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql");
        if (known is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", string.Format(CultureInfo.InvariantCulture, known, first.Headers.ETag));
        }

        using HttpResponseMessage again = await _client.SendAsync(request);
        Assert.Equal((status, first.Headers.ETag), (again.StatusCode, again.Headers.ETag));
        Assert.Equal(status == HttpStatusCode.OK ? Engine.Sdl : "", await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Given_introspection_is_off_for_this_request_When_the_schema_is_got_Then_403()
    {
        _client.DefaultRequestHeaders.Add("X-No-Introspection", "1");
        using HttpResponseMessage response = await _client.GetAsync("/graphql/schema.graphql");
        Assert.Equal((HttpStatusCode.Forbidden, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("Production", HttpStatusCode.BadRequest)]
    [InlineData("Development", HttpStatusCode.OK)]
    public async Task Given_a_service_that_says_nothing_of_introspection_When_asked_Then_only_development_answers(string environment, HttpStatusCode status)
    {
        await using WebApplication server = await LibraryServer.StartAsync(environment: environment);
        _client.DefaultRequestHeaders.Add("Accept", New);
        using HttpResponseMessage response = await _client.GetAsync($"{server.Urls.Single()}/graphql?query={{__schema{{queryType{{name}}}}}}");
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Given_a_client_that_leaves_When_a_resolver_still_works_Then_its_token_is_cancelled()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WebApplication server = await LibraryServer.StartAsync(options =>
        {
            options.AddQueryType<Patience>();
            options.ExecutionTimeout = TimeSpan.FromMinutes(5);
        }, services: services => services.AddSingleton(new Signals(waiting, cancelled)));
        using var leaving = new CancellationTokenSource();
        Task<HttpResponseMessage> request = _client.GetAsync($"{server.Urls.Single()}/graphql?query={{wait}}", leaving.Token);
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Given_a_client_that_hangs_up_When_the_next_one_asks_Then_it_is_answered()
    {
        using (var socket = new TcpClient("127.0.0.1", _client.BaseAddress!.Port))
        {
            await socket.GetStream().WriteAsync("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());
        }

        using HttpResponseMessage response = await PostAsync("""{"query":"{ echo }"}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<string> CodeAsync(HttpResponseMessage response)
    {
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.GetProperty("errors")[0].Code();
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await _client.SendAsync(request);
    }

    internal sealed record Signals(TaskCompletionSource Waiting, TaskCompletionSource Cancelled);

    internal sealed class Patience
    {
        public static async Task<int> WaitAsync(Signals signals, CancellationToken cancellationToken)
        {
            signals.Waiting.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                signals.Cancelled.SetResult();
                throw;
            }

            return 0;
        }
    }
}
