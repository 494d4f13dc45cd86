using Draaiboek.Berichten;

namespace Draaiboek.Registratie;

/// <summary>As much of a fact as the figures need.</summary>
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
    MeldingWijziging? Wijziging);

/// <summary>
/// The figures of the questions that were received in one month, as they stood on a day (DESIGN, 'Figures'). Questions and assessments are counted each from their own
/// facts: that they fit together is not taken for granted but asked of the sums (<see cref="Sluitproef"/>).
/// </summary>
internal sealed class Maandtelling
{
    private readonly Telling _telling = new();
    private readonly DateOnly _van;
    private readonly DateOnly _tot;
    private readonly DateOnly _peil;
    private readonly IReadOnlySet<Guid> _opnieuw;

    private Maandtelling(DateOnly maand, DateOnly peil, IReadOnlySet<Guid> opnieuw)
    {
        _van = maand;
        _tot = maand.AddMonths(1).AddDays(-1);
        _peil = peil;
        _opnieuw = opnieuw;
    }

    /// <summary>What the month itself tells.</summary>
    /// <param name="feiten">All facts of every melding that has one about its question in the month.</param>
    /// <param name="opnieuw">The meldingen of these about a young person about whom there was an earlier question (G6).</param>
    /// <param name="maand">First day of the month.</param>
    /// <param name="peil">What happened later does not count.</param>
    public static Telling Van(IEnumerable<Cijferfeit> feiten, IReadOnlySet<Guid> opnieuw, DateOnly maand, DateOnly peil)
    {
        var maandtelling = new Maandtelling(maand, peil, opnieuw);
        foreach (var eigen in feiten.GroupBy(feit => feit.MeldingId))
        {
            maandtelling.Tel([.. eigen]);
        }

        return maandtelling._telling;
    }

    /// <summary>What a month before the period tells about it: the assessments that were not finished when it began, and what became of them.</summary>
    /// <param name="feiten">As in <see cref="Van"/>.</param>
    /// <param name="maand">First day of the month.</param>
    /// <param name="begin">The day before the period.</param>
    /// <param name="peil">What happened later does not count.</param>
    public static Telling Vroeger(IEnumerable<Cijferfeit> feiten, DateOnly maand, DateOnly begin, DateOnly peil)
    {
        var maandtelling = new Maandtelling(maand, peil, new HashSet<Guid>());
        foreach (var eigen in feiten.GroupBy(feit => feit.MeldingId))
        {
            maandtelling.TelVroeger([.. eigen], begin);
        }

        return maandtelling._telling;
    }

    /// <summary>Each fact that says how a question stands on the day: as registered, or as the latest change left it (M1).</summary>
    public static IEnumerable<Cijferfeit> Standen(IReadOnlyList<Cijferfeit> eigen, DateOnly peil)
    {
        var laatste = eigen.Where(feit => feit.Soort == FeitSoort.VraagGewijzigd && feit.GewijzigdOp <= peil).Select(feit => feit.Versie).DefaultIfEmpty(int.MinValue).Max();
        return eigen.Where(feit => feit.Versie >= laatste && (feit.Soort == FeitSoort.VraagGeregistreerd || (feit.Soort == FeitSoort.VraagGewijzigd && feit.GewijzigdOp <= peil)));
    }

    private void Tel(IReadOnlyList<Cijferfeit> eigen)
    {
        var standen = Standen(eigen, _peil).Where(stand => stand.Op >= _van && stand.Op <= _tot && stand.Op <= _peil).ToList();
        var vragen = standen.Where(stand => stand.Ingetrokken is null or false).ToList();
        foreach (var vraag in vragen)
        {
            if (SoortVan(vraag) is { } soort)
            {
                _telling.Tel(soort);
            }
        }

        if (vragen.Count > 0)
        {
            _telling.Tel(Teller.Vragen);
            _telling.Tel(Teller.OpnieuwGemeld, _opnieuw.Contains(vragen[0].MeldingId) ? 1 : 0);
        }

        if (standen.Count > 0)
        {
            _telling.Tel(Teller.Overdrachten, eigen.Count(feit => feit.Wijziging == MeldingWijziging.Overgedragen && feit.GewijzigdOp <= _peil));
        }

        var assessments = Assessments(eigen);
        if (vragen.Find(vraag => vraag.SoortVraag == SoortVraag.VraagAssessment) is { } gevraagd)
        {
            _telling.Tel(Teller.Gevraagd);
            TelAssessments(assessments, gevraagd.Op);
        }
        else if (standen.Count > 0)
        {
            _telling.Tel(Teller.ZonderVraag, assessments.Count(assessment => StandOp(assessment, _peil) is not null));
        }
    }

