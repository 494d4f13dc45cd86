using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Hosting.Encryption;

/// <summary>The wrapped keys, in a database of their own with a backup of its own: a stolen backup of the one is of no use without the other.</summary>
public sealed class KeyStoreDbContext(DbContextOptions<KeyStoreDbContext> options) : DbContext(options)
{
    public DbSet<WrappedKeyRow> Keys => Set<WrappedKeyRow>();

    public DbSet<MasterKeyCheckRow> MasterKeyCheck => Set<MasterKeyCheckRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        => configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcInstantConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<WrappedKeyRow>().HasKey(row => row.SubjectId);
        modelBuilder.Entity<MasterKeyCheckRow>(row =>
        {
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).ValueGeneratedNever();
        });
    }
}

public sealed class WrappedKeyRow
{
    public required Guid SubjectId { get; init; }

    public required byte[] WrappedKey { get; init; }

    public required DateTimeOffset AangemaaktOp { get; init; }
}

/// <summary>A known text under the master key: a service with another master key refuses to start instead of writing what nobody can read.</summary>
public sealed class MasterKeyCheckRow
{
    public int Id { get; init; } = 1;

    public required byte[] Value { get; init; }
}

/// <summary>The ledger of erasure, in the service's own database: what stands here is destroyed again after any restore of the key store.</summary>
public sealed class ErasedKeyRow
{
    public required Guid SubjectId { get; init; }

    public required DateTimeOffset Op { get; init; }
}

[DbContext(typeof(KeyStoreDbContext))]
[Migration("20261122000001_Sleutels")]
internal sealed class SleutelsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Keys",
            table => new
            {
                SubjectId = table.Column<Guid>(nullable: false),
                WrappedKey = table.Column<byte[]>(nullable: false),
                AangemaaktOp = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Keys", row => row.SubjectId));
        migrationBuilder.CreateTable(
            "MasterKeyCheck",
            table => new
            {
                Id = table.Column<int>(nullable: false),
                Value = table.Column<byte[]>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_MasterKeyCheck", row => row.Id));
    }
}

[DbContext(typeof(KeyStoreDbContext))]
[Migration("20261122000002_GeenSteekproef")]
internal sealed class GeenSteekproefMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        if (migrationBuilder.IsNpgsql())
        {
            // To plan questions the server keeps samples of what is in a column, and a key that is destroyed would stay among them.
            migrationBuilder.Sql("ALTER TABLE \"Keys\" ALTER COLUMN \"WrappedKey\" SET STATISTICS 0");
        }
    }
}
