using Draaiboek.Berichten;

namespace Draaiboek.Assessments;

/// <summary>Where an assessment stands. A kennismakingsgesprek does not start it (S8: one can drop out after it, and then it was 'not started').</summary>
internal enum AssessmentToestand
{
    Wachtend = 1,
    Kennisgemaakt,
    Lopend,
    AdviesNegatief,
    AdviesPositief,
    NietGestart,

    /// <summary>Before it began, its question was taken back or turned out to ask for something else. No step of the centre.</summary>
    Vervallen,
}

internal enum StapSoort
{
    Kennismakingsgesprek = 1,
    Gesprek,
    NegatiefAdvies,
    PositiefAdvies,
    NietGestart,
}

/// <summary>A request for assessment at a centre and what became of it (S1–S8). Knows the young person by the id of the melding only.</summary>
internal sealed class Assessment : IVanCentrum
{
    public required Guid Id { get; init; }

    public required Guid MeldingId { get; init; }

    public int Versie { get; set; } = 1;

    public required Centrum Centrum { get; set; }

    public AssessmentToestand Toestand { get; set; } = AssessmentToestand.Wachtend;

    /// <summary>Day of receipt of the melding: waiting is counted from it.</summary>
    public required DateOnly OntvangenOp { get; init; }

    public required DateTimeOffset AangemaaktOp { get; init; }

    /// <summary>Acute (M8), and not of long ago (<see cref="Aanvraag.RoeptNu"/>): stands first in the worklist.</summary>
    public required bool Acuut { get; set; }

    /// <summary>Sort key of the worklist: acute first, then who waits longest.</summary>
    public required long Volgorde { get; set; }

    public int AantalGesprekken { get; set; }

    /// <summary>Day of the latest step that was registered.</summary>
    public DateOnly? LaatsteStapOp { get; set; }

    public RedenNietGestart? RedenNietGestart { get; set; }

    /// <summary>Encrypted report of the advice: its reasons or findings.</summary>
    public byte[]? AdviesVersleuteld { get; set; }

    /// <summary>Consent to advise the referentiemagistraat (S4); null without a positive finding.</summary>
    public bool? ToestemmingGegeven { get; set; }

    public ToestemmingDoor? ToestemmingDoor { get; set; }

    public DateOnly? ToestemmingOp { get; set; }

    public static long VolgordeVan(bool acuut, DateOnly ontvangenOp)
        => (acuut ? 0 : 1_000_000_000L) + (ontvangenOp.Year * 10_000) + (ontvangenOp.Month * 100) + ontvangenOp.Day;
}

/// <summary>The latest change of a melding that was followed here: an older message that comes after it changes nothing (DESIGN 5).</summary>
internal sealed class GevolgdeMelding
{
    public required Guid MeldingId { get; init; }

    public required int Versie { get; set; }
}

/// <summary>Who consents (S4): the victim or its representative.</summary>
internal enum ToestemmingDoor
{
    Slachtoffer = 1,
    Vertegenwoordiger,
}

/// <summary>One step of an assessment, as it was registered. The history of a case; never changed.</summary>
internal sealed class AssessmentStap
{
    public required Guid AssessmentId { get; init; }

    /// <summary>Version that the assessment got by it.</summary>
    public required int Versie { get; init; }

    public required StapSoort Soort { get; init; }

    /// <summary>Day of the step itself.</summary>
    public required DateOnly Op { get; init; }

    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Who registered it: <c>vo_id</c> of the person, or the subject of the token of a centre's own system.</summary>
    public required string Door { get; init; }
}
