using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;

namespace Draaiboek.Tests.Support;

/// <summary>What a centre registers of exploitation.</summary>
internal static class Uitbuitingverzoeken
{
    public static JsonObject Uitbuiting() => new()
    {
        ["linkTienerpooier"] = "zeker",
        ["aantalVerdachten"] = 2,
        ["aantalKlanten"] = null,
        ["vormen"] = new JsonArray("prostitutie", "gedwongenMisdrijven"),
        ["rekruteringskanaal"] = "socialeMedia",
        ["middelen"] = new JsonArray("emotioneleBinding", "isolatie"),
        ["chantage"] = "ja",
        ["advertentiesite"] = "nee",
        ["plaats"] = "hotel",
        ["provincie"] = "brussel",
        ["grensoverschrijdend"] = "onbekend",
    };

    /// <summary>With the version that it has now, unless a test gives another; empty leaves it out.</summary>
    public static async Task<HttpResponseMessage> PutUitbuitingAsync(this ServicesFixture services, Guid melding, JsonObject uitbuiting, string rol = Invoer.Medewerker, string? ifMatch = null)
    {
        using var client = services.Client(MeldingService.Name, rol);
        var adres = Meldingverzoeken.Pad($"/api/meldingen/{melding}/uitbuiting");
        if (ifMatch is null)
        {
            using var gelezen = await client.GetAsync(adres);
            ifMatch = gelezen.Headers.ETag?.ToString() ?? "\"1\"";
        }

        using var request = new HttpRequestMessage(HttpMethod.Put, adres) { Content = JsonContent.Create(uitbuiting) };
        if (ifMatch.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request);
    }
}
