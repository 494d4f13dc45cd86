using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>
/// What a centre knows of the exploitation that a melding is about, victim and perpetrators registered as such (G2), as it stands now, whole: the highest version
/// holds, whatever came before. Published by Melding, only as the result of a centre's own act. Counts nobody by itself: whether the melding still asks about a
/// young person says <see cref="MeldingWerdGewijzigd"/>.
/// </summary>
[MessageUrn("draaiboek:uitbuiting-werd-geregistreerd")]
[EntityName("melding.uitbuiting-werd-geregistreerd")]
public sealed record UitbuitingWerdGeregistreerd
{
    public required Guid MeldingId { get; init; }

    /// <summary>Version of the melding; one higher at each change.</summary>
    public required int Versie { get; init; }

    /// <summary>Day on which it was first registered, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Of a correction or a withdrawal: its day, Europe/Brussels. Absent while it stands as it was first written down.</summary>
    public DateOnly? GewijzigdOp { get; init; }

    /// <summary>Moment of registration of this version, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Whether it was taken back, as written down by mistake.</summary>
    public required bool Ingetrokken { get; init; }

    /// <summary>Link with a tienerpooier as the centre sees it now; that of the melding is the organisation's.</summary>
    public required LinkTienerpooier LinkTienerpooier { get; init; }

    /// <summary>Suspected perpetrators, 0 to 50, the highest for that many or more; absent when it is not known.</summary>
    public int? AantalVerdachten { get; init; }

    /// <summary>Clients, 0 to 500, the highest for that many or more; absent when it is not known.</summary>
    public int? AantalKlanten { get; init; }

    public IReadOnlyList<Uitbuitingsvorm> Vormen { get; init; } = [];

    public required Rekruteringskanaal Rekruteringskanaal { get; init; }

    public IReadOnlyList<Dwangmiddel> Middelen { get; init; } = [];

    public required JaNeeOnbekend Chantage { get; init; }

    /// <summary>Offered on an advertising or dating site; not which.</summary>
    public required JaNeeOnbekend Advertentiesite { get; init; }

    public required Plaatssoort Plaats { get; init; }

    /// <summary>Of the place, not of the young person.</summary>
    public required Provincie Provincie { get; init; }

    /// <summary>Brought across a border, either way.</summary>
    public required JaNeeOnbekend Grensoverschrijdend { get; init; }
}
