using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Both sides of the meldpunt: who writes without a token, and the centre.</summary>
internal static class Meldpuntverzoeken
{
    public const string Surya = "centrummedewerker:surya";

    public static JsonObject Bericht(string tekst = "Synthetisch bericht.", string centrum = "surya") => new() { ["centrum"] = centrum, ["tekst"] = tekst };

    public static JsonObject MetCode(string code, string? tekst = null)
    {
        var body = new JsonObject { ["ontvangstcode"] = code };
        if (tekst is not null)
        {
            body["tekst"] = tekst;
        }

        return body;
    }

    /// <summary>A POST without a token.</summary>
    public static async Task<HttpResponseMessage> AnoniemAsync(this ServicesFixture services, string pad, HttpContent inhoud)
    {
        using var client = services.Client(MeldingService.Name);
        return await client.PostAsync(Meldingverzoeken.Pad(pad), inhoud);
    }

    public static Task<HttpResponseMessage> AnoniemAsync(this ServicesFixture services, string pad, JsonNode body) => services.AnoniemAsync(pad, JsonContent.Create(body));

    /// <summary>Opens a conversation and gives its receipt code.</summary>
    public static async Task<string> OpenAsync(this ServicesFixture services, string tekst = "Synthetisch bericht.", string centrum = "surya")
    {
        using var response = await services.AnoniemAsync("/api/meldpunt", Bericht(tekst, centrum));
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync())["ontvangstcode"]!.GetValue<string>();
    }

    public static async Task<JsonObject> LeesEigenAsync(this ServicesFixture services, string code)
    {
        using var response = await services.AnoniemAsync("/api/meldpunt/lezen", MetCode(code));
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static async Task<JsonObject> SchrijfAsync(this ServicesFixture services, string code, string tekst)
    {
        using var response = await services.AnoniemAsync("/api/meldpunt/berichten", MetCode(code, tekst));
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static async Task<HttpResponseMessage> CentrumAsync(this ServicesFixture services, string pad, JsonObject? body = null, string rol = Surya)
    {
        using var client = services.Client(MeldingService.Name, rol);
        var uri = Meldingverzoeken.Pad("/api/meldpunt/gesprekken" + pad);
        return body is null ? await client.GetAsync(uri) : await client.PostAsJsonAsync(uri, body);
    }

    public static async Task<JsonObject> LeesAlsCentrumAsync(this ServicesFixture services, Guid id, string rol = Surya)
    {
        using var response = await services.CentrumAsync($"/{id}", rol: rol);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static async Task<JsonObject> AntwoordAsync(this ServicesFixture services, Guid id, string tekst)
    {
        using var response = await services.CentrumAsync($"/{id}/antwoorden", new() { ["tekst"] = tekst });
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static async Task<JsonObject> SluitAsync(this ServicesFixture services, Guid id, string reden = "afgerond")
    {
        using var response = await services.CentrumAsync($"/{id}/sluiten", new() { ["reden"] = reden });
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>The id of the conversation whose first message is this text, by the keys of the service itself: no code and no text leads to it otherwise.</summary>
    public static async Task<Guid> IdVanAsync(this ServicesFixture services, string tekst)
    {
        var encryption = services.Services(MeldingService.Name).GetRequiredService<EnvelopeEncryption>();
        foreach (var bericht in await services.InMeldingAsync(db => db.Meldpuntberichten.AsNoTracking().Where(bericht => bericht.Nummer == 1).ToListAsync()))
        {
            if (await encryption.OpenKeyAsync(bericht.GesprekId, CancellationToken.None) is { } key && bericht.Lees(key).Tekst == tekst)
            {
                return bericht.GesprekId;
            }
        }

        throw new InvalidOperationException("There is no such conversation.");
    }

    public static Task<T> InMeldingAsync<T>(this ServicesFixture services, Func<MeldingDbContext, Task<T>> kijk) => services.InDbAsync(MeldingService.Name, kijk);

    public static Task<Meldpuntgesprek> GesprekAsync(this ServicesFixture services, Guid id)
        => services.InMeldingAsync(db => db.Meldpuntgesprekken.AsNoTracking().SingleAsync(gesprek => gesprek.Id == id));

    /// <summary>The same code with another character in that place, and the last one reckoned anew: rightly written, and nobody's.</summary>
    public static string AndereCode(string code, int plaats)
    {
        const string tekens = "23456789ACDFHJKMNPRTWXY";
        var kaal = code.Replace("-", "", StringComparison.Ordinal).ToCharArray();
        kaal[plaats] = tekens[(tekens.IndexOf(kaal[plaats], StringComparison.Ordinal) + 1) % tekens.Length];
        foreach (var laatste in tekens)
        {
            kaal[^1] = laatste;
            if (Ontvangstcode.Schrijffout(new string(kaal)) is null)
            {
                return new string(kaal);
            }
        }

        throw new InvalidOperationException("Every code has a last character that fits.");
    }

    public static IEnumerable<string> Gespreksregels(JsonObject gesprek)
        => gesprek["berichten"]!.AsArray().Select(bericht => $"{bericht!["nummer"]} {Tekst(bericht, "van")} {Tekst(bericht, "op")} {Tekst(bericht, "tekst")}");

    public static string Uniek(string waar) => $"{waar}-{Guid.NewGuid():N}";

    public static string Tekst(JsonNode node, string naam) => node[naam]!.GetValue<string>();
}
