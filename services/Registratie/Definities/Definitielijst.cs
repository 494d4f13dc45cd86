namespace Draaiboek.Registratie;

/// <summary>
/// The definitions of all procescijfers, and those of the tables (<see cref="Tabellenlijst"/>). Who changes what is counted changes the text, raises the version and sets
/// the day; a test holds that each figure has one and that no text changes under the same version.
/// </summary>
internal static class Definitielijst
{
    private const string Antwoord1 = "vraag-dossiers-aanpak, vraag 1";
    private const string Antwoord3 = "vraag-dossiers-aanpak, antwoord 3";
    private const string Antwoord6 = "vraag-dossiers-aanpak, vraag en antwoord 6";
    private const string Cohort = "van de vragen die in de periode ontvangen zijn, zoals ze er op de peildatum voorstaan";
    private const string Periode = "met een eigen dag in de periode en ten laatste op de peildatum";

    private static readonly DateOnly Eerste = new(2026, 11, 22);

    private static readonly Definitie[] Cijfers =
    [
        Cijfer("vragen", "Vragen", "Vragen aan een centrum die in de periode ontvangen zijn, zoals ze er op de peildatum voorstaan. Wat ingetrokken is, telt niet.", Antwoord3),
        Soort("infoFenomeen", "Informatie over het fenomeen"),
        Soort("teamondersteuning", "Teamondersteuning inzake mensenhandel"),
        Soort("inschattingGedrag", "Inschatting van gedrag"),
        Soort("gekendSlachtoffer", "Melding met al gekend slachtofferschap"),
        Soort("vraagAssessment", "Vraag voor assessment"),

        Assessment("gevraagd", "Gevraagde assessments", "Vragen voor assessment: het aantal meldingen."),
        Assessment("advies", "Assessments met advies", "Assessments waarvan een advies gegeven is."),
        Assessment("negatief", "Negatieve adviezen", "Assessments die met een negatief advies geëindigd zijn: geen slachtoffer."),
        Assessment("positief", "Positieve adviezen", "Assessments die met een positief advies geëindigd zijn, met of zonder toestemming om het aan de referentiemagistraat te richten."),
        Assessment("lopend", "Lopende assessments", "Assessments waarvan het eerste gesprek plaatsvond, ook als dat samenviel met de kennismaking, en die niet geëindigd zijn."),
        Assessment("wachtend", "Wachtende assessments", "Vragen waarvoor nog geen gesprek van het assessment was en geen einde. Een kennismaking alleen start het niet."),
        Assessment("nietGestart", "Niet gestarte assessments", "Assessments waarvan een centrum vastlegde dat ze er niet komen."),
        Assessment("nietBereikbaar", "Niet gestart: niet bereikbaar", "Niet gestarte assessments omdat de jongere niet bereikbaar was."),
        Assessment("wilNietDeelnemen", "Niet gestart: wou niet deelnemen", "Niet gestarte assessments omdat de jongere niet wou deelnemen."),
        Assessment("afgehaaktNaKennismaking", "Niet gestart: afgehaakt", "Niet gestarte assessments omdat de jongere afhaakte na het kennismakingsgesprek."),
        Assessment("stopgezet", "Stopgezette assessments", "Assessments die gestart zijn en zonder advies geëindigd."),
        Assessment("overgedragen", "Overgedragen assessments", "Assessments die aan een ander centrum overgedragen zijn en daar verdergaan."),
        Cijfer(
            "assessmentsZonderVraag",
            "Begonnen assessments zonder vraag",
            "Assessments met minstens één gesprek of een einde waarvan de vraag, ontvangen in de periode, op de peildatum ingetrokken is of iets anders vraagt. Bij geen van de andere standen geteld.",
            "eigen keuze bij draaiboek 5.1"),

        Cijfer("werkvoorraad.bijBegin", "Al lopend bij het begin", "Vragen voor assessment, ontvangen voor de periode, die op de dag voor het begin ervan wachtten of liepen.", Antwoord1),
        Cijfer("werkvoorraad.nieuw", "Nieuw in de periode", "Vragen voor assessment die in de periode ontvangen zijn.", Antwoord1),
        Cijfer("werkvoorraad.afgerond", "Afgerond", "Van wat er bij het begin was en wat nieuw is: op de peildatum met advies, niet gestart, stopgezet of overgedragen.", Antwoord6),
        Cijfer("werkvoorraad.open", "Nog open", "Van wat er bij het begin was en wat nieuw is: op de peildatum wachtend of lopend.", Antwoord6),

        .. Wachttijd("totEersteGesprek", "tot het eerste gesprek", "het eerste gesprek, kennismaking of assessment"),
        .. Wachttijd("totAdvies", "tot het advies", "het advies"),

        .. Achterstand("onder1Maand", "minder dan een maand", "minder dan één maand"),
        .. Achterstand("van1Tot3Maanden", "een tot drie maanden", "één maand of meer en minder dan drie"),
        .. Achterstand("van3Tot6Maanden", "drie tot zes maanden", "drie maanden of meer en minder dan zes"),
        .. Achterstand("vanaf6Maanden", "zes maanden of langer", "zes maanden of meer"),
        Oorzaak("piekNaRondzendbrief", "meer vragen na een rondzendbrief"),
        Oorzaak("uitvalPersoneel", "uitval van een personeelslid"),
        Oorzaak("onduidelijkeOpdracht", "onduidelijkheid over de opdracht"),
        Oorzaak("anders", "een andere oorzaak"),

        Cijfer("gesprekken.assessments", "Assessments waarvan de gesprekken geteld zijn", $"Assessments met een advies, {Cohort}.", "draaiboek 5.2"),
        Cijfer("gesprekken.gesprekken", "Gesprekken van assessments met advies", "De gesprekken van die assessments tot de peildatum; een kennismaking telt mee als ze ook het eerste gesprek van het assessment was.", "draaiboek 5.2"),
        Cijfer("gesprekken.gemiddelde", "Gesprekken per assessment", "Het ene gedeeld door het andere, op honderdsten; leeg zonder assessments met advies.", "draaiboek 5.2"),

        Cijfer(
            "herhalingen.opnieuwGemeld",
            "Opnieuw gemeld",
            "Vragen voor assessment en meldingen van gekend slachtofferschap, in de periode ontvangen, over een jongere over wie al eerder zo'n vraag ontvangen was. Of het dezelfde is, oordeelde een persoon, zoals dat nu geldt.",
            "vraag-capaciteit-aanbod, vraag 6"),
        Cijfer("herhalingen.opnamen", "Opnamen", $"Opnamen van jongeren in de hulpverlening {Periode}.", "vraag-capaciteit-aanbod, vraag 6"),
        Cijfer("herhalingen.opnieuwOpgenomen", "Opnieuw opgenomen", $"Opnamen {Periode}, van een jongere die al eerder opgenomen was. Los van hoe vaak over de jongere gemeld is.", "vraag-capaciteit-aanbod, vraag 6"),
        Cijfer("herhalingen.opnieuwSlachtoffer", "Opnieuw slachtoffer", $"Vaststellingen door een persoon dat een jongere opnieuw slachtoffer werd, {Periode}. Los van meldingen en opnamen.", "senaat-voorstel-resolutie, punt 1"),

        .. Aanbod("kennismakingsgesprek", "een kennismakingsgesprek"),
        .. Aanbod("assessment", "een assessment"),
        .. Aanbod("vorming", "vorming"),

        Doorverwijzing("totaal", "wie ook"),
        Doorverwijzing("childFocus", "Child Focus"),
        Doorverwijzing("vertrouwenscentrum", "een vertrouwenscentrum kindermishandeling"),
        Doorverwijzing("lijn1712", "1712"),
        Doorverwijzing("sensoa", "Sensoa"),
        Doorverwijzing("pimento", "Pimento"),
        Doorverwijzing("cawSlachtofferhulp", "CAW slachtofferhulp"),
        Doorverwijzing("zorgcentrum", "een zorgcentrum na seksueel geweld"),
        Doorverwijzing("politie", "de politie"),
        Doorverwijzing("anderCentrum", "een ander gespecialiseerd centrum"),
        Doorverwijzing("andere", "iemand anders"),
        Cijfer("overdrachten", "Overgedragen vragen", "Overdrachten tot en met de peildatum van vragen die in de periode ontvangen zijn; wordt een vraag twee keer overgedragen, dan telt dat twee keer.", "draaiboek 3.1"),

        Inlichting("totaal", "welke grond ook"),
        Inlichting("schuldigVerzuim422bis", "schuldig verzuim (artikel 422bis)"),
        Inlichting("spreekrecht458bis", "spreekrecht (artikel 458bis)"),
        Inlichting("casusoverleg458ter", "casusoverleg (artikel 458ter)"),
        Inlichting("noodtoestand", "noodtoestand"),
        Inlichting("wettelijkePlicht", "getuigenis of een wettelijke plicht"),
        Inlichting("toestemming", "toestemming van de persoon"),

        Juridisch("dossiersGeopend", "Geopende juridische dossiers", "Juridische dossiers die een persoon opende"),
        Juridisch("statuten.aangevraagd", "Aangevraagde statuten", "Aanvragen van het statuut van slachtoffer mensenhandel"),
        Juridisch("statuten.toegekend", "Toegekende statuten", "Toekenningen van het statuut door de referentiemagistraat"),
        Juridisch("statuten.geweigerd", "Geweigerde statuten", "Weigeringen van het statuut door de referentiemagistraat"),
        Juridisch("statuten.ingetrokken", "Ingetrokken statuten", "Intrekkingen van het statuut door de referentiemagistraat"),
        Juridisch("statuten.vervallen", "Vervallen statuten", "Statuten die vervielen"),
        Juridisch("verklaringenBijPolitie", "Verklaringen bij de politie", "Verklaringen die bij de politie afgelegd zijn"),
        Juridisch("verklaringenBenadeeldePersoon", "Verklaringen van benadeelde persoon", "Ingediende verklaringen van benadeelde persoon"),
        Juridisch("burgerlijkePartijen", "Burgerlijke partijen", "Stellingen als burgerlijke partij"),
        Juridisch("zittingen", "Zittingen", "Zittingen in de zaak van een slachtoffer"),
        Juridisch("schadevergoedingenGevorderd", "Gevorderde schadevergoedingen", "Vorderingen van schadevergoeding"),
        Juridisch("schadevergoedingenToegekend", "Toegekende schadevergoedingen", "Toekenningen van schadevergoeding"),
        Juridisch("rechtsbijstandGevraagd", "Gevraagde rechtsbijstand", "Aanvragen van juridische tweedelijnsbijstand"),
        Juridisch("rechtsbijstandToegekend", "Toegekende rechtsbijstand", "Toekenningen van juridische tweedelijnsbijstand"),
        Juridisch("vervolgingenVanSlachtoffer", "Vervolgde slachtoffers", "Vervolgingen van een slachtoffer voor wat het onder uitbuiting deed"),

        Vorming("gevraagd", "Gevraagde vormingen", "gevraagd en nog niet gepland"),
        Vorming("gepland", "Geplande vormingen", "gepland en nog niet gegeven"),
        Vorming("gegeven", "Gegeven vormingen", "gegeven"),
        Vorming("interdisciplinair", "Interdisciplinaire vormingen", "gegeven, voor mensen uit verschillende disciplines"),
    ];

