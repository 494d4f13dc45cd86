using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;

namespace Draaiboek.Tests.Support;

/// <summary>What a centre writes down of vorming and of its backlog.</summary>
internal static class Vormingverzoeken
{
    public static JsonObject Vraag(string op = "2019-03-04") => new()
    {
        ["organisatie"] = Invoer.Organisatie,
        ["sector"] = "jeugdhulp",
        ["op"] = op,
        ["deelnemers"] = "elfTotTwintig",
        ["interdisciplinair"] = true,
    };

    public static JsonObject Stand(string stand, string op) => new()
    {
        ["stand"] = stand,
        ["op"] = op,
        ["sector"] = "jeugdhulp",
        ["deelnemers"] = "totTien",
        ["interdisciplinair"] = false,
    };

    public static JsonObject Oorzaak(string oorzaak = "piekNaRondzendbrief", string van = "2019-02-18") => new() { ["oorzaak"] = oorzaak, ["van"] = van };

    public static async Task<HttpResponseMessage> WijzigAsync(this ServicesFixture services, string pad, JsonObject inhoud, int? versie, string rol = Invoer.Medewerker)
    {
        using var client = services.Client(AssessmentService.Name, rol);
        using var request = new HttpRequestMessage(HttpMethod.Put, Meldingverzoeken.Pad(pad)) { Content = JsonContent.Create(inhoud) };
        if (versie is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{versie}\"");
        }

        return await client.SendAsync(request);
    }
}
