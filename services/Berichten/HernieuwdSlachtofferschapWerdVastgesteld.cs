using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>
/// A person found that a young person who had been a victim before is one again (G6), as it stands now, whole. Neither reported nor taken in more than once
/// says so. Consumed by Registratie; Assessment does not publish it yet.
/// </summary>
[MessageUrn("draaiboek:hernieuwd-slachtofferschap-werd-vastgesteld")]
[EntityName("assessment.hernieuwd-slachtofferschap-werd-vastgesteld")]
public sealed record HernieuwdSlachtofferschapWerdVastgesteld
{
    public required Guid VaststellingId { get; init; }

    /// <summary>By which the young person is known.</summary>
    public required Guid MeldingId { get; init; }

    /// <summary>Version of the finding: one higher at each correction. The highest holds.</summary>
    public required int Versie { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Of a correction or a withdrawal: its day, Europe/Brussels. Absent while it stands as it was first written down.</summary>
    public DateOnly? GewijzigdOp { get; init; }

    /// <summary>Moment of registration of this version, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Whether it was taken back, as written down by mistake.</summary>
    public required bool Ingetrokken { get; init; }
}
