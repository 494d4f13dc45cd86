using Draaiboek.GraphQL;

namespace Draaiboek.Registratie;

// What each figure counts stands in Definitielijst, once: the description of a field is its title.

/// <summary>The figures of one period's questions; of the year 2019 as they were published in parliament (G3).</summary>
[GraphQLDescription("Telling van het werk van het meldpunt voor de vragen van één periode, op een peildatum. Exact; gaat over het proces, niet over een groep jongeren.")]
public sealed record Procescijfers(
    [property: GraphQLDescription("Het jaar waarin de vragen ontvangen zijn.")] int Jaar,
    [property: GraphQLDescription("De periode: het jaar, of een deel ervan.")] Cijferperiode Periode,
    [property: GraphQLDescription("De dag waarop de stand is opgemaakt: wat later gebeurde, telt niet mee.")] DateOnly Peildatum,
    [property: GraphQLDescription("Alle vragen die in de periode ontvangen zijn.")] int Vragen,
    [property: GraphQLDescription("De vragen per soort (vraag-dossiers-aanpak, antwoord 3).")] VragenPerSoort PerSoort,
    [property: GraphQLDescription("De vragen voor assessment en hun stand.")] AssessmentCijfers Assessments,
    [property: GraphQLDescription("Begonnen assessments waarvan de vraag intussen ingetrokken is of iets anders vraagt; bij geen van de andere geteld.")] int AssessmentsZonderVraag,
    [property: GraphQLDescription("Vragen voor assessment die er bij het begin van de periode al waren, en wat erbij kwam.")] Werkvoorraad Werkvoorraad,
    [property: GraphQLDescription("Hoelang op een gesprek en op een advies gewacht is.")] Wachttijden Wachttijden,
    [property: GraphQLDescription("Wat op de peildatum nog niet afgerond is, naar de tijd sinds de ontvangst.")] Achterstandcijfers Achterstand,
    [property: GraphQLDescription("De gesprekken van assessments met een advies.")] Gesprekscijfers Gesprekken,
    [property: GraphQLDescription("Herhalingen; drie soorten, die elk iets anders zeggen.")] Herhalingscijfers Herhalingen,
    [property: GraphQLDescription("Wat na een vraag aangeboden en geantwoord werd.")] Aanbodcijfers Aanbod,
    [property: GraphQLDescription("Doorverwijzingen.")] Doorverwijzingscijfers Doorverwijzingen,
    [property: GraphQLDescription("Overdrachten van de vragen van de periode aan een ander centrum.")] int Overdrachten,
    [property: GraphQLDescription("Inlichtingen aan het parket, naar rechtsgrond.")] Inlichtingscijfers InlichtingenParket,
    [property: GraphQLDescription("Juridische begeleiding.")] JuridischeCijfers Juridisch,
    [property: GraphQLDescription("Vorming.")] Vormingscijfers Vorming);

[GraphQLDescription("Het aantal vragen per soort; samen alle vragen.")]
public sealed record VragenPerSoort(
    [property: GraphQLDescription("Informatie over het fenomeen.")] int InfoFenomeen,
    [property: GraphQLDescription("Teamondersteuning inzake mensenhandel.")] int Teamondersteuning,
    [property: GraphQLDescription("Inschatting van gedrag.")] int InschattingGedrag,
    [property: GraphQLDescription("Melding met al gekend slachtofferschap.")] int GekendSlachtoffer,
    [property: GraphQLDescription("Vraag voor assessment.")] int VraagAssessment);

[GraphQLDescription("De stand van de gevraagde assessments: advies + lopend + wachtend + niet gestart + stopgezet + overgedragen = gevraagd.")]
public sealed record AssessmentCijfers(
    [property: GraphQLDescription("Vragen voor assessment die in de periode ontvangen zijn.")] int Gevraagd,
    [property: GraphQLDescription("Assessments met een advies.")] int Advies,
    [property: GraphQLDescription("Advies: geen slachtoffer.")] int Negatief,
    [property: GraphQLDescription("Advies: slachtoffer, met of zonder toestemming om het aan de referentiemagistraat te richten.")] int Positief,
    [property: GraphQLDescription("Het eerste gesprek van het assessment vond plaats, er is nog geen advies.")] int Lopend,
    [property: GraphQLDescription("Er was nog geen gesprek van het assessment; een kennismakingsgesprek alleen start het niet.")] int Wachtend,
    [property: GraphQLDescription("Assessments die nooit gestart zijn.")] int NietGestart,
    [property: GraphQLDescription("Niet gestart: de jongere was niet bereikbaar.")] int NietBereikbaar,
    [property: GraphQLDescription("Niet gestart: de jongere wou niet deelnemen.")] int WilNietDeelnemen,
    [property: GraphQLDescription("Niet gestart: de jongere haakte af na het kennismakingsgesprek.")] int AfgehaaktNaKennismaking,
    [property: GraphQLDescription("Gestart en zonder advies beëindigd.")] int Stopgezet,
    [property: GraphQLDescription("Overgedragen aan een ander centrum.")] int Overgedragen);

