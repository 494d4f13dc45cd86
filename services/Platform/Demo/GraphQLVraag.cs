using System.Text.Json;
using System.Text.Json.Nodes;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>Asks GraphQL as the steering group.</summary>
internal static class GraphQLVraag
{
    /// <summary>The answer as it came, with data and without errors.</summary>
    /// <exception cref="DemoGestoptException">There is no such answer.</exception>
    public static async Task<JsonElement> StelAsync(PlatformClient platform, string vraag, JsonObject variabelen, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["query"] = vraag, ["variables"] = variabelen };
        var inhoud = (await platform.PostAsync("stuurgroep", "/graphql", JsonSerializer.SerializeToUtf8Bytes(body), null, cancellationToken))
            .OfStop("De cijfers van de stuurgroep zijn niet te krijgen").Inhoud;
        return !inhoud.TryGetProperty("errors", out _) && inhoud.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? inhoud
            : throw new DemoGestoptException($"GraphQL gaf geen cijfers: {FoutVan(inhoud)}");
    }

    private static string FoutVan(JsonElement antwoord) =>
        antwoord.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0
            ? Probleem.Tekst(errors[0], "message") ?? "zonder uitleg"
            : "zonder uitleg";
}
