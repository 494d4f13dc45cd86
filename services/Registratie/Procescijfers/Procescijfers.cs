using Draaiboek.GraphQL;

namespace Draaiboek.Registratie;

/// <summary>The figures of one year's questions, as they were published in parliament for 2019 (G3).</summary>
[GraphQLDescription("Telling van het werk van het meldpunt voor de vragen van één jaar, op een peildatum. Exact; gaat over het proces, niet over een groep jongeren.")]
public sealed record Procescijfers(
    [property: GraphQLDescription("Het jaar waarin de vragen ontvangen zijn.")] int Jaar,
    [property: GraphQLDescription("De dag waarop de stand is opgemaakt: wat later gebeurde, telt niet mee.")] DateOnly Peildatum,
    [property: GraphQLDescription("Alle vragen die in het jaar ontvangen zijn.")] int Vragen,
    [property: GraphQLDescription("De vragen per soort (vraag-dossiers-aanpak, antwoord 3).")] VragenPerSoort PerSoort,
    [property: GraphQLDescription("De vragen voor assessment en hun stand.")] AssessmentCijfers Assessments);

[GraphQLDescription("Het aantal vragen per soort; samen alle vragen.")]
public sealed record VragenPerSoort(
    [property: GraphQLDescription("Informatie over het fenomeen.")] int InfoFenomeen,
    [property: GraphQLDescription("Teamondersteuning inzake mensenhandel.")] int Teamondersteuning,
    [property: GraphQLDescription("Inschatting van gedrag.")] int InschattingGedrag,
    [property: GraphQLDescription("Melding met al gekend slachtofferschap.")] int GekendSlachtoffer,
    [property: GraphQLDescription("Vraag voor assessment.")] int VraagAssessment);

[GraphQLDescription("De stand van de gevraagde assessments: advies + lopend + wachtend + niet gestart + stopgezet + overgedragen = gevraagd.")]
public sealed record AssessmentCijfers(
    [property: GraphQLDescription("Vragen voor assessment die in het jaar ontvangen zijn.")] int Gevraagd,
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
