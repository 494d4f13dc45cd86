using Draaiboek.Berichten;

namespace Draaiboek.Registratie;

/// <summary>Makes the answer out of what was counted.</summary>
internal static class Procescijferblad
{
    /// <summary>Of fewer cases no median is given: it would be the waiting time of nearly one young person.</summary>
    private const int MinsteGevallen = 10;

    public static Procescijfers Maak(Cijferperiode periode, DateOnly peil, Telling telling) => new(
        periode.Van.Year,
        periode,
        peil,
        telling[Teller.Vragen],
        new VragenPerSoort(
            telling[Teller.InfoFenomeen],
            telling[Teller.Teamondersteuning],
            telling[Teller.InschattingGedrag],
            telling[Teller.GekendSlachtoffer],
            telling[Teller.VraagAssessment]),
        new AssessmentCijfers(
            telling[Teller.Gevraagd],
            telling[Teller.Advies],
            telling[Teller.Negatief],
            telling[Teller.Positief],
            telling[Teller.Lopend],
            telling[Teller.Wachtend],
            telling[Teller.NietGestart],
            telling[Teller.NietBereikbaar],
            telling[Teller.WilNietDeelnemen],
            telling[Teller.AfgehaaktNaKennismaking],
            telling[Teller.Stopgezet],
            telling[Teller.Overgedragen]),
        telling[Teller.ZonderVraag],
        new Werkvoorraad(telling[Teller.BijBegin], telling[Teller.Gevraagd], telling[Teller.Afgerond], telling.Aantal(Reeks.Wachtend) + telling.Aantal(Reeks.Lopend)),
        new Wachttijden(Wachttijd(telling, Reeks.DagenTotGesprek), Wachttijd(telling, Reeks.DagenTotAdvies)),
        Achterstand(telling, peil),
        Gesprekken(telling),
        new Herhalingscijfers(telling[Teller.OpnieuwGemeld], telling[Teller.Opnamen], telling[Teller.OpnieuwOpgenomen], telling[Teller.OpnieuwSlachtoffer]),
        new Aanbodcijfers(Aanbod(telling, AanbodSoort.Kennismakingsgesprek), Aanbod(telling, AanbodSoort.Assessment), Aanbod(telling, AanbodSoort.Vorming)),
        Doorverwijzingen(telling),
        telling[Teller.Overdrachten],
        Inlichtingen(telling),
        Juridisch(telling),
        new Vormingscijfers(
            telling[Teller.Vormingen[Vormingsstand.Gevraagd]],
            telling[Teller.Vormingen[Vormingsstand.Gepland]],
            telling[Teller.Vormingen[Vormingsstand.Gegeven]],
            telling[Teller.InterdisciplinaireVormingen]));

    private static Aanbodcijfer Aanbod(Telling telling, AanbodSoort soort)
        => new(telling[Teller.AanbodGedaan[soort]], telling[Teller.AanbodAanvaard[soort]], telling[Teller.AanbodGeweigerd[soort]]);

    private static Doorverwijzingscijfers Doorverwijzingen(Telling telling)
    {
        int Naar(Doorverwijzing naar) => telling[Teller.DoorverwezenNaar[naar]];
        return new Doorverwijzingscijfers(
            telling[Teller.Doorverwijzingen],
            Naar(Doorverwijzing.ChildFocus),
            Naar(Doorverwijzing.Vertrouwenscentrum),
            Naar(Doorverwijzing.Lijn1712),
            Naar(Doorverwijzing.Sensoa),
            Naar(Doorverwijzing.Pimento),
            Naar(Doorverwijzing.CawSlachtofferhulp),
            Naar(Doorverwijzing.Zorgcentrum),
            Naar(Doorverwijzing.Politie),
            Naar(Doorverwijzing.AnderCentrum),
            Naar(Doorverwijzing.Andere));
    }

