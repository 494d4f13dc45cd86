using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// How many acute meldingen nobody touched yet, and since how many hours the one that waits longest, for each centre (M8): every hour counts, and whoever is on duty must hear of it
/// without looking.
/// </summary>
internal sealed partial class AcuutMeter(IServiceScopeFactory scopes, TimeProvider time, ILogger<AcuutMeter> logger)
    : PeriodicWork(TimeSpan.FromSeconds(15), time)
{
    private static readonly ConcurrentDictionary<Centrum, (int Aantal, double Uren)> Stand = new();

    static AcuutMeter()
    {
        PlatformTelemetry.Meter.CreateObservableGauge(
            "draaiboek.acuut.onaangeroerd",
            () => Stand.Select(pair => new Measurement<int>(pair.Value.Aantal, Tag(pair.Key))),
            "{melding}",
            "Acute meldingen that nobody took a step on yet");
        PlatformTelemetry.Meter.CreateObservableGauge(
            "draaiboek.acuut.oudste",
            () => Stand.Select(pair => new Measurement<double>(pair.Value.Uren, Tag(pair.Key))),
            "h",
            "Hours for which the acute melding that waits longest is acute and nobody took a step on it");
    }

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        var open = await db.Meldingen.AsNoTracking()
            .Onaangeroerd(db)
            .GroupBy(m => m.Centrum)
            .Select(group => new { Centrum = group.Key, Aantal = group.Count(), Sinds = group.Min(m => m.AcuutSinds) })
            .ToListAsync(cancellationToken);
        foreach (var centrum in Enum.GetValues<Centrum>())
        {
            Stand[centrum] = open.SingleOrDefault(rij => rij.Centrum == centrum) is { } rij ? (rij.Aantal, (Time.GetUtcNow() - rij.Sinds!.Value).TotalHours) : (0, 0);
        }
    }

    protected override void OnFailed(string fault) => Failed(logger, fault);

    private static KeyValuePair<string, object?> Tag(Centrum centrum) => new("draaiboek.centrum", centrum.ToString());

    [LoggerMessage(Level = LogLevel.Warning, Message = "De acute meldingen konden niet geteld worden ({Fault}); over 15 seconden opnieuw.")]
    private static partial void Failed(ILogger logger, string fault);
}

internal static class Acuut
{
    private static readonly MeldingStapSoort[] HelptNiemand =
        [MeldingStapSoort.BijlageToegevoegd, MeldingStapSoort.BijlageVerwijderd, MeldingStapSoort.OverdrachtAangeboden, MeldingStapSoort.OverdrachtGeweigerd, MeldingStapSoort.OverdrachtTeruggenomen];

    /// <summary>
    /// Acute meldingen that are still open and on which nobody of a centre took a step since they are acute. That the agency was told (M10) is none: it helps nobody who is in
    /// danger. Nor is that centres offer it to each other and do not take it (S11), what who reports adds or sends along, or a bijlage of whomever: nobody has read it yet.
    /// What was acute already when it was loaded from earlier registrations is not among them: it came in long ago.
    /// </summary>
    public static IQueryable<Melding> Onaangeroerd(this IQueryable<Melding> meldingen, MeldingDbContext db)
        => meldingen.Where(m =>
            m.Acuut
            && !m.AcuutVanVroeger
            && (m.Toestand == MeldingToestand.Geregistreerd || m.Toestand == MeldingToestand.OverdrachtAangeboden)
            && !db.Stappen.Any(stap => stap.MeldingId == m.Id && stap.GeregistreerdOp >= m.AcuutSinds && !stap.DoorMelder && !HelptNiemand.Contains(stap.Soort))
            && !db.Inlichtingen.Any(inlichting => inlichting.MeldingId == m.Id && inlichting.GeregistreerdOp >= m.AcuutSinds && inlichting.Ontvanger != Ontvanger.Agentschap));

    /// <summary>Whole hours since it is acute: what is told of one that nobody touched.</summary>
    public static int Uren(DateTimeOffset? acuutSinds, DateTimeOffset nu) => (int)(nu - acuutSinds!.Value).TotalHours;
}
