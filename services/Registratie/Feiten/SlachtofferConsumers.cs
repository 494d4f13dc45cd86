using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Registratie;

// The other two of the three repeats (G6). Who is the same young person says the pseudonym of the melding; that somebody was reported more than once says neither.

internal sealed class OpnameGeregistreerdConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<OpnameWerdGeregistreerd>(services)
{
    protected override Feit AlsFeit(OpnameWerdGeregistreerd message)
        => Feit.Van(FeitSoort.Opname, message.OpnameId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with
        {
            Opname = message.Soort,
            GewijzigdOp = message.GewijzigdOp,
            Ingetrokken = message.Ingetrokken,
        };
}

internal sealed class OpnameGeregistreerdConsumerDefinition : InboxConsumerDefinition<OpnameGeregistreerdConsumer>;

internal sealed class HernieuwdSlachtofferschapVastgesteldConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<HernieuwdSlachtofferschapWerdVastgesteld>(services)
{
    protected override Feit AlsFeit(HernieuwdSlachtofferschapWerdVastgesteld message)
        => Feit.Van(FeitSoort.HernieuwdSlachtofferschap, message.VaststellingId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with
        {
            GewijzigdOp = message.GewijzigdOp,
            Ingetrokken = message.Ingetrokken,
        };
}

internal sealed class HernieuwdSlachtofferschapVastgesteldConsumerDefinition : InboxConsumerDefinition<HernieuwdSlachtofferschapVastgesteldConsumer>;
