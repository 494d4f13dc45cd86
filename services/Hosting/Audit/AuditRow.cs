using System.Diagnostics;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Hosting.Audit;

/// <summary>Who did or read what, and when. Holds ids only: the trail may be read by an auditor who may not see the content.</summary>
public sealed class AuditRow
{
    public long Volgnummer { get; init; }

    public required DateTimeOffset Op { get; init; }

    /// <summary>What was done, as <c>melding.geregistreerd</c>.</summary>
    public required string Actie { get; init; }

    public Guid? OnderwerpId { get; init; }

    public required string Sub { get; init; }

    public string? VoId { get; init; }

    public string? OrgCode { get; init; }

    /// <summary>Leads from the row to the traces and logs of the same request.</summary>
    public string? TraceId { get; init; }
}

public static class AuditTrail
{
    /// <summary>Adds the row to the running transaction: it commits with the change it accounts for.</summary>
    public static void AddAudit(this ServiceDbContext db, Caller caller, string actie, Guid? onderwerpId, TimeProvider time)
        => db.AddRow(new AuditRow
        {
            Op = time.GetUtcNow(),
            Actie = actie,
            OnderwerpId = onderwerpId,
            Sub = caller.Sub,
            VoId = caller.VoId,
            OrgCode = caller.OrgCode,
            TraceId = Activity.Current?.TraceId.ToHexString(),
        });

    /// <summary>What the platform did by itself, on a term that was set; <paramref name="door"/> names that term.</summary>
    public static void AddOwnAudit(this ServiceDbContext db, string door, string actie, Guid? onderwerpId, TimeProvider time)
        => db.AddRow(new AuditRow { Op = time.GetUtcNow(), Actie = actie, OnderwerpId = onderwerpId, Sub = door });
}
