using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Why a melding is taken back. Ours: the sources know no withdrawal.</summary>
internal enum RedenIntrekking
{
    /// <summary>Registered twice.</summary>
    Dubbel = 1,

    /// <summary>About somebody else, or sent by mistake.</summary>
    Vergissing,

    OpVraagVanDeJongere,
    Anders,
}

/// <summary>
/// Takes a melding back: it leaves the worklists and no longer counts as a question. Not when somebody has begun to work on it: what an assessment runs on,
/// or a legal file, is ended there by a person.
/// </summary>
internal static class TrekMeldingIn
{
    private const int MaxToelichting = 2_000;

    internal sealed record Invoer(RedenIntrekking Reden, string? Toelichting);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels()
        {
            RuleFor(i => i.Toelichting).Tekst(MaxToelichting);
            RuleFor(i => i.Toelichting).NotNull().When(i => i.Reden == RedenIntrekking.Anders).WithMessage("zeg waarom de melding ingetrokken wordt");
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/intrekking",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Een melding intrekken, met reden; niet als er al een assessment of dossier op loopt",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, MeldingDbContext db, Meldingstapper stapper, CancellationToken cancellationToken)
    {
        var vervolg = await db.Vervolgen.AsNoTracking().SingleOrDefaultAsync(v => v.MeldingId == id, cancellationToken);
        return await stapper.ZetAsync(
            meldingen => meldingen.ZichtbaarVoor(caller),
            new Meldingsstap(id, MeldingStapSoort.Ingetrokken, body.Value.Toelichting, body.Value.Reden.Woord()),
            caller,
            (_, _) => vervolg switch
            {
                { AssessmentBegonnen: true } => new Outcome.Conflict("Het assessment is begonnen: het centrum beëindigt het, daarna kan de melding afgesloten worden."),
                { DossierGeopend: true } => new Outcome.Conflict("Voor deze melding is een juridisch dossier geopend; ze kan niet meer ingetrokken worden."),
                _ => null,
            },
            cancellationToken);
    }
}
