using System.Linq.Expressions;
using System.Runtime.InteropServices;

namespace Draaiboek.Registratie;

/// <summary>What came of a question for an assessment, by the reference date.</summary>
internal enum Uitkomst
{
    Negatief = 1,
    Positief,
    Lopend,
    Wachtend,
    NietGestart,
    Stopgezet,
    Overgedragen,
}

/// <summary>What says how a question stands.</summary>
internal interface IVraagfeit
{
    FeitSoort Soort { get; }

    int Versie { get; }

    DateOnly Op { get; }

    DateOnly? GewijzigdOp { get; }
}

/// <summary>One rule in two forms, as it is asked of a database and of what was read from it; a test holds them against each other.</summary>
internal static class Vraagstand
{
    /// <summary>
    /// Each question as it stood at the end of that day: as it was registered, or as the latest change that was known by then left it (M1). One that was corrected to a later
    /// day was not received yet; whether one that was taken back counts is for who asks. A question is in it twice only when its facts contradict each other.
    /// </summary>
    /// <param name="feiten">All there are.</param>
    /// <param name="peil">The day, Europe/Brussels.</param>
    public static IQueryable<Feit> VragenOp(this IQueryable<Feit> feiten, DateOnly peil)
        => feiten.Where(feit =>
            feit.Op <= peil
            && (feit.Soort == FeitSoort.VraagGeregistreerd || (feit.Soort == FeitSoort.VraagGewijzigd && feit.GewijzigdOp <= peil))
            && !feiten.Any(later => later.AggregaatId == feit.AggregaatId && later.Versie > feit.Versie && later.Soort == FeitSoort.VraagGewijzigd && later.GewijzigdOp <= peil));

    /// <inheritdoc cref="VragenOp(IQueryable{Feit}, DateOnly)"/>
    /// <param name="eigen">All facts of one melding.</param>
    /// <param name="peil">The day, Europe/Brussels.</param>
    public static IEnumerable<T> VragenOp<T>(this IReadOnlyList<T> eigen, DateOnly peil) where T : IVraagfeit
    {
        var laatste = eigen.Where(feit => feit.Soort == FeitSoort.VraagGewijzigd && feit.GewijzigdOp <= peil).Select(feit => feit.Versie).DefaultIfEmpty(int.MinValue).Max();
        return eigen.Where(feit =>
            feit.Op <= peil
            && (feit.Soort == FeitSoort.VraagGeregistreerd || (feit.Soort == FeitSoort.VraagGewijzigd && feit.GewijzigdOp <= peil))
            && feit.Versie >= laatste);
    }
}

/// <summary>What the step of an assessment is told apart by.</summary>
internal interface IStap
{
    FeitSoort Soort { get; }

    bool? OokEersteAssessmentgesprek { get; }
}

/// <summary>
/// Where a step left an assessment. It stands where the greatest of those left it that had happened by the day: by version, and of these by the moment of registration. While there
/// is none it waits.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Assessmentstand(int Versie, DateTimeOffset GeregistreerdOp, Uitkomst Uitkomst)
{
    public static Uitkomst Na(FeitSoort stap) => stap switch
    {
        FeitSoort.NegatiefAdvies => Uitkomst.Negatief,
        FeitSoort.PositiefAdvies => Uitkomst.Positief,
        FeitSoort.NietGestart => Uitkomst.NietGestart,
        FeitSoort.Stopgezet => Uitkomst.Stopgezet,
        FeitSoort.Overgedragen => Uitkomst.Overgedragen,
        _ => Uitkomst.Lopend,
    };

    /// <summary>Whether a step moves an assessment on: a kennismakingsgesprek does so only when it was the first talk of the assessment too (S2).</summary>
    public static Expression<Func<T, bool>> BrengtVerder<T>() where T : class, IStap
        => stap => stap.Soort != FeitSoort.Kennismakingsgesprek || stap.OokEersteAssessmentgesprek == true;

    /// <summary>What is greatest holds.</summary>
    public (int, DateTimeOffset) Orde => (Versie, GeregistreerdOp);
}
