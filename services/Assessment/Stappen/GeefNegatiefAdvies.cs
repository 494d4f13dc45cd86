using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using FluentValidation;

namespace Draaiboek.Assessments;

/// <summary>The advice: no victim. It gives its reason and the further possibilities (S5); the organisation stays alert and can come back (S7).</summary>
internal static class GeefNegatiefAdvies
{
    internal const int MaxTekst = 20_000;

    internal sealed record Invoer(DateOnly Op, string Reden, string VerdereMogelijkheden);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time)
        {
            RuleFor(i => i.Op).NietInDeToekomst(time);
            RuleFor(i => i.Reden).Tekst(MaxTekst);
            RuleFor(i => i.VerdereMogelijkheden).Tekst(MaxTekst);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, StapAntwoord>(
            "/api/assessments/{id:guid}/negatief-advies",
            Toegang.VoorPersoon(Rollen.Centrummedewerker),
            "Een negatief advies geven, met reden en verdere mogelijkheden",
            HandleAsync);

    private static Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, AssessmentDbContext db, Stapper stapper, EnvelopeEncryption encryption, TimeProvider time, CancellationToken cancellationToken)
        => stapper.ZetAsync(
            id,
            StapSoort.NegatiefAdvies,
            body.Value.Op,
            caller,
            async assessment =>
            {
                var key = await encryption.OpenOrCreateKeyAsync(id, cancellationToken);
                assessment.AdviesVersleuteld = key.Encrypt(Advies.Veld, JsonSerializer.Serialize(new Advies(body.Value.Reden, body.Value.VerdereMogelijkheden)));
                db.AddMessage(
                    id,
                    new NegatiefAdviesWerdGegeven
                    {
                        AssessmentId = id,
                        MeldingId = assessment.MeldingId,
                        Versie = assessment.Versie,
                        Op = body.Value.Op,
                        GeregistreerdOp = time.GetUtcNow(),
                    },
                    time);
                return null;
            },
            cancellationToken);
}
