using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Registratie;

/// <summary>How a vorming stands (S9, P3): a row for asked, one for planned, one for given. Belongs to no young person, and perhaps to no question.</summary>
internal sealed record Vorming : IFeit
{
    public required Guid AggregaatId { get; init; }

    public required int Versie { get; init; }

    /// <summary>The question with which it was asked.</summary>
    public Guid? MeldingId { get; init; }

    public required Vormingsstand Stand { get; init; }

    /// <summary>Day on which it came to stand so.</summary>
    public required DateOnly Op { get; init; }

    public DateOnly? GewijzigdOp { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public required Centrum Centrum { get; init; }

    public required Sector Sector { get; init; }

    public required Deelnemersklasse Deelnemers { get; init; }

    public required bool Interdisciplinair { get; init; }
}

internal sealed class VormingGeregistreerdConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<VormingWerdGeregistreerd, Vorming>(services)
{
    protected override Vorming AlsFeit(VormingWerdGeregistreerd message) => new()
    {
        AggregaatId = message.VormingId,
        Versie = message.Versie,
        MeldingId = message.MeldingId,
        Stand = message.Stand,
        Op = message.Op,
        GewijzigdOp = message.GewijzigdOp,
        GeregistreerdOp = message.GeregistreerdOp,
        Centrum = message.Centrum,
        Sector = message.Sector,
        Deelnemers = message.Deelnemers,
        Interdisciplinair = message.Interdisciplinair,
    };
}

internal sealed class VormingGeregistreerdConsumerDefinition : InboxConsumerDefinition<VormingGeregistreerdConsumer>;
