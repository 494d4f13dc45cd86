using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>
/// What the platform answered. When it is not <paramref name="Gelukt"/>, <paramref name="Reden"/> says in Dutch why;
/// <paramref name="Herhaald"/> is the answer to an earlier request with the same idempotency key.
/// </summary>
internal sealed record PlatformAntwoord(bool Gelukt, HttpStatusCode Status, JsonElement Inhoud, bool Herhaald, string Reden)
{
    /// <summary>The text of a member, or null.</summary>
    public string? Tekst(string naam) => Probleem.Tekst(Inhoud, naam);

    /// <summary>The members of <c>items</c> of a page.</summary>
    public IEnumerable<JsonElement> Items() =>
        Inhoud.ValueKind == JsonValueKind.Object && Inhoud.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : [];

    /// <exception cref="DemoGestoptException">It did not succeed, and without it the demo cannot go on.</exception>
    public PlatformAntwoord OfStop(string waarvoor) =>
        Gelukt ? this : throw new DemoGestoptException($"{waarvoor}: {Reden}.");
}

/// <summary>Speaks HTTP with the gateway on behalf of one of the demo persons.</summary>
internal sealed class PlatformClient(Herkansing herkansing, DemoTokens tokens, Uri gateway)
{
    private readonly string _basis = gateway.AbsoluteUri.TrimEnd('/');

    public Task<PlatformAntwoord> GetAsync(string client, string pad, CancellationToken cancellationToken) =>
        SendAsync(client, () => new HttpRequestMessage(HttpMethod.Get, _basis + pad), cancellationToken);

    public Task<PlatformAntwoord> PostAsync(string client, string pad, ReadOnlyMemory<byte> json, string? idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(
            client,
            () =>
            {
                var verzoek = new HttpRequestMessage(HttpMethod.Post, _basis + pad) { Content = new ReadOnlyMemoryContent(json) };
                verzoek.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                if (idempotencyKey is not null)
                {
                    verzoek.Headers.Add("Idempotency-Key", idempotencyKey);
                }

                return verzoek;
            },
            cancellationToken);

    private async Task<PlatformAntwoord> SendAsync(string client, Func<HttpRequestMessage> maak, CancellationToken cancellationToken)
    {
        for (var eersteKeer = true; ; eersteKeer = false)
        {
            var token = await tokens.GeefAsync(client, cancellationToken);
            using var antwoord = await herkansing.SendAsync(
                () =>
                {
                    var verzoek = maak();
                    verzoek.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                    return verzoek;
                },
                cancellationToken);
            if (antwoord.StatusCode == HttpStatusCode.Unauthorized && eersteKeer)
            {
                // The platform may have started anew with another key; a second refusal is an answer.
                tokens.Vergeet(client, token);
                continue;
            }

            var inhoud = await LeesAsync(antwoord, cancellationToken);
            var herhaald = antwoord.Headers.TryGetValues("Idempotency-Replayed", out var waarden)
                && waarden.Any(waarde => string.Equals(waarde, "true", StringComparison.OrdinalIgnoreCase));
            var gelukt = antwoord.IsSuccessStatusCode && inhoud.ValueKind == JsonValueKind.Object;
            return new PlatformAntwoord(gelukt, antwoord.StatusCode, inhoud, herhaald, gelukt ? string.Empty : Probleem.Reden(antwoord.StatusCode, inhoud));
        }
    }

    private static async Task<JsonElement> LeesAsync(HttpResponseMessage antwoord, CancellationToken cancellationToken)
    {
        try
        {
            return JsonElement.Parse(await antwoord.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
