using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>
/// What every fact is kept by, in whatever table. What belongs to no question has a table of its own (<see cref="Vorming"/>, <see cref="Achterstand"/>), and so has
/// what is a set of properties rather than an act (<see cref="Uitbuiting"/>).
/// A row is written once and never changed: a correction or a withdrawal is a row of a higher version, and the one before it stays.
/// </summary>
internal interface IFeit
{
    Guid AggregaatId { get; }

    int Versie { get; }

    /// <summary>Day of the act itself.</summary>
    DateOnly Op { get; }

    /// <summary>Of a correction or a withdrawal: its day.</summary>
    DateOnly? GewijzigdOp { get; }
}

internal static class Feitenstand
{
    /// <summary>
    /// Each thing once, as it stood at the end of that day: the highest of the versions that were known by then. One that was corrected to a later day did not
    /// happen yet; whether one that was taken back or cancelled counts is for who asks.
    /// </summary>
    /// <param name="feiten">Of one kind, of which the versions of an aggregate are one and the same thing.</param>
    /// <param name="peil">The day, Europe/Brussels.</param>
    public static IQueryable<T> StandOp<T>(this IQueryable<T> feiten, DateOnly peil) where T : class, IFeit
    {
        var bekend = feiten.Where(feit => (feit.GewijzigdOp ?? feit.Op) <= peil);
        return bekend.Where(feit => feit.Op <= peil && !bekend.Any(later => later.AggregaatId == feit.AggregaatId && later.Versie > feit.Versie));
    }

    /// <summary>Those of one of the days.</summary>
    // However many there are, as one parameter: the same question to the database.
    public static IQueryable<T> OpEenVan<T>(this IQueryable<T> feiten, DateOnly[] dagen) where T : class, IFeit => feiten.Where(feit => EF.Parameter(dagen).Contains(feit.Op));
}
