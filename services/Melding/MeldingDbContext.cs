using Draaiboek.Berichten;
using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Draaiboek.Meldingen;

internal sealed class MeldingDbContext(DbContextOptions<MeldingDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Melding> Meldingen => Set<Melding>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Melding>(melding =>
        {
            melding.HasKey(m => m.Id);
            melding.Property(m => m.Id).ValueGeneratedNever();
            melding.Property(m => m.Versie).IsConcurrencyToken();
            melding.Property(m => m.Organisatie).HasMaxLength(10);
            melding.Property(m => m.Signalen).HasConversion(CodesConverter, CodesComparer).HasMaxLength(1000);
            // The two lists: an organisation's own, a centre's.
            melding.HasIndex(m => new { m.Organisatie, m.GeregistreerdOp, m.Id });
            melding.HasIndex(m => new { m.Centrum, m.GeregistreerdOp, m.Id });
        });
    }

    private static readonly ValueConverter<IReadOnlyList<Signaal>, string> CodesConverter = new(
        codes => string.Join(',', codes),
        text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Signaal>).ToArray());

    private static readonly ValueComparer<IReadOnlyList<Signaal>> CodesComparer = new(
        (left, right) => left!.SequenceEqual(right!),
        codes => codes.Aggregate(0, HashCode.Combine),
        codes => codes.ToArray());
}
