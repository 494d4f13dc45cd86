using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Registratie;

/// <summary>One cause of a centre's backlog and the days on which it held (G2). Several may hold at once.</summary>
internal sealed record Achterstand : IFeit
{
    public required Guid AggregaatId { get; init; }

    public required int Versie { get; init; }

    public required Centrum Centrum { get; init; }

    public required Achterstandsoorzaak Oorzaak { get; init; }

    /// <summary>First day on which it held.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Last day on which it held; null while it does.</summary>
    public DateOnly? Tot { get; init; }

    public DateOnly? GewijzigdOp { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public required bool Ingetrokken { get; init; }
}

internal sealed class AchterstandVerklaardConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<AchterstandWerdVerklaard, Achterstand>(services)
{
    protected override Achterstand AlsFeit(AchterstandWerdVerklaard message) => new()
    {
        AggregaatId = message.AchterstandId,
        Versie = message.Versie,
        Centrum = message.Centrum,
        Oorzaak = message.Oorzaak,
        Op = message.Van,
        Tot = message.Tot,
        GewijzigdOp = message.GewijzigdOp,
        GeregistreerdOp = message.GeregistreerdOp,
        Ingetrokken = message.Ingetrokken,
    };
}

internal sealed class AchterstandVerklaardConsumerDefinition : InboxConsumerDefinition<AchterstandVerklaardConsumer>;
