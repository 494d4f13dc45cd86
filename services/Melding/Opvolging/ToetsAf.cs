using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>With whom or what doubts about signals are held against (M14). Source: draaiboek 4.1 and 4.2.</summary>
internal enum AftoetsingMet
{
    ChildFocus = 1,
    Payoke,
    PagAsa,
    Vertrouwenscentrum,
    Vlaggensysteem,
}

/// <summary>Doubts about signals were held against somebody else's knowledge (M14): with Child Focus without names.</summary>
internal static class ToetsAf
{
    private const int MaxUitkomst = 5_000;

    /// <param name="ZonderNamen">Nobody was named.</param>
    internal sealed record Invoer(AftoetsingMet Met, DateOnly Op, bool ZonderNamen, string Uitkomst);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time)
        {
            RuleFor(i => i.Op).DagVanDeStap(time);
            RuleFor(i => i.Uitkomst).Tekst(MaxUitkomst);
            RuleFor(i => i.ZonderNamen).Equal(true).When(i => i.Met == AftoetsingMet.ChildFocus)
                .WithMessage("met Child Focus gebeurt dit zonder namen; werden er wel genoemd, leg dan een inlichting vast met haar rechtsgrond");
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/aftoetsing",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Vastleggen met wie twijfel over signalen afgetoetst is",
            HandleAsync);

    private static Task<Outcome> HandleAsync(Guid id, Body<Invoer> body, Caller caller, Meldingstapper stapper, CancellationToken cancellationToken)
        => stapper.ZetAsync(
            meldingen => meldingen.ZichtbaarVoor(caller),
            new Meldingsstap(id, MeldingStapSoort.Afgetoetst, body.Value.Uitkomst, body.Value.Met.Woord(), body.Value.Op),
            caller,
            static (_, _) => null,
            cancellationToken);
}
