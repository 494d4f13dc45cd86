using System.Data.Common;

namespace Draaiboek.Hosting.Messaging;

/// <summary>Turns a fault into a code that may be stored and logged. The text of an exception may hold what was being read, so it stays behind.</summary>
internal static class ReasonCodes
{
    private const int MaxLength = 60;

    public static string Of(Exception fault)
    {
        var cause = fault;
        while ((cause is AggregateException or Microsoft.EntityFrameworkCore.DbUpdateException || cause.GetType().Namespace?.StartsWith("MassTransit", StringComparison.Ordinal) == true)
            && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        var code = cause is DbException { SqlState: { Length: > 0 } state } ? $"{cause.GetType().Name}:{state}" : cause.GetType().Name;
        return code.Length <= MaxLength ? code : code[..MaxLength];
    }
}
