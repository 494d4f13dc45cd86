using Draaiboek.Berichten;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

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

    /// <summary>What the caller sees, and what is open to this person in an emergency: for reading only.</summary>
    public static IQueryable<Melding> LeesbaarVoor(this MeldingDbContext db, Caller caller, TimeProvider time)
    {
        var organisatie = caller.Scope(Rollen.Melder);
        var centrum = caller.Scope<Centrum>(Rollen.Centrummedewerker);
        // A person who no longer works at a centre has no use of it.
        var voId = centrum is null ? null : caller.VoId;
        var nu = time.GetUtcNow();
        return db.Meldingen.AsNoTracking().Where(melding =>
            melding.Organisatie == organisatie
            || melding.Centrum == centrum
            || (voId != null && db.Noodtoegangen.Any(toegang => toegang.MeldingId == melding.Id && toegang.VoId == voId && toegang.TotOp > nu)));
    }

    /// <summary>What is addressed to the caller's centre: for what only a centre does.</summary>
    public static IQueryable<Melding> VanCentrum(this IQueryable<Melding> meldingen, Caller caller)
    {
        var centrum = caller.Scope<Centrum>(Rollen.Centrummedewerker);
        return meldingen.Where(melding => melding.Centrum == centrum);
    }

    /// <summary>What another centre offers to the caller's (S11).</summary>
    public static IQueryable<Melding> AangebodenAan(this IQueryable<Melding> meldingen, Caller caller)
    {
        var centrum = caller.Scope<Centrum>(Rollen.Centrummedewerker);
        return meldingen.Where(melding => centrum != null && melding.OverdrachtNaar == centrum);
    }
}
