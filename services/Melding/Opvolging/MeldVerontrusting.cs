using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>The two ways of M15. Source: draaiboek 4.2.</summary>
internal enum VerontrustingWeg
{
    /// <summary>The known procedure at a gemandateerde voorziening, when no consulent is involved yet.</summary>
    Aanmelding = 1,

    ContactConsulent,
}

/// <summary>Verontrusting with a suspicion of maatschappelijke noodzaak was taken further (M15): which way depends on whether a consulent is involved.</summary>
internal static class MeldVerontrusting
{
    private const int MaxToelichting = 5_000;

    internal sealed record Invoer(VerontrustingWeg Weg, DateOnly Op, string? Toelichting);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time)
        {
            RuleFor(i => i.Op).DagVanDeStap(time);
            RuleFor(i => i.Toelichting).Tekst(MaxToelichting);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/verontrusting",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Vastleggen hoe verontrusting opgenomen is: een aanmelding, of contact met de consulent",
            HandleAsync);

    private static Task<Outcome> HandleAsync(Guid id, Body<Invoer> body, Caller caller, Meldingstapper stapper, CancellationToken cancellationToken)
        => stapper.ZetVoorJongereAsync(
            new Meldingsstap(id, MeldingStapSoort.Verontrusting, body.Value.Toelichting, body.Value.Weg.Woord(), body.Value.Op),
            caller,
            melding => (melding.ConsulentBetrokken, body.Value.Weg) switch
            {
                (true, VerontrustingWeg.Aanmelding) => new Outcome.Invalid("weg", "er is een consulent betrokken: neem contact op met de consulent"),
                (not true, VerontrustingWeg.ContactConsulent) => new Outcome.Invalid("weg", "er is nog geen consulent betrokken: doe een aanmelding volgens de gekende procedure"),
                _ => null,
            },
            cancellationToken);
}
