using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Reserved;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Hosting.Databases;

/// <summary>
/// What no code path may save, however it came about: the last line of defence of M5 and of the audit trail.
/// Bulk updates do not pass here; the architecture tests keep them away from these tables.
/// </summary>
internal static class GuardedSave
{
    public static void Check(ServiceDbContext db)
    {
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.Entity is AuditRow or VoorbehoudenHandeling && entry.State is EntityState.Modified or EntityState.Deleted)
            {
                throw new InvalidOperationException($"{entry.Entity.GetType().Name} is written once and never changed.");
            }

            if (entry is { Entity: IVoorbehouden reserved, State: EntityState.Added } && !HasPersonsAct(db, reserved))
            {
                throw new InvalidOperationException(
                    $"M5: {reserved.GetType().Name} {reserved.Id} has no act of a person in the same transaction.");
            }
        }
    }

    private static bool HasPersonsAct(ServiceDbContext db, IVoorbehouden reserved)
        => db.ChangeTracker.Entries<VoorbehoudenHandeling>().Any(act =>
            act.State == EntityState.Added
            && act.Entity.OnderwerpId == reserved.Id
            && act.Entity.Soort == reserved.Soort
            && act.Entity.VoId.Length > 0);
}
