using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Hosting.Reserved;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Hosting.Databases;

/// <summary>
/// Base of every service's database: beside its own tables each has an outbox, an inbox, an audit trail, kept answers and the ledger of reserved acts,
/// so that effect, message and account of it commit together (docs/adr/0002).
/// </summary>
public abstract class ServiceDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    public DbSet<ParkedRow> Parked => Set<ParkedRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<IdempotencyRow> Idempotency => Set<IdempotencyRow>();

    public DbSet<VoorbehoudenHandeling> Handelingen => Set<VoorbehoudenHandeling>();

    public DbSet<ErasedKeyRow> ErasedKeys => Set<ErasedKeyRow>();

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        GuardedSave.Check(this);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Looks for changes itself; saving need not do so again.
        GuardedSave.Check(this);
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcInstantConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboxRow>(row =>
        {
            row.HasKey(r => r.Volgnummer);
            row.Property(r => r.MessageType).HasMaxLength(120);
            row.Property(r => r.TraceParent).HasMaxLength(60);
            row.Property(r => r.ReasonCode).HasMaxLength(60);
            row.Property(r => r.Queue).HasMaxLength(120).HasDefaultValue("");
            row.HasIndex(r => new { r.MessageId, r.Queue }).IsUnique();
            row.HasIndex(r => new { r.State, r.Volgnummer });
            row.HasIndex(r => new { r.CaseId, r.Volgnummer });
        });
        modelBuilder.Entity<InboxRow>(row =>
        {
            row.HasKey(r => new { r.MessageId, r.Consumer });
            row.Property(r => r.Consumer).HasMaxLength(120);
        });
        modelBuilder.Entity<ParkedRow>(row =>
        {
            row.HasKey(r => r.Volgnummer);
            row.Property(r => r.Queue).HasMaxLength(120);
            row.Property(r => r.MessageType).HasMaxLength(120);
            row.Property(r => r.ReasonCode).HasMaxLength(60);
        });
        modelBuilder.Entity<AuditRow>(row =>
        {
            row.HasKey(r => r.Volgnummer);
            row.Property(r => r.Actie).HasMaxLength(60);
            row.Property(r => r.Sub).HasMaxLength(200);
            row.Property(r => r.VoId).HasMaxLength(200);
            row.Property(r => r.OrgCode).HasMaxLength(60);
            row.Property(r => r.TraceId).HasMaxLength(32);
            row.HasIndex(r => r.OnderwerpId);
        });
        modelBuilder.Entity<IdempotencyRow>(row =>
        {
            row.HasKey(r => new { r.Organisatie, r.Route, r.Key });
            row.Property(r => r.Organisatie).HasMaxLength(200);
            row.Property(r => r.Route).HasMaxLength(300);
            row.Property(r => r.Key).HasMaxLength(IdempotencyRow.MaxKeyLength);
            row.Property(r => r.Location).HasMaxLength(200);
            row.HasIndex(r => r.Op);
        });
        modelBuilder.Entity<VoorbehoudenHandeling>(row =>
        {
            row.HasKey(r => r.Id);
            row.Property(r => r.VoId).HasMaxLength(200);
            row.HasIndex(r => new { r.OnderwerpId, r.Soort });
        });
        modelBuilder.Entity<ErasedKeyRow>().HasKey(r => r.SubjectId);
    }
}
