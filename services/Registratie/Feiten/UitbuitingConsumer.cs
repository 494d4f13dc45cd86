using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Registratie;

/// <summary>
/// What is known of the exploitation that a question is about, at one version (G2). Says nothing of whether the question counts: it is counted through the question,
/// as that stands (<see cref="FeitSoort.VraagGewijzigd"/>), so that one which was taken back or turned out to be an adviesvraag brings none along.
/// </summary>
internal sealed record Uitbuiting : IFeit
{
    /// <summary>The melding: there is one for each.</summary>
    public required Guid AggregaatId { get; init; }

    public required int Versie { get; init; }

    /// <summary>Day on which it was first registered.</summary>
    public required DateOnly Op { get; init; }

    public DateOnly? GewijzigdOp { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public required bool Ingetrokken { get; init; }

    public required LinkTienerpooier LinkTienerpooier { get; init; }

    public int? AantalVerdachten { get; init; }

    public int? AantalKlanten { get; init; }

    /// <summary>Set of <see cref="Uitbuitingsvorm"/>, see <see cref="Codemasker"/>.</summary>
    public required int Vormen { get; init; }

    public required Rekruteringskanaal Rekruteringskanaal { get; init; }

    /// <summary>Set of <see cref="Dwangmiddel"/>, see <see cref="Codemasker"/>.</summary>
    public required int Middelen { get; init; }

    public required JaNeeOnbekend Chantage { get; init; }

    public required JaNeeOnbekend Advertentiesite { get; init; }

    public required Plaatssoort Plaats { get; init; }

    /// <summary>Of the place.</summary>
    public required Provincie Provincie { get; init; }

    public required JaNeeOnbekend Grensoverschrijdend { get; init; }
}

/// <summary>A set of codes as one number that a database can count by: the code that is numbered 1 is its lowest bit.</summary>
internal static class Codemasker
{
    public static int Van<T>(params IEnumerable<T> codes) where T : struct, Enum
        => codes.Aggregate(0, (masker, code) => masker | (1 << (Convert.ToInt32(code, System.Globalization.CultureInfo.InvariantCulture) - 1)));
}

internal sealed class UitbuitingGeregistreerdConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<UitbuitingWerdGeregistreerd, Uitbuiting>(services)
{
    protected override Uitbuiting AlsFeit(UitbuitingWerdGeregistreerd message) => new()
    {
        AggregaatId = message.MeldingId,
        Versie = message.Versie,
        Op = message.Op,
        GewijzigdOp = message.GewijzigdOp,
        GeregistreerdOp = message.GeregistreerdOp,
        Ingetrokken = message.Ingetrokken,
        LinkTienerpooier = message.LinkTienerpooier,
        AantalVerdachten = message.AantalVerdachten,
        AantalKlanten = message.AantalKlanten,
        Vormen = Codemasker.Van(message.Vormen),
        Rekruteringskanaal = message.Rekruteringskanaal,
        Middelen = Codemasker.Van(message.Middelen),
        Chantage = message.Chantage,
        Advertentiesite = message.Advertentiesite,
        Plaats = message.Plaats,
        Provincie = message.Provincie,
        Grensoverschrijdend = message.Grensoverschrijdend,
    };
}

internal sealed class UitbuitingGeregistreerdConsumerDefinition : InboxConsumerDefinition<UitbuitingGeregistreerdConsumer>;
