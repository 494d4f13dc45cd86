using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

internal sealed class RegistratieDbContext(DbContextOptions<RegistratieDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Feit> Feiten => Set<Feit>();

    public DbSet<Herhaling> Herhalingen => Set<Herhaling>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Feit>(feit =>
        {
            feit.HasKey(f => new { f.AggregaatId, f.Versie });
            feit.HasIndex(f => new { f.Soort, f.Op });
            feit.HasIndex(f => f.MeldingId);
        });
        modelBuilder.Entity<Herhaling>(herhaling =>
        {
            herhaling.HasKey(h => h.MeldingId);
            herhaling.Property(h => h.MeldingId).ValueGeneratedNever();
            // Two copies with two versions at once: who comes second looks again.
            herhaling.Property(h => h.Versie).IsConcurrencyToken();
        });
    }
}
