using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Registratie;

internal sealed class VraagGeregistreerdConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<MeldingWerdGeregistreerd>(services)
{
    protected override Feit AlsFeit(MeldingWerdGeregistreerd message) => new()
    {
        AggregaatId = message.MeldingId,
        Versie = message.Versie,
        Soort = FeitSoort.VraagGeregistreerd,
        MeldingId = message.MeldingId,
        Op = message.OntvangenOp,
        GeregistreerdOp = message.GeregistreerdOp,
        SoortVraag = message.Soort,
        Centrum = message.Centrum,
        Kanaal = message.Kanaal,
        Sector = message.Sector,
        Acuut = message.Acuut,
        Leeftijdsklasse = message.Leeftijdsklasse,
        Geslacht = message.Geslacht,
        Provincie = message.Provincie,
        Verblijf = message.Verblijf,
        LinkTienerpooier = message.LinkTienerpooier,
        Rekruteringskanaal = message.Rekruteringskanaal,
        AantalKeerWeggelopen = message.AantalKeerWeggelopen,
        ConsulentBetrokken = message.ConsulentBetrokken,
        AantalSignalen = message.Signalen.Count,
    };
}

internal sealed class VraagGeregistreerdConsumerDefinition : InboxConsumerDefinition<VraagGeregistreerdConsumer>;

internal sealed class DossierGeopendConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<JuridischDossierWerdGeopend>(services)
{
    protected override Feit AlsFeit(JuridischDossierWerdGeopend message) => new()
    {
        AggregaatId = message.DossierId,
        Versie = message.Versie,
        Soort = FeitSoort.JuridischDossierGeopend,
        MeldingId = message.MeldingId,
        Op = message.Op,
        GeregistreerdOp = message.GeregistreerdOp,
        Aanleiding = message.Aanleiding,
    };
}

internal sealed class DossierGeopendConsumerDefinition : InboxConsumerDefinition<DossierGeopendConsumer>;
