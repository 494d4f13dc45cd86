using System.Data;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Hosting.Reserved;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Hosting.Databases;

/// <summary>
/// Base of every service's database: beside its own tables each has an outbox, an inbox, an audit trail, kept answers and the ledger of reserved acts,
/// so that effect, message and account of it commit together (docs/adr/0002).
/// </summary>
public abstract class ServiceDbContext(DbContextOptions options) : DbContext(options)
{
    // Below the size (1,000) at which the provider cuts a save in two.
    internal const int MostInOneBatch = 500;

    private readonly List<object> _rows = [];
    private int _rowsOfLease;

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    public DbSet<ParkedRow> Parked => Set<ParkedRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<IdempotencyRow> Idempotency => Set<IdempotencyRow>();

    public DbSet<VoorbehoudenHandeling> Handelingen => Set<VoorbehoudenHandeling>();

    public DbSet<ErasedKeyRow> ErasedKeys => Set<ErasedKeyRow>();

    /// <summary>Rows that are written by the column when many requests are saved together.</summary>
    protected internal virtual IReadOnlyList<ColumnInsert> ColumnInserts => PlatformRows.Inserts;

    /// <summary>Whether a message to be sent was saved since this was set back.</summary>
    internal bool SavedMessages { get; set; }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        TrackRows();
        GuardedSave.Check(this);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        TrackRows();
        // Looks for changes itself; nobody after it need do so again.
        GuardedSave.Check(this);
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            SavedMessages |= ChangeTracker.Entries<OutboxRow>().Any(row => row.State == EntityState.Added);
            if (Database.CurrentTransaction is null && Database.IsNpgsql() && OnlyAdds(MostInOneBatch))
            {
                // PostgreSQL takes all that comes in one go as one transaction: no BEGIN, and no COMMIT to wait for.
                Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
            }

            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            Database.AutoTransactionBehavior = AutoTransactionBehavior.WhenNeeded;
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    /// <summary>
    /// Adds a new row that stands by itself. It is held apart until the save: what goes by the column (<see cref="ColumnInserts"/>) need never be tracked.
    /// </summary>
    public void AddRow(object row) => Rows.Add(row);

    /// <summary>Whether there is something to save.</summary>
    internal bool HasSomethingToSave => Rows.Count > 0 || ChangeTracker.HasChanges();

    /// <summary>Everything new, when <see cref="OnlyAdds"/> says that there is nothing else.</summary>
    internal IReadOnlyList<object> NewRows() => [.. ChangeTracker.Entries().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity), .. Rows];

    /// <summary>Forgets what was not saved, and what was.</summary>
    internal void Forget()
    {
        Rows.Clear();
        ChangeTracker.Clear();
    }

    private void TrackRows()
    {
        foreach (var row in Rows)
        {
            Entry(row).State = EntityState.Added;
        }

        Rows.Clear();
    }

    // A context goes back to a pool and comes out again for somebody else: what was left in it must not go with it.
    private List<object> Rows
    {
        get
        {
            if (_rowsOfLease != ContextId.Lease)
            {
                _rows.Clear();
                _rowsOfLease = ContextId.Lease;
            }

            return _rows;
        }
    }

    /// <summary>Begins the transaction in which everything until the save stands or falls together; does nothing when it is begun.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (Database.CurrentTransaction is null)
        {
            // It is all or nothing: a savepoint before each save, and its release after it, are questions that nobody needs the answer to.
            Database.AutoSavepointsEnabled = false;
            await Database.BeginTransactionAsync(cancellationToken);
        }
    }

    /// <summary>Writes what follows from all that the transaction saved, last of all: rows that many wait for are held no longer than the commit takes.</summary>
    protected internal virtual Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads more than once and sees one moment: what others write meanwhile is not seen, and nobody waits for it. Writes nothing.</summary>
    public async Task<T> ReadAtOnceAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            // On SQLite a transaction takes the write lock at once, unless it is told to wait until it writes.
            await using var snapshot = Database.GetDbConnection() is SqliteConnection sqlite
                ? sqlite.BeginTransaction(deferred: true)
                : await Database.GetDbConnection().BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await using var used = await Database.UseTransactionAsync(snapshot, cancellationToken);
            return await read();
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }

    /// <summary>
    /// Whether what would be saved are new rows only, at most so many, that do not wait for each other's keys. These go to the server in one batch, and none
    /// of them can find the row that it changes gone: that is noticed here and not there, and what went with it must then still be undone.
    /// </summary>
    internal bool OnlyAdds(int most)
    {
        var rows = Rows.Count;
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State != EntityState.Unchanged && (entry.State != EntityState.Added || ++rows > most || entry.Metadata.GetForeignKeys().Any()))
            {
                return false;
            }
        }

        return rows > 0 && rows <= most;
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
            // Nearly all rows are sent ones that nobody looks for: an index over these would only be work.
            row.HasIndex(r => r.Volgnummer).HasFilter("\"State\" <> 'Sent'");
            row.HasIndex(r => new { r.CaseId, r.Volgnummer }).HasFilter("\"State\" = 'Pending'");
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