    private static Inlichtingscijfers Inlichtingen(Telling telling)
    {
        int Grond(Rechtsgrond grond) => telling[Teller.ParketGronden[grond]];
        return new Inlichtingscijfers(
            telling[Teller.ParketInlichtingen],
            Grond(Rechtsgrond.SchuldigVerzuim422bis),
            Grond(Rechtsgrond.Spreekrecht458bis),
            Grond(Rechtsgrond.Casusoverleg458ter),
            Grond(Rechtsgrond.Noodtoestand),
            Grond(Rechtsgrond.WettelijkePlicht),
            Grond(Rechtsgrond.Toestemming));
    }

    private static JuridischeCijfers Juridisch(Telling telling)
    {
        int Stap(JuridischeStapSoort soort) => telling[Teller.JuridischeStappen[soort]];
        return new JuridischeCijfers(
            telling[Teller.DossiersGeopend],
            new Statuutcijfers(
                Stap(JuridischeStapSoort.StatuutAangevraagd),
                Stap(JuridischeStapSoort.StatuutToegekend),
                Stap(JuridischeStapSoort.StatuutGeweigerd),
                Stap(JuridischeStapSoort.StatuutIngetrokken),
                Stap(JuridischeStapSoort.StatuutVervallen)),
            Stap(JuridischeStapSoort.VerklaringBijPolitie),
            Stap(JuridischeStapSoort.VerklaringBenadeeldePersoon),
            Stap(JuridischeStapSoort.BurgerlijkePartij),
            Stap(JuridischeStapSoort.Zitting),
            Stap(JuridischeStapSoort.SchadevergoedingGevorderd),
            Stap(JuridischeStapSoort.SchadevergoedingToegekend),
            Stap(JuridischeStapSoort.RechtsbijstandGevraagd),
            Stap(JuridischeStapSoort.RechtsbijstandToegekend),
            Stap(JuridischeStapSoort.VervolgingVanSlachtoffer));
    }

    private static Wachttijd Wachttijd(Telling telling, Reeks reeks)
    {
        var aantal = telling.Aantal(reeks);
        return aantal < MinsteGevallen ? new Wachttijd(aantal, null, null) : new Wachttijd(aantal, telling.Percentiel(reeks, 50), telling.Percentiel(reeks, 90));
    }

    private static Achterstandcijfers Achterstand(Telling telling, DateOnly peil)
    {
        // Received on or before such a day it is that many months ago.
        int een = peil.AddMonths(-1).DayNumber, drie = peil.AddMonths(-3).DayNumber, zes = peil.AddMonths(-6).DayNumber;
        Openstaand Tussen(int na, int totEnMet) => new(Tel(telling, Reeks.Wachtend, na, totEnMet), Tel(telling, Reeks.Lopend, na, totEnMet));
        return new Achterstandcijfers(Tussen(een, int.MaxValue), Tussen(drie, een), Tussen(zes, drie), Tussen(int.MinValue, zes), Oorzaken(telling));
    }

    private static Oorzaakcijfers Oorzaken(Telling telling) => new(
        telling[Teller.Oorzaken[Achterstandsoorzaak.PiekNaRondzendbrief]],
        telling[Teller.Oorzaken[Achterstandsoorzaak.UitvalPersoneel]],
        telling[Teller.Oorzaken[Achterstandsoorzaak.OnduidelijkeOpdracht]],
        telling[Teller.Oorzaken[Achterstandsoorzaak.Anders]]);

    private static int Tel(Telling telling, Reeks reeks, int na, int totEnMet) => telling.Van(reeks).Where(dag => dag.Key > na && dag.Key <= totEnMet).Sum(dag => dag.Value);

    private static Gesprekscijfers Gesprekken(Telling telling)
    {
        var (assessments, gesprekken) = (telling.Aantal(Reeks.Gesprekken), telling.Van(Reeks.Gesprekken).Sum(aantal => aantal.Key * aantal.Value));
        return new Gesprekscijfers(assessments, gesprekken, assessments == 0 ? null : Math.Round((double)gesprekken / assessments, 2, MidpointRounding.AwayFromZero));
    }
}
