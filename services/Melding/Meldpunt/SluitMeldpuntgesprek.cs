using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>The centre closes a conversation. All that was written goes at once and for good; the code opens nothing any more. What is left are counts.</summary>
internal static class SluitMeldpuntgesprek
{
    internal sealed record Invoer(RedenSluiting Reden);

    internal sealed record Antwoord(Guid Id, MeldpuntToestand Toestand, RedenSluiting Reden, int Versie);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Reden).NotEqual(RedenSluiting.Termijn).WithMessage("de termijn is de reden van het platform zelf; kies een andere");
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            MeldpuntRoutes.Gesprekken + "/{id:guid}/sluiten",
            Toegang.VoorPersoon(Rollen.Centrummedewerker),
            "Een anoniem gesprek sluiten; wat er geschreven is, wordt meteen gewist",
            HandleAsync,
            StatusCodes.Status200OK);

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, MeldingDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var gesprek = await db.Meldpuntgesprekken.ZichtbaarVoor(caller).SingleOrDefaultAsync(g => g.Id == id, cancellationToken);
        if (gesprek is null)
        {
            return new Outcome.NotFound();
        }

        if (!Meldpuntstappen.Kan(gesprek.Toestand, MeldpuntStap.Sluiting))
        {
            return Meldpuntstappen.NietToegelaten(gesprek.Toestand);
        }

        await db.SluitAsync(gesprek, body.Value.Reden, time.Vandaag(), cancellationToken);
        db.AddAudit(caller, "meldpunt.gesloten", id, time);
        return new Outcome.Ok(new Antwoord(id, gesprek.Toestand, body.Value.Reden, gesprek.Versie), gesprek.Versie);
    }
}
