using Draaiboek.GraphQL;

namespace Draaiboek.Registratie;

[QueryType]
internal static class DefinitiesQuery
{
    [GraphQLDescription("Van elk cijfer en elke tabel wat er geteld wordt, in een vaste volgorde.")]
    public static IReadOnlyList<Definitie> GetDefinities(
        [GraphQLDescription("Enkel die van cijfers, of die van tabellen.")] Definitiesoort? soort)
        => [.. Definitielijst.Alle.Where(definitie => soort is null || definitie.Soort == soort)];
}
