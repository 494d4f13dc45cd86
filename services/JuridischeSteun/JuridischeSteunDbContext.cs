using Draaiboek.Berichten;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.JuridischeSteun;

internal sealed class JuridischeSteunDbContext(DbContextOptions<JuridischeSteunDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Aanleiding> Aanleidingen => Set<Aanleiding>();

    public DbSet<JuridischDossier> Dossiers => Set<JuridischDossier>();

    public DbSet<GevolgdeMelding> GevolgdeMeldingen => Set<GevolgdeMelding>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Aanleiding>(aanleiding =>
        {
            aanleiding.HasKey(a => new { a.MeldingId, a.Soort });
            aanleiding.HasIndex(a => new { a.Centrum, a.Volgorde, a.MeldingId });
        });
        modelBuilder.Entity<GevolgdeMelding>(melding =>
        {
            melding.HasKey(m => m.MeldingId);
            melding.Property(m => m.MeldingId).ValueGeneratedNever();
        });
        modelBuilder.Entity<JuridischDossier>(dossier =>
        {
            dossier.HasKey(d => d.Id);
            dossier.Property(d => d.Id).ValueGeneratedNever();
            dossier.Ignore(d => d.Soort);
            dossier.Property(d => d.Versie).IsConcurrencyToken();
            dossier.Property(d => d.GeopendDoor).HasMaxLength(200);
            dossier.HasIndex(d => d.MeldingId).IsUnique();
            dossier.HasIndex(d => new { d.Centrum, d.GeregistreerdOp, d.Id });
        });
    }
}

/// <summary>Who sees what here: a legal counsellor what belongs to the own centre.</summary>
internal static class DossierToegang
{
    public static IQueryable<JuridischDossier> ZichtbaarVoor(this IQueryable<JuridischDossier> dossiers, Caller caller)
    {
        var centrum = caller.Scope<Centrum>(Rollen.JuridischBegeleider);
        return dossiers.Where(dossier => dossier.Centrum == centrum);
    }

    public static IQueryable<Aanleiding> ZichtbaarVoor(this IQueryable<Aanleiding> aanleidingen, Caller caller)
    {
        var centrum = caller.Scope<Centrum>(Rollen.JuridischBegeleider);
        return aanleidingen.Where(aanleiding => aanleiding.Centrum == centrum);
    }
}
