using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Draaiboek.Hosting.Databases;

/// <summary>Tells a database that is away from one that refuses what it was asked.</summary>
public static class DatabaseFaults
{
    // https://sqlite.org/rescode.html: SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE.
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteUnique = 2067;

    // Of PostgreSQL: connection, authorisation, resources, not in the state for it (a database that takes no connections, a lock that is not to be had),
    // operator's intervention, system; and a database that is not there (any more).
    private static readonly string[] AwayClasses = ["08", "28", "53", "55", "57", "58", "3D"];

    /// <summary>Whether the same work may well succeed later without anybody changing it: the server is down, restarts, or is full.</summary>
    public static bool IsAway(Exception? fault)
        => Find(fault) switch
        {
            PostgresException { SqlState: var state } => AwayClasses.Contains(state[..2]) || state is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
            NpgsqlException => true, // not the server's answer: the connection broke, or there was none to be had
            _ => false,
        };

    /// <summary>Whether somebody else was first with something that there can be only one of.</summary>
    public static bool IsDuplicate(Exception? fault)
        => Find(fault) is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } or SqliteException { SqliteExtendedErrorCode: SqlitePrimaryKey or SqliteUnique };

    private static DbException? Find(Exception? fault) => fault switch
    {
        null => null,
        DbException database => database,
        AggregateException many => many.InnerExceptions.Select(Find).FirstOrDefault(found => found is not null),
        _ => Find(fault.InnerException),
    };
}
