using Draaiboek.Berichten;
using Draaiboek.Hosting.Reserved;

namespace Draaiboek.Meldingen;

/// <summary>The crime that article 458bis is about, as numbered in the criminal code of 1867. Source: draaiboek 9.</summary>
internal enum Misdrijf
{
    Artikel379 = 1,
    Artikel380,
    Artikel433Quinquies,
}

/// <summary>What organises a consultation under article 458ter. Source: draaiboek 9.</summary>
internal enum OverlegGrondslag
{
    Wet = 1,
    Decreet,
    Ordonnantie,
    BeslissingProcureur,
}

/// <summary>Which duty lifts secrecy. Source: draaiboek 4.2 and 9 (article 458).</summary>
internal enum Plicht
{
    Getuigenis = 1,
    ErnstigeGebeurtenis,
}

internal enum ToestemmingVan
{
    Jongere = 1,
    Vertegenwoordiger,
}

/// <summary>
/// One disclosure of what falls under professional secrecy (M12): a person told it, to whom, when, why and on what ground with its conditions.
/// The platform sends nothing: this is the account of it. Never changed.
/// </summary>
internal sealed class Inlichting
{
    /// <summary>The edition of the articles that the conditions were taken from: the criminal code is renumbered.</summary>
    public const string Wetboek = "Sw. 1867";

    public required Guid Id { get; init; }

    public required Guid MeldingId { get; init; }

    public required Ontvanger Ontvanger { get; init; }

    public required Rechtsgrond Rechtsgrond { get; init; }

    public string Artikelen { get; init; } = Wetboek;

    /// <summary>Day on which it was told.</summary>
    public required DateOnly Op { get; init; }

    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary><c>vo_id</c> of who told it.</summary>
    public required string Door { get; init; }

    /// <summary>Encrypted <see cref="Verantwoord"/>.</summary>
    public required byte[] VerantwoordingVersleuteld { get; init; }
}

/// <summary>What is written down with a disclosure, in words and as conditions that were met.</summary>
internal sealed record Verantwoord(string? Contact, string Waarom, string WatMeegedeeld, Grond Grond)
{
    /// <summary>Characters of <see cref="Contact"/>.</summary>
    public const int MaxContact = 300;

    /// <summary>Characters of <see cref="Waarom"/> and of <see cref="WatMeegedeeld"/>.</summary>
    public const int MaxTekst = 5_000;
}

/// <summary>Telling the parket is reserved to a person (M5): exists only beside the act.</summary>
internal sealed class ParketInlichting : IVoorbehouden
{
    /// <summary>That of the <see cref="Inlichting"/>.</summary>
    public required Guid Id { get; init; }

    public HandelingSoort Soort => HandelingSoort.InlichtingParket;
}
