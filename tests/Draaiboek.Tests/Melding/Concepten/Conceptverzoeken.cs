using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>What people do with a draft.</summary>
internal static class Conceptverzoeken
{
    public const string Pad = "/api/meldingen/concepten";

    public static JsonObject Inhoud(JsonNode inhoud) => new() { ["inhoud"] = inhoud.DeepClone() };

    public static async Task<HttpResponseMessage> PostConceptAsync(this ServicesFixture services, JsonNode inhoud, string rol = Invoer.Melder, string? sleutel = null)
    {
        using var client = services.Client(MeldingService.Name, rol);
        using var request = new HttpRequestMessage(HttpMethod.Post, Meldingverzoeken.Pad(Pad)) { Content = JsonContent.Create(Inhoud(inhoud)) };
        if (sleutel is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", sleutel);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Begins a draft and gives its id.</summary>
    public static async Task<Guid> BeginAsync(this ServicesFixture services, JsonNode inhoud, string rol = Invoer.Melder)
    {
        using var response = await services.PostConceptAsync(inhoud, rol);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync())["id"]!.GetValue<Guid>();
    }

    public static async Task<HttpResponseMessage> GetConceptAsync(this ServicesFixture services, Guid id, string rol = Invoer.Melder)
    {
        using var client = services.Client(MeldingService.Name, rol);
        return await client.GetAsync(Meldingverzoeken.Pad($"{Pad}/{id}"));
    }

    public static async Task<HttpResponseMessage> BewaarAsync(this ServicesFixture services, Guid id, JsonNode inhoud, string? ifMatch, string rol = Invoer.Melder)
    {
        using var client = services.Client(MeldingService.Name, rol);
        return await client.SendAsync(HttpMethod.Put, $"{Pad}/{id}", Inhoud(inhoud), ifMatch);
    }

    public static async Task<HttpResponseMessage> VerwijderAsync(this ServicesFixture services, Guid id, string? ifMatch, string rol = Invoer.Melder)
    {
        using var client = services.Client(MeldingService.Name, rol);
        return await client.SendAsync(HttpMethod.Post, $"{Pad}/{id}/verwijdering", [], ifMatch);
    }

    /// <summary>Submits the melding that was written in that draft.</summary>
    public static async Task<HttpResponseMessage> DienInAsync(
        this ServicesFixture services, Guid concept, JsonObject melding, string rol = Invoer.Melder, string? ifMatch = null, string? sleutel = null)
    {
        var body = melding.DeepClone().AsObject();
        body["concept"] = concept;
        using var client = services.Client(MeldingService.Name, rol);
        return await client.SendAsync(HttpMethod.Post, "/api/meldingen", body, ifMatch, sleutel);
    }

    public static async Task<List<Guid>> LijstAsync(this ServicesFixture services, string rol)
    {
        using var client = services.Client(MeldingService.Name, rol);
        return [.. (await client.JsonAsync(Pad + "?first=100"))["items"]!.AsArray().Select(item => item!["id"]!.GetValue<Guid>())];
    }

    public static string NieuweOrganisatie() => "melder:" + SynthetischNummer.Kbo(Random.Shared.Next(4_000_000, 5_999_999));

    private static async Task<HttpResponseMessage> SendAsync(this HttpClient client, HttpMethod methode, string pad, JsonObject body, string? ifMatch, string? sleutel = null)
    {
        using var request = new HttpRequestMessage(methode, Meldingverzoeken.Pad(pad)) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (sleutel is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", sleutel);
        }

        return await client.SendAsync(request);
    }
}
