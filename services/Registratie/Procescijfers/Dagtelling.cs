using Draaiboek.Berichten;

namespace Draaiboek.Registratie;

/// <summary>As much of a question as the figures need, as it stands on the reference date.</summary>
/// <param name="Overdrachten">To another centre, by then (S11).</param>
/// <param name="Jongere">The pseudonym of who it is about, as judged now; of some nobody knows.</param>
internal sealed record Cijfervraag(
    Guid MeldingId, int Versie, DateOnly Op, DateTimeOffset GeregistreerdOp, bool? Ingetrokken, SoortVraag? SoortVraag, int Overdrachten, Guid? Jongere)
{
    /// <param name="eigen">All facts of one melding.</param>
    /// <param name="peil">The reference date.</param>
    public static IEnumerable<Cijfervraag> Van(IReadOnlyList<Cijferfeit> eigen, DateOnly peil)
    {
        var overdrachten = eigen.Count(feit => feit.Wijziging == MeldingWijziging.Overgedragen && feit.GewijzigdOp <= peil);
        var jongere = eigen.Where(feit => feit.Jongere is not null).MinBy(feit => feit.Versie)?.Jongere;
        return eigen.VragenOp(peil).Select(stand => new Cijfervraag(stand.MeldingId, stand.Versie, stand.Op, stand.GeregistreerdOp, stand.Ingetrokken, stand.SoortVraag, overdrachten, jongere));
    }
}

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
    Guid? Jongere) : IVraagfeit, IStap
{
    private static readonly Func<Cijferfeit, bool> Verder = Assessmentstand.BrengtVerder<Cijferfeit>().Compile();

    public Assessmentstand Stand => new(Versie, GeregistreerdOp, Assessmentstand.Na(Soort));

    public bool BrengtVerder => Verder(this);

    public bool IsAssessmentgesprek => Soort is FeitSoort.Kennismakingsgesprek or FeitSoort.Assessmentgesprek && BrengtVerder;

    /// <summary>It went on after this.</summary>
    public bool IsOpen => Stand.Uitkomst == Uitkomst.Lopend;
}

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
    /// <param name="vragen">As they stand on the reference date, of every melding that has a fact about its question on one of the days.</param>
    /// <param name="stappen">Of their assessments, by melding, up to the reference date.</param>
    /// <param name="opnieuw">The meldingen of these about a young person about whom there was an earlier question (G6).</param>
    /// <param name="peil">The reference date.</param>
    public static void Van(
        IReadOnlyDictionary<DateOnly, Telling> dagen, IEnumerable<Cijfervraag> vragen, ILookup<Guid, Cijferfeit> stappen, IReadOnlySet<Guid> opnieuw, DateOnly peil)
    {
        var dagtelling = new Dagtelling(dagen, peil);
        foreach (var standen in vragen.OrderBy(vraag => vraag.Versie).GroupBy(vraag => vraag.MeldingId))
        {
            dagtelling.Tel([.. standen], Assessments(stappen[standen.Key]), opnieuw.Contains(standen.Key));
        }
    }

    /// <summary>What days before the period tell about it: the assessments that were not finished when it began, and what became of them.</summary>
    /// <param name="dagen">Where it is added.</param>
    /// <param name="vragen">As in <see cref="Van"/>.</param>
    /// <param name="stappen">As in <see cref="Van"/>.</param>
    /// <param name="begin">The day before the period.</param>
    /// <param name="peil">The reference date.</param>
    public static void Vroeger(IReadOnlyDictionary<DateOnly, Telling> dagen, IEnumerable<Cijfervraag> vragen, ILookup<Guid, Cijferfeit> stappen, DateOnly begin, DateOnly peil)
    {
        var dagtelling = new Dagtelling(dagen, peil);
        foreach (var standen in vragen.OrderBy(vraag => vraag.Versie).GroupBy(vraag => vraag.MeldingId))
        {
            dagtelling.TelVroeger([.. standen], Assessments(stappen[standen.Key]), begin);
        }
    }

    /// <summary>What is counted of the day; null when it is not one of these.</summary>
    private Telling? Op(Cijfervraag stand) => _dagen.GetValueOrDefault(stand.Op);

    /// <param name="standen">Of one question; more than one only when its facts contradict each other.</param>
    private void Tel(List<Cijfervraag> standen, List<List<Cijferfeit>> assessments, bool opnieuw)
    {
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

        Op(standen[0])?.Tel(Teller.Overdrachten, standen[0].Overdrachten);
        if (vragen.Find(vraag => vraag.SoortVraag == SoortVraag.VraagAssessment) is { } gevraagd)
        {
            if (Op(gevraagd) is { } telling)
            {
                telling.Tel(Teller.Gevraagd);
                TelAssessments(telling, assessments, gevraagd.Op);
            }
        }
        else
        {
            Op(standen[0])?.Tel(Teller.ZonderVraag, assessments.Count(assessment => StandOp(assessment, _peil) is not null));
        }
    }

    private void TelAssessments(Telling telling, List<List<Cijferfeit>> assessments, DateOnly ontvangen)
    {
        var stappen = 0;
        foreach (var assessment in assessments)
        {
            if (StandOp(assessment, _peil) is { } stand)
            {
                stappen++;
                TelStand(telling, stand, ontvangen);
            }

            if (assessment.Where(stap => stap.Soort is FeitSoort.Kennismakingsgesprek or FeitSoort.Assessmentgesprek).Select(stap => (DateOnly?)stap.Op).Min() is { } eerste)
            {
                telling.Tel(Reeks.DagenTotGesprek, Dagen(ontvangen, eerste));
            }

            if (assessment.Find(stap => stap.Soort is FeitSoort.NegatiefAdvies or FeitSoort.PositiefAdvies) is { } advies)
            {
                telling.Tel(Teller.Advies);
                telling.Tel(Reeks.DagenTotAdvies, Dagen(ontvangen, advies.Op));
                telling.Tel(Reeks.Gesprekken, assessment.Count(stap => stap.IsAssessmentgesprek));
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
        telling.Tel(stand.Stand.Uitkomst switch
        {
            Uitkomst.Negatief => Teller.Negatief,
            Uitkomst.Positief => Teller.Positief,
            Uitkomst.NietGestart => Teller.NietGestart,
            Uitkomst.Stopgezet => Teller.Stopgezet,
            Uitkomst.Overgedragen => Teller.Overgedragen,
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

        if (stand.IsOpen)
        {
            telling.Tel(Reeks.Lopend, ontvangen.DayNumber);
        }
        else
        {
            telling.Tel(Teller.Afgerond);
        }
    }

    private void TelVroeger(List<Cijfervraag> standen, List<List<Cijferfeit>> assessments, DateOnly begin)
    {
        if (standen.Find(stand => stand is { SoortVraag: SoortVraag.VraagAssessment, Ingetrokken: null or false }) is not { } vraag || Op(vraag) is not { } telling)
        {
            return;
        }

        var toen = assessments.Select(assessment => StandOp(assessment, begin)).OfType<Cijferfeit>().ToList();
        telling.Tel(Teller.BijBegin, toen.Count == 0 ? 1 : toen.Count(stand => stand.IsOpen));
        var nu = assessments.Select(assessment => StandOp(assessment, _peil)).OfType<Cijferfeit>().ToList();
        if (nu.Count == 0)
        {
            telling.Tel(Reeks.Wachtend, vraag.Op.DayNumber);
        }

        foreach (var stand in nu)
        {
            if (stand.IsOpen)
            {
                telling.Tel(Reeks.Lopend, vraag.Op.DayNumber);
            }
            else if (!toen.Exists(eerder => eerder.AggregaatId == stand.AggregaatId && !eerder.IsOpen))
            {
                telling.Tel(Teller.Afgerond);
            }
        }
    }

    private static List<List<Cijferfeit>> Assessments(IEnumerable<Cijferfeit> stappen) => [.. stappen.GroupBy(stap => stap.AggregaatId).Select(eigen => eigen.OrderBy(stap => stap.Versie).ToList())];

    /// <summary>The step that the assessment stands at; null while it waits.</summary>
    private static Cijferfeit? StandOp(List<Cijferfeit> assessment, DateOnly op) => assessment.Where(stap => stap.Op <= op && stap.BrengtVerder).MaxBy(stap => stap.Stand.Orde);

    /// <summary>A talk of before the question, as after a correction of the day of receipt, was not waited for.</summary>
    private static int Dagen(DateOnly ontvangen, DateOnly op) => Math.Max(0, op.DayNumber - ontvangen.DayNumber);

    private static Teller? SoortVan(Cijfervraag vraag) => vraag.SoortVraag switch
    {
        SoortVraag.InfoFenomeen => Teller.InfoFenomeen,
        SoortVraag.Teamondersteuning => Teller.Teamondersteuning,
        SoortVraag.InschattingGedrag => Teller.InschattingGedrag,
        SoortVraag.GekendSlachtoffer => Teller.GekendSlachtoffer,
        SoortVraag.VraagAssessment => Teller.VraagAssessment,
        _ => null,
    };
}
