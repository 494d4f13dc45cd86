using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>
/// A young person was taken in by a kind of care (H1), as it stands now, whole. Taken in more than once is a repeat of its own, never mixed with reported more
/// than once or victim again (G6). Consumed by Registratie; Assessment does not publish it yet.
/// </summary>
[MessageUrn("draaiboek:opname-werd-geregistreerd")]
[EntityName("assessment.opname-werd-geregistreerd")]
public sealed record OpnameWerdGeregistreerd
{
    public required Guid OpnameId { get; init; }

    /// <summary>By which the young person is known.</summary>
    public required Guid MeldingId { get; init; }

    /// <summary>Version of the intake: one higher at each correction. The highest holds.</summary>
    public required int Versie { get; init; }

    public required Opnamesoort Soort { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Of a correction or a withdrawal: its day, Europe/Brussels. Absent while it stands as it was first written down.</summary>
    public DateOnly? GewijzigdOp { get; init; }

    /// <summary>Moment of registration of this version, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Whether it was taken back, as written down by mistake.</summary>
    public required bool Ingetrokken { get; init; }
}
