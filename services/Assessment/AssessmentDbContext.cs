using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

internal sealed class AssessmentDbContext(DbContextOptions<AssessmentDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Assessment> Assessments => Set<Assessment>();

    public DbSet<AssessmentStap> Stappen => Set<AssessmentStap>();

    public DbSet<GevolgdeMelding> GevolgdeMeldingen => Set<GevolgdeMelding>();

    public DbSet<Achterstand> Achterstanden => Set<Achterstand>();

    public DbSet<Vorming> Vormingen => Set<Vorming>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Assessment>(assessment =>
        {
            assessment.HasKey(a => a.Id);
            assessment.Property(a => a.Id).ValueGeneratedNever();
            assessment.Property(a => a.Versie).IsConcurrencyToken();
            // One request a melding: a message that comes twice, or from an inbox that was restored, makes no second one.
            assessment.HasIndex(a => a.MeldingId).IsUnique();
            assessment.HasIndex(a => new { a.Centrum, a.Toestand, a.Volgorde, a.Id });
        });
        modelBuilder.Entity<GevolgdeMelding>(melding =>
        {
            melding.HasKey(m => m.MeldingId);
            melding.Property(m => m.MeldingId).ValueGeneratedNever();
        });
        modelBuilder.Entity<Achterstand>(achterstand =>
        {
            achterstand.Property(a => a.Id).ValueGeneratedNever();
            achterstand.Property(a => a.Versie).IsConcurrencyToken();
            achterstand.HasIndex(a => new { a.Centrum, a.GeregistreerdOp, a.Id });
        });
        modelBuilder.Entity<Vorming>(vorming =>
        {
            vorming.Property(v => v.Id).ValueGeneratedNever();
            vorming.Property(v => v.Versie).IsConcurrencyToken();
            vorming.Property(v => v.Organisatie).HasMaxLength(10);
            vorming.HasIndex(v => new { v.Centrum, v.GeregistreerdOp, v.Id });
        });
        modelBuilder.Entity<AssessmentStap>(stap =>
        {
            stap.HasKey(s => new { s.AssessmentId, s.Versie });
            stap.Property(s => s.Door).HasMaxLength(200);
        });
    }
}
