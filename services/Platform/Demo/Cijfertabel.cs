using System.Globalization;
using System.Text.Json;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>The figures of a year as the demo shows them, and what is accounted for under them.</summary>
internal static class Cijfertabel
{
    private static readonly string[] Diensten = ["melding", "assessment", "juridische-steun", "registratie"];

    public static void Schrijf(TextWriter uit, int jaar, Procescijfers cijfers)
    {
        Regel($"vragen {jaar}", "vragen");
        Regel("  informatie fenomeen", "perSoort.infoFenomeen");
        Regel("  teamondersteuning", "perSoort.teamondersteuning");
        Regel("  inschatting gedrag", "perSoort.inschattingGedrag");
        Regel("  gekend slachtofferschap", "perSoort.gekendSlachtoffer");
        Regel("  vraag voor assessment", "perSoort.vraagAssessment");
        Regel("    advies", "assessments.advies", ("negatief", "negatief"), ("positief", "positief"));
        Regel("    lopend", "assessments.lopend");
        Regel("    wachtend", "assessments.wachtend");
        Regel("    niet gestart", "assessments.nietGestart",
            ("niet bereikbaar", "nietBereikbaar"), ("wil niet deelnemen", "wilNietDeelnemen"), ("afgehaakt", "afgehaaktNaKennismaking"));

        void Regel(string label, string pad, params (string Label, string Naam)[] delen)
        {
            var aantal = cijfers[pad].ToString(CultureInfo.InvariantCulture);
            var uitleg = string.Join(", ", delen.Select(deel => $"{deel.Label} {cijfers[$"assessments.{deel.Naam}"].ToString(CultureInfo.InvariantCulture)}"));
            uit.WriteLine(label.PadRight(28) + aantal.PadLeft(6) + (uitleg.Length > 0 ? $"   {uitleg}" : string.Empty));
        }
    }

    /// <summary>What persons did and what happened by itself, added up over what the four services account for (DOMAIN M5).</summary>
    public static async Task<string> VerantwoordingAsync(PlatformClient platform, CancellationToken cancellationToken)
    {
        var totaal = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var dienst in Diensten)
        {
            var antwoord = (await platform.GetAsync("auditor", $"/api/verantwoording/{dienst}", cancellationToken))
                .OfStop($"De verantwoording van {dienst} is niet te krijgen");
            if (!antwoord.Inhoud.TryGetProperty("handelingen", out var handelingen) || handelingen.ValueKind != JsonValueKind.Array)
            {
                throw new DemoGestoptException($"De verantwoording van {dienst} is niet te lezen.");
            }

            foreach (var handeling in handelingen.EnumerateArray())
            {
                var soort = Probleem.Tekst(handeling, "soort");
                Tel($"{soort}.doorPersoon", handeling);
                Tel($"{soort}.vanzelf", handeling);
            }
        }

        return $"door een persoon: parket {Som("inlichtingParket.doorPersoon")}, juridische dossiers {Som("openingJuridischDossier.doorPersoon")}"
            + $"   vanzelf: parket {Som("inlichtingParket.vanzelf")}, juridische dossiers {Som("openingJuridischDossier.vanzelf")}"
            + $", begeleidingen {Som("startBegeleiding.vanzelf")}";

        string Som(string pad) => totaal.GetValueOrDefault(pad).ToString(CultureInfo.InvariantCulture);

        void Tel(string pad, JsonElement handeling)
        {
            var naam = pad[(pad.IndexOf('.') + 1)..];
            var aantal = handeling.TryGetProperty(naam, out var waarde) && waarde.TryGetInt32(out var getal)
                ? getal
                : throw new DemoGestoptException($"In de verantwoording ontbreekt {naam}.");
            totaal[pad] = totaal.GetValueOrDefault(pad) + aantal;
        }
    }
}
