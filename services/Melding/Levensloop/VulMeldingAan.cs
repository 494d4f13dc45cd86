using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>What organisation or centre learns later is added; what was written before stays as it was.</summary>
internal static class VulMeldingAan
{
    private const int MaxTekst = 20_000;

    internal sealed record Invoer(string Tekst);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Tekst).Tekst(MaxTekst);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/aanvullingen",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Een melding aanvullen",
            HandleAsync);

    private static Task<Outcome> HandleAsync(Guid id, Body<Invoer> body, Caller caller, Meldingstapper stapper, CancellationToken cancellationToken)
        => stapper.ZetAsync(
            meldingen => meldingen.ZichtbaarVoor(caller),
            new Meldingsstap(id, MeldingStapSoort.Aangevuld, body.Value.Tekst),
            caller,
            static (_, _) => null,
            cancellationToken);
}
