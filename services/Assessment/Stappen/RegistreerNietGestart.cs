using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using FluentValidation;

namespace Draaiboek.Assessments;

/// <summary>The assessment never started, and why (S8).</summary>
internal static class RegistreerNietGestart
{
    internal sealed record Invoer(DateOnly Op, RedenNietGestart Reden);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time) => RuleFor(i => i.Op).NietInDeToekomst(time);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, StapAntwoord>(
            "/api/assessments/{id:guid}/niet-gestart",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Registreren dat en waarom het assessment niet gestart is",
            HandleAsync);

    private static Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, AssessmentDbContext db, Stapper stapper, TimeProvider time, CancellationToken cancellationToken)
        => stapper.ZetAsync(
            id,
            StapSoort.NietGestart,
            body.Value.Op,
            caller,
            assessment =>
            {
                var reden = body.Value.Reden;
                if (reden == RedenNietGestart.AfgehaaktNaKennismaking && assessment.Toestand != AssessmentToestand.Kennisgemaakt)
                {
                    return Task.FromResult<Outcome?>(new Outcome.Invalid("reden", "afhaken na kennismaking kan pas als het kennismakingsgesprek geregistreerd is"));
                }

                assessment.RedenNietGestart = reden;
                db.AddMessage(
                    id,
                    new AssessmentWerdNietGestart
                    {
                        AssessmentId = id,
                        MeldingId = assessment.MeldingId,
                        Versie = assessment.Versie,
                        Op = body.Value.Op,
                        GeregistreerdOp = time.GetUtcNow(),
                        Reden = reden,
                    },
                    time);
                return Task.FromResult<Outcome?>(null);
            },
            cancellationToken);
}
