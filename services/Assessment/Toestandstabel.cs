using System.Collections.Frozen;
using static Draaiboek.Assessments.AssessmentToestand;
using static Draaiboek.Assessments.StapSoort;

namespace Draaiboek.Assessments;

/// <summary>Which step is possible in which state, and where it leads. What does not stand here is refused (DESIGN 6). Source: draaiboek 5.2; S2–S8.</summary>
internal static class Toestandstabel
{
    private static readonly FrozenDictionary<(AssessmentToestand, StapSoort), AssessmentToestand> Overgangen =
        new Dictionary<(AssessmentToestand, StapSoort), AssessmentToestand>
        {
            [(Wachtend, Kennismakingsgesprek)] = Kennisgemaakt,
            [(Wachtend, Gesprek)] = Lopend,
            [(Wachtend, StapSoort.NietGestart)] = AssessmentToestand.NietGestart,

            [(Kennisgemaakt, Gesprek)] = Lopend,
            [(Kennisgemaakt, StapSoort.NietGestart)] = AssessmentToestand.NietGestart,

            [(Lopend, Gesprek)] = Lopend,
            [(Lopend, NegatiefAdvies)] = AdviesNegatief,
            [(Lopend, PositiefAdvies)] = AdviesPositief,
        }.ToFrozenDictionary();

    /// <summary>States in which the centre still has something to do: the worklist.</summary>
    public static readonly IReadOnlyList<AssessmentToestand> Open = [Wachtend, Kennisgemaakt, Lopend];

    /// <summary>States in which the question can still be taken away (M1): no talk of the assessment itself took place.</summary>
    public static readonly IReadOnlyList<AssessmentToestand> NietBegonnen = [Wachtend, Kennisgemaakt];

    public static AssessmentToestand? Naar(AssessmentToestand van, StapSoort stap)
        => Overgangen.TryGetValue((van, stap), out var naar) ? naar : null;

    public static IReadOnlyList<StapSoort> ToegelatenVan(AssessmentToestand toestand)
        => [.. Enum.GetValues<StapSoort>().Where(stap => Overgangen.ContainsKey((toestand, stap)))];
}
