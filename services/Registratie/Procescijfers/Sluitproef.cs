using System.Globalization;
using Draaiboek.GraphQL;

namespace Draaiboek.Registratie;

/// <summary>
/// Runs with every answer: what was counted apart must add up (G3). Facts can contradict each other, as when one question has two assessments or a talk follows an
/// advice, and a mistake of ours can count one twice; figures of which nobody knows which one is wrong are then not given.
/// </summary>
internal static class Sluitproef
{
    public const string Code = "CIJFERS_SLUITEN_NIET_AAN";

    private sealed record Som(string Naam, int Geheel, params (string Naam, int Aantal)[] Delen)
    {
        public int Samen => Delen.Sum(deel => deel.Aantal);
    }

    /// <returns>For each sum that does not hold what is wrong with it, in figures; empty when all do.</returns>
    public static IReadOnlyList<GraphQLError> Toets(Procescijfers cijfers)
    {
        var (soort, a, voorraad, achterstand) = (cijfers.PerSoort, cijfers.Assessments, cijfers.Werkvoorraad, cijfers.Achterstand);
        var (door, parket) = (cijfers.Doorverwijzingen, cijfers.InlichtingenParket);
        Openstaand[] klassen = [achterstand.Onder1Maand, achterstand.Van1Tot3Maanden, achterstand.Van3Tot6Maanden, achterstand.Vanaf6Maanden];
        Som[] sommen =
        [
            new(
                "vragen",
                cijfers.Vragen,
                ("infoFenomeen", soort.InfoFenomeen),
                ("teamondersteuning", soort.Teamondersteuning),
                ("inschattingGedrag", soort.InschattingGedrag),
                ("gekendSlachtoffer", soort.GekendSlachtoffer),
                ("vraagAssessment", soort.VraagAssessment)),
            new("assessments.gevraagd", a.Gevraagd, ("perSoort.vraagAssessment", soort.VraagAssessment)),
            new(
                "assessments.gevraagd",
                a.Gevraagd,
                ("advies", a.Advies),
                ("lopend", a.Lopend),
                ("wachtend", a.Wachtend),
                ("nietGestart", a.NietGestart),
                ("stopgezet", a.Stopgezet),
                ("overgedragen", a.Overgedragen)),
            new("assessments.advies", a.Advies, ("negatief", a.Negatief), ("positief", a.Positief)),
            new(
                "assessments.nietGestart",
                a.NietGestart,
                ("nietBereikbaar", a.NietBereikbaar),
                ("wilNietDeelnemen", a.WilNietDeelnemen),
                ("afgehaaktNaKennismaking", a.AfgehaaktNaKennismaking)),
            new("werkvoorraad.bijBegin + nieuw", voorraad.BijBegin + voorraad.Nieuw, ("afgerond", voorraad.Afgerond), ("open", voorraad.Open)),
            new("werkvoorraad.open", voorraad.Open, ("achterstand, wachtend", klassen.Sum(klasse => klasse.Wachtend)), ("achterstand, lopend", klassen.Sum(klasse => klasse.Lopend))),
            new(
                "doorverwijzingen.totaal",
                door.Totaal,
                ("childFocus", door.ChildFocus),
                ("vertrouwenscentrum", door.Vertrouwenscentrum),
                ("lijn1712", door.Lijn1712),
                ("sensoa", door.Sensoa),
                ("pimento", door.Pimento),
                ("cawSlachtofferhulp", door.CawSlachtofferhulp),
                ("zorgcentrum", door.Zorgcentrum),
                ("politie", door.Politie),
                ("anderCentrum", door.AnderCentrum),
                ("andere", door.Andere)),
            new(
                "inlichtingenParket.totaal",
                parket.Totaal,
                ("schuldigVerzuim422bis", parket.SchuldigVerzuim422bis),
                ("spreekrecht458bis", parket.Spreekrecht458bis),
                ("casusoverleg458ter", parket.Casusoverleg458ter),
                ("noodtoestand", parket.Noodtoestand),
                ("wettelijkePlicht", parket.WettelijkePlicht),
                ("toestemming", parket.Toestemming)),
        ];
        return [.. sommen.Where(som => som.Geheel != som.Samen).Select(Fout)];
    }

    private static GraphQLError Fout(Som som)
        => new(
            string.Create(CultureInfo.InvariantCulture, $"De cijfers sluiten niet aan: {som.Naam} is {som.Geheel}, maar {string.Join(" + ", som.Delen.Select(deel => $"{deel.Naam} {deel.Aantal}"))} is {som.Samen}."),
            Code)
        {
            Extensions = new Dictionary<string, object>(StringComparer.Ordinal) { ["cijfer"] = som.Naam, ["verschil"] = som.Samen - som.Geheel },
        };
}
