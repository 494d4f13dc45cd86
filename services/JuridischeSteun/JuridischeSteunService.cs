using Draaiboek.Hosting;

namespace Draaiboek.JuridischeSteun;

/// <summary>Legal support: files that a counsellor opens, never by themselves (J1, M5).</summary>
public static class JuridischeSteunService
{
    public const string Name = "juridische-steun";

    public static WebApplication Build(ServiceOptions options)
        => ServiceHost.Build<JuridischeSteunDbContext>(
            new ServiceDefinition(Name, typeof(JuridischeSteunService).Assembly, routes =>
            {
                LijstAanleidingen.Map(routes);
                OpenJuridischDossier.Map(routes);
                LijstDossiers.Map(routes);
                LeesDossier.Map(routes);
            }),
            options);
}
