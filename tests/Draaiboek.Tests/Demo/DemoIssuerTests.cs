using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Draaiboek.Platform.Issuer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Draaiboek.Tests.Demo;

public sealed class DemoIssuerTests : IAsyncLifetime
{
    private const string Authority = "http://localhost:8080/auth";
    private readonly string _map = Path.Combine(Path.GetTempPath(), $"draaiboek-issuer-{Guid.NewGuid():N}");
    private readonly StilstaandeTijd _tijd = new();
    private readonly List<string> _log = [];
    private WebApplication _issuer = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync() => (_issuer, _http) = await StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _issuer.DisposeAsync();
        Directory.Delete(_map, recursive: true);
    }

    [Fact]
    public async Task Discovery_names_the_public_addresses()
    {
        var discovery = JsonElement.Parse(await _http.GetStringAsync("/.well-known/openid-configuration"));

        Assert.Equal(Authority, discovery.GetProperty("issuer").GetString());
        Assert.Equal($"{Authority}/jwks", discovery.GetProperty("jwks_uri").GetString());
        Assert.Equal($"{Authority}/token", discovery.GetProperty("token_endpoint").GetString());
    }

    [Fact]
    public async Task The_published_key_verifies_the_token_and_nothing_else_of_it()
    {
        var jwks = new JsonWebKeySet(await _http.GetStringAsync("/jwks"));
        Assert.DoesNotContain("\"d\"", await _http.GetStringAsync("/jwks"), StringComparison.Ordinal);
        var token = await TokenAsync("melder-a");

        var resultaat = await ValideerAsync(jwks, token);

        Assert.True(resultaat.IsValid, resultaat.Exception?.Message);
        var veranderd = token[..^8] + (token[^8] == 'A' ? 'B' : 'A') + token[^7..];
        Assert.False((await ValideerAsync(jwks, veranderd)).IsValid);
    }

    [Fact]
    public async Task The_token_has_the_shape_of_ACM_IDM()
    {
        var jwt = new JsonWebToken(await TokenAsync("melder-a"));

        Assert.Equal("ES256", jwt.Alg);
        Assert.Equal("at+jwt", jwt.Typ);
        Assert.NotEmpty(jwt.Kid);
        Assert.Equal(Authority, jwt.Issuer);
        Assert.Equal(["draaiboek"], jwt.Audiences);
        Assert.Equal("melder-a", jwt.GetClaim("client_id").Value);
        Assert.NotEmpty(jwt.Subject);
        Assert.Equal(_tijd.Nu.UtcDateTime, jwt.IssuedAt);
        Assert.Equal(_tijd.Nu.UtcDateTime, jwt.ValidFrom);
        Assert.Equal(_tijd.Nu.UtcDateTime.AddMinutes(10), jwt.ValidTo);
        Assert.True(Guid.TryParse(jwt.GetClaim("vo_id").Value, out _));
        Assert.Equal("0400506961", jwt.GetClaim("vo_orgcode").Value);
        var payload = JsonElement.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload));
        Assert.Equal("melder:0400506961", Assert.Single(payload.GetProperty("draaiboek_rol_3d").EnumerateArray()).GetString());
        Assert.NotEqual(jwt.Id, new JsonWebToken(await TokenAsync("melder-a")).Id);
    }

    [Fact]
    public async Task A_token_is_over_after_ten_minutes()
    {
        var jwks = new JsonWebKeySet(await _http.GetStringAsync("/jwks"));
        var token = await TokenAsync("auditor");

        _tijd.Nu += TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1);
        Assert.True((await ValideerAsync(jwks, token)).IsValid);

        _tijd.Nu += TimeSpan.FromSeconds(2);
        Assert.IsType<SecurityTokenExpiredException>((await ValideerAsync(jwks, token)).Exception);
    }

    [Fact]
    public async Task Every_person_gets_a_token_with_an_own_id_and_a_right_KBO_number()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var persoon in DemoPersonen.Alle)
        {
            var jwt = new JsonWebToken(await TokenAsync(persoon.ClientId));
            Assert.True(ids.Add(jwt.GetClaim("vo_id").Value));
            var kbo = jwt.GetClaim("vo_orgcode").Value;
            Assert.Equal(97 - (int.Parse(kbo[..8]) % 97), int.Parse(kbo[8..]));
        }

        Assert.Equal(13, ids.Count);
    }

    [Fact]
    public async Task Basic_authentication_works_too()
    {
        using var verzoek = new HttpRequestMessage(HttpMethod.Post, "/token") { Content = Formulier(("grant_type", "client_credentials")) };
        verzoek.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"stuurgroep:{Secret("stuurgroep")}")));

        using var antwoord = await _http.SendAsync(verzoek);

        Assert.Equal(HttpStatusCode.OK, antwoord.StatusCode);
        var inhoud = JsonElement.Parse(await antwoord.Content.ReadAsByteArrayAsync());
        Assert.Equal("Bearer", inhoud.GetProperty("token_type").GetString());
        Assert.Equal(600, inhoud.GetProperty("expires_in").GetInt32());
        Assert.True(antwoord.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("melder-a", "verkeerd")]
    [InlineData("melder-a", "")]
    [InlineData("bestaat-niet", "verkeerd")]
    [InlineData("bestaat-niet", "")]
    [InlineData("", "")]
    public async Task A_wrong_secret_is_401_invalid_client(string client, string secret) =>
        await AssertFoutAsync(
            Formulier(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret)),
            HttpStatusCode.Unauthorized, "invalid_client");

    [Fact]
    public async Task The_secret_of_another_person_is_401() =>
        await AssertFoutAsync(
            Formulier(("grant_type", "client_credentials"), ("client_id", "melder-a"), ("client_secret", Secret("melder-b"))),
            HttpStatusCode.Unauthorized, "invalid_client");

    [Fact]
    public async Task Another_grant_is_unsupported() =>
        await AssertFoutAsync(
            Formulier(("grant_type", "password"), ("client_id", "melder-a"), ("client_secret", Secret("melder-a"))),
            HttpStatusCode.BadRequest, "unsupported_grant_type");

    [Fact]
    public async Task What_is_no_form_or_says_things_twice_is_an_invalid_request()
    {
        await AssertFoutAsync(Formulier(("client_id", "melder-a")), HttpStatusCode.BadRequest, "invalid_request");
        await AssertFoutAsync(Formulier(("grant_type", "client_credentials"), ("grant_type", "client_credentials")), HttpStatusCode.BadRequest, "invalid_request");
        await AssertFoutAsync(new StringContent("{}", Encoding.UTF8, "application/json"), HttpStatusCode.BadRequest, "invalid_request");
    }

    [Theory]
    [InlineData("203.0.113.7", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1, 203.0.113.7", HttpStatusCode.Forbidden)]
    [InlineData("geen adres", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1, ::1", HttpStatusCode.OK)]
    public async Task What_was_forwarded_from_elsewhere_is_refused(string afkomst, HttpStatusCode verwacht)
    {
        using var verzoek = new HttpRequestMessage(HttpMethod.Get, "/jwks");
        verzoek.Headers.Add("X-Forwarded-For", afkomst);
        using var antwoord = await _http.SendAsync(verzoek);

        Assert.Equal(verwacht, antwoord.StatusCode);
    }

    [Fact]
    public void It_listens_on_loopback_only_warns_at_start_and_refuses_a_public_authority()
    {
        Assert.True(_http.BaseAddress!.Host == "127.0.0.1");
        Assert.Contains(_log, regel => regel.Contains("alleen voor demonstratie", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => DemoIssuer.Build(new DemoIssuerOptions { DataFolder = _map, PublicAuthority = "https://draaiboek.example.org/auth" }));
    }

    [Fact]
    public async Task Key_and_secrets_survive_a_restart_and_belong_to_their_owner()
    {
        var jwks = await _http.GetStringAsync("/jwks");
        var secret = Secret("melder-a");
        var (tweede, http) = await StartAsync();
        await using (tweede)
        using (http)
        {
            Assert.Equal(jwks, await http.GetStringAsync("/jwks"));
            Assert.Equal(secret, Secret("melder-a"));
        }

        if (!OperatingSystem.IsWindows())
        {
            foreach (var naam in (string[])["issuer.key", "demo-clients.json"])
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_map, naam)));
            }
        }

        Assert.Equal(2, Directory.GetFiles(_map).Length);
    }

    private async Task<(WebApplication Issuer, HttpClient Http)> StartAsync()
    {
        var issuer = DemoIssuer.Build(new DemoIssuerOptions
        {
            DataFolder = _map,
            PublicAuthority = Authority,
            TimeProvider = _tijd,
            Logging = logging => logging.Services.AddSingleton<ILoggerProvider>(new LijstLogger(_log)),
        });
        await issuer.StartAsync();
        var adres = issuer.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return (issuer, new HttpClient { BaseAddress = new Uri(adres) });
    }

    private string Secret(string client) =>
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(_map, "demo-clients.json"))).GetProperty(client).GetString()!;

    private async Task<string> TokenAsync(string client)
    {
        using var formulier = Formulier(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", Secret(client)));
        using var antwoord = await _http.PostAsync("/token", formulier);
        Assert.Equal(HttpStatusCode.OK, antwoord.StatusCode);
        return JsonElement.Parse(await antwoord.Content.ReadAsByteArrayAsync()).GetProperty("access_token").GetString()!;
    }

    private async Task AssertFoutAsync(HttpContent verzoek, HttpStatusCode status, string error)
    {
        using var antwoord = await _http.PostAsync("/token", verzoek);
        Assert.Equal(status, antwoord.StatusCode);
        Assert.Equal(error, JsonElement.Parse(await antwoord.Content.ReadAsByteArrayAsync()).GetProperty("error").GetString());
        Assert.True(antwoord.Headers.CacheControl!.NoStore);
    }

    private Task<TokenValidationResult> ValideerAsync(JsonWebKeySet jwks, string token) =>
        new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Authority,
            ValidAudience = "draaiboek",
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = ["ES256"],
            IssuerSigningKeys = jwks.GetSigningKeys(),
            LifetimeValidator = (van, tot, _, _) => tot > _tijd.Nu.UtcDateTime && van <= _tijd.Nu.UtcDateTime ? true : throw new SecurityTokenExpiredException(),
        });

    private static FormUrlEncodedContent Formulier(params (string Naam, string Waarde)[] velden) =>
        new(velden.Select(veld => KeyValuePair.Create(veld.Naam, veld.Waarde)));

    private sealed class StilstaandeTijd : TimeProvider
    {
        public DateTimeOffset Nu { get; set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Nu;
    }

    private sealed class LijstLogger(List<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (log)
            {
                log.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
            // Nothing to dispose of.
        }
    }
}
