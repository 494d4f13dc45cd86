using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting.Messaging;

/// <summary>
/// MassTransit keeps the first logger of the process for all its buses; when that host is gone the next bus can't be made.
/// Each bus gets its own host's.
/// </summary>
internal static class MassTransitLog
{
    public static void Use(IServiceProvider services) => LogContext.ConfigureCurrentLogContext(services.GetRequiredService<ILoggerFactory>());
}
