using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Draaiboek.Hosting.Databases;

/// <summary>
/// Instants are UTC, to the microsecond, on every database: SQLite can't compare a DateTimeOffset and reads a DateTime back without its kind,
/// PostgreSQL keeps microseconds only.
/// </summary>
internal sealed class UtcInstantConverter() : ValueConverter<DateTimeOffset, DateTime>(
    value => Stored(value),
    value => new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)))
{
    /// <summary>As it stands in the database, for a statement written by hand.</summary>
    public static DateTime Stored(DateTimeOffset value) => new(value.UtcTicks - (value.UtcTicks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}
