using System.Data.Common;

namespace Draaiboek.Hosting.Messaging;

/// <summary>Turns a fault into a code that may be stored and logged. The text of an exception may hold what was being read, so it stays behind.</summary>
internal static class ReasonCodes
{
    /// <summary>Delivered again and again without ever being dealt with: whoever took it died of it.</summary>
    public const string DeliveryLimit = "DeliveryLimit";

    /// <summary>No message that this version of the service knows.</summary>
    public const string UnknownMessage = "UnknownMessage";

    private const int MaxLength = 60;

    public static string Of(Exception fault)
    {
        var cause = fault;
        // An InvalidOperationException around a fault of the database is EF's remark that a retry may help.
        while ((cause is AggregateException or Microsoft.EntityFrameworkCore.DbUpdateException or InvalidOperationException { InnerException: DbException } || cause.GetType().Namespace?.StartsWith("MassTransit", StringComparison.Ordinal) == true)
            && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        var code = cause is DbException { SqlState: { Length: > 0 } state } ? $"{cause.GetType().Name}:{state}" : cause.GetType().Name;
        return code.Length <= MaxLength ? code : code[..MaxLength];
    }
}
