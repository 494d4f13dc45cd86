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
            Wijziging = message.Wijziging,
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

internal sealed class AanbodGedaanConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<AanbodWerdGedaan>(services)
{
    protected override Feit AlsFeit(AanbodWerdGedaan message)
        => Feit.Van(FeitSoort.AanbodGedaan, message.MeldingId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { Aanbod = message.Aanbod };
}

internal sealed class AanbodGedaanConsumerDefinition : InboxConsumerDefinition<AanbodGedaanConsumer>;

internal sealed class AanbodBeantwoordConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<AanbodWerdBeantwoord>(services)
{
    protected override Feit AlsFeit(AanbodWerdBeantwoord message)
        => Feit.Van(FeitSoort.AanbodBeantwoord, message.MeldingId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { Aanbod = message.Aanbod, AanbodAanvaard = message.Aanvaard };
}

internal sealed class AanbodBeantwoordConsumerDefinition : InboxConsumerDefinition<AanbodBeantwoordConsumer>;

internal sealed class DoorverwijzingGedaanConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<DoorverwijzingWerdGedaan>(services)
{
    protected override Feit AlsFeit(DoorverwijzingWerdGedaan message)
        => Feit.Van(FeitSoort.Doorverwijzing, message.MeldingId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { Doorverwijzing = message.Naar };
}

internal sealed class DoorverwijzingGedaanConsumerDefinition : InboxConsumerDefinition<DoorverwijzingGedaanConsumer>;

internal sealed class InlichtingGegevenConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<InlichtingWerdGegeven>(services)
{
    protected override Feit AlsFeit(InlichtingWerdGegeven message)
        => Feit.Van(FeitSoort.Inlichting, message.InlichtingId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { Ontvanger = message.Ontvanger, Rechtsgrond = message.Rechtsgrond };
}

internal sealed class InlichtingGegevenConsumerDefinition : InboxConsumerDefinition<InlichtingGegevenConsumer>;
