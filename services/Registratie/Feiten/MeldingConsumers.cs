using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Registratie;

internal sealed class VraagGeregistreerdConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<MeldingWerdGeregistreerd>(services)
{
    protected override Feit AlsFeit(MeldingWerdGeregistreerd message)
        => Feit.Van(FeitSoort.VraagGeregistreerd, message.MeldingId, message.Versie, message.MeldingId, message.OntvangenOp, message.GeregistreerdOp) with
        {
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
            Pseudoniem = message.Pseudoniem,
        };
}

internal sealed class VraagGeregistreerdConsumerDefinition : InboxConsumerDefinition<VraagGeregistreerdConsumer>;

internal sealed class VraagGewijzigdConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<MeldingWerdGewijzigd>(services)
{
    protected override Feit AlsFeit(MeldingWerdGewijzigd message)
        => Feit.Van(FeitSoort.VraagGewijzigd, message.MeldingId, message.Versie, message.MeldingId, message.OntvangenOp, message.GeregistreerdOp) with
        {
            GewijzigdOp = message.Op,
            Ingetrokken = message.Ingetrokken,
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

internal sealed class VraagGewijzigdConsumerDefinition : InboxConsumerDefinition<VraagGewijzigdConsumer>;

internal sealed class DossierGeopendConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<JuridischDossierWerdGeopend>(services)
{
    protected override Feit AlsFeit(JuridischDossierWerdGeopend message)
        => Feit.Van(FeitSoort.JuridischDossierGeopend, message.DossierId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { Aanleiding = message.Aanleiding };
}

internal sealed class DossierGeopendConsumerDefinition : InboxConsumerDefinition<DossierGeopendConsumer>;
