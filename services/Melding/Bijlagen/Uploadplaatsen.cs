using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Operations;

namespace Draaiboek.Meldingen;

/// <summary>
/// How many bijlagen may come in at once. Each is held in memory, encrypted, until it is saved: <see cref="Samen"/> of them take less than 200 MB. One caller has
/// <see cref="PerAanvrager"/> places, so that a slow line closes the door for nobody else. Who finds no place waits a moment: most uploads take no longer.
/// </summary>
internal sealed class Uploadplaatsen : IDisposable
{
    public const int Samen = 8;
    public const int PerAanvrager = 2;

    private const int MeestInDeRij = 64;

    private static readonly TimeSpan Wachttijd = TimeSpan.FromSeconds(5);

    private static readonly UpDownCounter<int> Onderweg =
        PlatformTelemetry.Meter.CreateUpDownCounter<int>("draaiboek.bijlagen.onderweg", "{bijlage}", "Bijlagen that are coming in or being saved");

    private readonly PartitionedRateLimiter<string> _plaatsen = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string, string>(sub => RateLimitPartition.GetConcurrencyLimiter(sub, _ => Plaatsen(PerAanvrager))),
        PartitionedRateLimiter.Create<string, string>(_ => RateLimitPartition.GetConcurrencyLimiter("", _ => Plaatsen(Samen))));

    /// <summary>A place, given back when it is disposed of; null when none came free in time.</summary>
    public async Task<IDisposable?> NeemAsync(Caller caller, CancellationToken cancellationToken)
    {
        using var geduld = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        geduld.CancelAfter(Wachttijd);
        try
        {
            var plaats = await _plaatsen.AcquireAsync(caller.Sub, 1, geduld.Token);
            if (plaats.IsAcquired)
            {
                return new Plaats(plaats);
            }

            plaats.Dispose();
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _plaatsen.Dispose();

    private static ConcurrencyLimiterOptions Plaatsen(int aantal)
        => new() { PermitLimit = aantal, QueueLimit = MeestInDeRij, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };

    private sealed class Plaats : IDisposable
    {
        private RateLimitLease? _lease;

        public Plaats(RateLimitLease lease)
        {
            _lease = lease;
            Onderweg.Add(1);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _lease, null) is { } lease)
            {
                Onderweg.Add(-1);
                lease.Dispose();
            }
        }
    }
}
