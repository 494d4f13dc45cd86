using Draaiboek.GraphQL;
using Draaiboek.Hosting;

namespace Draaiboek.Registratie;

/// <summary>A period is the cohort of questions received in it; what became of them is what was known to have happened by the peildatum (DESIGN, 'Figures').</summary>
[QueryType]
internal static partial class ProcescijfersQuery
{
    [GraphQLDescription("De procescijfers van één jaar of een deel ervan: soorten vragen, stand van de assessments, wachttijden en wat verder gebeurde.")]
    public static async Task<Procescijfers> GetProcescijfersAsync(
        [GraphQLDescription("Het jaar van ontvangst, vanaf 2015.")] int jaar,
        [GraphQLDescription("Een halfjaar, kwartaal of maand van het jaar; zonder opgave het hele jaar.")] Deelperiode? periode,
        [GraphQLDescription("De dag van de stand; zonder opgave vandaag.")] DateOnly? peildatum,
        Procescijferlezer lezer,
        TimeProvider time,
        ILoggerFactory log,
        CancellationToken cancellationToken)
    {
        var (gevraagd, peil) = Cijferperiode.Lees(jaar, periode, peildatum, time.Vandaag());
        var cijfers = await lezer.LeesAsync(gevraagd, peil, cancellationToken);
        if (Sluitproef.Toets(cijfers) is { Count: > 0 } fouten)
        {
            LogSluitNietAan(log.CreateLogger(nameof(Sluitproef)), gevraagd.Van, gevraagd.Tot, peil, string.Join(' ', fouten.Select(fout => fout.Message)));
            throw new GraphQLException(fouten);
        }

        return cijfers;
    }

    [LoggerMessage(1, LogLevel.Error, "The figures of {Van} to {Tot} as on {Peil} do not reconcile and were not given. {Fouten}")]
    private static partial void LogSluitNietAan(ILogger logger, DateOnly van, DateOnly tot, DateOnly peil, string fouten);
}
