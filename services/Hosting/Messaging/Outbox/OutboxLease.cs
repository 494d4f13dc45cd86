using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Draaiboek.Hosting.Messaging;

/// <summary>
/// Takes rows whose turn it is: due, in nobody's hands, and with no earlier row of their case that waits for its back-off or is being sent.
/// Several copies of a service may take at once and never get the same case.
/// </summary>
internal static class OutboxLease
{
    /// <summary>
    /// The first pending row of a case stands for the case: whoever has its lock has the case, and the others pass by without waiting (SKIP LOCKED).
    /// A row that another copy leased in the meantime is looked at again by PostgreSQL once locked, and drops out.
    /// </summary>
    internal const string OnPostgres = """
        WITH heads AS (
            SELECT head."CaseId"
            FROM "Outbox" AS head
            WHERE head."State" = 'Pending'
              AND (head."NextAttemptOp" IS NULL OR head."NextAttemptOp" <= {0})
              AND (head."LeaseUntil" IS NULL OR head."LeaseUntil" <= {0})
              AND NOT EXISTS (
                  SELECT 1 FROM "Outbox" AS earlier
                  WHERE earlier."CaseId" = head."CaseId" AND earlier."Volgnummer" < head."Volgnummer" AND earlier."State" = 'Pending')
            ORDER BY head."Volgnummer"
            LIMIT {1}
            FOR UPDATE SKIP LOCKED)
        UPDATE "Outbox" AS mine
        SET "LeaseId" = {2}, "LeaseUntil" = {3}
        FROM heads
        WHERE mine."CaseId" = heads."CaseId" AND mine."State" = 'Pending'
          AND (mine."NextAttemptOp" IS NULL OR mine."NextAttemptOp" <= {0})
        RETURNING mine.*
        """;

    private const string NeedNotBeOnDisk = "SET LOCAL synchronous_commit TO OFF";

    /// <summary>
    /// The rows in their order, each held against its own case, until there are enough: with thousands of rows that wait, any other way to go about it
    /// looks at all of them first. The server can't know how many wait (it has no statistics of the state), so it is told.
    /// </summary>
    internal const string InOrder = "SET LOCAL enable_sort TO OFF; SET LOCAL enable_hashjoin TO OFF; SET LOCAL enable_mergejoin TO OFF; SET LOCAL enable_bitmapscan TO OFF";

    /// <param name="db">The service's database.</param>
    /// <param name="gate">Its write gate.</param>
    /// <param name="now">What is due by then.</param>
    /// <param name="until">When others may take what was not marked by then.</param>
    /// <param name="room">Most rows, or on PostgreSQL most cases.</param>
    /// <param name="cancellationToken">Ends before anything is taken; once taken, rows come out: forgotten they would lie still until their lease ends.</param>
    public static async Task<List<OutboxRow>> TakeAsync(ServiceDbContext db, WriteGate gate, DateTimeOffset now, DateTimeOffset until, int room, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var leaseId = Guid.NewGuid();
        if (gate.OneProcess)
        {
            return await TakeOnSqliteAsync(db, gate, now, until, room, leaseId, cancellationToken);
        }

        await using var transaction = await BeginAsync(db, CancellationToken.None, NeedNotBeOnDisk + ";" + InOrder);
        var rows = await db.Outbox.FromSqlRaw(OnPostgres, now.UtcDateTime, room, leaseId, until.UtcDateTime).AsNoTracking().ToListAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return rows;
    }

    /// <summary>
    /// A transaction about who sends what and what was sent. It need not be on disk at once: were it lost with the server's power, messages would be sent
    /// again, and their receivers know them. What a message is about is committed elsewhere, and waits for the disk.
    /// </summary>
    /// <param name="db">The service's database.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <param name="settings">What is set for this transaction on PostgreSQL.</param>
    public static async Task<IDbContextTransaction> BeginAsync(ServiceDbContext db, CancellationToken cancellationToken, string settings = NeedNotBeOnDisk)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlRawAsync(settings, cancellationToken);
        }

        return transaction;
    }

    private static async Task<List<OutboxRow>> TakeOnSqliteAsync(
        ServiceDbContext db, WriteGate gate, DateTimeOffset now, DateTimeOffset until, int room, Guid leaseId, CancellationToken cancellationToken)
    {
        var due = db.Outbox.Where(row =>
            row.State == OutboxState.Pending
            && (row.NextAttemptOp == null || row.NextAttemptOp <= now)
            && (row.LeaseUntil == null || row.LeaseUntil <= now)
            && !db.Outbox.Any(earlier =>
                earlier.CaseId == row.CaseId
                && earlier.Volgnummer < row.Volgnummer
                && earlier.State == OutboxState.Pending
                && (earlier.NextAttemptOp > now || earlier.LeaseUntil > now)));
        // Reading does not stand in the line of writers, and most looks find nothing.
        if (!await due.AnyAsync(cancellationToken))
        {
            return [];
        }

        using (await gate.EnterAsync(cancellationToken))
        {
            await due.OrderBy(row => row.Volgnummer).Take(room).ExecuteUpdateAsync(
                row => row.SetProperty(r => r.LeaseId, leaseId).SetProperty(r => r.LeaseUntil, until),
                CancellationToken.None);
        }

        return await db.Outbox.AsNoTracking().Where(row => row.LeaseId == leaseId).OrderBy(row => row.Volgnummer).ToListAsync(CancellationToken.None);
    }
}
