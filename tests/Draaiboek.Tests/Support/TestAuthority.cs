using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Tests.Support;

/// <summary>How a token is signed: the right way, or one of the ways that must be refused.</summary>
public enum Signing
{
    /// <summary>ES256 with the key that the authority publishes.</summary>
    Right = 0,

    /// <summary>ES256 with a key of somebody else, under the published <c>kid</c>.</summary>
    OtherKey = 1,

    /// <summary>HS256 with the published public key as the secret: the classic confusion of algorithms.</summary>
    PublicKeyAsSecret = 2,

    /// <summary><c>alg: none</c> and no signature.</summary>
    None = 3,

    /// <summary>Signed the right way, then another payload put in its place.</summary>
    OtherPayload = 4,
}

/// <summary>
/// A small OIDC authority on a free port of this machine: discovery, keys, and tokens as DESIGN shapes them.
/// Makes wrong tokens just as well, written by hand so that no library refuses to.
/// </summary>
public sealed class TestAuthority : IAsyncDisposable
{
    public const string Organisatie = "0400506961";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _kid = Guid.NewGuid().ToString("N");
    private readonly WebApplication _app;

    private TestAuthority(WebApplication app) => _app = app;

    /// <summary>Where it listens; discovery is at <c>/.well-known/openid-configuration</c> under it.</summary>
    public Uri Url { get; private set; } = new("http://localhost");

    /// <summary>The <c>iss</c> of its tokens: where it listens, unless it is known under another address.</summary>
    public string Issuer { get; private set; } = "";

    /// <param name="issuer">Known under this address, as behind a gateway.</param>
    public static async Task<TestAuthority> StartAsync(string? issuer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        var authority = new TestAuthority(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = authority.Issuer, jwks_uri = new Uri(authority.Url, "jwks").AbsoluteUri }));
        app.MapGet("/jwks", () => Results.Text(authority.Jwks(), "application/json"));
        await app.StartAsync();
        authority.Url = new Uri(app.Urls.Single());
        authority.Issuer = issuer ?? authority.Url.AbsoluteUri.TrimEnd('/');
        return authority;
    }

    /// <param name="roles">As <c>melder:0400506961</c> or <c>stuurgroep</c>.</param>
    /// <param name="voId">The person; null for a system's own token.</param>
    /// <param name="expires">From now; negative for one that is over.</param>
    public string Token(
        IEnumerable<string>? roles = null,
        string? voId = "4b7a1f1e-6c53-4a55-9a2e-0d1f6c1c2b3a",
        string? org = Organisatie,
        string? sub = "persoon-1",
        string audience = "draaiboek",
        string typ = "at+jwt",
        TimeSpan? expires = null,
        string? issuer = null,
        Signing signing = Signing.Right)
    {
        var now = DateTimeOffset.UtcNow;
        var end = now + (expires ?? TimeSpan.FromMinutes(10));
        var start = end < now ? end.AddMinutes(-10) : now;
        var payload = new JsonObject
        {
            ["iss"] = issuer ?? Issuer,
            ["sub"] = sub,
            ["aud"] = audience,
            ["iat"] = start.ToUnixTimeSeconds(),
            ["nbf"] = start.ToUnixTimeSeconds(),
            ["exp"] = end.ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
            ["client_id"] = sub,
            ["vo_id"] = voId,
            ["vo_orgcode"] = org,
            ["draaiboek_rol_3d"] = new JsonArray([.. (roles ?? []).Select(role => JsonValue.Create(role))]),
        };
        foreach (var absent in payload.Where(claim => claim.Value is null).Select(claim => claim.Key).ToList())
        {
            payload.Remove(absent);
        }

        return Sign(payload, typ, signing);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _otherKey.Dispose();
    }

    private string Sign(JsonObject payload, string typ, Signing signing)
    {
        var alg = signing switch { Signing.PublicKeyAsSecret => "HS256", Signing.None => "none", _ => "ES256" };
        var header = new JsonObject { ["alg"] = alg, ["typ"] = typ, ["kid"] = _kid };
        var text = Encode(header.ToJsonString()) + "." + Encode(payload.ToJsonString());
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = signing switch
        {
            Signing.OtherKey => _otherKey.SignData(bytes, HashAlgorithmName.SHA256),
            Signing.PublicKeyAsSecret => HMACSHA256.HashData(_key.ExportSubjectPublicKeyInfo(), bytes),
            Signing.None => [],
            _ => _key.SignData(bytes, HashAlgorithmName.SHA256),
        };
        if (signing == Signing.OtherPayload)
        {
            payload["sub"] = "iemand-anders";
            text = Encode(header.ToJsonString()) + "." + Encode(payload.ToJsonString());
        }

        return text + "." + Encode(signature);
    }

    private string Jwks()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "EC", use = "sig", alg = "ES256", crv = "P-256", kid = _kid, x = Encode(point.X!), y = Encode(point.Y!) } },
        });
    }

    private static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
