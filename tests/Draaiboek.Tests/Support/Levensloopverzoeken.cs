using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;

namespace Draaiboek.Tests.Support;

/// <summary>Steps on a melding after it was registered.</summary>
internal static class Levensloopverzoeken
{
    public static JsonObject Vervolg(this JsonObject vraag, Guid op)
    {
        vraag["vervolgOp"] = op;
        return vraag;
    }

    /// <summary>The body of a correction that makes the melding what this question asks.</summary>
    public static JsonObject Verbetering(JsonObject vraag)
    {
        foreach (var naam in (string[])["centrum", "ontvangenOp", "kanaal", "namensOrganisatie", "sector", "contactpersoon"])
        {
            vraag.Remove(naam);
        }

        vraag["reden"] = "Synthetische reden.";
        return vraag;
    }

    public static async Task<HttpResponseMessage> StapAsync(this ServicesFixture services, Guid id, string pad, string json, string rol)
    {
        using var client = services.Client(MeldingService.Name, rol);
        return await client.PostAsync(Meldingverzoeken.Pad($"/api/meldingen/{id}/{pad}"), Meldingverzoeken.AlsJson(json));
    }

    /// <summary>With the version that the melding has now, unless a test gives another; empty leaves it out.</summary>
    public static async Task<HttpResponseMessage> VerbeterAsync(this ServicesFixture services, Guid id, JsonObject inhoud, string rol, string? ifMatch = null)
    {
        using var client = services.Client(MeldingService.Name, rol);
        if (ifMatch is null)
        {
            using var gelezen = await client.GetAsync(Meldingverzoeken.Melding(id));
            ifMatch = gelezen.Headers.ETag!.ToString();
        }

        using var request = new HttpRequestMessage(HttpMethod.Put, Meldingverzoeken.Melding(id)) { Content = JsonContent.Create(inhoud) };
        if (ifMatch.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request);
    }
}
