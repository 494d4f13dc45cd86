using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>What goes when a draft goes, by whoever's hand: submitted, removed, or forgotten.</summary>
internal static class ConceptWissing
{
    /// <summary>Removes the draft and writes its key down as erased, all in the running transaction; the key follows (<see cref="KeyErasure{TDb}"/>).</summary>
    /// <param name="welke">The draft, as it must still be.</param>
    /// <returns>False when it is not, or somebody else was first: nothing is removed then.</returns>
    public static async Task<bool> NeemConceptWegAsync(
        this MeldingDbContext db, Func<IQueryable<Concept>, IQueryable<Concept>> welke, Guid id, TimeProvider time, CancellationToken cancellationToken)
    {
        await db.BeginAsync(cancellationToken);
        if (await welke(db.Concepten).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return false;
        }

        db.ErasedKeys.Add(new ErasedKeyRow { SubjectId = id, Op = time.GetUtcNow() });
        return true;
    }
}

/// <summary>Erases, once an hour, the drafts that nobody changed for the set term.</summary>
internal sealed partial class ConceptWisser(IServiceScopeFactory scopes, ConceptSettings settings, TimeProvider time, ILogger<ConceptWisser> logger)
    : Termijnwisser(scopes, TimeSpan.FromHours(1), time)
{
    protected override IQueryable<Guid> Vervallen(MeldingDbContext db) => Vervallen(db.Concepten).OrderBy(c => c.GewijzigdOp).Select(c => c.Id);

    protected override async Task WisAsync(IServiceProvider services, MeldingDbContext db, Guid id, CancellationToken cancellationToken)
    {
        if (await db.NeemConceptWegAsync(concepten => Vervallen(concepten).Where(c => c.Id == id), id, Time, cancellationToken))
        {
            db.AddOwnAudit(MeldingWisser.Door, "concept.vervallen", id, Time);
        }
    }

    protected override void OnFailed(string fault) => Failed(logger, fault);

    private IQueryable<Concept> Vervallen(IQueryable<Concept> concepten)
    {
        var grens = Time.Vandaag().AddDays(-settings.BewaartermijnDagen);
        return concepten.Where(c => c.GewijzigdOp < grens);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Het wissen van concepten na hun termijn faalde op {Fault}; over een uur opnieuw.")]
    private static partial void Failed(ILogger logger, string fault);
}
