using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// Takes a bijlage away, content and name, with a reason: the document of a wrong child must be able to go. So it can be done at any time, also when the melding is
/// closed or withdrawn, by the organisation and by the centre, whoever sees it first. That there was one, and who took it away, stays.
/// </summary>
internal static class VerwijderBijlage
{
    private const int MaxReden = 2_000;

    internal sealed record Invoer(string Reden);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Reden).Tekst(MaxReden);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            BijlageRoutes.EenBijlage + "/verwijdering",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Een bijlage van een melding verwijderen, met reden; dat ze er was, blijft zichtbaar",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Guid bijlage, Body<Invoer> body, Caller caller, MeldingDbContext db, Meldingstapper stapper, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.VergrendelAsync(id, caller, cancellationToken) is null
            || await db.Bijlagen.SingleOrDefaultAsync(b => b.Id == bijlage && b.MeldingId == id, cancellationToken) is not { } rij)
        {
            return new Outcome.NotFound();
        }

        if (rij.VerwijderdOp is not null)
        {
            return new Outcome.Conflict("Deze bijlage is al verwijderd.");
        }

        var outcome = await stapper.ZetAsync(
            meldingen => meldingen.ZichtbaarVoor(caller),
            new Meldingsstap(id, MeldingStapSoort.BijlageVerwijderd, body.Value.Reden, bijlage.ToString()),
            caller,
            static (_, _) => null,
            cancellationToken);
        if (outcome is Outcome.Created)
        {
            (rij.VerwijderdOp, rij.VerwijderdDoor, rij.GegevensVersleuteld) = (time.Vandaag(), caller.VoId ?? caller.Sub, null);
            await db.Bijlagedelen.Where(d => d.BijlageId == bijlage).ExecuteDeleteAsync(cancellationToken);
        }

        return outcome;
    }
}

/// <summary>What goes when all of a melding goes.</summary>
internal static class Bijlagewissing
{
    /// <summary>
    /// Removes content and name of every bijlage of the melding, in the running transaction. What is in a back-up is out of reach only when the key of the melding is
    /// destroyed as well.
    /// </summary>
    /// <param name="door">Who decided it, as in <see cref="Bijlage.VerwijderdDoor"/>.</param>
    /// <param name="op">Day on which it is done.</param>
    public static async Task VerwijderBijlagenAsync(this MeldingDbContext db, Guid meldingId, string door, DateOnly op, CancellationToken cancellationToken)
    {
        await db.BeginAsync(cancellationToken);
        await db.Bijlagedelen.Where(d => db.Bijlagen.Any(b => b.Id == d.BijlageId && b.MeldingId == meldingId)).ExecuteDeleteAsync(cancellationToken);
        await db.Bijlagen.Where(b => b.MeldingId == meldingId && b.VerwijderdOp == null).ExecuteUpdateAsync(
            rij => rij
                .SetProperty(b => b.VerwijderdOp, op)
                .SetProperty(b => b.VerwijderdDoor, door)
                .SetProperty(b => b.GegevensVersleuteld, (byte[]?)null),
            cancellationToken);
    }
}
