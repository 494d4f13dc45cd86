using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Reads one melding, identity included, for who may see it. Every read leaves a line in the audit trail, and without that line there is no answer.</summary>
internal static class LeesMelding
{
    /// <param name="IngevoerdOp">Moment at which it was loaded from earlier registrations, UTC; null for what came in on the platform itself.</param>
    internal sealed record Antwoord(
        Guid Id,
        int Versie,
        MeldingToestand Toestand,
        SoortVraag Soort,
        Centrum Centrum,
        Kanaal Kanaal,
        string Organisatie,
        Sector Sector,
        DateOnly OntvangenOp,
        DateTimeOffset GeregistreerdOp,
        DateTimeOffset? IngevoerdOp,
        bool Acuut,
        Contactpersoon? Contactpersoon,
        Jongere? Jongere,
        IReadOnlyList<Signaal> Signalen,
        int? AantalKeerWeggelopen,
        Risicotaxatie? Risicotaxatie,
        LinkTienerpooier? LinkTienerpooier,
        Rekruteringskanaal? Rekruteringskanaal,
        Consulent? Consulent,
        string? Omschrijving,
        bool Gewist);

    internal sealed record Jongere(
        string? Voornaam,
        string? Familienaam,
        DateOnly? Geboortedatum,
        string? Rijksregisternummer,
        Leeftijdsklasse Leeftijdsklasse,
        Geslacht? Geslacht,
        Provincie? Provincie,
        Verblijf? Verblijf);

    internal sealed record Consulent(bool Betrokken, ConsulentDienst? Dienst, bool? Afgesproken);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/meldingen/{id:guid}",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Eén melding lezen, met de gegevens van de jongere; elke lezing wordt bijgehouden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Caller caller,
        MeldingDbContext db,
        EnvelopeEncryption encryption,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var melding = await db.LeesbaarVoor(caller, time).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (melding is null)
        {
            return new Outcome.NotFound();
        }

        db.AddAudit(caller, "melding.gelezen", id, time);
        return new Outcome.Ok(AlsAntwoord(melding, await encryption.OpenKeyAsync(melding, cancellationToken)), melding.Versie);
    }

    private static Antwoord AlsAntwoord(Melding melding, DataKey? key) => new(
        melding.Id,
        melding.Versie,
        melding.Toestand,
        melding.Soort,
        melding.Centrum,
        melding.Kanaal,
        melding.Organisatie,
        melding.Sector,
        melding.OntvangenOp,
        melding.GeregistreerdOp,
        melding.Ingevoerd ? melding.GeregistreerdOp : null,
        melding.Acuut,
        key is null ? null : JsonSerializer.Deserialize<Contactpersoon>(key.Decrypt(Velden.Contactpersoon, melding.ContactpersoonVersleuteld)),
        AlsJongere(melding, key),
        melding.Signalen,
        melding.AantalKeerWeggelopen,
        melding.Risicotaxatie,
        melding.LinkTienerpooier,
        melding.Rekruteringskanaal,
        melding.ConsulentBetrokken is { } betrokken ? new Consulent(betrokken, melding.ConsulentDienst, melding.ConsulentAfgesproken) : null,
        key?.Decrypt(Velden.Omschrijving, melding.OmschrijvingVersleuteld),
        Gewist: key is null);

    private static Jongere? AlsJongere(Melding melding, DataKey? key)
    {
        if (melding.JongereVersleuteld is not { } versleuteld)
        {
            return null;
        }

        var identiteit = key is null ? null : JsonSerializer.Deserialize<IdentiteitJongere>(key.Decrypt(Velden.Jongere, versleuteld));
        return new Jongere(
            identiteit?.Voornaam,
            identiteit?.Familienaam,
            identiteit?.Geboortedatum,
            identiteit?.Rijksregisternummer,
            melding.Leeftijdsklasse ?? Leeftijdsklasse.Onbekend,
            melding.Geslacht,
            melding.Provincie,
            melding.Verblijf);
    }
}
