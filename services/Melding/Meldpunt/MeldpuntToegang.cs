using Draaiboek.Berichten;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Meldingen;

/// <summary>Who sees which conversation: the centre that was chosen, and whoever has the code. Nobody else any, the auditor neither.</summary>
internal static class MeldpuntToegang
{
    public static IQueryable<Meldpuntgesprek> ZichtbaarVoor(this IQueryable<Meldpuntgesprek> gesprekken, Caller caller)
    {
        var centrum = caller.Scope<Centrum>(Rollen.Centrummedewerker);
        return gesprekken.Where(gesprek => gesprek.Centrum == centrum);
    }
}
