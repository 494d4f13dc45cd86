using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Draaiboek.Hosting.Databases;

/// <summary>
/// The rows that the platform itself puts beside every change: audit, outbox and kept answers. When many requests are saved together they are written by the
/// column, one statement for each table; as single rows they are three quarters of the work of registering a melding.
/// </summary>
internal static class PlatformRows
{
    private const string InsertAudit = """
        INSERT INTO "Audit" ("Op", "Actie", "OnderwerpId", "Sub", "VoId", "OrgCode", "TraceId")
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
        """;

    private const string InsertOutbox = """
        INSERT INTO "Outbox" ("MessageId", "CaseId", "MessageType", "Queue", "Body", "TraceParent", "AangemaaktOp", "State", "Attempts")
        SELECT *, 'Pending', 0 FROM unnest($1, $2, $3, $4, $5, $6, $7)
        """;

    private const string InsertIdempotency = """
        INSERT INTO "Idempotency" ("Organisatie", "Route", "Key", "Fingerprint", "Op", "Status", "Location", "Versie", "Body")
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    /// <summary>Whether the row is written here.</summary>
    public static bool Takes(object row) => row is AuditRow or IdempotencyRow or OutboxRow { State: OutboxState.Pending, Attempts: 0 };

    /// <summary>Writes new rows, in the order in which they are given, all or none.</summary>
    public static async Task InsertAsync(ServiceDbContext db, IReadOnlyList<object> rows)
    {
        await db.Database.OpenConnectionAsync();
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
            Add(batch, InsertAudit, rows.OfType<AuditRow>().ToArray(), [
                Column((AuditRow row) => UtcInstantConverter.Stored(row.Op)),
                Column((AuditRow row) => row.Actie),
                Column((AuditRow row) => row.OnderwerpId),
                Column((AuditRow row) => row.Sub),
                Column((AuditRow row) => row.VoId),
                Column((AuditRow row) => row.OrgCode),
                Column((AuditRow row) => row.TraceId),
            ]);
            Add(batch, InsertOutbox, rows.OfType<OutboxRow>().ToArray(), [
                Column((OutboxRow row) => row.MessageId),
                Column((OutboxRow row) => row.CaseId),
                Column((OutboxRow row) => row.MessageType),
                Column((OutboxRow row) => row.Queue),
                Column((OutboxRow row) => row.Body),
                Column((OutboxRow row) => row.TraceParent),
                Column((OutboxRow row) => UtcInstantConverter.Stored(row.AangemaaktOp)),
            ]);
            Add(batch, InsertIdempotency, rows.OfType<IdempotencyRow>().ToArray(), [
                Column((IdempotencyRow row) => row.Organisatie),
                Column((IdempotencyRow row) => row.Route),
                Column((IdempotencyRow row) => row.Key),
                Column((IdempotencyRow row) => row.Fingerprint),
                Column((IdempotencyRow row) => UtcInstantConverter.Stored(row.Op)),
                Column((IdempotencyRow row) => row.Status),
                Column((IdempotencyRow row) => row.Location),
                Column((IdempotencyRow row) => row.Versie),
                Column((IdempotencyRow row) => row.Body),
            ]);
            await batch.ExecuteNonQueryAsync();
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static void Add<TRow>(NpgsqlBatch batch, string sql, TRow[] rows, Func<TRow[], NpgsqlParameter>[] columns)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            command.Parameters.Add(column(rows));
        }

        batch.BatchCommands.Add(command);
    }

    private static Func<TRow[], NpgsqlParameter> Column<TRow, TValue>(Converter<TRow, TValue> value)
        => rows => new NpgsqlParameter<TValue[]> { TypedValue = Array.ConvertAll(rows, value) };
}
