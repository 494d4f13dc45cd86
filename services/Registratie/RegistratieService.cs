using Draaiboek.GraphQL;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Registratie;

/// <summary>Anonymous facts of everything that happened, and the figures made of them for the steering group (A11).</summary>
public static class RegistratieService
{
    public const string Name = "registratie";

    public static WebApplication Build(ServiceOptions options)
    {
        GraphQLSettings? settings = null;
        return ServiceHost.Build<RegistratieDbContext>(
            new ServiceDefinition(Name, typeof(RegistratieService).Assembly, MapRoutes)
            {
                Settings = (section, errors) => settings = GraphQLSettings.Read(section, errors),
                OwnRoutes = routes =>
                {
                    GraphQLSettings.Check(() => routes.MapGraphQL("/graphql").RequireAuthorization(Toegang.Voor(Rollen.Stuurgroep)));
                    // Who may see it stands in the settings of the engine: outside development only who operates the platform.
                    routes.MapGraphQLSchema("/graphql/schema.graphql").RequireAuthorization(Toegang.Voor(Rollen.Stuurgroep, Rollen.Beheerder));
                },
                Services = (services, _) =>
                {
                    services.AddSingleton<Cijfergeheugen>().AddScoped<Procescijferlezer>().AddScoped<Uitgavebereiding>();
                    services.AddGraphQL(graphQL => settings!.Apply(graphQL.AddTypesFromAssembly(typeof(RegistratieService).Assembly)));
                },
            },
            options);
    }

    private static void MapRoutes(IEndpointRouteBuilder routes)
    {
        PubliceerTabellen.Map(routes);
        LeesPublicatie.Map(routes);
        ExporteerTabel.Map(routes);
        ExporteerProcescijfers.Map(routes);
    }
}
