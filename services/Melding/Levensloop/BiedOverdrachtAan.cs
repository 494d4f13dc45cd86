using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>Why a centre hands over (S11). Source: draaiboek 3.1 (an unsafe place); no capacity is ours.</summary>
internal enum RedenOverdracht
{
    OnveiligePlaats = 1,
    GeenCapaciteit,
}

/// <summary>A centre asks another to take a melding over (S11). It stays with the one until the other has taken it.</summary>
internal static class BiedOverdrachtAan
{
    private const int MaxToelichting = 2_000;

    internal sealed record Invoer(Centrum NaarCentrum, RedenOverdracht Reden, string? Toelichting);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels()
        {
            RuleFor(i => i.Toelichting).Tekst(MaxToelichting);
            RuleFor(i => i.NaarCentrum).Must((_, naar, context) => naar != context.Caller().Scope<Centrum>(Rollen.Centrummedewerker)).WithMessage("moet een ander centrum zijn");
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/overdracht",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Een melding aan een ander centrum overdragen; dat moet ze aanvaarden",
            HandleAsync);

    private static Task<Outcome> HandleAsync(Guid id, Body<Invoer> body, Caller caller, Meldingstapper stapper, CancellationToken cancellationToken)
        => stapper.ZetAsync(
            meldingen => meldingen.VanCentrum(caller),
            new Meldingsstap(id, MeldingStapSoort.OverdrachtAangeboden, body.Value.Toelichting, body.Value.Reden.Woord()),
            caller,
            (melding, _) =>
            {
                melding.OverdrachtNaar = body.Value.NaarCentrum;
                return null;
            },
            cancellationToken);
}
