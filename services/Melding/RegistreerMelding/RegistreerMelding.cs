using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// A question of any kind comes in (M1–M4): an organisation's own, or one that a centre took by phone or mail on its behalf.
/// Registers it and lets the others know; nothing more happens by itself (M5).
/// </summary>
internal static class RegistreerMelding
{
    internal sealed record Antwoord(Guid Id, SoortVraag Soort, Centrum Centrum, MeldingToestand Toestand, DateOnly OntvangenOp, int Versie);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<MeldingInvoer, Antwoord>(
            "/api/meldingen",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Een vraag of melding registreren, voor de eigen organisatie of als centrum voor een organisatie",
            HandleAsync)
            .WithOptionalIfMatch("Wie een concept indient: de ETag waarmee het gelezen werd, zodat niets verdwijnt wat een collega intussen toevoegde.");

    private static async Task<Outcome> HandleAsync(
        Body<MeldingInvoer> body,
        HttpRequest request,
        Caller caller,
        MeldingDbContext db,
        Meldingmaker maker,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var invoer = body.Value;
        if (await db.VervolgfoutAsync(invoer.VervolgOp, caller, cancellationToken) is { } vervolg)
        {
            return new Outcome.Invalid("vervolgOp", vervolg);
        }

        if (invoer.Concept is { } concept && await db.DienConceptInAsync(concept, request, caller, time, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var melding = await maker.MaakAsync(invoer, caller, ingevoerd: false, cancellationToken);
        maker.VoegToe(db, melding, invoer, caller);
        return new Outcome.Created(
            $"/api/meldingen/{melding.Id}",
            new Antwoord(melding.Id, melding.Soort, melding.Centrum, melding.Toestand, melding.OntvangenOp, melding.Versie),
            melding.Versie);
    }

    /// <summary>Why a melding can't come back to that one (S7), in one Dutch sentence; null when it can, or comes back to none.</summary>
    public static async Task<string?> VervolgfoutAsync(this MeldingDbContext db, Guid? vervolgOp, Caller caller, CancellationToken cancellationToken)
        => vervolgOp is { } eerder
            && !await db.Meldingen.ZichtbaarVoor(caller).AnyAsync(m => m.Id == eerder && m.Toestand == MeldingToestand.Afgesloten && m.GewistOp == null, cancellationToken)
                ? "moet een afgesloten melding zijn die u kunt lezen; wat nog openstaat, vult u aan"
                : null;
}

/// <summary>Names of the encrypted fields; each value is bound to its name, so these may never change.</summary>
internal static class Velden
{
    public const string Contactpersoon = "contactpersoon";
    public const string Jongere = "jongere";
    public const string Omschrijving = "omschrijving";
    public const string Inlichting = "inlichting";
    public const string Noodtoegang = "noodtoegang";
    public const string Herhaling = "herhaling";
    public const string Concept = "concept";
}
