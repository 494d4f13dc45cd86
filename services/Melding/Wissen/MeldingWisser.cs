using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Erases, once an hour, the closed and withdrawn meldingen on which nobody took a step for the set term. What is open is never erased by itself.</summary>
internal sealed partial class MeldingWisser(IServiceScopeFactory scopes, MeldingSettings settings, TimeProvider time, ILogger<MeldingWisser> logger)
    : Termijnwisser(scopes, TimeSpan.FromHours(1), time)
{
    /// <summary>Who the history and the audit trail name.</summary>
    public const string Door = "draaiboek:bewaartermijn";

    protected override IQueryable<Guid> Vervallen(MeldingDbContext db) => NaTermijn(db).OrderBy(m => m.OntvangenOp).ThenBy(m => m.Id).Select(m => m.Id);

    protected override async Task WisAsync(IServiceProvider services, MeldingDbContext db, Guid id, CancellationToken cancellationToken)
    {
        if (await NaTermijn(db).SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } melding)
        {
            return;
        }

        melding.GewistOp = Time.Vandaag();
        services.GetRequiredService<Meldingstapper>().Noteer(melding, new Meldingsstap(id, MeldingStapSoort.Gewist, Reden: RedenWissing.Termijn.Woord()), Door);
        db.AddOwnAudit(Door, "melding.gewist", id, Time);
        await db.WisAsync(id, Door, Time, cancellationToken);
    }

    protected override void OnFailed(string fault) => Failed(logger, fault);

    private IQueryable<Melding> NaTermijn(MeldingDbContext db)
    {
        var grens = Time.Vandaag().AddYears(-settings.BewaartermijnJaren);
        return db.Meldingen
            .Where(m => m.GewistOp == null && (m.Toestand == MeldingToestand.Afgesloten || m.Toestand == MeldingToestand.Ingetrokken))
            // That a bijlage was taken away since makes the term no longer.
            .Where(m => db.Stappen.Any(stap => stap.MeldingId == m.Id)
                && !db.Stappen.Any(stap => stap.MeldingId == m.Id && stap.Op >= grens && stap.Soort != MeldingStapSoort.BijlageVerwijderd))
            // Whoever came back to it (S7) may still need what it says.
            .Where(m => !db.Meldingen.Any(later => later.VervolgOp == m.Id && later.GewistOp == null))
            .ZonderBeletsel(db);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Het wissen van meldingen na hun bewaartermijn faalde op {Fault}; over een uur opnieuw. Blijft dit komen, controleer dan de databank.")]
    private static partial void Failed(ILogger logger, string fault);
}
