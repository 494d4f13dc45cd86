using System.Data.Common;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Draaiboek.Hosting.Operations;

/// <summary>Whether this service reaches its database, and how its outbox does.</summary>
internal sealed class ServiceHealth<TDb>(TDb db, IMessageTransport transport, OutboxGauge gauge) : IHealthCheck where TDb : ServiceDbContext
{
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // A table, not just a connection: SQLite makes a missing file anew and empty, and would seem well.
            await db.Inbox.AsNoTracking().AnyAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is DbException || DatabaseFaults.IsAway(fault))
        {
            return HealthCheckResult.Unhealthy($"databank onbereikbaar of onvolledig ({ReasonCodes.Of(fault)})");
        }

        if (transport.Trouble is { } trouble)
        {
            // Work is still accepted: the outbox keeps it until the bus is there.
            return HealthCheckResult.Degraded($"bus niet beschikbaar: {trouble}; berichten wachten in de outbox");
        }

        return gauge switch
        {
            { Parked: > 0 } => HealthCheckResult.Degraded($"{gauge.Parked} geparkeerde berichten wachten op een beheerder"),
            { Lag: var lag } when lag > TooLong => HealthCheckResult.Degraded("de outbox loopt achter"),
            _ => HealthCheckResult.Healthy("in orde"),
        };
    }
}

public static class HealthRoutes
{
    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: every check passes; 503 when one is unhealthy, 200 when degraded.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
        => context.Response.WriteAsJsonAsync(
            new
            {
                toestand = report.Status.ToString().ToLowerInvariant(),
                onderdelen = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => new { toestand = entry.Value.Status.ToString().ToLowerInvariant(), uitleg = entry.Value.Description },
                    StringComparer.Ordinal),
            },
            context.RequestAborted);
}
