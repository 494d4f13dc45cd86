using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Hosting.Messaging;

/// <summary>How far behind the outbox is, measured every few seconds, for metrics and readiness.</summary>
public sealed class OutboxGauge : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<OutboxGauge, string> Live = new();

    private DateTimeOffset _measuredOp = DateTimeOffset.MinValue;

    static OutboxGauge()
    {
        PlatformTelemetry.Meter.CreateObservableGauge(
            "draaiboek.outbox.lag",
            () => Live.Select(pair => new Measurement<double>(pair.Key.Lag.TotalSeconds, Tag(pair.Value))),
            "s",
            "Age of the oldest message that is not sent yet");
        PlatformTelemetry.Meter.CreateObservableGauge(
            "draaiboek.outbox.parked",
            () => Live.Select(pair => new Measurement<int>(pair.Key.Parked, Tag(pair.Value))),
            "{message}",
            "Messages given up until an operator replays them");
    }

    public OutboxGauge(OutboxOwner owner) => Live[this] = owner.Service;

    /// <summary>Age of the oldest message that is not sent yet; zero when all are.</summary>
    public TimeSpan Lag { get; private set; }

    public int Parked { get; private set; }

    public void Dispose() => Live.TryRemove(this, out _);

    internal bool IsDue(DateTimeOffset now) => now - _measuredOp >= Interval;

    internal async Task MeasureAsync(ServiceDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _measuredOp = now;
        var oldest = await db.Outbox.Where(row => row.State == OutboxState.Pending)
            .OrderBy(row => row.Volgnummer)
            .Select(row => (DateTimeOffset?)row.AangemaaktOp)
            .FirstOrDefaultAsync(cancellationToken);
        Lag = oldest is { } op && op < now ? now - op : TimeSpan.Zero;
        Parked = await db.Outbox.CountAsync(row => row.State == OutboxState.Parked, cancellationToken) + await db.Parked.CountAsync(cancellationToken);
    }

    private static KeyValuePair<string, object?> Tag(string service) => new("draaiboek.dienst", service);
}
