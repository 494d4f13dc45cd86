using Draaiboek.Berichten;

namespace Draaiboek.Meldingen;

/// <summary>The age class that may leave this service in place of a birth date (G1). Just of age is a class of its own: accepted and marked (M2).</summary>
internal static class Leeftijd
{
    /// <summary>
    /// Who is older on the day of receipt was written down wrong, or belongs elsewhere. Ours: the sources accept who is just of age (M2) and name no end; help that goes on
    /// after 18 (H2) ends at 25.
    /// </summary>
    private const int Hoogste = 25;

    /// <summary>What is wrong with this birth date on the day of receipt; null when nothing is.</summary>
    public static string? Fout(DateOnly geboortedatum, DateOnly ontvangenOp) => Jaren(geboortedatum, ontvangenOp) switch
    {
        < 0 => "ligt na de dag van ontvangst",
        > Hoogste => $"maakt de jongere ouder dan {Hoogste} op de dag van ontvangst; kijk de datum na, en bel voor een volwassene het centrum",
        _ => null,
    };

    public static Leeftijdsklasse Klasse(DateOnly? geboortedatum, DateOnly op) => geboortedatum is not { } geboren
        ? Leeftijdsklasse.Onbekend
        : Jaren(geboren, op) switch
        {
            < 12 => Leeftijdsklasse.Onder12,
            < 15 => Leeftijdsklasse.Van12Tot14,
            < 18 => Leeftijdsklasse.Van15Tot17,
            _ => Leeftijdsklasse.Vanaf18,
        };

    /// <summary>Whole years; who was born on 29 February has the birthday on 1 March in other years.</summary>
    public static int Jaren(DateOnly geboren, DateOnly op)
    {
        var jaren = op.Year - geboren.Year;
        return (op.Month, op.Day).CompareTo((geboren.Month, geboren.Day)) < 0 ? jaren - 1 : jaren;
    }
}
