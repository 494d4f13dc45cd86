using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using FluentValidation;

namespace Draaiboek.Assessments;

/// <summary>The first talk took place (S2): about the offer, a possible complaint, the facts. It may have been the first of the assessment too.</summary>
internal static class RegistreerKennismakingsgesprek
{
    internal sealed record Invoer(DateOnly Op, bool OokEersteAssessmentgesprek);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time) => RuleFor(i => i.Op).NietInDeToekomst(time);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, StapAntwoord>(
            "/api/assessments/{id:guid}/kennismakingsgesprek",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Het kennismakingsgesprek registreren",
            HandleAsync);

    private static Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, AssessmentDbContext db, Stapper stapper, TimeProvider time, CancellationToken cancellationToken)
        => stapper.ZetAsync(
            id,
            StapSoort.Kennismakingsgesprek,
            body.Value.Op,
            caller,
            assessment =>
            {
                assessment.AantalGesprekken = body.Value.OokEersteAssessmentgesprek ? 1 : 0;
                db.AddMessage(
                    id,
                    new KennismakingsgesprekWerdGevoerd
                    {
                        AssessmentId = id,
                        MeldingId = assessment.MeldingId,
                        Versie = assessment.Versie,
                        Op = body.Value.Op,
                        GeregistreerdOp = time.GetUtcNow(),
                        OokEersteAssessmentgesprek = body.Value.OokEersteAssessmentgesprek,
                    },
                    time);
                return Task.FromResult<Outcome?>(null);
            },
            cancellationToken);
}