[GraphQLDescription("De vragen voor assessment waaraan in de periode te werken viel: bij begin + nieuw = afgerond + open.")]
public sealed record Werkvoorraad(
    [property: GraphQLDescription("Voor de periode ontvangen en bij het begin ervan wachtend of lopend.")] int BijBegin,
    [property: GraphQLDescription("In de periode ontvangen.")] int Nieuw,
    [property: GraphQLDescription("Daarvan afgerond op de peildatum: met advies, niet gestart, stopgezet of overgedragen.")] int Afgerond,
    [property: GraphQLDescription("Daarvan op de peildatum nog wachtend of lopend.")] int Open);

[GraphQLDescription("Wachttijden van de vragen voor assessment van de periode.")]
public sealed record Wachttijden(
    [property: GraphQLDescription("Van de ontvangst tot het eerste gesprek, kennismaking of assessment.")] Wachttijd TotEersteGesprek,
    [property: GraphQLDescription("Van de ontvangst tot het advies.")] Wachttijd TotAdvies);

[GraphQLDescription("Een wachttijd in dagen; leeg bij minder dan tien gevallen.")]
public sealed record Wachttijd(
    [property: GraphQLDescription("Hoeveel gevallen er op de peildatum zijn.")] int Aantal,
    [property: GraphQLDescription("Mediaan: minstens de helft wachtte niet langer.")] int? Mediaan,
    [property: GraphQLDescription("Minstens negen op tien wachtten niet langer.")] int? P90);

[GraphQLDescription("Wat van de werkvoorraad op de peildatum open is, naar de tijd sinds de ontvangst; samen de open werkvoorraad.")]
public sealed record Achterstandcijfers(
    [property: GraphQLDescription("Minder dan één maand geleden ontvangen.")] Openstaand Onder1Maand,
    [property: GraphQLDescription("Eén tot drie maanden geleden ontvangen.")] Openstaand Van1Tot3Maanden,
    [property: GraphQLDescription("Drie tot zes maanden geleden ontvangen.")] Openstaand Van3Tot6Maanden,
    [property: GraphQLDescription("Zes maanden geleden of langer ontvangen.")] Openstaand Vanaf6Maanden,
    [property: GraphQLDescription("Waardoor er volgens de centra achterstand was.")] Oorzaakcijfers Oorzaken);

[GraphQLDescription("Oorzaken van achterstand die een centrum noteerde en die op minstens één dag van de periode golden.")]
public sealed record Oorzaakcijfers(
    [property: GraphQLDescription("Tijdelijk meer vragen na een rondzendbrief.")] int PiekNaRondzendbrief,
    [property: GraphQLDescription("Een personeelslid viel uit.")] int UitvalPersoneel,
    [property: GraphQLDescription("Onduidelijkheid over de opdracht.")] int OnduidelijkeOpdracht,
    [property: GraphQLDescription("Een andere oorzaak.")] int Anders);

[GraphQLDescription("Nog niet afgeronde vragen voor assessment.")]
public sealed record Openstaand(
    [property: GraphQLDescription("Wachtend.")] int Wachtend,
    [property: GraphQLDescription("Lopend.")] int Lopend);

[GraphQLDescription("Hoeveel gesprekken een assessment telt dat tot een advies kwam.")]
public sealed record Gesprekscijfers(
    [property: GraphQLDescription("Assessments met een advies.")] int Assessments,
    [property: GraphQLDescription("Hun gesprekken samen.")] int Gesprekken,
    [property: GraphQLDescription("Gemiddeld per assessment, op honderdsten; leeg als er geen zijn.")] double? Gemiddelde);

[GraphQLDescription("Herhalingen; drie soorten, die nooit gemengd worden.")]
public sealed record Herhalingscijfers(
    [property: GraphQLDescription("Vragen over een jongere over wie al eerder een vraag ontvangen was.")] int OpnieuwGemeld,
    [property: GraphQLDescription("Opnamen in de periode.")] int Opnamen,
    [property: GraphQLDescription("Opnamen van een jongere die al eerder opgenomen was.")] int OpnieuwOpgenomen,
    [property: GraphQLDescription("Vaststellingen dat een jongere opnieuw slachtoffer werd.")] int OpnieuwSlachtoffer);

[GraphQLDescription("Aanbod na een vraag, in de periode.")]
public sealed record Aanbodcijfers(
    [property: GraphQLDescription("Een kennismakingsgesprek.")] Aanbodcijfer Kennismakingsgesprek,
    [property: GraphQLDescription("Een assessment.")] Aanbodcijfer Assessment,
    [property: GraphQLDescription("Vorming.")] Aanbodcijfer Vorming);

