using Draaiboek.Berichten;

namespace Draaiboek.Registratie;

/// <summary>As much of a fact as the figures need.</summary>
/// <param name="Jongere">The pseudonym of who it is about, as judged now; of some facts of a melding it is not told.</param>
internal sealed record Cijferfeit(
    Guid AggregaatId,
    int Versie,
    FeitSoort Soort,
    Guid MeldingId,
    DateOnly Op,
    DateTimeOffset GeregistreerdOp,
    DateOnly? GewijzigdOp,
    bool? Ingetrokken,
    SoortVraag? SoortVraag,
    bool? OokEersteAssessmentgesprek,
    RedenNietGestart? RedenNietGestart,
    MeldingWijziging? Wijziging,
    Guid? Jongere);

/// <summary>
/// The figures of the questions that were received on some days, as they stood on another (DESIGN, 'Figures'). Questions and assessments are counted each from their own
/// facts: that they fit together is not taken for granted but asked of the sums (<see cref="Sluitproef"/>).
/// </summary>
internal sealed class Dagtelling
{
    private readonly IReadOnlyDictionary<DateOnly, Telling> _dagen;
    private readonly DateOnly _peil;

    private Dagtelling(IReadOnlyDictionary<DateOnly, Telling> dagen, DateOnly peil)
    {
        _dagen = dagen;
        _peil = peil;
    }

    /// <summary>What the days themselves tell.</summary>
    /// <param name="dagen">Where it is added.</param>
    /// <param name="feiten">All facts of every melding that has one about its question on one of the days.</param>
    /// <param name="opnieuw">The meldingen of these about a young person about whom there was an earlier question (G6).</param>
    /// <param name="peil">What happened later does not count.</param>
    public static void Van(IReadOnlyDictionary<DateOnly, Telling> dagen, IEnumerable<Cijferfeit> feiten, IReadOnlySet<Guid> opnieuw, DateOnly peil)
    {
        var dagtelling = new Dagtelling(dagen, peil);
        foreach (var eigen in feiten.GroupBy(feit => feit.MeldingId))
        {
            dagtelling.Tel([.. eigen], opnieuw.Contains(eigen.Key));
        }
    }

    /// <summary>What days before the period tell about it: the assessments that were not finished when it began, and what became of them.</summary>
    /// <param name="dagen">Where it is added.</param>
    /// <param name="feiten">As in <see cref="Van"/>.</param>
    /// <param name="begin">The day before the period.</param>
    /// <param name="peil">What happened later does not count.</param>
    public static void Vroeger(IReadOnlyDictionary<DateOnly, Telling> dagen, IEnumerable<Cijferfeit> feiten, DateOnly begin, DateOnly peil)
    {
        var dagtelling = new Dagtelling(dagen, peil);
        foreach (var eigen in feiten.GroupBy(feit => feit.MeldingId))
        {
            dagtelling.TelVroeger([.. eigen], begin);
        }
    }

    /// <summary>Each fact that says how a question stands on the day: as registered, or as the latest change left it (M1). More than one only when they contradict each other.</summary>
    public static IEnumerable<Cijferfeit> Standen(IReadOnlyList<Cijferfeit> eigen, DateOnly peil)
    {
        var laatste = eigen.Where(feit => feit.Soort == FeitSoort.VraagGewijzigd && feit.GewijzigdOp <= peil).Select(feit => feit.Versie).DefaultIfEmpty(int.MinValue).Max();
        return eigen.Where(feit => feit.Op <= peil && feit.Versie >= laatste && (feit.Soort == FeitSoort.VraagGeregistreerd || (feit.Soort == FeitSoort.VraagGewijzigd && feit.GewijzigdOp <= peil)))
            .OrderBy(feit => feit.Versie);
    }

    /// <summary>What is counted of the day; null when it is not one of these.</summary>
    private Telling? Op(Cijferfeit stand) => _dagen.GetValueOrDefault(stand.Op);

    private void Tel(IReadOnlyList<Cijferfeit> eigen, bool opnieuw)
    {
        var standen = Standen(eigen, _peil).ToList();
        var vragen = standen.Where(stand => stand.Ingetrokken is null or false).ToList();
        foreach (var vraag in vragen)
        {
            if (SoortVan(vraag) is { } soort)
            {
                Op(vraag)?.Tel(soort);
            }
        }

        // The question itself counts once, whatever its facts say and however many days they are of.
        if (vragen.Count > 0)
        {
            Op(vragen[0])?.Tel(Teller.Vragen);
            Op(vragen[0])?.Tel(Teller.OpnieuwGemeld, opnieuw ? 1 : 0);
        }

        if (standen.Count > 0)
        {
            Op(standen[0])?.Tel(Teller.Overdrachten, eigen.Count(feit => feit.Wijziging == MeldingWijziging.Overgedragen && feit.GewijzigdOp <= _peil));
        }

        var assessments = Assessments(eigen);
        if (vragen.Find(vraag => vraag.SoortVraag == SoortVraag.VraagAssessment) is { } gevraagd)
        {
            if (Op(gevraagd) is { } telling)
            {
                telling.Tel(Teller.Gevraagd);
                TelAssessments(telling, assessments, gevraagd.Op);
            }
        }
        else if (standen.Count > 0)
        {
            Op(standen[0])?.Tel(Teller.ZonderVraag, assessments.Count(assessment => StandOp(assessment, _peil) is not null));
        }
    }

