using System.Globalization;
using System.Text.Json;
using Draaiboek.Hosting.Encryption;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>What a bijlage may be, as its content shows (<see cref="Bestandsherkenning"/>).</summary>
internal enum Bijlagetype
{
    Pdf = 1,
    Jpeg,
    Png,
    Webp,
    Heic,
}

/// <summary>How much a melding takes.</summary>
internal static class Bijlagegrenzen
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>Bytes of one bijlage.</summary>
    public const int MaxGrootte = 20 * Megabyte;

    /// <summary>Bytes of all bijlagen of a melding together; what was removed does not count.</summary>
    public const int MaxSamen = 100 * Megabyte;

    /// <summary>Bijlagen of a melding; what was removed does not count.</summary>
    public const int MaxAantal = 20;

    /// <summary>Bytes of a request: the largest bijlage, with room for the form around it and for the lengths of a chunked body.</summary>
    public const int MaxAanvraag = MaxGrootte + (Megabyte / 4);

    /// <summary>Bytes that are encrypted together.</summary>
    public const int Deelgrootte = Megabyte;
}

/// <summary>A document or picture with a melding. What it holds is in <see cref="Bijlagedeel"/>; when it is removed that goes, and this stays to say that there was one.</summary>
internal sealed class Bijlage
{
    public required Guid Id { get; init; }

    public required Guid MeldingId { get; init; }

    public required Bijlagetype Type { get; init; }

    /// <summary>In bytes.</summary>
    public required int Grootte { get; init; }

    /// <summary>Day on which it was added, Europe/Brussels.</summary>
    public required DateOnly ToegevoegdOp { get; init; }

    /// <summary>Who added it: <c>vo_id</c> of the person, or the subject of the token of a system.</summary>
    public required string ToegevoegdDoor { get; init; }

    /// <summary>Encrypted: <see cref="Bijlagegegevens"/>; null once it is removed.</summary>
    public byte[]? GegevensVersleuteld { get; set; }

    public DateOnly? VerwijderdOp { get; set; }

    public string? VerwijderdDoor { get; set; }

    /// <summary>Of how many pieces it is.</summary>
    public int AantalDelen => (Grootte + Bijlagegrenzen.Deelgrootte - 1) / Bijlagegrenzen.Deelgrootte;

    public static byte[] Versleutel(DataKey key, Guid id, Bijlagegegevens gegevens) => key.Encrypt(Veld(id), JsonSerializer.Serialize(gegevens));

    /// <summary>Null when they were removed.</summary>
    public Bijlagegegevens? Gegevens(DataKey? key)
        => key is not null && GegevensVersleuteld is { } versleuteld ? JsonSerializer.Deserialize<Bijlagegegevens>(key.Decrypt(Veld(Id), versleuteld)) : null;

    private static string Veld(Guid id) => $"bijlage:{id:N}";
}

/// <summary>What of a bijlage only who may read the melding knows.</summary>
/// <param name="Naam">Cleaned by <see cref="Bestandsnaam"/>.</param>
/// <param name="Sha256">Of the content, to know the same one when it comes again. Encrypted as the rest: of a picture that goes round, a hash would tell who has it.</param>
internal sealed record Bijlagegegevens(string Naam, byte[] Sha256);

/// <summary>A piece of a bijlage, encrypted with the key of the melding.</summary>
internal sealed class Bijlagedeel
{
    public required Guid BijlageId { get; init; }

    /// <summary>From 1.</summary>
    public required int Nummer { get; init; }

    public required byte[] InhoudVersleuteld { get; init; }

    /// <summary>
    /// Name of the encrypted field. Each piece is bound to its bijlage, its place and whether it is the last: none can be exchanged, moved to another bijlage or
    /// left out unseen, also not the last ones.
    /// </summary>
    public static string Veld(Guid bijlageId, int nummer, bool laatste)
        => string.Create(CultureInfo.InvariantCulture, $"bijlage:{bijlageId:N}:{nummer}{(laatste ? ":laatste" : "")}");
}

/// <summary>The tables of the bijlagen in <see cref="MeldingDbContext"/>.</summary>
internal static class BijlageModel
{
    public static void AddBijlagen(this ModelBuilder model)
    {
        model.Entity<Bijlage>(bijlage =>
        {
            bijlage.HasKey(b => b.Id);
            bijlage.Property(b => b.Id).ValueGeneratedNever();
            bijlage.Property(b => b.ToegevoegdDoor).HasMaxLength(200);
            bijlage.Property(b => b.VerwijderdDoor).HasMaxLength(200);
            bijlage.HasIndex(b => b.MeldingId);
        });
        model.Entity<Bijlagedeel>().HasKey(d => new { d.BijlageId, d.Nummer });
    }
}
