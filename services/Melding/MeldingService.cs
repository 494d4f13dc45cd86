using Draaiboek.Hosting;

namespace Draaiboek.Meldingen;

/// <summary>Intake: the front door of the platform and the only holder of the young person's identity.</summary>
public static class MeldingService
{
    public const string Name = "melding";

    public static WebApplication Build(ServiceOptions options)
        => ServiceHost.Build<MeldingDbContext>(
            new ServiceDefinition(Name, typeof(MeldingService).Assembly, routes =>
            {
                RegistreerMelding.Map(routes);
                LeesMelding.Map(routes);
                LijstMeldingen.Map(routes);
                WijzigContactpersoon.Map(routes);
            }),
            options);
}
