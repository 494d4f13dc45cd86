namespace Draaiboek.Hosting;

/// <summary>Days are days in Belgium: a melding of half past midnight belongs to the new day, whatever UTC says.</summary>
public static class Kalender
{
    private static readonly TimeZoneInfo Brussel = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");

    public static DateOnly Vandaag(this TimeProvider time) => DagVan(time.GetUtcNow());

    /// <summary>A day where an instant is asked and only the day may be known: midnight, UTC.</summary>
    public static DateTimeOffset AlsOgenblik(this DateOnly dag) => new(dag, TimeOnly.MinValue, TimeSpan.Zero);

    public static DateOnly DagVan(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Brussel).DateTime);
}
