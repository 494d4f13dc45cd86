using Draaiboek.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>What was released, as it was released (G2, G5). No filters but the period: nothing is counted anew.</summary>
[QueryType]
internal static class TabellenQuery
{
    [UsePaging]
    [GraphQLDescription("De publicaties, de laatste eerst; ook die vervangen zijn.")]
    public static IQueryable<Tabellenpublicatie> GetPublicaties(
        [GraphQLDescription("Enkel van deze periode: een jaar (2025) of een halfjaar (2025-1).")] string? periode,
        RegistratieDbContext db)
        => db.Publicaties.AsNoTracking()
            .Where(publicatie => periode == null || publicatie.Periode == periode)
            .OrderByDescending(publicatie => publicatie.Nummer)
            .Select(publicatie => Publicatieblad.Lees(publicatie, db.Publicaties.Any(later => later.Periode == publicatie.Periode && later.Versie > publicatie.Versie)));
}
