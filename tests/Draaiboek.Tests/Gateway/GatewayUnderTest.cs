using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Draaiboek.Gateway;
using Draaiboek.Hosting;
using Draaiboek.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.Gateway;

/// <summary>A real gateway on a free port, with an authority and echoing backends of its own.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    /// <summary>As the demo issuer is known; a test may set another.</summary>
    private const string DefaultAuthority = "http://localhost:8080/auth";

    private readonly List<TestBackend> _backends = [];
    private readonly WebApplication _gateway;

    private GatewayUnderTest(WebApplication gateway, TestAuthority authority)
    {
        _gateway = gateway;
        Authority = authority;
        Url = new Uri(gateway.Urls.Single());
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null }) { BaseAddress = Url };
    }

    public TestAuthority Authority { get; }

    public Uri Url { get; }

    public HttpClient Client { get; }

    public static Task<GatewayUnderTest> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, settings);

    /// <param name="melding">What the backend of Melding does; the others echo.</param>
    public static async Task<GatewayUnderTest> StartAsync(Func<Microsoft.AspNetCore.Http.HttpContext, Task>? melding, params (string Key, string Value)[] settings)
    {
        var authority = await TestAuthority.StartAsync(settings.FirstOrDefault(setting => setting.Key == "Identity:Authority").Value ?? DefaultAuthority);
        var backends = new List<TestBackend>();
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:Url"] = "http://127.0.0.1:0",
            ["Draaiboek:Identity:Authority"] = authority.Issuer,
            ["Draaiboek:Identity:MetadataAddress"] = new Uri(authority.Url, ".well-known/openid-configuration").AbsoluteUri,
            // Two seconds, as it is otherwise, say something of a service, not of a machine on which tests of all kinds run.
            ["Draaiboek:Gateway:Timeouts:Health"] = "20",
        };
        foreach (var cluster in Clusters.Alle)
        {
            var backend = await TestBackend.StartAsync(cluster, cluster == Clusters.Melding ? melding : null);
            backends.Add(backend);
            all[$"Draaiboek:Gateway:Clusters:{cluster}"] = backend.Url.AbsoluteUri;
        }

        foreach (var (key, value) in settings)
        {
            all["Draaiboek:" + key] = value;
        }

        var gateway = GatewayService.Build(new ServiceOptions { Settings = all, Logging = logging => logging.ClearProviders() });
        await gateway.StartAsync();
        var test = new GatewayUnderTest(gateway, authority);
        test._backends.AddRange(backends);
        return test;
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? token = null, Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        more?.Invoke(request);
        return await Client.SendAsync(request);
    }

    public async Task<Echo> EchoAsync(string path, string? token, Action<HttpRequestMessage>? more = null, string method = "GET")
    {
        using var response = await SendAsync(method, path, token, more);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<Echo>())!;
    }

    /// <summary>Sends exactly this, without a client that tidies it up, and gives what comes back until the gateway closes.</summary>
    public async Task<string> RawAsync(string request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, Url.Port);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(patience.Token);
    }

    public Task StopAsync() => _gateway.StopAsync();

    public Task<string> RawGetAsync(string target, string? token, string more = "")
        => RawAsync($"GET {target} HTTP/1.1\r\nHost: draaiboek\r\nConnection: close\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}{more}\r\n");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _gateway.DisposeAsync();
        await Authority.DisposeAsync();
        foreach (var backend in _backends)
        {
            await backend.DisposeAsync();
        }
    }
}

/// <summary>One gateway with default settings for all tests that need nothing else.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    internal GatewayUnderTest Gateway { get; private set; } = null!;

    public async Task InitializeAsync() => Gateway = await GatewayUnderTest.StartAsync();

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}

internal static class ProblemAssert
{
    /// <summary>Every refusal is problem+json with its status, in words, and traceable.</summary>
    public static async Task<JsonNode> IsProblemAsync(HttpResponseMessage response, int status, string slug)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"expected {status}, got {(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(status, (int)problem["status"]!);
        Assert.Equal("urn:draaiboek:probleem:" + slug, (string?)problem["type"]);
        Assert.False(string.IsNullOrEmpty((string?)problem["traceId"]));
        return problem;
    }

    /// <summary>The same for an answer read as plain text.</summary>
    public static void IsProblem(string answer, int status)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }
}
