using System.Globalization;
using System.Text.Json.Nodes;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>
/// One act of a centre on an assessment, posted to /api/assessments/{id}/<paramref name="Pad"/>. <paramref name="Naam"/>
/// tells it from the other acts of the line; <paramref name="Vervroegd"/>: the rule says a later day, which is not there yet.
/// </summary>
internal sealed record Handeling(string Pad, string Naam, DateOnly Op, bool Vervroegd, JsonObject Inhoud);

/// <summary>
/// The one place that says what a centre does for a <c>verloop</c>, and when. Days are counted from the day of receipt
/// and never lie in the future: an act that would is dated today. The sample file says what became of a question, not
/// on which day; these days are made up for the demo.
/// </summary>
internal static class Verloopplan
{
    private const int Kennismaking = 14;
    private const int EersteGesprek = 21;
    private const int TweedeGesprek = 28;
    private const int DerdeGesprek = 35;
    private const int Advies = 49;
    private const int NietBereikbaar = 30;
    private const int WilNietDeelnemen = 10;
    private const int Afgehaakt = 28;
    private const int JuridischDossier = 56;


    private static readonly Dictionary<string, Func<Dag, IEnumerable<Handeling>>> Plannen = new(StringComparer.Ordinal)
    {
        ["wachtend"] = _ => [],
        ["lopend"] = dag => [Kennismakingsgesprek(dag), Gesprek(dag, EersteGesprek)],
        ["adviesNegatief"] = dag => [.. TotAdvies(dag), NegatiefAdvies(dag)],
        ["adviesPositief"] = dag => [.. TotAdvies(dag), PositiefAdvies(dag)],
        ["nietBereikbaar"] = dag => [NietGestart(dag, NietBereikbaar, "nietBereikbaar")],
        ["wilNietDeelnemen"] = dag => [NietGestart(dag, WilNietDeelnemen, "wilNietDeelnemen")],
        ["afgehaaktNaKennismaking"] = dag => [Kennismakingsgesprek(dag), NietGestart(dag, Afgehaakt, "afgehaaktNaKennismaking")],
    };

    public static bool Kent(string verloop) => Plannen.ContainsKey(verloop);

    /// <summary>The acts in their order. Nothing became of it (null): nothing is done, the question waits.</summary>
    public static IReadOnlyList<Handeling> Voor(string? verloop, DateOnly ontvangenOp, DateOnly vandaag) =>
        verloop is null ? [] : [.. Plannen[verloop](new Dag(ontvangenOp, vandaag))];

    /// <summary>When the legal counsellor opens a file: a week after the advice, at the latest today.</summary>
    public static DateOnly DossierOp(DateOnly ontvangenOp, DateOnly vandaag) => new Dag(ontvangenOp, vandaag).Na(JuridischDossier).Op;

    private static IEnumerable<Handeling> TotAdvies(Dag dag) =>
        [Kennismakingsgesprek(dag), Gesprek(dag, EersteGesprek), Gesprek(dag, TweedeGesprek), Gesprek(dag, DerdeGesprek)];

    private static Handeling Kennismakingsgesprek(Dag dag) =>
        Maak(dag, Kennismaking, "kennismakingsgesprek", new JsonObject { ["ookEersteAssessmentgesprek"] = false });

    private static Handeling Gesprek(Dag dag, int dagen) => Maak(dag, dagen, "gesprekken", []);

    private static Handeling NegatiefAdvies(Dag dag) => Maak(dag, Advies, "negatief-advies", new JsonObject
    {
        ["reden"] = "Uit de gesprekken blijken geen aanwijzingen van mensenhandel (demonstratie).",
        ["verdereMogelijkheden"] = "De organisatie kan opnieuw melden wanneer er nieuwe signalen zijn (demonstratie).",
    });

    private static Handeling PositiefAdvies(Dag dag) => Maak(dag, Advies, "positief-advies", new JsonObject
    {
        ["bevindingen"] = "Uit de gesprekken blijken aanwijzingen van mensenhandel (demonstratie).",
        ["toestemming"] = new JsonObject { ["gegeven"] = true, ["door"] = "slachtoffer", ["op"] = Tekst(dag.Na(Advies).Op) },
    });

    private static Handeling NietGestart(Dag dag, int dagen, string reden) =>
        Maak(dag, dagen, "niet-gestart", new JsonObject { ["reden"] = reden });

    private static Handeling Maak(Dag dag, int dagen, string pad, JsonObject inhoud)
    {
        var (op, vervroegd) = dag.Na(dagen);
        inhoud["op"] = Tekst(op);
        return new Handeling(pad, $"{pad}+{dagen}", op, vervroegd, inhoud);
    }

    private static string Tekst(DateOnly dag) => dag.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Dag(DateOnly OntvangenOp, DateOnly Vandaag)
    {
        public (DateOnly Op, bool Vervroegd) Na(int dagen) =>
            Vandaag.DayNumber - OntvangenOp.DayNumber < dagen ? (Vandaag, true) : (OntvangenOp.AddDays(dagen), false);
    }
}
