using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// Measures once a minute how many conversations wait for an answer at each centre, since yesterday or longer. Not those of today: a figure that rises the minute in which somebody
/// writes would keep the time that is kept nowhere else. It changes at midnight, and when a centre answers.
/// </summary>
internal sealed partial class MeldpuntMeter(IServiceScopeFactory scopes, TimeProvider time, ILogger<MeldpuntMeter> logger)
    : PeriodicWork(TimeSpan.FromMinutes(1), time)
{
    public const string Naam = "draaiboek.meldpunt.onbeantwoord";

    private static readonly ConcurrentDictionary<Centrum, int> PerCentrum = new();

    static MeldpuntMeter()
        => PlatformTelemetry.Meter.CreateObservableGauge(
            Naam,
            () => PerCentrum.Select(pair => new Measurement<int>(pair.Value, new KeyValuePair<string, object?>("draaiboek.centrum", pair.Key.ToString()))),
            "{conversation}",
            "Anonymous conversations without an answer since yesterday or longer");

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        var vandaag = Time.Vandaag();
        var wachtend = await db.Meldpuntgesprekken.AsNoTracking()
            .Where(g => g.Toestand == MeldpuntToestand.Wachtend && g.LaatsteOp < vandaag)
            .GroupBy(g => g.Centrum)
            .Select(group => new { Centrum = group.Key, Aantal = group.Count() })
            .ToListAsync(cancellationToken);
        foreach (var centrum in Enum.GetValues<Centrum>())
        {
            PerCentrum[centrum] = wachtend.SingleOrDefault(rij => rij.Centrum == centrum)?.Aantal ?? 0;
        }
    }

    protected override void OnFailed(string fault) => Failed(logger, fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "De anonieme gesprekken konden niet geteld worden ({Fault}); over een minuut opnieuw.")]
    private static partial void Failed(ILogger logger, string fault);
}
