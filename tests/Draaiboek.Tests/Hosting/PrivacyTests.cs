using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Hosting;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>Markers in every field that could identify someone; afterwards none of them stands in clear anywhere but in the answers to who may read (DESIGN 2, 3, 10).</summary>
public abstract class PrivacyTests(ServicesFixture services)
{
    private static readonly DateOnly Geboren = new(2004, 11, 23);

    private readonly List<string> _merken = ["2004-11-23", "23/11/2004", "11/23/2004", SynthetischNummer.Rijksregister(Geboren)];
    private readonly ConcurrentQueue<string> _weigeringen = new();

    [Fact]
    public async Task Given_markers_in_every_text_of_every_service_When_all_is_registered_read_and_refused_Then_none_is_left_in_clear()
    {
        using var traces = new TraceLines();
        var gelezen = await DoeAllesAsync();

        // What is looked for is really there: who may read gets every marker that was kept.
        Assert.Equal(_merken.Where(merk => merk.StartsWith("bewaard", StringComparison.Ordinal)).Order(), Sporen.Van(_merken, gelezen).Where(merk => merk.StartsWith("bewaard", StringComparison.Ordinal)).Order());
        Assert.Contains("2004-11-23", gelezen, StringComparison.Ordinal);
        Assert.Contains(SynthetischNummer.Rijksregister(Geboren), gelezen, StringComparison.Ordinal);

        var bestanden = await services.GeschrevenAsync();
        string[] diensten = [MeldingService.Name, AssessmentService.Name, JuridischeSteunService.Name, RegistratieService.Name];
        Assert.All(diensten, dienst => Assert.True(bestanden.Keys.Count(naam => naam.StartsWith(dienst, StringComparison.Ordinal)) >= 2, dienst));
        Assert.All(bestanden, bestand => Assert.Empty(Sporen.Van(_merken, bestand.Value).Select(merk => $"{bestand.Key}: {merk}")));
        Assert.All(services.Log.Lines, regel => Assert.Empty(Sporen.Van(_merken, regel)));
        Assert.All(traces.Lines, regel => Assert.Empty(Sporen.Van(_merken, regel)));
        Assert.All(_weigeringen, antwoord => Assert.Empty(Sporen.Van(_merken, antwoord)));

        // And the search finds what does stand there.
        var alles = Encoding.Latin1.GetString([.. bestanden.Values.SelectMany(bytes => bytes)]);
        Assert.All([Invoer.Organisatie, "draaiboek:melding-werd-geregistreerd", "draaiboek:negatief-advies-werd-gegeven", "draaiboek:juridisch-dossier-werd-geopend"],
            tekst => Assert.NotEmpty(Sporen.Van([tekst], Encoding.Latin1.GetBytes(alles))));
        Assert.Contains(services.Log.Lines, regel => regel.StartsWith("Trace ", StringComparison.Ordinal));
        Assert.Contains(services.Log.Lines, regel => regel.Contains("INSERT INTO \"Meldingen\"", StringComparison.Ordinal));
        Assert.Contains(traces.Lines, regel => regel.StartsWith("Microsoft.AspNetCore ", StringComparison.Ordinal));
        Assert.Contains(traces.Lines, regel => regel.Contains("url.full=", StringComparison.Ordinal) && regel.Contains("/api/meldingen", StringComparison.Ordinal));
        Assert.True(_weigeringen.Count >= 12);
    }

    [Theory]
    [InlineData("zoals het is", "Merk-T")]
    [InlineData("hoofdletters", "MERK-T")]
    [InlineData("utf-16", "M\0e\0r\0k\0-\0T\0")]
    [InlineData("base64", "eHhNZXJrLVQtTWVyay1UeA")]
    public void Given_a_marker_that_was_left_When_it_is_looked_for_Then_it_is_found(string vorm, string spoor)
    {
        var merk = vorm == "base64" ? "Merk-T-Merk-T" : "Merk-T";
        Assert.Equal([merk], Sporen.Van([merk, "iets anders"], Encoding.Latin1.GetBytes("xx" + spoor + "xx")));
    }

