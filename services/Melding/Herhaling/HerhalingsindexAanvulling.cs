using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// Puts meldingen from before there was an index in it, once after a start, and tells their pseudonym. Identities are opened for it and not shown to anybody.
/// </summary>
internal sealed partial class HerhalingsindexAanvulling(
    IServiceScopeFactory scopes, EnvelopeEncryption encryption, Herhalingsindex index, TimeProvider time, ILogger<HerhalingsindexAanvulling> logger) : BackgroundService
{
    private const int Samen = 50;
    private static readonly TimeSpan Opnieuw = TimeSpan.FromMinutes(1);
    private static readonly IdentiteitJongere NietsGekend = new(null, null, null, null);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    if (await VulAanAsync(stoppingToken) == 0)
                    {
                        return;
                    }
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // The database is away, or another copy did the same ones.
                    Failed(logger, fault.GetType().Name);
                    await Task.Delay(Opnieuw, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <returns>How many were added.</returns>
    private async Task<int> VulAanAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        var ontbrekend = db.Meldingen.Where(melding => melding.JongereVersleuteld != null && melding.JongereId == null);
        if (!await ontbrekend.AnyAsync(cancellationToken))
        {
            // Nearly always: then nobody has to wait for us.
            return 0;
        }

        return await scope.ServiceProvider.GetRequiredService<WriteTransaction<MeldingDbContext>>().RunAsync(
            async token =>
            {
                var meldingen = await ontbrekend.OrderBy(melding => melding.Id).Take(Samen).ToListAsync(token);
                var keys = await encryption.OpenKeysAsync(meldingen.ConvertAll(melding => melding.Id), token);
                foreach (var melding in meldingen)
                {
                    // Of an erased one nothing is left to find it by.
                    index.NeemOp(db, melding, keys.TryGetValue(melding.Id, out var key) ? Herhalingszoeker.Open(key, melding.JongereVersleuteld!) : NietsGekend);
                    db.AddMessage(melding.Id, BeoordeelHerhaling.AlsBericht(melding, index, time), time);
                }

                return meldingen.Count;
            },
            static _ => true,
            cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Oudere meldingen konden niet in de index van herhalingen ({Fault}); over een minuut opnieuw.")]
    private static partial void Failed(ILogger logger, string fault);
}
