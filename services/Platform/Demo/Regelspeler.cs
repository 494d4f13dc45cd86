using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>How far a line came: registered when there is a melding, played to its end when there is no mistake.</summary>
internal sealed record Regelafloop(Vraagregel Regel, string? MeldingId, string? Fout);

/// <summary>Plays one line: the centre registers the question and does what became of it, act after act.</summary>
internal sealed class Regelspeler(PlatformClient platform, TimeProvider tijd, DateOnly vandaag)
{
    public async Task<Regelafloop> SpeelAsync(Vraagregel regel, CancellationToken cancellationToken)
    {
        var medewerker = Centrumpersonen.Van(regel.Centrum).Medewerker;
        var melding = await platform.PostAsync(medewerker, "/api/meldingen", regel.Melding, regel.Sleutel("melding"), cancellationToken);
        if (!melding.Gelukt || melding.Tekst("id") is not { } meldingId)
        {
            return new Regelafloop(regel, null, melding.Gelukt ? "het antwoord op de melding heeft geen id" : melding.Reden);
        }

        var handelingen = Verloopplan.Voor(regel.Verloop, regel.OntvangenOp, vandaag);
        if (handelingen.Count == 0)
        {
            return new Regelafloop(regel, meldingId, null);
        }

        var (assessment, reden) = await Wachter.WachtOpAsync(
            platform, medewerker, $"/api/assessments?melding={meldingId}", _ => true, tijd, cancellationToken);
        if (assessment is not { } gevonden || Probleem.Tekst(gevonden, "id") is not { } assessmentId)
        {
            return new Regelafloop(regel, meldingId, reden ?? "de werklijst gaf geen assessment");
        }

        foreach (var handeling in handelingen)
        {
            var antwoord = await platform.PostAsync(
                medewerker,
                $"/api/assessments/{assessmentId}/{handeling.Pad}",
                JsonSerializer.SerializeToUtf8Bytes(handeling.Inhoud),
                regel.Sleutel(handeling.Naam),
                cancellationToken);
            // An act that was dated today on an earlier day carries another date now. Same key, other body: it stands there already.
            var stondErAl = handeling.Vervroegd && antwoord.Status == HttpStatusCode.UnprocessableEntity;
            if (!antwoord.Gelukt && !stondErAl)
            {
                return new Regelafloop(regel, meldingId, $"{handeling.Pad}: {antwoord.Reden}");
            }
        }

        return new Regelafloop(regel, meldingId, null);
    }

    /// <summary>
    /// A legal counsellor opens a file after a positive advice. The occasion appears by itself; the file is only there
    /// because a person opens it (DOMAIN M5). Null, or the reason why it did not work.
    /// </summary>
    public async Task<string?> OpenDossierAsync(Regelafloop afloop, CancellationToken cancellationToken)
    {
        var jurist = Centrumpersonen.Van(afloop.Regel.Centrum).Jurist;
        var (aanleiding, reden) = await Wachter.WachtOpAsync(
            platform,
            jurist,
            $"/api/juridische-dossiers/aanleidingen?melding={afloop.MeldingId}",
            item => Probleem.Tekst(item, "soort") == "positiefAdvies",
            tijd,
            cancellationToken);
        if (aanleiding is not { } gevonden)
        {
            return reden;
        }

        if (Probleem.Tekst(gevonden, "dossierId") is not null)
        {
            return null; // opened in an earlier run
        }

        var dossier = new JsonObject
        {
            ["meldingId"] = afloop.MeldingId,
            ["op"] = Verloopplan.DossierOp(afloop.Regel.OntvangenOp, vandaag).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["waarom"] = "Het slachtoffer vraagt juridische steun na het positieve advies (demonstratie).",
            ["rechtsgrond"] = "toestemming",
            ["toestemmingDoor"] = "slachtoffer",
        };
        var antwoord = await platform.PostAsync(
            jurist, "/api/juridische-dossiers", JsonSerializer.SerializeToUtf8Bytes(dossier), afloop.Regel.Sleutel("juridisch-dossier"), cancellationToken);
        return antwoord.Gelukt ? null : $"juridisch dossier: {antwoord.Reden}";
    }
}
