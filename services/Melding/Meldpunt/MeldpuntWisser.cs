using Draaiboek.Hosting;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>What goes when a conversation ends, by whoever's hand.</summary>
internal static class MeldpuntWissing
{
    /// <summary>
    /// Closes it, removes its messages and writes its key down as erased, all in the running transaction. The key itself follows once that is committed: a key that
    /// is destroyed for a closing that does not come about would take the conversation with it.
    /// </summary>
    public static async Task SluitAsync(this MeldingDbContext db, Meldpuntgesprek gesprek, RedenSluiting reden, DateOnly vandaag, CancellationToken cancellationToken)
    {
        await db.BeginAsync(cancellationToken);
        await db.Meldpuntberichten.Where(b => b.GesprekId == gesprek.Id).ExecuteDeleteAsync(cancellationToken);
        db.ErasedKeys.Add(new ErasedKeyRow { SubjectId = gesprek.Id, Op = vandaag.AlsOgenblik() });
        gesprek.Sluit(reden, vandaag);
    }
}

/// <summary>Closes, once a minute, the conversations in which nobody wrote for the set term, and destroys the key of every closed one (docs/adr/0007).</summary>
internal sealed partial class MeldpuntWisser(
    IServiceScopeFactory scopes, EnvelopeEncryption encryption, MeldpuntSettings settings, TimeProvider time, ILogger<MeldpuntWisser> logger)
    : PeriodicWork(TimeSpan.FromMinutes(1), time)
{
    private const int Hoogstens = 500;

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await VragenAsync(Vervallen, cancellationToken))
        {
            await SluitAsync(id, cancellationToken);
        }

        if (await VragenAsync(gesprekken => gesprekken.Where(g => !g.Gewist && g.Toestand == MeldpuntToestand.Gesloten), cancellationToken) is { Count: > 0 } gesloten)
        {
            await encryption.DestroyAsync(gesloten, cancellationToken);
            await InTransactieAsync(
                async db =>
                {
                    await db.BeginAsync(cancellationToken);
                    await db.Meldpuntgesprekken.Where(g => gesloten.Contains(g.Id)).ExecuteUpdateAsync(rij => rij.SetProperty(g => g.Gewist, true), cancellationToken);
                },
                cancellationToken);
        }
    }

    protected override void OnFailed(string fault) => Failed(logger, fault);

    /// <summary>Looked at again in its own transaction: somebody may have written meanwhile.</summary>
    private Task SluitAsync(Guid id, CancellationToken cancellationToken)
        => InTransactieAsync(
            async db =>
            {
                if (await Vervallen(db.Meldpuntgesprekken).SingleOrDefaultAsync(g => g.Id == id, cancellationToken) is { } gesprek)
                {
                    await db.SluitAsync(gesprek, RedenSluiting.Termijn, Time.Vandaag(), cancellationToken);
                }
            },
            cancellationToken);

    private IQueryable<Meldpuntgesprek> Vervallen(IQueryable<Meldpuntgesprek> gesprekken)
    {
        var grens = Time.Vandaag().AddDays(-settings.BewaartermijnDagen);
        return gesprekken.Where(g => !g.Gewist && g.Toestand != MeldpuntToestand.Gesloten && g.LaatsteOp < grens);
    }

    private async Task<List<Guid>> VragenAsync(Func<IQueryable<Meldpuntgesprek>, IQueryable<Meldpuntgesprek>> welke, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        return await welke(db.Meldpuntgesprekken.AsNoTracking()).OrderBy(g => g.LaatsteOp).Take(Hoogstens).Select(g => g.Id).ToListAsync(cancellationToken);
    }

    private async Task InTransactieAsync(Func<MeldingDbContext, Task> werk, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        await scope.ServiceProvider.GetRequiredService<WriteTransaction<MeldingDbContext>>().RunAsync(_ => werk(db), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Het wissen van anonieme gesprekken faalde op {Fault}; over een minuut opnieuw.")]
    private static partial void Failed(ILogger logger, string fault);
}
