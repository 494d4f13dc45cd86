using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using FluentValidation;

namespace Draaiboek.Assessments;

/// <summary>A talk of the assessment took place (S3): usually several, on average three to five. The first one starts the assessment.</summary>
internal static class RegistreerGesprek
{
    internal sealed record Invoer(DateOnly Op);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time) => RuleFor(i => i.Op).NietInDeToekomst(time);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, StapAntwoord>(
            "/api/assessments/{id:guid}/gesprekken",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Een gesprek van het assessment registreren",
            HandleAsync);

    private static Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, AssessmentDbContext db, Stapper stapper, TimeProvider time, CancellationToken cancellationToken)
        => stapper.ZetAsync(
            id,
            StapSoort.Gesprek,
            body.Value.Op,
            caller,
            assessment =>
            {
                assessment.AantalGesprekken++;
                db.AddMessage(
                    id,
                    new AssessmentgesprekWerdGevoerd
                    {
                        AssessmentId = id,
                        MeldingId = assessment.MeldingId,
                        Versie = assessment.Versie,
                        Op = body.Value.Op,
                        GeregistreerdOp = time.GetUtcNow(),
                        Nummer = assessment.AantalGesprekken,
                    },
                    time);
                return Task.FromResult<Outcome?>(null);
            },
            cancellationToken);
}
