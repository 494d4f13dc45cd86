using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>
/// A vorming for the counsellors of an organisation, as it stands now, whole: asked, planned or given (S9, P3). Belongs to no young person. Published by
/// Assessment.
/// </summary>
[MessageUrn("draaiboek:vorming-werd-geregistreerd")]
[EntityName("assessment.vorming-werd-geregistreerd")]
public sealed record VormingWerdGeregistreerd
{
    public required Guid VormingId { get; init; }

    /// <summary>The question with which it was asked; absent when it was asked by itself.</summary>
    public Guid? MeldingId { get; init; }

    /// <summary>Version of the vorming: one higher at each step and each correction. The highest holds.</summary>
    public required int Versie { get; init; }

    public required Vormingsstand Stand { get; init; }

    /// <summary>Day on which it came to stand so: asked, planned, given. Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Of a correction or a withdrawal: its day, Europe/Brussels. Absent while it stands as it was first written down.</summary>
    public DateOnly? GewijzigdOp { get; init; }

    /// <summary>Moment of registration of this version, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>The centre that gives it.</summary>
    public required Centrum Centrum { get; init; }

    /// <summary>Of who asked.</summary>
    public required Sector Sector { get; init; }

    public required Deelnemersklasse Deelnemers { get; init; }

    /// <summary>For several disciplines or services together.</summary>
    public required bool Interdisciplinair { get; init; }
}
