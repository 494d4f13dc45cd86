using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

internal sealed class RegistratieDbContext(DbContextOptions<RegistratieDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Feit> Feiten => Set<Feit>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Feit>(feit =>
        {
            feit.HasKey(f => new { f.AggregaatId, f.Versie });
            feit.HasIndex(f => new { f.Soort, f.Op });
            feit.HasIndex(f => f.MeldingId);
        });
    }
}
