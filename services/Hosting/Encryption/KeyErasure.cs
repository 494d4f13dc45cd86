using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting.Encryption;

/// <summary>
/// Destroys, once a minute, the keys that were written down as erased (<see cref="ServiceDbContext.ErasedKeys"/>). A use case that erases only writes the line, in
/// its own transaction: a key that was destroyed for an erasure that then is not saved would be lost for nothing. What a crash leaves over is done at the next start.
/// </summary>
public sealed partial class KeyErasure<TDb>(IServiceScopeFactory scopes, EnvelopeEncryption encryption, TimeProvider time, ILogger<KeyErasure<TDb>> logger)
    : PeriodicWork(TimeSpan.FromMinutes(1), time, atOnce: false)
    where TDb : ServiceDbContext
{
    /// <summary>Further back than the last turn: a line can have the day for its moment, and the clocks of two copies differ.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(2);

    // What is older was looked at when the key store was prepared for this start.
    private DateTimeOffset _done = time.GetUtcNow();

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        var begin = Time.GetUtcNow();
        var since = _done - Overlap;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TDb>();
            var erased = await db.ErasedKeys.AsNoTracking().Where(row => row.Op >= since).Select(row => row.SubjectId).ToListAsync(cancellationToken);
            await encryption.DestroyAsync(erased, cancellationToken);
        }

        _done = begin;
    }

    protected override void OnFailed(string fault) => Failed(logger, fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Het vernietigen van sleutels van wat gewist is, faalde op {Fault}; over een minuut opnieuw. Blijft dit komen, controleer dan de sleutelkluis.")]
    private static partial void Failed(ILogger logger, string fault);
}
