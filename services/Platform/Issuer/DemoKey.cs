using Draaiboek.Hosting;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Draaiboek.Platform.Issuer;

/// <summary>The ES256 key of the demo issuer, made once for each data folder, and the tokens signed with it.</summary>
internal sealed class DemoKey : IDisposable
{
    /// <summary>Name of the file in the data folder: PKCS#8 in PEM.</summary>
    public const string Bestandsnaam = "issuer.key";

    /// <summary>How long a token is valid. Short: a token cannot be withdrawn.</summary>
    public static readonly TimeSpan Geldigheid = TimeSpan.FromMinutes(10);

    private readonly ECDsa _ecdsa;
    private readonly SigningCredentials _credentials;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    private DemoKey(ECDsa ecdsa)
    {
        _ecdsa = ecdsa;
        var punt = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        X = Base64UrlEncoder.Encode(punt.X);
        Y = Base64UrlEncoder.Encode(punt.Y);
        // RFC 7638: the name follows from the key itself, so a new key never hides behind the name of an old one.
        Kid = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(
            $$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""")));
        _credentials = new SigningCredentials(new ECDsaSecurityKey(ecdsa) { KeyId = Kid }, SecurityAlgorithms.EcdsaSha256);
    }

    public string Kid { get; }

    public string X { get; }

    public string Y { get; }

    public static DemoKey LeesOfMaak(string dataFolder)
    {
        var pad = Path.Combine(dataFolder, Bestandsnaam);
        var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (PrivateFiles.Read(pad) is { } pem)
        {
            ecdsa.ImportFromPem(pem);
        }
        else
        {
            PrivateFiles.Write(pad, ecdsa.ExportPkcs8PrivateKeyPem() + "\n");
        }

        return new DemoKey(ecdsa);
    }

    /// <summary>An access token (RFC 9068) with the claims as ACM/IDM shapes them.</summary>
    public string Onderteken(DemoPersoon persoon, string authority, DateTimeOffset nu) =>
        _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = authority,
            Audience = "draaiboek",
            IssuedAt = nu.UtcDateTime,
            NotBefore = nu.UtcDateTime,
            Expires = nu.UtcDateTime + Geldigheid,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = persoon.ClientId,
                ["jti"] = Guid.NewGuid().ToString(),
                ["client_id"] = persoon.ClientId,
                ["vo_id"] = persoon.VoId.ToString(),
                ["vo_orgcode"] = persoon.VoOrgcode,
                ["draaiboek_rol_3d"] = persoon.Rollen,
            },
            SigningCredentials = _credentials,
        });

    public void Dispose() => _ecdsa.Dispose();
}
