using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>Measures once a minute how long the oldest request waits at each centre: backlog was the question that parliament kept asking (A 6).</summary>
internal sealed partial class WachtlijstMeter(IServiceScopeFactory scopes, TimeProvider time, ILogger<WachtlijstMeter> logger)
    : PeriodicWork(TimeSpan.FromMinutes(1), time)
{
    private static readonly ConcurrentDictionary<Centrum, int> DagenPerCentrum = new();

    static WachtlijstMeter()
        => PlatformTelemetry.Meter.CreateObservableGauge(
            "draaiboek.wachtlijst.oudste",
            () => DagenPerCentrum.Select(pair => new Measurement<int>(pair.Value, new KeyValuePair<string, object?>("draaiboek.centrum", pair.Key.ToString()))),
            "d",
            "Days that the oldest request without a talk waits");

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AssessmentDbContext>();
        var oudste = await db.Assessments.AsNoTracking()
            .Where(a => a.Toestand == AssessmentToestand.Wachtend)
            .GroupBy(a => a.Centrum)
            .Select(group => new { Centrum = group.Key, Op = group.Min(a => a.OntvangenOp) })
            .ToListAsync(cancellationToken);
        foreach (var centrum in Enum.GetValues<Centrum>())
        {
            DagenPerCentrum[centrum] = oudste.SingleOrDefault(rij => rij.Centrum == centrum) is { } rij ? Time.Vandaag().DayNumber - rij.Op.DayNumber : 0;
        }
    }

    protected override void OnFailed(string fault) => Failed(logger, fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "De wachtlijst kon niet gemeten worden ({Fault}); over een minuut opnieuw.")]
    private static partial void Failed(ILogger logger, string fault);
}
