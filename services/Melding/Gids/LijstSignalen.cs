using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Meldingen;

/// <summary>The catalogue of signals (M6): the same for everyone, so only its version is looked at.</summary>
internal static class LijstSignalen
{
    internal sealed record Antwoord(int Versie, DateOnly Datum, IReadOnlyList<GroepInCatalogus> Groepen, IReadOnlyList<SignaalInCatalogus> Signalen);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/signalen",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "De catalogus van signalen, met groep en bron van elk",
            Handle)
            .WithVersion();

    private static Outcome Handle(HttpRequest request, Signaalcatalogus catalogus)
    {
        var bestand = catalogus.Bestand;
        return request.HasVersion(bestand.Versie)
            ? new Outcome.NotModified(bestand.Versie)
            : new Outcome.Ok(new Antwoord(bestand.Versie, bestand.Datum, bestand.Groepen, bestand.Signalen), bestand.Versie);
    }
}
