using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// Puts right what was asked and about whom. The kind of question is the centre's to correct (M1: an adviesvraag turns out to be a melding, or the other way round);
/// figures and worklists follow. Becomes it an adviesvraag, then the data of the young person go, and the bijlagen and what was registered of exploitation with them (M11).
/// </summary>
internal static class CorrigeerMelding
{
    private const int MaxReden = 2_000;

    /// <param name="Reden">Why, in words; encrypted.</param>
    internal sealed record Invoer(
        SoortVraag Soort,
        JongereInvoer? Jongere,
        IReadOnlyList<Signaal>? Signalen,
        int? AantalKeerWeggelopen,
        LinkTienerpooier? LinkTienerpooier,
        Rekruteringskanaal? Rekruteringskanaal,
        ConsulentInvoer? Consulent,
        bool? Acuut,
        string Omschrijving,
        string Reden) : IVraag;

    internal sealed class Regels : VraagRegels<Invoer>
    {
        public Regels(TimeProvider time) : base(time) => RuleFor(i => i.Reden).Tekst(MaxReden);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapUpdate<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Een melding verbeteren, met reden; alleen het centrum verbetert de soort van de vraag",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Body<Invoer> body,
        HttpRequest request,
        Caller caller,
        MeldingDbContext db,
        Meldingstapper stapper,
        Signaalcatalogus catalogus,
        Herhalingsindex herhalingen,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var begonnen = await db.Vervolgen.AnyAsync(v => v.MeldingId == id && v.AssessmentBegonnen, cancellationToken);
        var dossier = await db.Vervolgen.AnyAsync(v => v.MeldingId == id && v.DossierGeopend, cancellationToken);
        var outcome = await stapper.ZetAsync(
            meldingen => meldingen.ZichtbaarVoor(caller),
            new Meldingsstap(id, MeldingStapSoort.Gecorrigeerd, body.Value.Reden),
            caller,
            (melding, key) => request.CheckIfMatch(melding.Versie) ?? Soort(melding, body.Value.Soort, caller, begonnen, dossier) ?? Neem(melding, body.Value, catalogus, key, time),
            cancellationToken);
        if (outcome is not Outcome.Created done)
        {
            return outcome;
        }

        var melding = db.Meldingen.Local.Single(m => m.Id == id);
        await VolgJongereAsync(melding, body.Value.Jongere, db, herhalingen, time, cancellationToken);
        if (!melding.Soort.BetreftJongere() && await db.Bijlagen.AnyAsync(b => b.MeldingId == id && b.VerwijderdOp == null, cancellationToken))
        {
            await db.VerwijderBijlagenAsync(id, caller.VoId ?? caller.Sub, time.Vandaag(), cancellationToken);
        }

        if (!melding.Soort.BetreftJongere())
        {
            await db.TrekUitbuitingInAsync(melding, caller.VoId ?? caller.Sub, time, cancellationToken);
        }

        return new Outcome.Ok(done.Body, done.Versie);
    }

    /// <summary>By what the young person is found again (G6) follows the identity; of an adviesvraag nothing stays.</summary>
    private static async Task VolgJongereAsync(
        Melding melding, JongereInvoer? jongere, MeldingDbContext db, Herhalingsindex herhalingen, TimeProvider time, CancellationToken cancellationToken)
    {
        if (jongere is not null)
        {
            var eerder = melding.JongereId;
            await herhalingen.VervangAsync(db, melding, jongere.Identiteit(), cancellationToken);
            if (eerder is null)
            {
                db.AddMessage(melding.Id, BeoordeelHerhaling.AlsBericht(melding, herhalingen, time), time);
            }
        }
        else if (melding.JongereId is not null)
        {
            await Herhalingsindex.VerwijderAsync(db, [melding.Id], cancellationToken);
            melding.JongereId = null;
        }
    }

    /// <summary>Why the kind can't change like this; null when it can.</summary>
    private static Outcome? Soort(Melding melding, SoortVraag soort, Caller caller, bool begonnen, bool dossier)
    {
        if (soort == melding.Soort)
        {
            return null;
        }

        if (caller.Scope<Centrum>(Rollen.Centrummedewerker) != melding.Centrum)
        {
            return new Outcome.Invalid("soort", "alleen het centrum verbetert de soort van de vraag; vul de melding aan met wat het centrum moet weten");
        }

        if (melding.Soort == SoortVraag.VraagAssessment && begonnen)
        {
            return new Outcome.Conflict("Het assessment is begonnen: deze vraag blijft een vraag voor assessment. Beëindig het assessment als het niet doorgaat.");
        }

        return dossier && !soort.BetreftJongere()
            ? new Outcome.Conflict("Voor deze melding is een juridisch dossier geopend: ze kan geen adviesvraag worden.")
            : null;
    }

    private static Outcome? Neem(Melding melding, Invoer invoer, Signaalcatalogus catalogus, DataKey key, TimeProvider time)
    {
        if (invoer.Jongere?.Geboortedatum is { } geboren && Leeftijd.Fout(geboren, melding.OntvangenOp) is { } fout)
        {
            return new Outcome.Invalid("jongere.geboortedatum", fout);
        }

        melding.Soort = invoer.Soort;
        melding.Vul(invoer, catalogus, time.GetUtcNow());
        melding.JongereVersleuteld = invoer.Jongere is { } wie ? key.Encrypt(Velden.Jongere, JsonSerializer.Serialize(wie.Identiteit())) : null;
        melding.OmschrijvingVersleuteld = key.Encrypt(Velden.Omschrijving, invoer.Omschrijving);
        return null;
    }
}
