using Draaiboek.Hosting;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>What goes when a conversation ends, by whoever's hand.</summary>
internal static class MeldpuntWissing
{
    /// <summary>Closes it, removes its messages and writes its key down as erased, all in the running transaction; the key follows (<see cref="KeyErasure{TDb}"/>).</summary>
    public static async Task SluitAsync(this MeldingDbContext db, Meldpuntgesprek gesprek, RedenSluiting reden, DateOnly vandaag, CancellationToken cancellationToken)
    {
        await db.BeginAsync(cancellationToken);
        await db.Meldpuntberichten.Where(b => b.GesprekId == gesprek.Id).ExecuteDeleteAsync(cancellationToken);
        db.ErasedKeys.Add(new ErasedKeyRow { SubjectId = gesprek.Id, Op = vandaag.AlsOgenblik() });
        gesprek.Sluit(reden, vandaag);
    }
}

/// <summary>Closes, once a minute, the conversations in which nobody wrote for the set term.</summary>
internal sealed partial class MeldpuntWisser(IServiceScopeFactory scopes, MeldpuntSettings settings, TimeProvider time, ILogger<MeldpuntWisser> logger)
    : PeriodicWork(TimeSpan.FromMinutes(1), time)
{
    private const int Hoogstens = 500;

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await VervallenAsync(cancellationToken))
        {
            await SluitAsync(id, cancellationToken);
        }
    }

    protected override void OnFailed(string fault) => Failed(logger, fault);

    /// <summary>Looked at again in its own transaction: somebody may have written meanwhile.</summary>
    private async Task SluitAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        await scope.ServiceProvider.GetRequiredService<WriteTransaction<MeldingDbContext>>().RunAsync(
            async _ =>
            {
                if (await Vervallen(db.Meldpuntgesprekken).SingleOrDefaultAsync(g => g.Id == id, cancellationToken) is { } gesprek)
                {
                    await db.SluitAsync(gesprek, RedenSluiting.Termijn, Time.Vandaag(), cancellationToken);
                }
            },
            cancellationToken);
    }

    private IQueryable<Meldpuntgesprek> Vervallen(IQueryable<Meldpuntgesprek> gesprekken)
    {
        var grens = Time.Vandaag().AddDays(-settings.BewaartermijnDagen);
        return gesprekken.Where(g => g.Toestand != MeldpuntToestand.Gesloten && g.LaatsteOp < grens);
    }

    private async Task<List<Guid>> VervallenAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        return await Vervallen(db.Meldpuntgesprekken.AsNoTracking()).OrderBy(g => g.LaatsteOp).Take(Hoogstens).Select(g => g.Id).ToListAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Het sluiten van anonieme gesprekken na hun termijn faalde op {Fault}; over een minuut opnieuw.")]
    private static partial void Failed(ILogger logger, string fault);
}
