using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Meldingen;
using Draaiboek.Platform;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Support;

/// <summary>What came back of a file: the lines that were refused, and the sum.</summary>
internal sealed record Invoeruitslag(IReadOnlyList<JsonObject> Geweigerd, IReadOnlyList<int> Voortgang, JsonObject Som, string Tekst)
{
    /// <summary>aanvaard, alGekend, geweigerd.</summary>
    public (int Aanvaard, int AlGekend, int Geweigerd) Telling => (Getal("aanvaard"), Getal("alGekend"), Getal("geweigerd"));

    /// <summary>Each mistake as <c>12 melding.sector</c>, in the order of the answer.</summary>
    public IEnumerable<string> Plaatsen => Geweigerd.SelectMany(regel => Fouten(regel).Select(fout => $"{regel["regel"]} {fout["veld"]}"));

    /// <summary>The one mistake that there is: where and why.</summary>
    public (string Veld, string Reden) EnigeFout()
    {
        var fout = Assert.Single(Fouten(Assert.Single(Geweigerd)));
        return ((string)fout["veld"]!, (string)fout["reden"]!);
    }

    public int Getal(string naam) => (int)Som[naam]!;

    private static IEnumerable<JsonObject> Fouten(JsonObject regel) => regel["fouten"]!.AsArray().Select(fout => fout!.AsObject());
}

/// <summary>Files of earlier registrations and what a centre does with them.</summary>
internal static class Invoerverzoeken
{
    public const string Jsonl = "application/x-ndjson";
    public const string Csv = "text/csv";

    /// <summary>The sample year, a line each.</summary>
    public static readonly IReadOnlyList<string> Jaar = LeesJaar();

    /// <summary>A line that is right, and like no other.</summary>
    public static JsonObject Regel(string soort = "vraagAssessment")
    {
        var melding = Invoer.NamensOrganisatie(Meldingverzoeken.Vraag(soort));
        melding.Remove("namensOrganisatie");
        melding.Remove("sector");
        melding["omschrijving"] = $"Synthetische omschrijving {Guid.NewGuid()}.";
        return new JsonObject { ["organisatie"] = Invoer.Organisatie, ["sector"] = "jeugdhulp", ["melding"] = melding, ["verloop"] = null };
    }

    public static Task<Invoeruitslag> VoerInAsync(this ServicesFixture services, params JsonObject[] regels)
        => services.VoerInAsync(string.Join('\n', regels.Select(regel => regel.ToJsonString())));

    public static async Task<Invoeruitslag> VoerInAsync(this ServicesFixture services, string inhoud, string type = Jsonl, bool proef = false, string rol = Invoer.Medewerker)
    {
        using var response = await services.StuurBestandAsync(Encoding.UTF8.GetBytes(inhoud), type, proef, rol);
        var tekst = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, tekst);
        Assert.Equal(Jsonl, response.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain(Meldingverzoeken.Merk, tekst.Replace("kenmerk", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("\n", tekst, StringComparison.Ordinal);
        var regels = tekst.TrimEnd().Split('\n').Select(regel => JsonNode.Parse(regel)!.AsObject()).ToList();
        var uitslag = new Invoeruitslag(
            [.. regels.Where(regel => regel.ContainsKey("fouten"))],
            [.. regels.Where(regel => regel.ContainsKey("voortgang")).Select(regel => (int)regel["voortgang"]!)],
            regels[^1],
            tekst);
        Assert.Equal(proef, (bool)uitslag.Som["proef"]!);
        Assert.Equal(uitslag.Getal("totaal"), uitslag.Getal("aanvaard") + uitslag.Getal("alGekend") + uitslag.Getal("geweigerd"));
        Assert.Equal(uitslag.Geweigerd.Count, uitslag.Getal("geweigerd"));
        return uitslag;
    }

    public static async Task<HttpResponseMessage> StuurBestandAsync(this ServicesFixture services, byte[] inhoud, string type = Jsonl, bool proef = false, string rol = Invoer.Medewerker)
    {
        using var client = services.Client(MeldingService.Name, rol);
        using var content = new ByteArrayContent(inhoud);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await client.PostAsync(Meldingverzoeken.Pad($"/api/meldingen/invoer{(proef ? "?proef=true" : "")}"), content);
    }

    /// <summary>The melding with this text, which only its key can tell.</summary>
    public static async Task<Guid> IngevoerdeAsync(this ServicesFixture services, JsonNode omschrijving)
    {
        var keys = (EnvelopeEncryption)services.Services(MeldingService.Name).GetService(typeof(EnvelopeEncryption))!;
        var meldingen = await services.InDbAsync<MeldingDbContext, List<Melding>>(MeldingService.Name, db => db.Meldingen.AsNoTracking().OrderByDescending(m => m.GeregistreerdOp).Take(300).ToListAsync());
        var sleutels = await keys.OpenKeysAsync(meldingen.ConvertAll(melding => melding.Id), CancellationToken.None);
        return meldingen.Single(melding => sleutels[melding.Id].Decrypt(Velden.Omschrijving, melding.OmschrijvingVersleuteld) == (string?)omschrijving).Id;
    }

    /// <summary>The same lines as a spreadsheet writes them: marked as UTF-8, with CRLF.</summary>
    public static string AlsCsv(IEnumerable<string> regels, char scheidingsteken = ';')
    {
        var tekst = new StringBuilder("\ufeff").AppendJoin(scheidingsteken, Csvbestand.Kolommen.Select(kolom => kolom.Naam)).Append("\r\n");
        foreach (var regel in regels.Select(regel => JsonNode.Parse(regel)!))
        {
            tekst.AppendJoin(scheidingsteken, Csvbestand.Kolommen.Select(kolom => Cel(Waarde(regel, kolom.Pad), scheidingsteken))).Append("\r\n");
        }

        return tekst.ToString();
    }

    private static JsonNode? Waarde(JsonNode regel, string pad) => pad.Split('.').Aggregate((JsonNode?)regel, (houder, naam) => houder?[naam]);

    private static string Cel(JsonNode? waarde, char scheidingsteken)
    {
        var tekst = waarde switch
        {
            null => "",
            JsonArray { Count: 0 } => Kolom.Geen,
            JsonArray lijst => string.Join(' ', lijst.Select(code => (string)code!)),
            _ => waarde.ToString(),
        };
        return tekst.Contains(scheidingsteken, StringComparison.Ordinal) || tekst.AsSpan().ContainsAny("\"\r\n") ? $"\"{tekst.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : tekst;
    }

    private static string[] LeesJaar()
    {
        using var bron = new StreamReader(typeof(PlatformHost).Assembly.GetManifestResourceStream("vragen-2019.jsonl")!);
        return bron.ReadToEnd().TrimEnd().Split('\n');
    }
}
