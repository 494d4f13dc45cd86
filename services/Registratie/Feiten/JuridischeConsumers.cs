using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Registratie;

internal sealed class DossierGeopendConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<JuridischDossierWerdGeopend>(services)
{
    protected override Feit AlsFeit(JuridischDossierWerdGeopend message)
        => Feit.Van(FeitSoort.JuridischDossierGeopend, message.DossierId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { Aanleiding = message.Aanleiding };
}

internal sealed class DossierGeopendConsumerDefinition : InboxConsumerDefinition<DossierGeopendConsumer>;

internal sealed class JuridischeStapGezetConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<JuridischeStapWerdGezet>(services)
{
    protected override Feit AlsFeit(JuridischeStapWerdGezet message)
        => Feit.Van(FeitSoort.JuridischeStap, message.StapId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with
        {
            JuridischeStap = message.Soort,
            Indiener = message.Indiener,
            GewijzigdOp = message.GewijzigdOp,
            Ingetrokken = message.Ingetrokken,
        };
}

internal sealed class JuridischeStapGezetConsumerDefinition : InboxConsumerDefinition<JuridischeStapGezetConsumer>;
