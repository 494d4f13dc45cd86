using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>Turns one kind of message into one fact. A fact that is there already stays as it is: late and repeated messages change nothing.</summary>
internal abstract class FeitConsumer<TMessage, TFeit>(InboxServices<RegistratieDbContext> services) : InboxConsumer<RegistratieDbContext, TMessage>(services)
    where TMessage : class
    where TFeit : class, IFeit
{
    private readonly HashSet<(Guid AggregaatId, int Versie)> _known = [];

    protected abstract TFeit AlsFeit(TMessage message);

    protected sealed override async Task PrepareAsync(IReadOnlyList<TMessage> messages, CancellationToken cancellationToken)
    {
        var aggregaten = messages.Select(message => AlsFeit(message).AggregaatId).Distinct().ToArray();
        var known = await Db.Set<TFeit>().Where(feit => aggregaten.Contains(feit.AggregaatId)).Select(feit => new { feit.AggregaatId, feit.Versie }).ToListAsync(cancellationToken);
        _known.UnionWith(known.Select(feit => (feit.AggregaatId, feit.Versie)));
    }

    protected sealed override Task HandleAsync(TMessage message, CancellationToken cancellationToken)
    {
        var feit = AlsFeit(message);
        if (_known.Add((feit.AggregaatId, feit.Versie)))
        {
            Db.Set<TFeit>().Add(feit);
        }

        return Task.CompletedTask;
    }
}

/// <summary>As <see cref="FeitConsumer{TMessage, TFeit}"/>, of what goes back to a question.</summary>
internal abstract class FeitConsumer<TMessage>(InboxServices<RegistratieDbContext> services) : FeitConsumer<TMessage, Feit>(services)
    where TMessage : class;
