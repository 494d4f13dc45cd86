namespace Draaiboek.Meldingen;

/// <summary>Documents and pictures with a melding: a report, a photo of a phone, a screenshot of a chat (docs/bijlagen.md).</summary>
internal static class BijlageRoutes
{
    public const string Bijlagen = "/api/meldingen/{id:guid}/bijlagen";
    public const string EenBijlage = Bijlagen + "/{bijlage:guid}";

    public static IServiceCollection AddBijlagen(this IServiceCollection services) => services.AddSingleton<Uploadplaatsen>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        VoegBijlageToe.Map(routes);
        LijstBijlagen.Map(routes);
        LeesBijlage.Map(routes);
        VerwijderBijlage.Map(routes);
    }

    public static string Pad(Guid meldingId, Guid bijlageId) => $"/api/meldingen/{meldingId}/bijlagen/{bijlageId}";
}