    private void TelAssessments(Telling telling, IReadOnlyList<IReadOnlyList<Cijferfeit>> assessments, DateOnly ontvangen)
    {
        var stappen = 0;
        foreach (var assessment in assessments)
        {
            if (StandOp(assessment, _peil) is { } stand)
            {
                stappen++;
                TelStand(telling, stand, ontvangen);
            }

            var gebeurd = assessment.Where(stap => stap.Op <= _peil).ToList();
            if (gebeurd.Where(stap => stap.Soort is FeitSoort.Kennismakingsgesprek or FeitSoort.Assessmentgesprek).Select(stap => (DateOnly?)stap.Op).Min() is { } eerste)
            {
                telling.Tel(Reeks.DagenTotGesprek, Dagen(ontvangen, eerste));
            }

            if (gebeurd.Find(stap => stap.Soort is FeitSoort.NegatiefAdvies or FeitSoort.PositiefAdvies) is { } advies)
            {
                telling.Tel(Teller.Advies);
                telling.Tel(Reeks.DagenTotAdvies, Dagen(ontvangen, advies.Op));
                telling.Tel(Reeks.Gesprekken, gebeurd.Count(IsAssessmentgesprek));
            }
        }

        if (stappen == 0)
        {
            telling.Tel(Teller.Wachtend);
            telling.Tel(Reeks.Wachtend, ontvangen.DayNumber);
        }
    }

    private static void TelStand(Telling telling, Cijferfeit stand, DateOnly ontvangen)
    {
        telling.Tel(stand.Soort switch
        {
            FeitSoort.NegatiefAdvies => Teller.Negatief,
            FeitSoort.PositiefAdvies => Teller.Positief,
            FeitSoort.NietGestart => Teller.NietGestart,
            FeitSoort.Stopgezet => Teller.Stopgezet,
            FeitSoort.Overgedragen => Teller.Overgedragen,
            _ => Teller.Lopend,
        });
        if (stand.RedenNietGestart is { } reden)
        {
            telling.Tel(reden switch
            {
                RedenNietGestart.NietBereikbaar => Teller.NietBereikbaar,
                RedenNietGestart.WilNietDeelnemen => Teller.WilNietDeelnemen,
                _ => Teller.AfgehaaktNaKennismaking,
            });
        }

        if (IsOpen(stand))
        {
            telling.Tel(Reeks.Lopend, ontvangen.DayNumber);
        }
        else
        {
            telling.Tel(Teller.Afgerond);
        }
    }

    private void TelVroeger(IReadOnlyList<Cijferfeit> eigen, DateOnly begin)
    {
        if (Standen(eigen, _peil).FirstOrDefault(stand => stand is { SoortVraag: SoortVraag.VraagAssessment, Ingetrokken: null or false }) is not { } vraag || Op(vraag) is not { } telling)
        {
            return;
        }

        var assessments = Assessments(eigen);
        var toen = assessments.Select(assessment => StandOp(assessment, begin)).OfType<Cijferfeit>().ToList();
        telling.Tel(Teller.BijBegin, toen.Count == 0 ? 1 : toen.Count(IsOpen));
        var nu = assessments.Select(assessment => StandOp(assessment, _peil)).OfType<Cijferfeit>().ToList();
        if (nu.Count == 0)
        {
            telling.Tel(Reeks.Wachtend, vraag.Op.DayNumber);
        }

        foreach (var stand in nu)
        {
            if (IsOpen(stand))
            {
                telling.Tel(Reeks.Lopend, vraag.Op.DayNumber);
            }
            else if (!toen.Exists(eerder => eerder.AggregaatId == stand.AggregaatId && !IsOpen(eerder)))
            {
                telling.Tel(Teller.Afgerond);
            }
        }
    }

    private static List<List<Cijferfeit>> Assessments(IReadOnlyList<Cijferfeit> eigen)
        => [.. eigen.Where(feit => feit.Soort is >= FeitSoort.Kennismakingsgesprek and <= FeitSoort.Overgedragen).GroupBy(feit => feit.AggregaatId).Select(stappen => stappen.ToList())];

    /// <summary>
    /// Where the highest version that had happened by that day left the assessment; null while it waits. A kennismakingsgesprek moves it on only when it was the first
    /// talk of the assessment too (S2).
    /// </summary>
    private static Cijferfeit? StandOp(IEnumerable<Cijferfeit> assessment, DateOnly op)
        => assessment.Where(stap => stap.Op <= op && (stap.Soort != FeitSoort.Kennismakingsgesprek || IsAssessmentgesprek(stap))).MaxBy(stap => stap.Versie);

    private static bool IsAssessmentgesprek(Cijferfeit stap) => stap is { Soort: FeitSoort.Assessmentgesprek } or { Soort: FeitSoort.Kennismakingsgesprek, OokEersteAssessmentgesprek: true };

    private static bool IsOpen(Cijferfeit stand) => stand.Soort is FeitSoort.Kennismakingsgesprek or FeitSoort.Assessmentgesprek;

    /// <summary>A talk of before the question, as after a correction of the day of receipt, was not waited for.</summary>
    private static int Dagen(DateOnly ontvangen, DateOnly op) => Math.Max(0, op.DayNumber - ontvangen.DayNumber);

    private static Teller? SoortVan(Cijferfeit vraag) => vraag.SoortVraag switch
    {
        SoortVraag.InfoFenomeen => Teller.InfoFenomeen,
        SoortVraag.Teamondersteuning => Teller.Teamondersteuning,
        SoortVraag.InschattingGedrag => Teller.InschattingGedrag,
        SoortVraag.GekendSlachtoffer => Teller.GekendSlachtoffer,
        SoortVraag.VraagAssessment => Teller.VraagAssessment,
        _ => null,
    };
}
