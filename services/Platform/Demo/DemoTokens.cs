using System.Collections.Concurrent;
using System.Text.Json;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>
/// Tokens of the demo persons by client credentials, kept until shortly before they expire. Knows an authority by its
/// discovery document only, so that any OpenID Connect authority will do.
/// </summary>
internal sealed class DemoTokens(Herkansing herkansing, Uri authority, IReadOnlyDictionary<string, string> secrets, TimeProvider tijd) : IDisposable
{
    private static readonly TimeSpan Marge = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Tot)> _tokens = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _eenTegelijk = new(1);
    private Uri? _tokenEndpoint;

    public static async Task<DemoTokens> OpenAsync(Herkansing herkansing, Uri authority, string clientsFile, TimeProvider tijd, CancellationToken cancellationToken)
    {
        try
        {
            await using var stroom = File.OpenRead(clientsFile);
            var secrets = await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(stroom, cancellationToken: cancellationToken);
            return new DemoTokens(herkansing, authority, secrets ?? [], tijd);
        }
        catch (Exception fout) when (fout is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new DemoGestoptException($"De secrets van de demo-personen zijn niet te lezen uit {clientsFile}. Geef het bestand met --clients.");
        }
    }

    /// <summary>A token of this client that is good for another minute at least.</summary>
    public async Task<string> GeefAsync(string client, CancellationToken cancellationToken)
    {
        if (Geldig(client) is { } token)
        {
            return token;
        }

        await _eenTegelijk.WaitAsync(cancellationToken);
        try
        {
            return Geldig(client) ?? await HaalAsync(client, cancellationToken);
        }
        finally
        {
            _eenTegelijk.Release();
        }
    }

    /// <summary>The platform refused this token: the next one is asked for anew.</summary>
    public void Vergeet(string client, string token)
    {
        if (_tokens.TryGetValue(client, out var bewaard) && bewaard.Token == token)
        {
            _tokens.TryRemove(KeyValuePair.Create(client, bewaard));
        }
    }

    public void Dispose() => _eenTegelijk.Dispose();

    private string? Geldig(string client) =>
        _tokens.TryGetValue(client, out var bewaard) && tijd.GetUtcNow() < bewaard.Tot ? bewaard.Token : null;

    private async Task<string> HaalAsync(string client, CancellationToken cancellationToken)
    {
        if (!secrets.TryGetValue(client, out var secret))
        {
            throw new DemoGestoptException($"Er is geen secret voor de demo-persoon '{client}'.");
        }

        var endpoint = _tokenEndpoint ??= await ZoekEndpointAsync(cancellationToken);
        using var antwoord = await herkansing.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, endpoint)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["grant_type"] = "client_credentials",
                    ["client_id"] = client,
                    ["client_secret"] = secret,
                }),
            },
            cancellationToken);
        if (!antwoord.IsSuccessStatusCode)
        {
            throw new DemoGestoptException(
                $"De demo-persoon '{client}' mag zich niet aanmelden (status {(int)antwoord.StatusCode}). Horen de secrets bij dit platform?");
        }

        var inhoud = await LeesAsync(antwoord, cancellationToken);
        var token = Tekst(inhoud, "access_token");
        var duur = inhoud.TryGetProperty("expires_in", out var seconden) && seconden.TryGetInt32(out var aantal) ? TimeSpan.FromSeconds(aantal) : TimeSpan.Zero;
        _tokens[client] = (token, tijd.GetUtcNow() + duur - Marge);
        return token;
    }

    private async Task<Uri> ZoekEndpointAsync(CancellationToken cancellationToken)
    {
        var adres = new Uri($"{authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration");
        using var antwoord = await herkansing.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, adres), cancellationToken);
        return antwoord.IsSuccessStatusCode
            && Uri.TryCreate(Tekst(await LeesAsync(antwoord, cancellationToken), "token_endpoint"), UriKind.Absolute, out var endpoint)
            ? endpoint
            : throw new DemoGestoptException($"Op {adres} staat geen bruikbare beschrijving van een OpenID Connect-authority.");
    }

    private static async Task<JsonElement> LeesAsync(HttpResponseMessage antwoord, CancellationToken cancellationToken)
    {
        try
        {
            return JsonElement.Parse(await antwoord.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (JsonException)
        {
            throw new DemoGestoptException("Het antwoord van de authority is geen JSON.");
        }
    }

    private static string Tekst(JsonElement inhoud, string naam) =>
        inhoud.ValueKind == JsonValueKind.Object && inhoud.TryGetProperty(naam, out var waarde) && waarde.ValueKind == JsonValueKind.String
            ? waarde.GetString()!
            : throw new DemoGestoptException($"In het antwoord van de authority ontbreekt {naam}.");
}