    private async Task<string> DoeAllesAsync()
    {
        var gelezen = new StringBuilder();
        var negatief = await services.RegistreerAsync(Volledig(), Invoer.Melder);
        var positief = await services.RegistreerAsync(Invoer.NamensOrganisatie(Volledig()), Invoer.Medewerker);
        var advies = await services.RegistreerAsync(Invoer.Adviesvraag().Met("omschrijving", Json("bewaard-vraag")), Invoer.Melder);
        gelezen.Append((await services.LeesMeldingAsync(negatief)).ToJsonString()).Append((await services.LeesMeldingAsync(positief)).ToJsonString())
            .Append((await services.LeesMeldingAsync(advies)).ToJsonString());

        using var gewijzigd = await services.PutContactpersoonAsync(negatief, Contactpersoon(), "\"1\"");
        Assert.Equal(HttpStatusCode.OK, gewijzigd.StatusCode);
        gelezen.Append((await services.LeesMeldingAsync(negatief)).ToJsonString());

        gelezen.Append(await AdviseerAsync(negatief, "negatief-advies", new() { ["reden"] = Merk("bewaard-reden"), ["verdereMogelijkheden"] = Merk("bewaard-verder") }));
        gelezen.Append(await AdviseerAsync(positief, "positief-advies", new()
        {
            ["bevindingen"] = Merk("bewaard-bevindingen"),
            ["toestemming"] = new JsonObject { ["gegeven"] = true, ["door"] = "slachtoffer", ["op"] = Vandaag },
        }));
        gelezen.Append(await OpenDossierAsync(positief));
        await LaatWeigerenAsync(negatief);
        return gelezen.ToString();
    }

