using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>An organisation reports a young person today, with its own token, and the centre sees it in its worklist.</summary>
internal static class MeldingVanVandaag
{
    private const string Melder = "melder-a";
    private const string Centrum = "payoke";

    /// <summary>Reports, waits, and says in one sentence how long it took.</summary>
    public static async Task<string> SpeelAsync(PlatformClient platform, TimeProvider tijd, DateOnly vandaag, CancellationToken cancellationToken)
    {
        var centrum = Centrumpersonen.Van(Centrum);
        // One for each day: a second run on the same day finds the question of the first.
        var sleutel = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"melding van vandaag\n{Melder}\n{vandaag.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}")));
        var melding = (await platform.PostAsync(Melder, "/api/meldingen", JsonSerializer.SerializeToUtf8Bytes(Body(vandaag)), sleutel, cancellationToken))
            .OfStop("De melding van vandaag is geweigerd");
        var begin = tijd.GetTimestamp();
        var (item, reden) = await Wachter.WachtOpAsync(
            platform, centrum.Medewerker, $"/api/assessments?melding={melding.Tekst("id")}", _ => true, tijd, cancellationToken);
        var duur = tijd.GetElapsedTime(begin);
        if (item is null)
        {
            throw new DemoGestoptException($"De melding van vandaag staat niet in de werklijst van {centrum.Naam}: {reden}.");
        }

        return melding.Herhaald
            ? $"De vraag van vandaag stond al in de werklijst van {centrum.Naam}, van een vorige keer."
            : $"Een vraag van vandaag, door een organisatie zelf gemeld, stond na {duur.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms in de werklijst van {centrum.Naam}.";
    }

    private static JsonObject Body(DateOnly vandaag) => new()
    {
        ["soort"] = "vraagAssessment",
        ["centrum"] = Centrum,
        ["sector"] = "jeugdhulp",
        ["contactpersoon"] = new JsonObject { ["naam"] = "Contact-000", ["telefoon"] = "+32470000000", ["email"] = "contact-000@example.org" },
        ["jongere"] = new JsonObject
        {
            ["voornaam"] = "Voornaam-000",
            ["familienaam"] = "Familienaam-000",
            ["geboortedatum"] = $"{(vandaag.Year - 15).ToString(CultureInfo.InvariantCulture)}-01-01",
            ["geslacht"] = "vrouw",
            ["provincie"] = "antwerpen",
            ["verblijf"] = "voorziening",
        },
        ["signalen"] = new JsonArray("ongewettigdSchoolverzuim", "weglopen"),
        ["aantalKeerWeggelopen"] = 1,
        ["linkTienerpooier"] = "vermoeden",
        ["rekruteringskanaal"] = "onbekend",
        ["consulent"] = new JsonObject { ["betrokken"] = false },
        ["acuut"] = false,
        ["omschrijving"] = "Synthetische omschrijving van de demonstratie.",
    };
}
