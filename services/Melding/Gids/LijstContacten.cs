using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Meldingen;

/// <summary>Whom to contact in a situation and what the Draaiboek says to do (M9, M10, M13–M16); without a situation the whole guide.</summary>
internal static class LijstContacten
{
    internal sealed record Antwoord(int Versie, DateOnly Datum, string Nazicht, IReadOnlyList<SituatieInGids> Situaties);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/contacten",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Wie te contacteren in welke situatie, en wat het draaiboek dan zegt te doen",
            Handle)
            .WithQuery<Situatie>("situatie", "Alleen deze situatie; zonder opgave alle, de dringendste eerst.")
            .WithQuery<Provincie>("provincie", "Laat weg wat voor een andere provincie bedoeld is; onbekend laat niets weg.")
            .WithVersion();

    private static Outcome Handle(HttpRequest request, Contactgids gids)
    {
        var fouten = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var situatie = Code<Situatie>(request.Query, "situatie", fouten);
        var provincie = Code<Provincie>(request.Query, "provincie", fouten);
        if (fouten.Count > 0)
        {
            return new Outcome.Invalid(fouten);
        }

        var bestand = gids.Bestand;
        return request.HasVersion(bestand.Versie)
            ? new Outcome.NotModified(bestand.Versie)
            : new Outcome.Ok(
                new Antwoord(bestand.Versie, bestand.Datum, bestand.Nazicht, gids.Voor(situatie is { } een ? [een] : Enum.GetValues<Situatie>(), provincie)),
                bestand.Versie);
    }

    private static T? Code<T>(IQueryCollection query, string naam, Dictionary<string, string[]> fouten) where T : struct, Enum
    {
        var waarden = query[naam];
        if (waarden is [{ } woord] && Codes.Van(typeof(T)).TryGetValue(woord, out var code))
        {
            return (T)code;
        }

        if (waarden.Count > 0)
        {
            fouten[naam] = [Codes.Uitleg(typeof(T))];
        }

        return null;
    }
}
