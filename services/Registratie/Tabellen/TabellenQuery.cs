using Draaiboek.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>What was released, as it was released (G2, G5). No filters but the period: nothing is counted anew.</summary>
[QueryType]
internal static class TabellenQuery
{
    private const int MeestePublicaties = 50;

    [GraphQLDescription("De publicaties, de laatste eerst, hoogstens 50; ook die vervangen zijn.")]
    public static async Task<IReadOnlyList<Tabellenpublicatie>> GetPublicatiesAsync(
        [GraphQLDescription("Enkel van deze periode: een jaar (2025) of een halfjaar (2025-1).")] string? periode,
        RegistratieDbContext db,
        CancellationToken cancellationToken)
    {
        var publicaties = await db.Publicaties.AsNoTracking()
            .Where(publicatie => periode == null || publicatie.Periode == periode)
            .OrderByDescending(publicatie => publicatie.Nummer)
            .Take(MeestePublicaties)
            .ToListAsync(cancellationToken);
        var laatste = await db.Publicaties.AsNoTracking().GroupBy(publicatie => publicatie.Periode)
            .ToDictionaryAsync(groep => groep.Key, groep => groep.Max(publicatie => publicatie.Versie), cancellationToken);
        return publicaties.ConvertAll(publicatie => Publicatieblad.Lees(publicatie, publicatie.Versie < laatste[publicatie.Periode]));
    }
}
