using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>
/// A legal step of a file, as it stands now, whole: the highest version holds, whatever came before (J2–J6, J8). Consumed by Registratie; JuridischeSteun does
/// not publish it yet.
/// </summary>
[MessageUrn("draaiboek:juridische-stap-werd-gezet")]
[EntityName("juridische-steun.juridische-stap-werd-gezet")]
public sealed record JuridischeStapWerdGezet
{
    public required Guid StapId { get; init; }

    public required Guid DossierId { get; init; }

    public required Guid MeldingId { get; init; }

    /// <summary>Version of the step: one higher at each correction. The highest holds.</summary>
    public required int Versie { get; init; }

    public required JuridischeStapSoort Soort { get; init; }

    /// <summary>Who filed it, where that makes a difference: verklaring benadeelde persoon and burgerlijke partij.</summary>
    public Indiener? Indiener { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Of a correction or a withdrawal: its day, Europe/Brussels. Absent while it stands as it was first written down.</summary>
    public DateOnly? GewijzigdOp { get; init; }

    /// <summary>Moment of registration of this version, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Whether it was taken back, as written down by mistake.</summary>
    public required bool Ingetrokken { get; init; }
}
