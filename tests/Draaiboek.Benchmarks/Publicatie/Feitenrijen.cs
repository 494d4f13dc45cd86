using Draaiboek.Berichten;

namespace Draaiboek.Benchmarks;

/// <summary>
/// Facts of three years about nobody, as rows: questions, two in three of them for an assessment, with the steps that follow; some are corrected, and one young person in
/// twenty is asked about again. The same each run.
/// </summary>
internal static class Feitenrijen
{
    public const string Kolommen =
        "\"AggregaatId\", \"Versie\", \"Soort\", \"MeldingId\", \"Op\", \"GeregistreerdOp\", \"SoortVraag\", \"GewijzigdOp\", \"Ingetrokken\", \"Sector\", \"Leeftijdsklasse\", \"Geslacht\", "
        + "\"Provincie\", \"Verblijf\", \"LinkTienerpooier\", \"Rekruteringskanaal\", \"AantalKeerWeggelopen\", \"OokEersteAssessmentgesprek\", \"Pseudoniem\"";

    private const int EenVanVerbeterd = 10;
    private const int EenVanTerug = 20;

    private static readonly DateOnly Begin = new(2022, 1, 1);
    private static readonly int Dagen = new DateOnly(2024, 12, 31).DayNumber - Begin.DayNumber + 1;
    private static readonly string[] Einden = ["NegatiefAdvies", "NegatiefAdvies", "PositiefAdvies", "NietGestart", "Stopgezet", "Overgedragen"];

    public static IEnumerable<object?[]> Maak(int aantal) => Alle().Take(aantal);

    private static IEnumerable<object?[]> Alle()
    {
        var toeval = new Random(20241231);
        var bekenden = new List<Guid>();
        while (true)
        {
            var melding = NieuweId(toeval);
            var jongere = bekenden.Count > 0 && toeval.Next(EenVanTerug) == 0 ? bekenden[toeval.Next(bekenden.Count)] : NieuweId(toeval);
            bekenden.Add(jongere);
            var op = Begin.AddDays(toeval.Next(Dagen));
            var assessment = toeval.Next(3) < 2;
            var soort = assessment ? nameof(SoortVraag.VraagAssessment) : nameof(SoortVraag.GekendSlachtoffer);
            yield return Vraag(toeval, melding, 1, op, soort, jongere);
            if (toeval.Next(EenVanVerbeterd) == 0)
            {
                yield return Vraag(toeval, melding, 2, op, soort, jongere: null);
            }

            if (!assessment)
            {
                continue;
            }

            var id = NieuweId(toeval);
            var versie = 1;
            yield return Stap(id, versie++, "AssessmentAangevraagd", melding, op);
            if (toeval.Next(4) == 0)
            {
                continue;
            }

            yield return Stap(id, versie++, "Kennismakingsgesprek", melding, op.AddDays(10), ookEerste: toeval.Next(3) == 0);
            for (var gesprek = toeval.Next(3, 6); gesprek > 0; gesprek--)
            {
                yield return Stap(id, versie++, "Assessmentgesprek", melding, op.AddDays(10 + (versie * 7)));
            }

            if (toeval.Next(4) > 0)
            {
                yield return Stap(id, versie, Einden[toeval.Next(Einden.Length)], melding, op.AddDays(90));
            }
        }
    }

    private static object?[] Vraag(Random toeval, Guid melding, int versie, DateOnly op, string soort, Guid? jongere) =>
    [
        melding, versie, versie == 1 ? "VraagGeregistreerd" : "VraagGewijzigd", melding, op, Moment(op), soort, versie == 1 ? null : op.AddDays(5), versie == 1 ? null : false,
        Code<Sector>(toeval), Code<Leeftijdsklasse>(toeval), Code<Geslacht>(toeval), Code<Provincie>(toeval), Code<Verblijf>(toeval), Code<LinkTienerpooier>(toeval),
        Code<Rekruteringskanaal>(toeval), toeval.Next(8), null, jongere,
    ];

    private static object?[] Stap(Guid id, int versie, string soort, Guid melding, DateOnly op, bool? ookEerste = null)
        => [id, versie, soort, melding, op, Moment(op), null, null, null, null, null, null, null, null, null, null, null, ookEerste, null];

    /// <summary>Earlier codes more often than later ones.</summary>
    private static string Code<T>(Random toeval) where T : struct, Enum
    {
        var codes = Enum.GetNames<T>();
        return codes[Math.Min(toeval.Next(codes.Length), toeval.Next(codes.Length))];
    }

    private static DateTime Moment(DateOnly op) => op.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc);

    private static Guid NieuweId(Random toeval)
    {
        Span<byte> bytes = stackalloc byte[16];
        toeval.NextBytes(bytes);
        return new Guid(bytes);
    }
}
