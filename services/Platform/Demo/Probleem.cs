using System.Net;
using System.Text.Json;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>A problem+json in one line for people. The platform keeps personal data out of it, and so does this.</summary>
internal static class Probleem
{
    private const int Lengte = 600;

    public static string Reden(HttpStatusCode status, JsonElement inhoud)
    {
        var reden = Velden(inhoud) ?? Tekst(inhoud, "detail") ?? Tekst(inhoud, "title") ?? "het platform gaf geen uitleg";
        if (Tekst(inhoud, "toestand") is { } toestand)
        {
            reden += $" (toestand: {toestand})";
        }

        // One line each, also when the answer comes from something else than the platform.
        reden = new string([.. reden.TrimEnd('.', ' ').Take(Lengte).Select(teken => char.IsControl(teken) ? ' ' : teken)]);
        return $"{reden} [{(int)status}]";
    }

    public static string? Tekst(JsonElement inhoud, string naam) =>
        inhoud.ValueKind == JsonValueKind.Object && inhoud.TryGetProperty(naam, out var waarde) && waarde.ValueKind == JsonValueKind.String
            ? waarde.GetString()
            : null;

    private static string? Velden(JsonElement inhoud)
    {
        if (inhoud.ValueKind != JsonValueKind.Object || !inhoud.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var velden = errors.EnumerateObject()
            .Select(veld => veld.Value.ValueKind == JsonValueKind.Array
                ? $"{veld.Name}: {string.Join(", ", veld.Value.EnumerateArray().Select(fout => fout.ToString().TrimEnd('.')))}"
                : veld.Name)
            .ToList();
        return velden.Count > 0 ? string.Join("; ", velden) : null;
    }
}
