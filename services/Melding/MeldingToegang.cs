using Draaiboek.Berichten;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Meldingen;

/// <summary>Who sees which melding: an organisation its own, a centre what is addressed to it, nobody else any (DESIGN 7).</summary>
internal static class MeldingToegang
{
    public static IQueryable<Melding> ZichtbaarVoor(this IQueryable<Melding> meldingen, Caller caller)
    {
        var organisatie = caller.Scope(Rollen.Melder);
        var centrum = caller.Scope<Centrum>(Rollen.Centrummedewerker);
        return meldingen.Where(melding => melding.Organisatie == organisatie || melding.Centrum == centrum);
    }
}
