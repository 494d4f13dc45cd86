namespace Draaiboek.Meldingen;

/// <summary>A melding that is begun, kept, gone on with by a colleague, and submitted: that last with <c>concept</c> in <c>POST /api/meldingen</c>.</summary>
internal static class ConceptRoutes
{
    public static IServiceCollection AddConcepten(this IServiceCollection services, ConceptSettings settings)
        => services
            .AddSingleton(settings)
            .AddScoped<Conceptkeuring>()
            .AddHostedService<ConceptWisser>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        BeginConcept.Map(routes);
        LijstConcepten.Map(routes);
        LeesConcept.Map(routes);
        BewaarConcept.Map(routes);
        VerwijderConcept.Map(routes);
    }
}
