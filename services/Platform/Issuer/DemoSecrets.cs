using Draaiboek.Hosting;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Draaiboek.Platform.Issuer;

/// <summary>
/// The secrets of the demo clients. Random and made once for each data folder: a secret that stands in the source
/// would be the same on every machine.
/// </summary>
internal sealed class DemoSecrets
{
    /// <summary>Name of the file in the data folder: an object of client_id → secret.</summary>
    public const string Bestandsnaam = "demo-clients.json";

    private static readonly JsonSerializerOptions Leesbaar = new() { WriteIndented = true };
    private readonly Dictionary<string, string> _secrets;

    private DemoSecrets(Dictionary<string, string> secrets) => _secrets = secrets;

    public static DemoSecrets LeesOfMaak(string dataFolder)
    {
        var pad = Path.Combine(dataFolder, Bestandsnaam);
        var secrets = PrivateFiles.Read(pad) is { } json
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? []
            : [];
        var ontbrekend = DemoPersonen.Alle.Where(persoon => !secrets.ContainsKey(persoon.ClientId)).ToList();
        foreach (var persoon in ontbrekend)
        {
            secrets[persoon.ClientId] = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        }

        if (ontbrekend.Count > 0)
        {
            PrivateFiles.Write(pad, JsonSerializer.Serialize(secrets, Leesbaar) + "\n");
        }

        return new DemoSecrets(secrets);
    }

    /// <summary>The person of this client, or null. Takes as long for an unknown client as for a wrong secret.</summary>
    public DemoPersoon? Controleer(string clientId, string secret)
    {
        var persoon = DemoPersonen.Vind(clientId);
        var verwacht = persoon is null ? string.Empty : _secrets[persoon.ClientId];
        // Hashes first: FixedTimeEquals answers at once when the lengths differ.
        var gelijk = CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(verwacht)),
            SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        return gelijk ? persoon : null;
    }
}
