using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Meldingen;

/// <summary>How what was sent becomes a melding: the same for one that comes in and for a line of earlier registrations.</summary>
internal sealed class Meldingmaker(EnvelopeEncryption encryption, Signaalcatalogus catalogus, Herhalingsindex herhalingen, TimeProvider time)
{
    /// <summary>Makes it with a key of its own. Nothing is registered yet.</summary>
    public async Task<Melding> MaakAsync(MeldingInvoer invoer, Caller caller, bool ingevoerd, CancellationToken cancellationToken)
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
            Ingevoerd = ingevoerd,
            AcuutVanVroeger = ingevoerd,
            ContactpersoonVersleuteld = key.Encrypt(Velden.Contactpersoon, JsonSerializer.Serialize(invoer.Contactpersoon.AlsContactpersoon())),
            JongereVersleuteld = invoer.Jongere is { } wie ? key.Encrypt(Velden.Jongere, JsonSerializer.Serialize(wie.Identiteit())) : null,
            OmschrijvingVersleuteld = key.Encrypt(Velden.Omschrijving, invoer.Omschrijving),
        };
        melding.Vul(invoer, catalogus, melding.GeregistreerdOp);
        return melding;
    }

    /// <summary>Registers it, and lets the others know; nothing more happens by itself (M5).</summary>
    public void VoegToe(MeldingDbContext db, Melding melding, MeldingInvoer invoer, Caller caller)
    {
        db.Meldingen.Add(melding);
        if (invoer.Jongere is { } jongere)
        {
            herhalingen.NeemOp(db, melding, jongere.Identiteit());
        }

        db.AddAudit(caller, melding.Ingevoerd ? "melding.ingevoerd" : "melding.geregistreerd", melding.Id, time);
        db.AddMessage(melding.Id, AlsBericht(melding), time);
    }

    private MeldingWerdGeregistreerd AlsBericht(Melding melding) => new()
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
        AcuutVanVroeger = melding.AcuutVanVroeger,
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
