using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>Takes back what was registered of the exploitation by mistake, such as with the wrong melding (G2). It counts no longer and stays in the history.</summary>
internal static class TrekUitbuitingIn
{
    private const int MaxReden = 2_000;

    internal sealed record Invoer(string Reden);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Reden).Tekst(MaxReden);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/uitbuiting/intrekking",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Terugnemen wat over de uitbuiting per vergissing vastgelegd is, met reden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, MeldingDbContext db, Meldingstapper stapper, TimeProvider time, CancellationToken cancellationToken)
    {
        var uitbuiting = await db.UitbuitingAsync(id, cancellationToken);
        var outcome = await stapper.ZetAsync(
            meldingen => meldingen.VanCentrum(caller),
            new Meldingsstap(id, MeldingStapSoort.UitbuitingIngetrokken, body.Value.Reden),
            caller,
            (_, _) => uitbuiting is { Ingetrokken: false } ? null : new Outcome.Conflict("Er is niets over de uitbuiting vastgelegd dat terug te nemen is."),
            cancellationToken);
        if (outcome is Outcome.Created)
        {
            await db.TrekUitbuitingInAsync(db.Meldingen.Local.Single(m => m.Id == id), caller.VoId ?? caller.Sub, time, cancellationToken);
        }

        return outcome;
    }
}
