using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Messaging;
using static Draaiboek.Hosting.Databases.ColumnInsert;

namespace Draaiboek.Hosting.Databases;

/// <summary>The rows that the platform itself puts beside every change: audit, outbox and kept answers.</summary>
internal static class PlatformRows
{
    public static readonly IReadOnlyList<ColumnInsert> Inserts =
    [
        Of<AuditRow>(
            """
            INSERT INTO "Audit" ("Op", "Actie", "OnderwerpId", "Sub", "VoId", "OrgCode", "TraceId")
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
            """,
            when: null,
            Column((AuditRow row) => UtcInstantConverter.Stored(row.Op)),
            Column((AuditRow row) => row.Actie),
            Column((AuditRow row) => row.OnderwerpId),
            Column((AuditRow row) => row.Sub),
            Column((AuditRow row) => row.VoId),
            Column((AuditRow row) => row.OrgCode),
            Column((AuditRow row) => row.TraceId)),
        Of<OutboxRow>(
            """
            INSERT INTO "Outbox" ("MessageId", "CaseId", "MessageType", "Queue", "Body", "TraceParent", "AangemaaktOp", "State", "Attempts")
            SELECT *, 'Pending', 0 FROM unnest($1, $2, $3, $4, $5, $6, $7)
            """,
            row => row is { State: OutboxState.Pending, Attempts: 0 },
            Column((OutboxRow row) => row.MessageId),
            Column((OutboxRow row) => row.CaseId),
            Column((OutboxRow row) => row.MessageType),
            Column((OutboxRow row) => row.Queue),
            Column((OutboxRow row) => row.Body),
            Column((OutboxRow row) => row.TraceParent),
            Column((OutboxRow row) => UtcInstantConverter.Stored(row.AangemaaktOp))),
        Of<IdempotencyRow>(
            """
            INSERT INTO "Idempotency" ("Organisatie", "Route", "Key", "Fingerprint", "Op", "Status", "Location", "Versie", "Body")
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            when: null,
            Column((IdempotencyRow row) => row.Organisatie),
            Column((IdempotencyRow row) => row.Route),
            Column((IdempotencyRow row) => row.Key),
            Column((IdempotencyRow row) => row.Fingerprint),
            Column((IdempotencyRow row) => UtcInstantConverter.Stored(row.Op)),
            Column((IdempotencyRow row) => row.Status),
            Column((IdempotencyRow row) => row.Location),
            Column((IdempotencyRow row) => row.Versie),
            Column((IdempotencyRow row) => row.Body)),
    ];
}
