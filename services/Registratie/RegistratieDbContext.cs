using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

internal sealed class RegistratieDbContext(DbContextOptions<RegistratieDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Feit> Feiten => Set<Feit>();

    public DbSet<Vorming> Vormingen => Set<Vorming>();

    public DbSet<Achterstand> Achterstanden => Set<Achterstand>();

    public DbSet<Uitbuiting> Uitbuitingen => Set<Uitbuiting>();

    public DbSet<Herhaling> Herhalingen => Set<Herhaling>();

    public DbSet<Maandstand> Maandstanden => Set<Maandstand>();

    public DbSet<Dagstand> Dagstanden => Set<Dagstand>();

    public DbSet<Publicatie> Publicaties => Set<Publicatie>();

    public DbSet<PublicatieLid> PublicatieLeden => Set<PublicatieLid>();

    public DbSet<PublicatieCel> PublicatieCellen => Set<PublicatieCel>();

    private (Guid Transactie, Geraakt Geraakt)? _geraakt;

    /// <exception cref="InvalidOperationException">A fact is saved outside of a transaction: the figures of its day would not know of it.</exception>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry is { Entity: Feit feit, State: EntityState.Added })
            {
                Geraakt().Neem(feit);
            }
            else if (entry is { Entity: Vorming vorming, State: EntityState.Added })
            {
                Geraakt().Vormingen.Add(vorming.AggregaatId);
            }
            else if (entry is { Entity: Achterstand achterstand, State: EntityState.Added })
            {
                Geraakt().Achterstanden.Add(achterstand.AggregaatId);
            }
            else if (entry is { Entity: Herhaling herhaling, State: EntityState.Added or EntityState.Modified })
            {
                Geraakt().Neem(herhaling, entry.State == EntityState.Modified ? (Guid?)entry.OriginalValues[nameof(Herhaling.Pseudoniem)] : null);
            }
        }

        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override Task CompleteAsync(CancellationToken cancellationToken)
        => _geraakt is { } stand && stand.Transactie == Database.CurrentTransaction?.TransactionId
            ? Cijferstanden.VerhoogAsync(this, stand.Geraakt, cancellationToken)
            : Task.CompletedTask;

    private Geraakt Geraakt()
    {
        var transactie = Database.CurrentTransaction?.TransactionId ?? throw new InvalidOperationException("A fact is saved in the transaction that tells its day of it.");
        if (_geraakt is not { } stand || stand.Transactie != transactie)
        {
            // The context comes from a pool: what another had in it is not of this transaction.
            _geraakt = stand = (transactie, new Geraakt());
        }

        return stand.Geraakt;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Feit>(feit =>
        {
            feit.HasKey(f => new { f.AggregaatId, f.Versie });
            feit.HasIndex(f => new { f.Soort, f.Op });
            feit.HasIndex(f => f.MeldingId);
            feit.HasIndex(f => f.Pseudoniem);
        });
        modelBuilder.Entity<Vorming>().HasKey(v => new { v.AggregaatId, v.Versie });
        modelBuilder.Entity<Achterstand>().HasKey(a => new { a.AggregaatId, a.Versie });
        modelBuilder.Entity<Uitbuiting>().HasKey(u => new { u.AggregaatId, u.Versie });
        modelBuilder.Entity<Herhaling>(herhaling =>
        {
            herhaling.HasKey(h => h.MeldingId);
            herhaling.Property(h => h.MeldingId).ValueGeneratedNever();
            // Two copies with two versions at once: who comes second looks again.
            herhaling.Property(h => h.Versie).IsConcurrencyToken();
            herhaling.HasIndex(h => h.Pseudoniem);
        });
        modelBuilder.Entity<Maandstand>().HasKey(m => m.Maand);
        modelBuilder.Entity<Dagstand>().HasKey(d => d.Dag);
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
