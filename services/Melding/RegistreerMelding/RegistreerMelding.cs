using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
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
        EnvelopeEncryption encryption,
        Signaalcatalogus catalogus,
        Herhalingsindex herhalingen,
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

        var melding = await NieuweMeldingAsync(invoer, caller, encryption, catalogus, time, cancellationToken);

        db.Meldingen.Add(melding);
        if (invoer.Jongere is { } jongere)
        {
            herhalingen.NeemOp(db, melding, jongere.Identiteit());
        }

        db.AddAudit(caller, "melding.geregistreerd", melding.Id, time);
        db.AddMessage(melding.Id, AlsBericht(melding, herhalingen), time);
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

    private static async Task<Melding> NieuweMeldingAsync(
        MeldingInvoer invoer,
        Caller caller,
        EnvelopeEncryption encryption,
        Signaalcatalogus catalogus,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var key = await encryption.CreateKeyAsync(id, cancellationToken);
        var ontvangenOp = invoer.OntvangenOp ?? time.Vandaag();
        var melding = new Melding
        {
            Id = id,
            Soort = invoer.Soort,
            Centrum = invoer.Centrum,
            Kanaal = invoer.Kanaal ?? Kanaal.Platform,
            Organisatie = invoer.NamensOrganisatie ?? caller.Scope(Rollen.Melder)!,
            Sector = invoer.Sector,
            OntvangenOp = ontvangenOp,
            GeregistreerdOp = time.GetUtcNow(),
            VervolgOp = invoer.VervolgOp,
            ContactpersoonVersleuteld = key.Encrypt(Velden.Contactpersoon, JsonSerializer.Serialize(invoer.Contactpersoon.AlsContactpersoon())),
            JongereVersleuteld = invoer.Jongere is { } wie ? key.Encrypt(Velden.Jongere, JsonSerializer.Serialize(wie.Identiteit())) : null,
            OmschrijvingVersleuteld = key.Encrypt(Velden.Omschrijving, invoer.Omschrijving),
        };
        melding.Vul(invoer, catalogus);
        return melding;
    }

    private static MeldingWerdGeregistreerd AlsBericht(Melding melding, Herhalingsindex herhalingen) => new()
    {
        MeldingId = melding.Id,
        Versie = melding.Versie,
        Soort = melding.Soort,
        Centrum = melding.Centrum,
        Kanaal = melding.Kanaal,
        Sector = melding.Sector,
        OntvangenOp = melding.OntvangenOp,
        GeregistreerdOp = melding.GeregistreerdOp,
        Acuut = melding.Acuut,
        Leeftijdsklasse = melding.Leeftijdsklasse,
        Geslacht = melding.Geslacht,
        Provincie = melding.Provincie,
        Verblijf = melding.Verblijf,
        LinkTienerpooier = melding.LinkTienerpooier,
        Rekruteringskanaal = melding.Rekruteringskanaal,
        AantalKeerWeggelopen = melding.AantalKeerWeggelopen,
        ConsulentBetrokken = melding.ConsulentBetrokken,
        Signalen = melding.Signalen,
        Pseudoniem = melding.JongereId is { } jongere ? herhalingen.Pseudoniem(jongere) : null,
    };
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
