using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Erases by itself what has had its set term: looks up some, oldest first, and does each in a transaction of its own.</summary>
/// <param name="scopes">A scope for each.</param>
/// <param name="interval">Between two looks.</param>
/// <param name="time">The clock.</param>
internal abstract class Termijnwisser(IServiceScopeFactory scopes, TimeSpan interval, TimeProvider time) : PeriodicWork(interval, time)
{
    private const int Hoogstens = 500;

    /// <summary>What has had its time, oldest first.</summary>
    protected abstract IQueryable<Guid> Vervallen(MeldingDbContext db);

    /// <summary>Erases this one in the running transaction, and looks at it again there: somebody may have gone on with it meanwhile.</summary>
    protected abstract Task WisAsync(IServiceProvider services, MeldingDbContext db, Guid id, CancellationToken cancellationToken);

    protected sealed override async Task DoAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await ZoekAsync(cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await services.GetRequiredService<WriteTransaction<MeldingDbContext>>()
                .RunAsync(token => WisAsync(services, services.GetRequiredService<MeldingDbContext>(), id, token), cancellationToken);
        }
    }

    private async Task<List<Guid>> ZoekAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Vervallen(scope.ServiceProvider.GetRequiredService<MeldingDbContext>()).Take(Hoogstens).ToListAsync(cancellationToken);
    }
}
