using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>One publicatie as it was released, also when it was replaced (G2): the same records as in GraphQL, so the same to the digit.</summary>
internal static class LeesPublicatie
{
    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Tabellenpublicatie>(
            "/api/publicaties/{id:guid}",
            Toegang.Voor(Rollen.Stuurgroep, Rollen.Registratiehouder),
            "Eén publicatie met haar tabellen",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(Guid id, Caller caller, RegistratieDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var publicatie = await db.Publicaties.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (publicatie is null)
        {
            return new Outcome.NotFound();
        }

        var vervangen = await db.Publicaties.AnyAsync(later => later.Periode == publicatie.Periode && later.Versie > publicatie.Versie, cancellationToken);
        db.AddAudit(caller, "publicatie.gelezen", id, time);
        return new Outcome.Ok(Publicatieblad.Lees(publicatie, vervangen), publicatie.Versie);
    }
}
