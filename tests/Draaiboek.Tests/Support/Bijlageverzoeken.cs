using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Xunit;

namespace Draaiboek.Tests.Support;

/// <summary>Requests about the bijlagen of a melding.</summary>
internal static class Bijlageverzoeken
{
    public const int Megabyte = 1024 * 1024;

    public static Uri Bijlagen(Guid melding) => Meldingverzoeken.Pad($"/api/meldingen/{melding}/bijlagen");

    public static Uri Bijlage(Guid melding, Guid bijlage) => Meldingverzoeken.Pad($"/api/meldingen/{melding}/bijlagen/{bijlage}");

    public static MultipartFormDataContent Formulier(byte[] inhoud, string naam = "verslag.pdf") => new() { { new ByteArrayContent(inhoud), "bestand", naam } };

    /// <summary>A form by hand, as a browser sends it; the parts are what stands between two boundaries, after the line break.</summary>
    public static ByteArrayContent Formulier(string grens, bool gesloten, params string[] delen)
    {
        var tekst = string.Concat(delen.Select(deel => $"--{grens}\r\n{deel}\r\n")) + (gesloten ? $"--{grens}--\r\n" : "");
        var inhoud = new ByteArrayContent(Encoding.UTF8.GetBytes(tekst));
        inhoud.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={grens}");
        return inhoud;
    }

    public static async Task<HttpResponseMessage> StuurAsync(this HttpClient client, Guid melding, HttpContent inhoud, string? sleutel = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Bijlagen(melding)) { Content = inhoud };
        if (sleutel is not null)
        {
            request.Headers.Add("Idempotency-Key", sleutel);
        }

        return await client.SendAsync(request);
    }

    public static async Task<HttpResponseMessage> StuurBijlageAsync(
        this ServicesFixture services, Guid melding, HttpContent inhoud, string rol = Invoer.Melder, string? sleutel = null)
    {
        using var client = services.Client(MeldingService.Name, rol);
        return await client.StuurAsync(melding, inhoud, sleutel);
    }

    /// <summary>Adds one that is right, and gives its id.</summary>
    public static async Task<Guid> VoegBijlageToeAsync(this ServicesFixture services, Guid melding, byte[] inhoud, string naam = "verslag.pdf", string rol = Invoer.Melder)
    {
        using var response = await services.StuurBijlageAsync(melding, Formulier(inhoud, naam), rol);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await response.BijlageIdAsync();
    }

    public static async Task<Guid> BijlageIdAsync(this HttpResponseMessage response) => (await response.JsonAsync())["id"]!.GetValue<Guid>();

    public static async Task<JsonArray> BijlagenAsync(this ServicesFixture services, Guid melding, string rol = Invoer.Melder)
    {
        using var client = services.Client(MeldingService.Name, rol);
        return JsonNode.Parse(await client.GetStringAsync(Bijlagen(melding)))!["bijlagen"]!.AsArray();
    }

    public static async Task<HttpResponseMessage> LeesBijlageAsync(this ServicesFixture services, Guid melding, Guid bijlage, string rol = Invoer.Melder)
    {
        using var client = services.Client(MeldingService.Name, rol);
        return await client.GetAsync(Bijlage(melding, bijlage));
    }

    public static Task<HttpResponseMessage> VerwijderBijlageAsync(this ServicesFixture services, Guid melding, Guid bijlage, string rol = Invoer.Melder)
        => services.StapAsync(melding, $"bijlagen/{bijlage}/verwijdering", """{"reden":"Synthetisch: van een ander kind."}""", rol);
}
