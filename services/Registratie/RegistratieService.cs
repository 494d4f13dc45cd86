using Draaiboek.GraphQL;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Registratie;

/// <summary>Anonymous facts of everything that happened, and the figures made of them for the steering group (A11).</summary>
public static class RegistratieService
{
    public const string Name = "registratie";

    public static WebApplication Build(ServiceOptions options)
        => ServiceHost.Build<RegistratieDbContext>(
            new ServiceDefinition(Name, typeof(RegistratieService).Assembly, _ => { })
            {
                OwnRoutes = routes => routes.MapGraphQL("/graphql").RequireAuthorization(Toegang.Voor(Rollen.Stuurgroep)),
                Services = (services, _) => services.AddGraphQL(graphQL => graphQL.AddTypesFromAssembly(typeof(RegistratieService).Assembly)),
            },
            options);
}
