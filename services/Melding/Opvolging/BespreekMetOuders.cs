using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>Whether and how parents were told, after it was talked through with the young person (M16; draaiboek 9).</summary>
internal static class BespreekMetOuders
{
    private const int MaxToelichting = 5_000;

    /// <param name="Ingelicht">The parents were told; if not, the explanation says why.</param>
    /// <param name="DoorgesprokenMetJongere">It was talked through with the young person first.</param>
    internal sealed record Invoer(bool Ingelicht, bool DoorgesprokenMetJongere, DateOnly Op, string Toelichting);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time)
        {
            RuleFor(i => i.Op).DagVanDeStap(time);
            RuleFor(i => i.Toelichting).Tekst(MaxToelichting);
            RuleFor(i => i.DoorgesprokenMetJongere).Equal(true).When(i => i.Ingelicht).WithMessage("bespreek het eerst met de jongere (draaiboek 9)");
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/ouders",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Vastleggen of en hoe de ouders ingelicht zijn",
            HandleAsync);

    private static Task<Outcome> HandleAsync(Guid id, Body<Invoer> body, Caller caller, Meldingstapper stapper, CancellationToken cancellationToken)
        => stapper.ZetVoorJongereAsync(
            new Meldingsstap(id, MeldingStapSoort.OudersBesproken, body.Value.Toelichting, body.Value.Ingelicht ? "ingelicht" : "nietIngelicht", body.Value.Op),
            caller,
            static _ => null,
            cancellationToken);
}
