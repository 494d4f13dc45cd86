using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Organisation or centre writes down whether an offer was accepted or declined (M4).</summary>
internal static class BeantwoordAanbod
{
    internal sealed record Invoer(AanbodSoort Soort, AanbodStand Antwoord);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Antwoord).NotEqual(AanbodStand.Open).WithMessage("is aanvaard of geweigerd");
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/aanbod/antwoord",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Vastleggen of een aanbod aanvaard of geweigerd is",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, MeldingDbContext db, Meldingstapper stapper, TimeProvider time, CancellationToken cancellationToken)
    {
        var (soort, antwoord) = body.Value;
        var aanbod = await db.Aanbod.SingleOrDefaultAsync(a => a.MeldingId == id && a.Soort == soort, cancellationToken);
        return await stapper.ZetAsync(
            meldingen => meldingen.ZichtbaarVoor(caller),
            new Meldingsstap(
                id, MeldingStapSoort.AanbodBeantwoord, Reden: $"{soort.Woord()}:{antwoord.Woord()}", Bericht: melding => AlsBericht(melding, soort, antwoord == AanbodStand.Aanvaard, time)),
            caller,
            (_, _) =>
            {
                if (aanbod is not { Stand: AanbodStand.Open })
                {
                    return new Outcome.Conflict("Dit aanbod staat niet open.");
                }

                aanbod.Stand = antwoord;
                return null;
            },
            cancellationToken);
    }

    private static AanbodWerdBeantwoord AlsBericht(Melding melding, AanbodSoort soort, bool aanvaard, TimeProvider time) => new()
    {
        MeldingId = melding.Id,
        Versie = melding.Versie,
        Op = time.Vandaag(),
        GeregistreerdOp = time.GetUtcNow(),
        Aanbod = soort,
        Aanvaard = aanvaard,
    };
}
