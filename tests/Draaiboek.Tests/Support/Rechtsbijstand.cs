using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Draaiboek.Tests.Support;

/// <summary>What a legal counsellor of a centre does over HTTP.</summary>
internal static class Rechtsbijstand
{
    public const string Route = "/api/juridische-dossiers";

    public static JsonObject Opening(Guid melding, string op) => new()
    {
        ["meldingId"] = melding,
        ["op"] = op,
        ["waarom"] = "Synthetische reden.",
        ["rechtsgrond"] = "toestemming",
        ["toestemmingDoor"] = "slachtoffer",
    };

    public static Task<HttpResponseMessage> OpenAsync(this HttpClient client, Guid melding, string op)
        => client.PostAsJsonAsync(Route, Opening(melding, op));

    /// <summary>The account of a service, one line a kind: <c>kind by a person/by itself</c>.</summary>
    public static async Task<string[]> VerantwoordingAsync(this ServicesFixture services, string dienst, string rol = "auditor")
    {
        using var client = services.Client(dienst, rol);
        var antwoord = await client.JsonAsync($"/api/verantwoording/{dienst}");
        return [.. antwoord["handelingen"]!.AsArray().Select(telling => $"{telling!["soort"]} {telling["doorPersoon"]}/{telling["vanzelf"]}")];
    }
}
