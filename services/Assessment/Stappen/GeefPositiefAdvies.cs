using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using FluentValidation;

namespace Draaiboek.Assessments;

/// <summary>
/// The advice: victim (S5, S6). With the consent of the victim or its representative it may go to the referentiemagistraat (S4);
/// without, the finding is kept, counts, and goes nowhere. Nothing is sent and no file is opened by it (M5).
/// </summary>
internal static class GeefPositiefAdvies
{
    internal sealed record Invoer(DateOnly Op, string Bevindingen, ToestemmingInvoer Toestemming);

    internal sealed record ToestemmingInvoer(bool Gegeven, ToestemmingDoor? Door, DateOnly? Op);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time)
        {
            RuleFor(i => i.Op).NietInDeToekomst(time);
            RuleFor(i => i.Bevindingen).Tekst(GeefNegatiefAdvies.MaxTekst);
            RuleFor(i => i.Toestemming).SetValidator(new ToestemmingRegels(time));
        }
    }

    internal sealed class ToestemmingRegels : AbstractValidator<ToestemmingInvoer>
    {
        public ToestemmingRegels(TimeProvider time)
        {
            When(t => t.Gegeven, () =>
            {
                RuleFor(t => t.Door).NotNull().WithMessage("noem wie toestemt: het slachtoffer of de vertegenwoordiger");
                RuleFor(t => t.Op).NotNull().WithMessage("noem de dag van de toestemming");
                RuleFor(t => t.Op!.Value).NietInDeToekomst(time).When(t => t.Op is not null).OverridePropertyName(nameof(ToestemmingInvoer.Op));
            });
            When((t, context) => !t.Gegeven && context.WasRead("toestemming.gegeven"), () =>
            {
                RuleFor(t => t.Door).Null().WithMessage("hoort er niet bij zonder toestemming");
                RuleFor(t => t.Op).Null().WithMessage("hoort er niet bij zonder toestemming");
            });
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, StapAntwoord>(
            "/api/assessments/{id:guid}/positief-advies",
            Toegang.VoorPersoon(Rollen.Centrummedewerker),
            "Een positief advies geven, met of zonder toestemming om het aan de referentiemagistraat te richten",
            HandleAsync);

    private static Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, AssessmentDbContext db, Stapper stapper, EnvelopeEncryption encryption, TimeProvider time, CancellationToken cancellationToken)
        => stapper.ZetAsync(
            id,
            StapSoort.PositiefAdvies,
            body.Value.Op,
            caller,
            async assessment =>
            {
                var toestemming = body.Value.Toestemming;
                var key = await encryption.OpenOrCreateKeyAsync(id, cancellationToken);
                assessment.AdviesVersleuteld = key.Encrypt(Advies.Veld, JsonSerializer.Serialize(new Advies(body.Value.Bevindingen, null)));
                assessment.ToestemmingGegeven = toestemming.Gegeven;
                assessment.ToestemmingDoor = toestemming.Door;
                assessment.ToestemmingOp = toestemming.Op;
                db.AddMessage(
                    id,
                    new PositiefAdviesWerdGegeven
                    {
                        AssessmentId = id,
                        MeldingId = assessment.MeldingId,
                        Versie = assessment.Versie,
                        Op = body.Value.Op,
                        GeregistreerdOp = time.GetUtcNow(),
                        Centrum = assessment.Centrum,
                        ToestemmingGegeven = toestemming.Gegeven,
                    },
                    time);
                return null;
            },
            cancellationToken);
}