    public static readonly IReadOnlyList<Definitie> Alle =
    [
        .. Cijfers,
        .. Tabellenlijst.Alle.Select(tabel => new Definitie(Definitiesoort.Tabel, tabel.Code, tabel.Titel, tabel.Telling, tabel.Bron, tabel.Versie, tabel.Sinds)),
    ];

    private static Definitie Cijfer(string code, string titel, string telling, string bron) => new(Definitiesoort.Procescijfer, code, titel, telling, bron, Versie: 1, Eerste);

    private static Definitie Soort(string code, string titel)
        => Cijfer($"perSoort.{code}", titel, $"Vragen van deze soort, {Cohort}: wat verbeterd is naar een andere soort, telt daar.", Antwoord3);

    private static Definitie Assessment(string code, string titel, string telling)
        => Cijfer($"assessments.{code}", titel, $"{telling} Geteld {Cohort}.", code is "stopgezet" or "overgedragen" ? "draaiboek 3.1 en 5.2" : Antwoord3);

    private static Definitie[] Wachttijd(string code, string titel, string tot) =>
    [
        Cijfer($"wachttijden.{code}.aantal", $"Gevallen, wachttijd {titel}", $"Assessments met {tot} ten laatste op de peildatum, {Cohort}.", Antwoord6),
        Cijfer($"wachttijden.{code}.mediaan", $"Wachttijd {titel}, mediaan", $"Het kleinste aantal dagen van de ontvangst tot {tot} waarbij minstens de helft van de gevallen niet langer wachtte. Leeg bij minder dan tien gevallen.", Antwoord6),
        Cijfer($"wachttijden.{code}.p90", $"Wachttijd {titel}, negen op tien", $"Het kleinste aantal dagen van de ontvangst tot {tot} waarbij minstens negen op tien gevallen niet langer wachtten. Leeg bij minder dan tien gevallen.", Antwoord6),
    ];

