using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;

namespace Draaiboek.Meldingen;

/// <summary>The body of <c>POST /api/meldingen</c> (DESIGN, 'The contract of intake').</summary>
/// <param name="VervolgOp">An earlier melding of the same organisation that was closed, to which this one comes back (S7): it stays as it is, also in the figures.</param>
/// <param name="Concept">The draft that this was written in: it goes when this is registered.</param>
internal sealed record MeldingInvoer(
    SoortVraag Soort,
    Centrum Centrum,
    DateOnly? OntvangenOp,
    Kanaal? Kanaal,
    string? NamensOrganisatie,
    Sector Sector,
    ContactpersoonInvoer Contactpersoon,
    JongereInvoer? Jongere,
    IReadOnlyList<Signaal>? Signalen,
    int? AantalKeerWeggelopen,
    LinkTienerpooier? LinkTienerpooier,
    Rekruteringskanaal? Rekruteringskanaal,
    ConsulentInvoer? Consulent,
    bool? Acuut,
    string Omschrijving,
    Guid? VervolgOp,
    Guid? Concept) : IVraag;

/// <summary>The young person as the organisation knows it. An explicit null is 'not yet known'.</summary>
internal sealed record JongereInvoer(
    [NullIsNogNietGekend] string? Voornaam,
    [NullIsNogNietGekend] string? Familienaam,
    [NullIsNogNietGekend] DateOnly? Geboortedatum,
    Geslacht Geslacht,
    Provincie Provincie,
    Verblijf Verblijf,
    string? Rijksregisternummer)
{
    public IdentiteitJongere Identiteit()
        => new(Voornaam, Familienaam, Geboortedatum, Rijksregisternummer is { } nummer ? Meldingen.Rijksregisternummer.Normaliseer(nummer) : null);
}

/// <summary>Whether a consulent is involved and what was arranged (M3).</summary>
internal sealed record ConsulentInvoer(bool Betrokken, ConsulentDienst? Dienst, bool? Afgesproken);
