using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>What the centre registered of the exploitation, as it stands and as it stood (G2). The version that it answers with is the one to change.</summary>
internal static class LeesUitbuiting
{
    /// <param name="Versie">Of the melding, after it.</param>
    internal sealed record Stand(
        int Versie,
        DateOnly Op,
        DateOnly? GewijzigdOp,
        DateTimeOffset GeregistreerdOp,
        string Door,
        bool Ingetrokken,
        LinkTienerpooier LinkTienerpooier,
        int? AantalVerdachten,
        int? AantalKlanten,
        IReadOnlyList<Uitbuitingsvorm> Vormen,
        Rekruteringskanaal Rekruteringskanaal,
        IReadOnlyList<Dwangmiddel> Middelen,
        JaNeeOnbekend Chantage,
        JaNeeOnbekend Advertentiesite,
        Plaatssoort Plaats,
        Provincie Provincie,
        JaNeeOnbekend Grensoverschrijdend);

    /// <param name="Uitbuiting">As it stands; null when nothing was registered, or it was taken back.</param>
    /// <param name="Geschiedenis">Every version, the oldest first.</param>
    internal sealed record Antwoord(Guid MeldingId, int Versie, Stand? Uitbuiting, IReadOnlyList<Stand> Geschiedenis);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/meldingen/{id:guid}/uitbuiting",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Wat het centrum over de uitbuiting vastlegde, met wat er voordien stond; elke lezing wordt bijgehouden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(Guid id, Caller caller, MeldingDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var melding = await db.Meldingen.AsNoTracking().VanCentrum(caller).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (melding is null)
        {
            return new Outcome.NotFound();
        }

        var versies = await db.Uitbuitingen.AsNoTracking().Where(u => u.MeldingId == id).OrderBy(u => u.Versie).ToListAsync(cancellationToken);
        var standen = versies.ConvertAll(u => new Stand(
            u.Versie, u.Op, u.GewijzigdOp, u.GeregistreerdOp, u.Door, u.Ingetrokken, u.LinkTienerpooier, u.AantalVerdachten, u.AantalKlanten, u.Vormen, u.Rekruteringskanaal,
            u.Middelen, u.Chantage, u.Advertentiesite, u.Plaats, u.Provincie, u.Grensoverschrijdend));
        db.AddAudit(caller, "melding.uitbuiting-gelezen", id, time);
        return new Outcome.Ok(new Antwoord(id, melding.Versie, standen.LastOrDefault() is { Ingetrokken: false } laatste ? laatste : null, standen), melding.Versie);
    }
}
