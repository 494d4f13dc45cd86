using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Draaiboek.Meldingen;

internal sealed class MeldingDbContext(DbContextOptions<MeldingDbContext> options) : ServiceDbContext(options)
{
    private static IReadOnlyList<ColumnInsert>? _columnInserts;

    public DbSet<Melding> Meldingen => Set<Melding>();

    public DbSet<MeldingStap> Stappen => Set<MeldingStap>();

    public DbSet<Vervolg> Vervolgen => Set<Vervolg>();

    public DbSet<Aanbod> Aanbod => Set<Aanbod>();

    public DbSet<Noodtoegang> Noodtoegangen => Set<Noodtoegang>();

    public DbSet<Inlichting> Inlichtingen => Set<Inlichting>();

    public DbSet<ParketInlichting> ParketInlichtingen => Set<ParketInlichting>();

    public DbSet<ErnstigeGebeurtenis> ErnstigeGebeurtenissen => Set<ErnstigeGebeurtenis>();

    public DbSet<Uitbuiting> Uitbuitingen => Set<Uitbuiting>();

    public DbSet<Meldpuntgesprek> Meldpuntgesprekken => Set<Meldpuntgesprek>();

    public DbSet<Meldpuntbericht> Meldpuntberichten => Set<Meldpuntbericht>();

    public DbSet<Herhalingstoken> Herhalingstokens => Set<Herhalingstoken>();

    public DbSet<Herhalingsoordeel> Herhalingsoordelen => Set<Herhalingsoordeel>();

    public DbSet<Concept> Concepten => Set<Concept>();

    public DbSet<Invoerregel> Invoerregels => Set<Invoerregel>();

    public DbSet<Bijlage> Bijlagen => Set<Bijlage>();

    public DbSet<Bijlagedeel> Bijlagedelen => Set<Bijlagedeel>();