    private async Task<string> AdviseerAsync(Guid melding, string stap, JsonObject advies)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = await ServicesFixture.EventuallyAsync("in worklist", async () =>
            JsonNode.Parse(await client.GetStringAsync(Meldingverzoeken.Pad($"/api/assessments?melding={melding}")))!["items"]!.AsArray() is [{ } item] ? item["id"] : null);
        await GeluktAsync(client, $"/api/assessments/{id}/kennismakingsgesprek", new() { ["op"] = Vandaag, ["ookEersteAssessmentgesprek"] = true });
        advies["op"] = Vandaag;
        await WeigerAsync(client, $"/api/assessments/{id}/{stap}", Verpest(advies));
        await GeluktAsync(client, $"/api/assessments/{id}/{stap}", advies);
        await WeigerAsync(client, $"/api/assessments/{id}/{stap}", advies);
        return await client.GetStringAsync(Meldingverzoeken.Pad($"/api/assessments/{id}"));
    }

    private async Task<string> OpenDossierAsync(Guid melding)
    {
        using var client = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        await ServicesFixture.EventuallyAsync("aanleiding", async () =>
            JsonNode.Parse(await client.GetStringAsync(Meldingverzoeken.Pad($"/api/juridische-dossiers/aanleidingen?melding={melding}")))!["items"]!.AsArray() is [{ } item] ? item : null);
        JsonObject dossier = new() { ["meldingId"] = melding, ["op"] = Vandaag, ["waarom"] = Merk("bewaard-waarom"), ["rechtsgrond"] = "toestemming", ["toestemmingDoor"] = "slachtoffer" };
        await WeigerAsync(client, "/api/juridische-dossiers", Verpest(dossier));
        var antwoord = await GeluktAsync(client, "/api/juridische-dossiers", dossier);
        await WeigerAsync(client, "/api/juridische-dossiers", dossier);
        return await client.GetStringAsync(Meldingverzoeken.Pad($"/api/juridische-dossiers/{antwoord["id"]}"));
    }

    /// <summary>Everything that can be wrong with a melding, each time with markers around the fault.</summary>
    private async Task LaatWeigerenAsync(Guid bestaand)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        await WeigerAsync(client, "/api/meldingen", Verpest(Volledig()));
        await WeigerAsync(client, "/api/meldingen", Volledig().Met("jongere.geboortedatum", "\"2004-11-24\""));
        await WeigerAsync(client, "/api/meldingen", Volledig().Met("soort", "\"infoFenomeen\""));
        await WeigerAsync(client, "/api/meldingen", Volledig().Met("omschrijving", $"\"{Merk("te-lang")}{new string('x', 20_000)}\""));
        var tekst = Volledig().ToJsonString();
        foreach (var kapot in (string[])[tekst[..^1], tekst[..^1] + ",\"" + Merk("los") + "\"}", tekst.Replace("\"acuut\":false", "\"acuut\":" + Merk("woord"), StringComparison.Ordinal), "[" + tekst + "]"])
        {
            await WeigerAsync(client, HttpMethod.Post, "/api/meldingen", Meldingverzoeken.AlsJson(kapot));
        }

        await WeigerAsync(client, HttpMethod.Post, "/api/meldingen", new StringContent(tekst));
        await WeigerAsync(client, HttpMethod.Put, $"/api/meldingen/{bestaand}/contactpersoon", JsonContent.Create(Contactpersoon()));
        await WeigerAsync(client, HttpMethod.Put, $"/api/meldingen/{Guid.NewGuid()}/contactpersoon", JsonContent.Create(Contactpersoon()));
        using var zonder = services.Client(MeldingService.Name);
        await WeigerAsync(zonder, "/api/meldingen", Volledig());
        using var ander = services.Client(MeldingService.Name, "stuurgroep");
        await WeigerAsync(ander, "/api/meldingen", Volledig());
    }

    private string Vandaag => services.Time.Vandaag().ToString("yyyy-MM-dd", null);

    private JsonObject Volledig()
    {
        var vraag = Invoer.Assessmentvraag().Met("omschrijving", Json("omschrijving"))
            .Met("jongere.voornaam", Json("voornaam")).Met("jongere.familienaam", Json("familienaam")).Met("jongere.geboortedatum", $"\"{Geboren:yyyy-MM-dd}\"");
        vraag["jongere"]!["rijksregisternummer"] = SynthetischNummer.Rijksregister(Geboren);
        vraag["contactpersoon"] = Contactpersoon();
        return vraag;
    }

    private JsonObject Contactpersoon()
    {
        var telefoon = "047" + Random.Shared.NextInt64(10_000_000_000, 99_999_999_999).ToString(System.Globalization.CultureInfo.InvariantCulture);
        _merken.Add(telefoon);
        return new() { ["naam"] = Merk("contact"), ["telefoon"] = telefoon, ["email"] = Merk("mail") + "@example.org" };
    }

    private static JsonObject Verpest(JsonObject goed)
    {
        var fout = goed.DeepClone().AsObject();
        foreach (var (naam, waarde) in goed.Where(veld => veld.Value is JsonValue))
        {
            fout[naam + waarde!.ToJsonString()] = waarde.DeepClone();
        }

        return fout;
    }

    private string Json(string waar) => $"\"{Merk(waar)}\"";

    private string Merk(string waar)
    {
        var merk = $"{waar}-{Guid.NewGuid():N}";
        _merken.Add(merk);
        return merk;
    }

    private static async Task<JsonObject> GeluktAsync(HttpClient client, string pad, JsonObject body)
    {
        using var response = await client.PostAsJsonAsync(Meldingverzoeken.Pad(pad), body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private Task WeigerAsync(HttpClient client, string pad, JsonObject body) => WeigerAsync(client, HttpMethod.Post, pad, JsonContent.Create(body));

    private async Task WeigerAsync(HttpClient client, HttpMethod methode, string pad, HttpContent inhoud)
    {
        using var request = new HttpRequestMessage(methode, Meldingverzoeken.Pad(pad)) { Content = inhoud };
        using var response = await client.SendAsync(request);
        Assert.InRange((int)response.StatusCode, 400, 499);
        _weigeringen.Enqueue(response + await response.Content.ReadAsStringAsync());
    }
}

public sealed class PrivacyTestsEmbedded(EmbeddedServices services) : PrivacyTests(services), IClassFixture<EmbeddedServices>;

public sealed class PrivacyTestsDistributed(DistributedServices services) : PrivacyTests(services.OrSkip()), IClassFixture<DistributedServices>;
