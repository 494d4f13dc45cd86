using System.Security.Cryptography;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// Gives a bijlage back as it came, byte for byte, to be kept and never to be shown by a browser. Every reading leaves a line with the bijlage, and one with the melding.
/// </summary>
internal static partial class LeesBijlage
{
    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapDownload(
            BijlageRoutes.EenBijlage,
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Een bijlage bewaren; elke lezing wordt bijgehouden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Guid bijlage,
        Caller caller,
        MeldingDbContext db,
        EnvelopeEncryption encryption,
        TimeProvider time,
        ILogger<Bijlage> logger,
        CancellationToken cancellationToken)
    {
        if (await db.LeesbaarVoor(caller, time).SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } melding
            || await db.Bijlagen.AsNoTracking().SingleOrDefaultAsync(b => b.Id == bijlage && b.MeldingId == id, cancellationToken) is not { } rij)
        {
            return new Outcome.NotFound();
        }

        if (rij.VerwijderdOp is not null || await encryption.OpenKeyAsync(melding, cancellationToken) is not { } key)
        {
            return new Outcome.NotFound("Deze bijlage is verwijderd.");
        }

        try
        {
            var gegevens = rij.Gegevens(key) ?? throw new CryptographicException("The name is not there.");
            await ControleerAsync(db, key, rij, cancellationToken);
            db.AddAudit(caller, "bijlage.gelezen", bijlage, time);
            db.AddAudit(caller, "melding.bijlage-gelezen", id, time);
            return new Outcome.Download(gegevens.Naam, rij.Grootte, (naar, token) => SchrijfAsync(db, key, rij, naar, token));
        }
        catch (CryptographicException)
        {
            Beschadigd(logger, bijlage, id);
            throw;
        }
    }

    /// <summary>
    /// Opens every piece once before the first byte goes out: what was tampered with gets a 500 and nothing of the content, instead of the half of it that was still right.
    /// Costs a second reading, and no memory.
    /// </summary>
    private static async Task ControleerAsync(MeldingDbContext db, DataKey key, Bijlage bijlage, CancellationToken cancellationToken)
    {
        for (var nummer = 1; nummer <= bijlage.AantalDelen; nummer++)
        {
            CryptographicOperations.ZeroMemory(await LeesDeelAsync(db, key, bijlage, nummer, cancellationToken));
        }
    }

    private static async Task SchrijfAsync(MeldingDbContext db, DataKey key, Bijlage bijlage, Stream naar, CancellationToken cancellationToken)
    {
        for (var nummer = 1; nummer <= bijlage.AantalDelen; nummer++)
        {
            var deel = await LeesDeelAsync(db, key, bijlage, nummer, cancellationToken);
            await naar.WriteAsync(deel, cancellationToken);
            CryptographicOperations.ZeroMemory(deel);
        }
    }

    /// <exception cref="CryptographicException">The piece is not there, was changed, or belongs elsewhere.</exception>
    private static async Task<byte[]> LeesDeelAsync(MeldingDbContext db, DataKey key, Bijlage bijlage, int nummer, CancellationToken cancellationToken)
    {
        var versleuteld = await db.Bijlagedelen.AsNoTracking()
            .Where(d => d.BijlageId == bijlage.Id && d.Nummer == nummer)
            .Select(d => d.InhoudVersleuteld)
            .SingleOrDefaultAsync(cancellationToken) ?? throw new CryptographicException("A piece is not there.");
        var laatste = nummer == bijlage.AantalDelen;
        var deel = key.DecryptBytes(Bijlagedeel.Veld(bijlage.Id, nummer, laatste), versleuteld);
        return deel.Length == (laatste ? bijlage.Grootte - ((nummer - 1) * Bijlagegrenzen.Deelgrootte) : Bijlagegrenzen.Deelgrootte)
            ? deel
            : throw new CryptographicException("A piece has another length than it had.");
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Bijlage {Bijlage} van melding {Melding} is beschadigd: een deel ontbreekt, staat op een andere plaats of is veranderd. Er is niets van gegeven. Ga na wie in de databank schreef, en zet de delen terug uit een back-up.")]
    private static partial void Beschadigd(ILogger logger, Guid bijlage, Guid melding);
}