    private void TelAssessments(IReadOnlyList<IReadOnlyList<Cijferfeit>> assessments, DateOnly ontvangen)
    {
        var stappen = 0;
        foreach (var assessment in assessments)
        {
            if (StandOp(assessment, _peil) is { } stand)
            {
                stappen++;
                TelStand(stand, ontvangen);
            }

            var gebeurd = assessment.Where(stap => stap.Op <= _peil).ToList();
            if (gebeurd.Where(stap => stap.Soort is FeitSoort.Kennismakingsgesprek or FeitSoort.Assessmentgesprek).Select(stap => (DateOnly?)stap.Op).Min() is { } eerste)
            {
                _telling.Tel(Reeks.DagenTotGesprek, Dagen(ontvangen, eerste));
            }

            if (gebeurd.Find(stap => stap.Soort is FeitSoort.NegatiefAdvies or FeitSoort.PositiefAdvies) is { } advies)
            {
                _telling.Tel(Teller.Advies);
                _telling.Tel(Reeks.DagenTotAdvies, Dagen(ontvangen, advies.Op));
                _telling.Tel(Reeks.Gesprekken, gebeurd.Count(IsAssessmentgesprek));
            }
        }

        if (stappen == 0)
        {
            _telling.Tel(Teller.Wachtend);
            _telling.Tel(Reeks.Wachtend, ontvangen.DayNumber);
        }
    }

    private void TelStand(Cijferfeit stand, DateOnly ontvangen)
    {
        _telling.Tel(stand.Soort switch
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
            _telling.Tel(reden switch
            {
                RedenNietGestart.NietBereikbaar => Teller.NietBereikbaar,
                RedenNietGestart.WilNietDeelnemen => Teller.WilNietDeelnemen,
                _ => Teller.AfgehaaktNaKennismaking,
            });
        }

        if (IsOpen(stand))
        {
            _telling.Tel(Reeks.Lopend, ontvangen.DayNumber);
        }
        else
        {
            _telling.Tel(Teller.Afgerond);
        }
    }

    private void TelVroeger(IReadOnlyList<Cijferfeit> eigen, DateOnly begin)
    {
        if (Standen(eigen, _peil).FirstOrDefault(stand => stand.Op >= _van && stand.Op <= _tot && stand is { SoortVraag: SoortVraag.VraagAssessment, Ingetrokken: null or false }) is not { } vraag)
        {
            return;
        }

        var assessments = Assessments(eigen);
        var toen = assessments.Select(assessment => StandOp(assessment, begin)).OfType<Cijferfeit>().ToList();
        _telling.Tel(Teller.BijBegin, toen.Count == 0 ? 1 : toen.Count(IsOpen));
        var nu = assessments.Select(assessment => StandOp(assessment, _peil)).OfType<Cijferfeit>().ToList();
        if (nu.Count == 0)
        {
            _telling.Tel(Reeks.Wachtend, vraag.Op.DayNumber);
        }

        foreach (var stand in nu)
        {
            if (IsOpen(stand))
            {
                _telling.Tel(Reeks.Lopend, vraag.Op.DayNumber);
            }
            else if (!toen.Exists(eerder => eerder.AggregaatId == stand.AggregaatId && !IsOpen(eerder)))
            {
                _telling.Tel(Teller.Afgerond);
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