[GraphQLDescription("Hoe vaak iets aangeboden en beantwoord werd; een antwoord kan in een latere periode vallen.")]
public sealed record Aanbodcijfer(
    [property: GraphQLDescription("Aangeboden.")] int Gedaan,
    [property: GraphQLDescription("Aanvaard.")] int Aanvaard,
    [property: GraphQLDescription("Geweigerd.")] int Geweigerd);

[GraphQLDescription("Doorverwijzingen in de periode, naar wie; samen het totaal.")]
public sealed record Doorverwijzingscijfers(
    [property: GraphQLDescription("Alle doorverwijzingen.")] int Totaal,
    [property: GraphQLDescription("Naar Child Focus.")] int ChildFocus,
    [property: GraphQLDescription("Naar een vertrouwenscentrum kindermishandeling.")] int Vertrouwenscentrum,
    [property: GraphQLDescription("Naar 1712.")] int Lijn1712,
    [property: GraphQLDescription("Naar Sensoa.")] int Sensoa,
    [property: GraphQLDescription("Naar Pimento.")] int Pimento,
    [property: GraphQLDescription("Naar CAW slachtofferhulp.")] int CawSlachtofferhulp,
    [property: GraphQLDescription("Naar een zorgcentrum na seksueel geweld.")] int Zorgcentrum,
    [property: GraphQLDescription("Naar de politie.")] int Politie,
    [property: GraphQLDescription("Naar een ander gespecialiseerd centrum.")] int AnderCentrum,
    [property: GraphQLDescription("Naar iemand anders.")] int Andere);

[GraphQLDescription("Inlichtingen aan jeugdparket of referentiemagistraat in de periode, naar rechtsgrond; samen het totaal.")]
public sealed record Inlichtingscijfers(
    [property: GraphQLDescription("Alle inlichtingen aan het parket.")] int Totaal,
    [property: GraphQLDescription("Schuldig verzuim, artikel 422bis.")] int SchuldigVerzuim422bis,
    [property: GraphQLDescription("Spreekrecht, artikel 458bis.")] int Spreekrecht458bis,
    [property: GraphQLDescription("Casusoverleg, artikel 458ter.")] int Casusoverleg458ter,
    [property: GraphQLDescription("Noodtoestand.")] int Noodtoestand,
    [property: GraphQLDescription("Getuigenis of wettelijke plicht.")] int WettelijkePlicht,
    [property: GraphQLDescription("Toestemming van de persoon.")] int Toestemming);

[GraphQLDescription("Juridische begeleiding: wat in de periode gebeurde. Een stap die ingetrokken is, telt niet.")]
public sealed record JuridischeCijfers(
    [property: GraphQLDescription("Geopende juridische dossiers.")] int DossiersGeopend,
    [property: GraphQLDescription("Het statuut van slachtoffer mensenhandel.")] Statuutcijfers Statuten,
    [property: GraphQLDescription("Verklaringen bij de politie.")] int VerklaringenBijPolitie,
    [property: GraphQLDescription("Verklaringen van benadeelde persoon.")] int VerklaringenBenadeeldePersoon,
    [property: GraphQLDescription("Stellingen als burgerlijke partij.")] int BurgerlijkePartijen,
    [property: GraphQLDescription("Zittingen.")] int Zittingen,
    [property: GraphQLDescription("Gevorderde schadevergoedingen.")] int SchadevergoedingenGevorderd,
    [property: GraphQLDescription("Toegekende schadevergoedingen.")] int SchadevergoedingenToegekend,
    [property: GraphQLDescription("Aanvragen van juridische tweedelijnsbijstand.")] int RechtsbijstandGevraagd,
    [property: GraphQLDescription("Toegekende juridische tweedelijnsbijstand.")] int RechtsbijstandToegekend,
    [property: GraphQLDescription("Vervolgingen van een slachtoffer voor wat het onder uitbuiting deed.")] int VervolgingenVanSlachtoffer);

[GraphQLDescription("Beslissingen over het statuut van slachtoffer mensenhandel, in de periode.")]
public sealed record Statuutcijfers(
    [property: GraphQLDescription("Aangevraagd.")] int Aangevraagd,
    [property: GraphQLDescription("Toegekend.")] int Toegekend,
    [property: GraphQLDescription("Geweigerd.")] int Geweigerd,
    [property: GraphQLDescription("Ingetrokken door de referentiemagistraat.")] int Ingetrokken,
    [property: GraphQLDescription("Vervallen.")] int Vervallen);

[GraphQLDescription("Vormingen naar hun stand op de peildatum, in de periode waarin zij zo kwamen te staan.")]
public sealed record Vormingscijfers(
    [property: GraphQLDescription("Gevraagd en nog niet gepland.")] int Gevraagd,
    [property: GraphQLDescription("Gepland en nog niet gegeven.")] int Gepland,
    [property: GraphQLDescription("Gegeven.")] int Gegeven,
    [property: GraphQLDescription("Daarvan interdisciplinair.")] int Interdisciplinair);
