using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>The centre has done what was asked. The organisation can always come back with a new melding that refers to this one (S7).</summary>
internal static class SluitMeldingAf
{
    private const int MaxToelichting = 2_000;

    internal sealed record Invoer(string? Toelichting);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Toelichting).Tekst(MaxToelichting);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/afsluiting",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Een melding afsluiten; wie erop terugkomt, verwijst er in een nieuwe melding naar (vervolgOp)",
            HandleAsync);

    private static Task<Outcome> HandleAsync(Guid id, Body<Invoer> body, Caller caller, Meldingstapper stapper, CancellationToken cancellationToken)
        => stapper.ZetAsync(
            meldingen => meldingen.VanCentrum(caller),
            new Meldingsstap(id, MeldingStapSoort.Afgesloten, body.Value.Toelichting),
            caller,
            static (_, _) => null,
            cancellationToken);
}
