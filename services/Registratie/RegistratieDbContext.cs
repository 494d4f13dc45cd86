using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

internal sealed class RegistratieDbContext(DbContextOptions<RegistratieDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Feit> Feiten => Set<Feit>();

    public DbSet<Vorming> Vormingen => Set<Vorming>();

    public DbSet<Achterstand> Achterstanden => Set<Achterstand>();

    public DbSet<Herhaling> Herhalingen => Set<Herhaling>();

    public DbSet<Publicatie> Publicaties => Set<Publicatie>();

    public DbSet<PublicatieLid> PublicatieLeden => Set<PublicatieLid>();

    public DbSet<PublicatieCel> PublicatieCellen => Set<PublicatieCel>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Feit>(feit =>
        {
            feit.HasKey(f => new { f.AggregaatId, f.Versie });
            feit.HasIndex(f => new { f.Soort, f.Op });
            feit.HasIndex(f => f.MeldingId);
        });
        modelBuilder.Entity<Vorming>().HasKey(v => new { v.AggregaatId, v.Versie });
        modelBuilder.Entity<Achterstand>().HasKey(a => new { a.AggregaatId, a.Versie });
        modelBuilder.Entity<Herhaling>(herhaling =>
        {
            herhaling.HasKey(h => h.MeldingId);
            herhaling.Property(h => h.MeldingId).ValueGeneratedNever();
            // Two copies with two versions at once: who comes second looks again.
            herhaling.Property(h => h.Versie).IsConcurrencyToken();
        });
        modelBuilder.Entity<Publicatie>(publicatie =>
        {
            publicatie.Property(p => p.Id).ValueGeneratedNever();
            publicatie.Property(p => p.Periode).HasMaxLength(6);
            publicatie.Property(p => p.VrijgegevenDoor).HasMaxLength(200);
            publicatie.Property(p => p.Hash).HasMaxLength(64);
            publicatie.HasIndex(p => p.Nummer).IsUnique();
            publicatie.HasIndex(p => new { p.Periode, p.Versie }).IsUnique();
        });
        modelBuilder.Entity<PublicatieLid>(lid =>
        {
            lid.HasKey(l => new { l.PublicatieId, l.Soort, l.Eenheid });
            lid.Property(l => l.Soort).HasMaxLength(20);
        });
        modelBuilder.Entity<PublicatieCel>(cel =>
        {
            cel.HasKey(c => new { c.PublicatieId, c.Sleutel });
            cel.Property(c => c.Sleutel).HasMaxLength(150);
        });
    }
}
