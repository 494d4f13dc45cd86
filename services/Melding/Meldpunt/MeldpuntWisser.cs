using Draaiboek.Hosting;
using Draaiboek.Hosting.Encryption;
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
    : Termijnwisser(scopes, TimeSpan.FromMinutes(1), time)
{
    protected override IQueryable<Guid> Vervallen(MeldingDbContext db) => Vervallen(db.Meldpuntgesprekken).OrderBy(g => g.LaatsteOp).Select(g => g.Id);

    protected override async Task WisAsync(IServiceProvider services, MeldingDbContext db, Guid id, CancellationToken cancellationToken)
    {
        if (await Vervallen(db.Meldpuntgesprekken).SingleOrDefaultAsync(g => g.Id == id, cancellationToken) is { } gesprek)
        {
            await db.SluitAsync(gesprek, RedenSluiting.Termijn, Time.Vandaag(), cancellationToken);
        }
    }

    protected override void OnFailed(string fault) => Failed(logger, fault);

    private IQueryable<Meldpuntgesprek> Vervallen(IQueryable<Meldpuntgesprek> gesprekken)
    {
        var grens = Time.Vandaag().AddDays(-settings.BewaartermijnDagen);
        return gesprekken.Where(g => g.Toestand != MeldpuntToestand.Gesloten && g.LaatsteOp < grens);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Het sluiten van anonieme gesprekken na hun termijn faalde op {Fault}; over een minuut opnieuw.")]
    private static partial void Failed(ILogger logger, string fault);
}
