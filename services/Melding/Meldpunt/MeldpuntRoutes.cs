using Draaiboek.Hosting.Http;

namespace Draaiboek.Meldingen;

/// <summary>
/// The anonymous digital meldpunt (M11, A13; senaat-voorstel-resolutie, point 4): somebody who gives no name and a centre write to each other.
/// What is open to anyone is asked without a trace (docs/adr/0011).
/// </summary>
internal static class MeldpuntRoutes
{
    public const string Pad = "/api/meldpunt";
    public const string Lezen = Pad + "/lezen";
    public const string Berichten = Pad + "/berichten";
    public const string Gesprekken = Pad + "/gesprekken";

    public static bool IsOpen(PathString pad) => pad.StartsWithSegments(Pad, StringComparison.OrdinalIgnoreCase) && !pad.StartsWithSegments(Gesprekken, StringComparison.OrdinalIgnoreCase);

    public static IServiceCollection AddMeldpunt(this IServiceCollection services, MeldpuntSettings settings)
        => services
            .AddSingleton(settings)
            .AddSingleton<Codepogingen>()
            .AddSingleton<Codecontrole>()
            .AddHostedService<MeldpuntWisser>()
            .AddHostedService<MeldpuntMeter>()
            .AddUntracedRequests(IsOpen);

    public static void Map(IEndpointRouteBuilder routes)
    {
        LeesMeldpuntuitleg.Map(routes);
        OpenMeldpuntgesprek.Map(routes);
        LeesEigenMeldpuntgesprek.Map(routes);
        SchrijfMeldpuntbericht.Map(routes);

        LijstMeldpuntgesprekken.Map(routes);
        LeesMeldpuntgesprek.Map(routes);
        BeantwoordMeldpuntgesprek.Map(routes);
        SluitMeldpuntgesprek.Map(routes);
    }
}
