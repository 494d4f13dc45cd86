using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>Turns one kind of message into one fact. A fact that is there already stays as it is: late and repeated messages change nothing.</summary>
internal abstract class FeitConsumer<TMessage>(InboxServices<RegistratieDbContext> services) : InboxConsumer<RegistratieDbContext, TMessage>(services)
    where TMessage : class
{
    protected abstract Feit AlsFeit(TMessage message);

    protected sealed override async Task HandleAsync(TMessage message, CancellationToken cancellationToken)
    {
        var feit = AlsFeit(message);
        if (!await Db.Feiten.AnyAsync(f => f.AggregaatId == feit.AggregaatId && f.Versie == feit.Versie, cancellationToken))
        {
            Db.Feiten.Add(feit);
        }
    }
}
