using Draaiboek.GraphQL;

namespace Draaiboek.Registratie;

[GraphQLDescription("Een deel van een jaar; juist één ervan. Zonder opgave het hele jaar.")]
[OneOf]
public sealed record Deelperiode(
    [property: GraphQLDescription("1 of 2.")] int? Halfjaar,
    [property: GraphQLDescription("1 tot en met 4.")] int? Kwartaal,
    [property: GraphQLDescription("1 tot en met 12.")] int? Maand);

[GraphQLDescription("Hoe lang een periode is.")]
public enum Periodesoort
{
    [GraphQLDescription("Een jaar.")]
    Jaar = 1,

    [GraphQLDescription("Een halfjaar.")]
    Halfjaar,

    [GraphQLDescription("Een kwartaal.")]
    Kwartaal,

    [GraphQLDescription("Een maand.")]
    Maand,
}

[GraphQLDescription("Een jaar, of een deel ervan.")]
public sealed record Cijferperiode(
    [property: GraphQLDescription("Hoe lang zij is.")] Periodesoort Soort,
    [property: GraphQLDescription("Het hoeveelste deel van het jaar; 1 voor een heel jaar.")] int Nummer,
    [property: GraphQLDescription("De eerste dag.")] DateOnly Van,
    [property: GraphQLDescription("De laatste dag.")] DateOnly Tot)
{
    private const int EersteJaar = 2015;

    /// <summary>The period and the reference date that are asked for.</summary>
    /// <exception cref="GraphQLException">They can't be, with every reason: <c>ONGELDIG_JAAR</c>, <c>ONGELDIGE_PERIODE</c>, <c>ONGELDIGE_PEILDATUM</c>.</exception>
    internal static (Cijferperiode Periode, DateOnly Peildatum) Lees(int jaar, Deelperiode? deel, DateOnly? peildatum, DateOnly vandaag)
    {
        var fouten = new List<GraphQLError>();
        var jaarKan = jaar >= EersteJaar && jaar <= vandaag.Year;
        if (!jaarKan)
        {
            fouten.Add(new GraphQLError($"jaar moet van {EersteJaar} tot {vandaag.Year} zijn.", "ONGELDIG_JAAR"));
        }

        var (soort, nummer, delen) = deel switch
        {
            { Halfjaar: { } halfjaar } => (Periodesoort.Halfjaar, halfjaar, 2),
            { Kwartaal: { } kwartaal } => (Periodesoort.Kwartaal, kwartaal, 4),
            { Maand: { } maand } => (Periodesoort.Maand, maand, 12),
            _ => (Periodesoort.Jaar, 1, 1),
        };
        var nummerKan = nummer >= 1 && nummer <= delen;
        if (!nummerKan)
        {
            fouten.Add(new GraphQLError($"{Naam(soort)} moet van 1 tot {delen} zijn.", "ONGELDIGE_PERIODE"));
        }

        var periode = jaarKan && nummerKan ? Maak(soort, jaar, nummer, 12 / delen) : null;
        if (periode?.Van > vandaag)
        {
            fouten.Add(new GraphQLError($"de periode begint pas op {periode.Van:yyyy-MM-dd}.", "ONGELDIGE_PERIODE"));
        }

        var peil = peildatum ?? vandaag;
        if (peil > vandaag)
        {
            fouten.Add(new GraphQLError("peildatum mag niet na vandaag liggen.", "ONGELDIGE_PEILDATUM"));
        }
        else if (periode is not null && periode.Van <= vandaag && peil < periode.Van)
        {
            fouten.Add(new GraphQLError($"peildatum moet van {periode.Van:yyyy-MM-dd} tot vandaag zijn.", "ONGELDIGE_PEILDATUM"));
        }

        return fouten.Count == 0 ? (periode!, peil) : throw new GraphQLException(fouten);
    }

    private static Cijferperiode Maak(Periodesoort soort, int jaar, int nummer, int maanden)
    {
        var van = new DateOnly(jaar, 1, 1).AddMonths((nummer - 1) * maanden);
        return new Cijferperiode(soort, nummer, van, van.AddMonths(maanden).AddDays(-1));
    }

    private static string Naam(Periodesoort soort) => soort switch
    {
        Periodesoort.Halfjaar => "halfjaar",
        Periodesoort.Kwartaal => "kwartaal",
        _ => "maand",
    };
}
