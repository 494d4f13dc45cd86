using Draaiboek.Berichten;

namespace Draaiboek.Registratie;

internal enum FeitSoort
{
    VraagGeregistreerd = 1,
    AssessmentAangevraagd,
    Kennismakingsgesprek,
    Assessmentgesprek,
    NegatiefAdvies,
    PositiefAdvies,
    NietGestart,
    Stopgezet,
    Overgedragen,
    JuridischDossierGeopend,

    /// <summary>How a question stands after a correction, a withdrawal or a hand-over; the highest version holds.</summary>
    VraagGewijzigd,

    AanbodGedaan,
    AanbodBeantwoord,
    Doorverwijzing,
    Inlichting,
    JuridischeStap,
    Opname,
    HernieuwdSlachtofferschap,
}

/// <summary>Kinds of facts that are counted alike.</summary>
internal static class Feitsoorten
{
    /// <summary>How a question stands: as registered, or as a change left it.</summary>
    public static readonly FeitSoort[] Vragen = [FeitSoort.VraagGeregistreerd, FeitSoort.VraagGewijzigd];

    /// <summary>The steps of an assessment; that it was asked for says the question.</summary>
    public static readonly FeitSoort[] Stappen =
    [
        FeitSoort.Kennismakingsgesprek, FeitSoort.Assessmentgesprek, FeitSoort.NegatiefAdvies, FeitSoort.PositiefAdvies, FeitSoort.NietGestart, FeitSoort.Stopgezet, FeitSoort.Overgedragen,
    ];

    /// <summary>Acts that are never corrected: each row is one. Some carry the version of their melding.</summary>
    public static readonly FeitSoort[] Handelingen = [FeitSoort.JuridischDossierGeopend, FeitSoort.Inlichting, FeitSoort.Doorverwijzing, FeitSoort.AanbodGedaan, FeitSoort.AanbodBeantwoord];

    /// <summary>What can be corrected or taken back by a higher version.</summary>
    public static readonly FeitSoort[] Herzienbaar = [FeitSoort.JuridischeStap, FeitSoort.Opname, FeitSoort.HernieuwdSlachtofferschap];
}

/// <summary>
/// One thing that happened, without anyone in it (G1): ids, codes, classes and days. Keyed by aggregate and version, so that it is written once
/// however often and in whatever order its message comes.
/// </summary>
internal sealed record Feit : IFeit, IStap
{
    public required Guid AggregaatId { get; init; }

    public required int Versie { get; init; }

    public required FeitSoort Soort { get; init; }

    /// <summary>The question that it goes back to; a year's cohort is made of these.</summary>
    public required Guid MeldingId { get; init; }

    /// <summary>Day of the act itself.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }

    public SoortVraag? SoortVraag { get; init; }

    /// <summary>Of what was changed or corrected: the day of that. Its <see cref="Op"/> stays the day of the act; of a question that of receipt, which places it in a year.</summary>
    public DateOnly? GewijzigdOp { get; init; }

    /// <summary>Taken back: no question, step, intake or finding any more.</summary>
    public bool? Ingetrokken { get; init; }

    /// <summary>Of a changed question: what the change was. Of a hand-over (S11) <see cref="Centrum"/> is who took over.</summary>
    public MeldingWijziging? Wijziging { get; init; }

    public Centrum? Centrum { get; init; }

    public Kanaal? Kanaal { get; init; }

    public Sector? Sector { get; init; }

    public bool? Acuut { get; init; }

    public Leeftijdsklasse? Leeftijdsklasse { get; init; }

    public Geslacht? Geslacht { get; init; }

    public Provincie? Provincie { get; init; }

    public Verblijf? Verblijf { get; init; }

    public LinkTienerpooier? LinkTienerpooier { get; init; }

    public Rekruteringskanaal? Rekruteringskanaal { get; init; }

    public int? AantalKeerWeggelopen { get; init; }

    public bool? ConsulentBetrokken { get; init; }

    public int? AantalSignalen { get; init; }

    public bool? OokEersteAssessmentgesprek { get; init; }

    public bool? ToestemmingGegeven { get; init; }

    public RedenNietGestart? RedenNietGestart { get; init; }

    public AanleidingSoort? Aanleiding { get; init; }

    public AanbodSoort? Aanbod { get; init; }

    public bool? AanbodAanvaard { get; init; }

    public Doorverwijzing? Doorverwijzing { get; init; }

    public Ontvanger? Ontvanger { get; init; }

    public Rechtsgrond? Rechtsgrond { get; init; }

    public JuridischeStapSoort? JuridischeStap { get; init; }

    public Indiener? Indiener { get; init; }

    public Opnamesoort? Opname { get; init; }

    /// <summary>Of the young person of a question, as it was at registration; a <see cref="Herhaling"/> of the melding goes before it. Absent for an adviesvraag.</summary>
    public Guid? Pseudoniem { get; init; }

    /// <summary>What every fact has.</summary>
    public static Feit Van(FeitSoort soort, Guid aggregaatId, int versie, Guid meldingId, DateOnly op, DateTimeOffset geregistreerdOp)
        => new() { Soort = soort, AggregaatId = aggregaatId, Versie = versie, MeldingId = meldingId, Op = op, GeregistreerdOp = geregistreerdOp };
}
