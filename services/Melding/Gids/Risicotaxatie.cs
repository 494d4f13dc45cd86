namespace Draaiboek.Meldingen;

/// <summary>The groups of the catalogue (M6): three of the fiche, running away apart, and the public list. Source: draaiboek 4.1; slachtofferzorg.</summary>
internal enum SignaalGroep
{
    Psychologisch = 1,
    GedragOfLichamelijk,
    Uitbuiting,
    Weglopen,
    AlgemeneLijst,
}

/// <summary>What an evaluation finds (M7), the most pressing first. Kept with meldingen: a code may be added, never taken away or given another meaning.</summary>
internal enum Taxatieuitkomst
{
    Acuut = 1,
    MeerdereSignalen,
    EenSignaal,
    MeerdereAlgemeneSignalen,
    EenAlgemeenSignaal,
    HerhaaldWeglopen,
    Weglopen,
    GeenSignalen,
}

/// <summary>How many signals of a group there are; one at least.</summary>
internal sealed record Groeptelling(SignaalGroep Groep, int Aantal);

/// <summary>
/// What a set of signals comes to (M7), in codes and counts. No weights: the sources know one rule only, 'several'.
/// It supports whoever judges and decides nothing.
/// </summary>
/// <param name="Versie">Version of the catalogue that it was made with.</param>
/// <param name="Totaal">Signals of the fiche and of the general list together; running away does not count (draaiboek 4.1).</param>
/// <param name="Groepen">The groups that have a signal, without running away.</param>
internal sealed record Risicotaxatie(int Versie, int Totaal, IReadOnlyList<Groeptelling> Groepen, IReadOnlyList<Taxatieuitkomst> Uitkomsten)
{
    /// <summary>The fiche says 'meerdere', the public list 'verschillende', the resolution 'veelvuldig': our reading of each is two or more.</summary>
    private const int Meerdere = 2;

    public static Risicotaxatie Van(int versie, IReadOnlyCollection<SignaalGroep> groepen, int? keerWeggelopen, bool acuut)
    {
        var tellingen = groepen
            .Where(groep => groep != SignaalGroep.Weglopen)
            .GroupBy(groep => groep)
            .OrderBy(groep => groep.Key)
            .Select(groep => new Groeptelling(groep.Key, groep.Count()))
            .ToArray();
        var weggelopen = groepen.Contains(SignaalGroep.Weglopen) || keerWeggelopen > 0;
        return new Risicotaxatie(versie, tellingen.Sum(telling => telling.Aantal), tellingen, [.. Uitkomst(tellingen, weggelopen, keerWeggelopen, acuut)]);
    }

    /// <summary>Each list has a rule of its own and is judged by itself: much stands in both, and one observation must not count twice.</summary>
    private static IEnumerable<Taxatieuitkomst> Uitkomst(Groeptelling[] tellingen, bool weggelopen, int? keerWeggelopen, bool acuut)
    {
        var algemeen = tellingen.Where(telling => telling.Groep == SignaalGroep.AlgemeneLijst).Sum(telling => telling.Aantal);
        var fiche = tellingen.Sum(telling => telling.Aantal) - algemeen;
        if (acuut)
        {
            yield return Taxatieuitkomst.Acuut;
        }

        if (fiche > 0)
        {
            yield return fiche >= Meerdere ? Taxatieuitkomst.MeerdereSignalen : Taxatieuitkomst.EenSignaal;
        }

        if (algemeen > 0)
        {
            yield return algemeen >= Meerdere ? Taxatieuitkomst.MeerdereAlgemeneSignalen : Taxatieuitkomst.EenAlgemeenSignaal;
        }

        if (keerWeggelopen >= Meerdere)
        {
            yield return Taxatieuitkomst.HerhaaldWeglopen;
        }

        if (weggelopen)
        {
            yield return Taxatieuitkomst.Weglopen;
        }

        if (fiche + algemeen == 0 && !weggelopen)
        {
            yield return Taxatieuitkomst.GeenSignalen;
        }
    }
}