    protected override IReadOnlyList<ColumnInsert> ColumnInserts => _columnInserts ??= [.. base.ColumnInserts, Herhalingstoken.Insert];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddMeldpunt();
        modelBuilder.AddConcepten();
        modelBuilder.AddBijlagen();
        modelBuilder.Entity<Melding>(melding =>
        {
            melding.HasKey(m => m.Id);
            melding.Property(m => m.Id).ValueGeneratedNever();
            melding.Property(m => m.Versie).IsConcurrencyToken();
            melding.Property(m => m.Organisatie).HasMaxLength(10);
            melding.Property(m => m.Signalen).HasConversion(CodesConverter<Signaal>(), CodesComparer<Signaal>()).HasMaxLength(1000);
            melding.Property(m => m.Risicotaxatie).HasConversion(TaxatieConverter).HasMaxLength(1000);
            // The two lists: an organisation's own, a centre's.
            melding.HasIndex(m => new { m.Organisatie, m.GeregistreerdOp, m.Id });
            melding.HasIndex(m => new { m.Centrum, m.GeregistreerdOp, m.Id });
            // Which of these nobody touched is asked with every list, and they are few.
            melding.HasIndex(m => new { m.AcuutSinds, m.Id }).HasFilter("\"Acuut\" = TRUE");
            // The default is for rows from before; a new one always says it, so that nothing is asked back.
            melding.Property(m => m.Ingevoerd).HasDefaultValue(false).ValueGeneratedNever();
            melding.Property(m => m.AcuutVanVroeger).HasDefaultValue(false).ValueGeneratedNever();
            melding.Property(m => m.JongereVersie).IsConcurrencyToken();
            melding.HasIndex(m => m.JongereId);
            melding.HasIndex(m => m.OverdrachtNaar).HasFilter("\"OverdrachtNaar\" IS NOT NULL");
        });
        modelBuilder.Entity<MeldingStap>(stap =>
        {
            stap.HasKey(s => new { s.MeldingId, s.Versie });
            stap.Property(s => s.Door).HasMaxLength(200);
            stap.Property(s => s.DoorMelder).HasDefaultValue(false);
            stap.Property(s => s.Reden).HasMaxLength(40);
        });
        modelBuilder.Entity<Noodtoegang>(toegang =>
        {
            toegang.HasKey(t => t.Id);
            toegang.Property(t => t.Id).ValueGeneratedNever();
            toegang.Property(t => t.VoId).HasMaxLength(200);
            toegang.HasIndex(t => new { t.MeldingId, t.VoId, t.TotOp });
        });
        modelBuilder.Entity<Aanbod>().HasKey(a => new { a.MeldingId, a.Soort });
        modelBuilder.Entity<Inlichting>(inlichting =>
        {
            inlichting.HasKey(i => i.Id);
            inlichting.Property(i => i.Id).ValueGeneratedNever();
            inlichting.Property(i => i.Artikelen).HasMaxLength(40);
            inlichting.Property(i => i.Door).HasMaxLength(200);
            inlichting.HasIndex(i => i.MeldingId);
        });
        modelBuilder.Entity<ParketInlichting>(parket =>
        {
            parket.HasKey(p => p.Id);
            parket.Property(p => p.Id).ValueGeneratedNever();
            parket.Ignore(p => p.Soort);
        });
        modelBuilder.Entity<ErnstigeGebeurtenis>(gebeurtenis =>
        {
            gebeurtenis.HasKey(g => g.Id);
            gebeurtenis.Property(g => g.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<Uitbuiting>(uitbuiting =>
        {
            uitbuiting.HasKey(u => new { u.MeldingId, u.Versie });
            uitbuiting.Property(u => u.Door).HasMaxLength(200);
            uitbuiting.Property(u => u.Vormen).HasConversion(CodesConverter<Uitbuitingsvorm>(), CodesComparer<Uitbuitingsvorm>()).HasMaxLength(1000);
            uitbuiting.Property(u => u.Middelen).HasConversion(CodesConverter<Dwangmiddel>(), CodesComparer<Dwangmiddel>()).HasMaxLength(1000);
        });
        modelBuilder.Entity<Vervolg>(vervolg =>
        {
            vervolg.HasKey(v => v.MeldingId);
            vervolg.Property(v => v.MeldingId).ValueGeneratedNever();
            vervolg.Property(v => v.AssessmentGeeindigd).HasDefaultValue(false);
        });
        modelBuilder.Entity<Invoerregel>(regel =>
        {
            regel.HasKey(r => new { r.Centrum, r.Sleutel });
            regel.Property(r => r.Sleutel).HasMaxLength(Invoerregel.SleutelLengte);
            regel.Property(r => r.Inhoud).HasMaxLength(Invoerregel.SleutelLengte);
        });
        modelBuilder.Entity<Herhalingstoken>(token =>
        {
            token.HasKey(t => new { t.MeldingId, t.Soort, t.Token });
            token.HasIndex(t => new { t.Token, t.MeldingId });
        });
        modelBuilder.Entity<Herhalingsoordeel>(oordeel =>
        {
            oordeel.HasKey(o => new { o.EersteMeldingId, o.TweedeMeldingId, o.Versie });
            oordeel.Property(o => o.Door).HasMaxLength(200);
            oordeel.HasIndex(o => o.TweedeMeldingId);
        });
    }

    private static ValueConverter<IReadOnlyList<T>, string> CodesConverter<T>() where T : struct, Enum => new(
        codes => string.Join(',', codes),
        text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<T>).ToArray());

    private static readonly ValueConverter<Risicotaxatie?, string> TaxatieConverter = new(
        taxatie => JsonSerializer.Serialize(taxatie, ApiJson.Options),
        text => JsonSerializer.Deserialize<Risicotaxatie>(text, ApiJson.Options));

    private static ValueComparer<IReadOnlyList<T>> CodesComparer<T>() where T : struct, Enum => new(
        (left, right) => left!.SequenceEqual(right!),
        codes => codes.Aggregate(0, HashCode.Combine),
        codes => codes.ToArray());
}
