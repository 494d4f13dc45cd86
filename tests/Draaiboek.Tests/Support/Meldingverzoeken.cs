using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Support;

/// <summary>Requests to Melding and what their answers must have in common.</summary>
internal static class Meldingverzoeken
{
    /// <summary>Stands in everything that a test sends and may not come back.</summary>
    public const string Merk = "MERK";

    public static readonly Uri Meldingen = Pad("/api/meldingen");

    public static Uri Pad(string pad) => new(pad, UriKind.Relative);

    public static Uri Melding(Guid id) => Pad($"/api/meldingen/{id}");

    public static Uri Herhalingen(Guid id) => Pad($"/api/meldingen/{id}/herhalingen");

    /// <summary>A body of that kind which is right: with a young person for the last two, without one for an adviesvraag.</summary>
    public static JsonObject Vraag(string soort)
    {
        var vraag = soort is "vraagAssessment" or "gekendSlachtoffer" ? Invoer.Assessmentvraag() : Invoer.Adviesvraag();
        vraag["soort"] = soort;
        return vraag;
    }

    /// <summary>The body with a member at a path as <c>jongere.voornaam</c> or <c>signalen[1]</c> changed to this JSON; null leaves it out.</summary>
    public static JsonObject Met(this JsonObject body, string pad, string? json)
    {
        var delen = pad.Split('.');
        JsonObject houder = body;
        foreach (var deel in delen[..^1])
        {
            houder = houder[deel]!.AsObject();
        }

        var (naam, plaats) = delen[^1].Split('[') is [{ } lijst, { } index] ? (lijst, int.Parse(index.TrimEnd(']'), CultureInfo.InvariantCulture)) : (delen[^1], -1);
        if (plaats >= 0)
        {
            houder[naam]!.AsArray()[plaats] = JsonNode.Parse(json!);
        }
        else if (json is null)
        {
            Assert.True(houder.Remove(naam), $"{pad} was not there to be left out.");
        }
        else
        {
            houder[naam] = JsonNode.Parse(json);
        }

        return body;
    }

    public static Task<HttpResponseMessage> PostMeldingAsync(this ServicesFixture services, JsonNode melding, string rol = Invoer.Melder, string? sleutel = null)
        => services.PostMeldingAsync(JsonContent.Create(melding), rol, sleutel);

    public static async Task<HttpResponseMessage> PostMeldingAsync(this ServicesFixture services, HttpContent inhoud, string rol = Invoer.Melder, string? sleutel = null)
    {
        using var client = services.Client(MeldingService.Name, rol);
        using var request = new HttpRequestMessage(HttpMethod.Post, Meldingen) { Content = inhoud };
        if (sleutel is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Idempotency-Key", sleutel));
        }

        return await client.SendAsync(request);
    }

    public static async Task<JsonObject> LeesMeldingAsync(this ServicesFixture services, Guid id, string rol = Invoer.Melder)
    {
        using var client = services.Client(MeldingService.Name, rol);
        using var response = await client.GetAsync(Melding(id));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    /// <summary>The message that told the other services of this melding.</summary>
    public static async Task<JsonObject> BerichtAsync(this ServicesFixture services, Guid id)
        => JsonNode.Parse(await services.InDbAsync<MeldingDbContext, string>(
            MeldingService.Name,
            async db => (await db.Outbox.AsNoTracking().SingleAsync(row => row.CaseId == id)).Body))!.AsObject();

    public static Task<int> AantalMeldingenAsync(this ServicesFixture services)
        => services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Meldingen.CountAsync());

    /// <summary>The members of a problem of that status and slug: Dutch words, a trace id, and no echo of a marker.</summary>
    public static async Task<JsonObject> ProbleemAsync(this HttpResponseMessage response, int status, string slug)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        // A column of a file is called kenmerk.
        Assert.DoesNotContain(Merk, text.Replace("kenmerk", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        var problem = JsonNode.Parse(text)!.AsObject();
        Assert.Equal($"urn:draaiboek:probleem:{slug}", problem["type"]!.GetValue<string>());
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        Assert.All(["title", "detail", "traceId"], member => Assert.NotEmpty(problem[member]!.GetValue<string>()));
        return problem;
    }

    /// <summary>The errors of a 400, path by path.</summary>
    public static async Task<Dictionary<string, string[]>> FoutenAsync(this HttpResponseMessage response)
    {
        var problem = await response.ProbleemAsync(400, "ongeldige-invoer");
        return problem["errors"]!.AsObject().ToDictionary(
            error => error.Key,
            error => error.Value!.AsArray().Select(message => message!.GetValue<string>()).ToArray(),
            StringComparer.Ordinal);
    }

    /// <summary>The one error that there is, at that path.</summary>
    public static async Task<string> EnigeFoutAsync(this HttpResponseMessage response, string pad)
    {
        var (gevonden, messages) = Assert.Single(await response.FoutenAsync());
        Assert.Equal(pad, gevonden);
        return Assert.Single(messages);
    }

    /// <summary>The answer to the update of the contact person of a melding, with these values of <c>If-Match</c>.</summary>
    public static async Task<HttpResponseMessage> PutContactpersoonAsync(this ServicesFixture services, Guid id, JsonObject contactpersoon, string? ifMatch, string rol = Invoer.Melder)
    {
        using var client = services.Client(MeldingService.Name, rol);
        using var request = new HttpRequestMessage(HttpMethod.Put, Pad($"/api/meldingen/{id}/contactpersoon")) { Content = JsonContent.Create(contactpersoon) };
        if (ifMatch is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("If-Match", ifMatch));
        }

        return await client.SendAsync(request);
    }

    public static StringContent AlsJson(string text) => new(text, MediaTypeHeaderValue.Parse("application/json"));
}
