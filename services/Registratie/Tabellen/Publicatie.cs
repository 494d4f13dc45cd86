using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Draaiboek.Hosting.Http;

namespace Draaiboek.Registratie;

/// <summary>The tables of a closed period as they were released, never changed (G2). One that is replaced stays to be read.</summary>
internal sealed record Publicatie
{
    public required Guid Id { get; init; }

    /// <summary>One higher than the last of all: of two that are released at once, without knowing of each other, one is refused.</summary>
    public required int Nummer { get; init; }

    /// <summary>A year as <c>2025</c>, a half-year as <c>2025-1</c>.</summary>
    public required string Periode { get; init; }

    /// <summary>Of this period: 1, and one higher at each replacement.</summary>
    public required int Versie { get; init; }

    public RedenVervanging? Reden { get; init; }

    public required DateOnly Peildatum { get; init; }

    /// <summary>Moment of the release, UTC.</summary>
    public DateTimeOffset VrijgegevenOp { get; init; }

    /// <summary>Who released it: the person's id.</summary>
    public string VrijgegevenDoor { get; init; } = "";

    /// <summary>The tables, as JSON: what is read later is read from here, with the definitions of that day.</summary>
    public required string Inhoud { get; init; }

    /// <summary>SHA-256 of <see cref="Inhoud"/>, hexadecimal.</summary>
    public required string Hash { get; init; }

    public static string HashVan(string inhoud) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inhoud)));

    public static string PeriodeVan(int jaar, int? halfjaar) => string.Create(CultureInfo.InvariantCulture, $"{jaar}{(halfjaar is null ? "" : "-")}{halfjaar}");
}

/// <summary>That a unit stood in a population of a publicatie, without its properties: what later ones are judged beside.</summary>
internal sealed class PublicatieLid
{
    public required Guid PublicatieId { get; init; }

    /// <summary>See <see cref="Populaties"/>.</summary>
    public required string Soort { get; init; }

    public required Guid Eenheid { get; init; }

    /// <summary>The class of the process.</summary>
    public required int Proces { get; init; }
}

/// <summary>A cell that is guarded from a publicatie on, with its value if it was published.</summary>
internal sealed class PublicatieCel
{
    public required Guid PublicatieId { get; init; }

    /// <summary>Of <see cref="Cel"/>.</summary>
    public required string Sleutel { get; init; }

    public int? Waarde { get; init; }
}

/// <summary>The content of a publicatie and what GraphQL answers with: the same records, so the same to the digit.</summary>
internal static class Publicatieblad
{
    public static string Schrijf(IReadOnlyList<Blad> bladen) => JsonSerializer.Serialize(bladen.Select(Maak), ApiJson.Options);

    /// <param name="vervangen">Whether a later one took its place.</param>
    public static Tabellenpublicatie Lees(Publicatie publicatie, bool vervangen) => new(
        publicatie.Id,
        publicatie.Nummer,
        publicatie.Periode,
        publicatie.Versie,
        publicatie.Reden,
        vervangen,
        publicatie.Peildatum,
        publicatie.VrijgegevenOp,
        publicatie.VrijgegevenDoor,
        publicatie.Hash,
        JsonSerializer.Deserialize<IReadOnlyList<Tabel>>(publicatie.Inhoud, ApiJson.Options)!);

    private static Tabel Maak(Blad blad) => new(
        blad.Tabel.Code,
        blad.Tabel.Titel,
        blad.Tabel.Telling,
        blad.Tabel.Bron,
        blad.Tabel.Versie,
        blad.Tabel.Sinds,
        [.. blad.Nota],
        [.. blad.Tabel.Assen.Select(axis => new Tabelas(axis.Code, axis.Titel, blad.Niveau is { } niveau ? [.. axis.Klassen(niveau).Select(klasse => new Tabelklasse(klasse.Code, klasse.Titel))] : []))],
        [.. blad.Vakken.Select(vak => new Tabelcel([.. vak.Vak.Klassen.Select(klasse => klasse?.Code)], vak.Waarde))]);
}
