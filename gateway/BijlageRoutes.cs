namespace Draaiboek.Gateway;

/// <summary>The bijlagen of a melding: sending or reading one may take longer than other requests. How large one may be is in <see cref="BodyLimits"/>.</summary>
internal static class BijlageRoutes
{
    public const string Pattern = "/api/meldingen/{melding}/bijlagen/{**rest}";
}
