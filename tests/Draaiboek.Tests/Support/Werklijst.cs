using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Berichten;
using Xunit;

namespace Draaiboek.Tests.Support;

/// <summary>What a counsellor of a centre does over HTTP. Every question here came in on <see cref="Ontvangen"/> unless a test says otherwise.</summary>
internal static class Werklijst
{
    public const string Ontvangen = "2019-03-04";

    /// <summary>The routes of the steps, by the name of the step in <c>toegelatenStappen</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> Routes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["kennismakingsgesprek"] = "kennismakingsgesprek",
        ["gesprek"] = "gesprekken",
        ["negatiefAdvies"] = "negatief-advies",
        ["positiefAdvies"] = "positief-advies",
        ["nietGestart"] = "niet-gestart",
    };

    /// <summary>The right body of a step.</summary>
    public static JsonObject Stap(string stap, string op = "2019-04-01") => stap switch
    {
        "kennismakingsgesprek" => new() { ["op"] = op, ["ookEersteAssessmentgesprek"] = false },
        "gesprek" => new() { ["op"] = op },
        "negatiefAdvies" => new() { ["op"] = op, ["reden"] = "Synthetische reden.", ["verdereMogelijkheden"] = "Synthetische mogelijkheden." },
        "positiefAdvies" => new() { ["op"] = op, ["bevindingen"] = "Synthetische bevindingen.", ["toestemming"] = Toestemming(op) },
        "nietGestart" => new() { ["op"] = op, ["reden"] = "nietBereikbaar" },
        _ => throw new ArgumentOutOfRangeException(nameof(stap), stap, "no such step"),
    };

    public static JsonObject Toestemming(string op) => new() { ["gegeven"] = true, ["door"] = "slachtoffer", ["op"] = op };

    public static JsonObject GeenToestemming() => new() { ["gegeven"] = false, ["door"] = null, ["op"] = null };

    /// <summary>A question for assessment that reached the service; the answer is its line in the worklist.</summary>
    public static async Task<JsonNode> AssessmentAsync(this ServicesFixture services, Centrum centrum = Centrum.Payoke, bool acuut = false, string ontvangenOp = Ontvangen)
    {
        var vraag = Bericht.Vraag(op: DateOnly.Parse(ontvangenOp), centrum: centrum, acuut: acuut);
        await services.SendAsync(vraag);
        return await services.InWerklijstAsync(vraag.MeldingId, centrum);
    }

    /// <summary>Waits until the question stands in the worklist of its centre.</summary>
    public static Task<JsonNode> InWerklijstAsync(this ServicesFixture services, Guid melding, Centrum centrum = Centrum.Payoke)
        => ServicesFixture.EventuallyAsync($"melding {melding} in the worklist", async () =>
        {
            using var client = services.Client(AssessmentService.Name, $"centrummedewerker:{centrum}");
            return (await client.JsonAsync($"/api/assessments?melding={melding}"))["items"]!.AsArray().SingleOrDefault();
        });

    public static async Task<JsonObject> JsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    public static Guid Id(this JsonNode node) => node["id"]!.GetValue<Guid>();

    public static Task<HttpResponseMessage> ZetAsync(this HttpClient client, Guid id, string stap, JsonObject body)
        => client.PostAsJsonAsync($"/api/assessments/{id}/{Routes[stap]}", body);

    /// <summary>The steps one after the other; each must be accepted.</summary>
    public static async Task DoorloopAsync(this HttpClient client, Guid id, params string[] stappen)
    {
        foreach (var stap in stappen)
        {
            await client.GeluktAsync(id, stap, Stap(stap));
        }
    }

    public static async Task<JsonObject> GeluktAsync(this HttpClient client, Guid id, string stap, JsonObject body)
    {
        using var response = await client.ZetAsync(id, stap, body);
        Assert.True(response.StatusCode == HttpStatusCode.Created, $"{stap}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.JsonAsync();
    }
}
