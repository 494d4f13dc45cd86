using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>A centre wrote down why it has a backlog (G2), as it stands now, whole. Several causes may hold at once, each its own. Published by Assessment.</summary>
[MessageUrn("draaiboek:achterstand-werd-verklaard")]
[EntityName("assessment.achterstand-werd-verklaard")]
public sealed record AchterstandWerdVerklaard
{
    public required Guid AchterstandId { get; init; }

    /// <summary>Version of the cause: one higher at each correction. The highest holds.</summary>
    public required int Versie { get; init; }

    public required Centrum Centrum { get; init; }

    public required Achterstandsoorzaak Oorzaak { get; init; }

    /// <summary>First day on which it held, Europe/Brussels.</summary>
    public required DateOnly Van { get; init; }

    /// <summary>Last day on which it held; absent while it does.</summary>
    public DateOnly? Tot { get; init; }

    /// <summary>Of a correction or a withdrawal: its day, Europe/Brussels. Absent while it stands as it was first written down.</summary>
    public DateOnly? GewijzigdOp { get; init; }

    /// <summary>Moment of registration of this version, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Whether it was taken back, as written down by mistake.</summary>
    public required bool Ingetrokken { get; init; }
}
