using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>The tables of the meldpunt in <see cref="MeldingDbContext"/>. None of their columns can hold an instant.</summary>
internal static class MeldpuntModel
{
    public static void AddMeldpunt(this ModelBuilder model)
    {
        model.Entity<Meldpuntgesprek>(gesprek =>
        {
            gesprek.HasKey(g => g.Id);
            gesprek.Property(g => g.Id).ValueGeneratedNever();
            gesprek.Property(g => g.Versie).IsConcurrencyToken();
            gesprek.HasIndex(g => g.CodeKenmerk).IsUnique();
            gesprek.HasIndex(g => new { g.Centrum, g.Volgorde, g.Id });
            // What may have had its time; nearly all rows are those of conversations that are gone.
            gesprek.HasIndex(g => g.LaatsteOp).HasFilter("\"Toestand\" <> 'Gesloten'");
        });
        model.Entity<Meldpuntbericht>().HasKey(b => new { b.GesprekId, b.Nummer });
    }
}