    private static Definitie[] Achterstand(string code, string titel, string tijd) =>
    [
        Cijfer($"achterstand.{code}.wachtend", $"Wachtend, {titel}", $"Van de open werkvoorraad wat op de peildatum wacht en {tijd} daarvoor ontvangen is.", Antwoord6),
        Cijfer($"achterstand.{code}.lopend", $"Lopend, {titel}", $"Van de open werkvoorraad wat op de peildatum loopt en {tijd} daarvoor ontvangen is.", Antwoord6),
    ];

    private static Definitie Oorzaak(string code, string oorzaak)
        => Cijfer($"achterstand.oorzaken.{code}", $"Achterstand door {oorzaak}", $"Keren dat een centrum {oorzaak} als oorzaak van achterstand noteerde, die op minstens één dag van de periode gold. Er kunnen er meer tegelijk gelden.", Antwoord6);

    private static Definitie[] Aanbod(string code, string wat) =>
    [
        Cijfer($"aanbod.{code}.gedaan", $"Aangeboden: {wat}", $"Keren dat {wat} na een vraag aangeboden werd, {Periode}.", "draaiboek 5.1"),
        Cijfer($"aanbod.{code}.aanvaard", $"Aanvaard: {wat}", $"Keren dat een aanbod van {wat} aanvaard werd, {Periode}.", "draaiboek 5.1"),
        Cijfer($"aanbod.{code}.geweigerd", $"Geweigerd: {wat}", $"Keren dat een aanbod van {wat} geweigerd werd, {Periode}.", "draaiboek 5.1"),
    ];

    private static Definitie Doorverwijzing(string code, string naar)
        => Cijfer($"doorverwijzingen.{code}", $"Doorverwezen naar {naar}", $"Doorverwijzingen door een centrum naar {naar}, {Periode}.", "draaiboek 5.1");

    private static Definitie Inlichting(string code, string grond)
        => Cijfer($"inlichtingenParket.{code}", $"Parket ingelicht, {grond}", $"Keren dat een persoon het jeugdparket of de referentiemagistraat inlichtte op grond van {grond}, {Periode}.", "draaiboek 4.2 en 9");

    private static Definitie Juridisch(string code, string titel, string telling)
        => Cijfer($"juridisch.{code}", titel, $"{telling}, {Periode}. Wat ingetrokken is, telt niet.", "draaiboek 7");

    private static Definitie Vorming(string code, string titel, string stand)
        => Cijfer($"vorming.{code}", titel, $"Vormingen die op de peildatum {stand} zijn, in de periode waarin ze zo kwamen te staan.", "vraag-dossiers-aanpak, vraag en antwoord 7");
}
