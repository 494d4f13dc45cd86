using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>The centre answers in writing (M11), and may refer on (M4). The organisation reads it in the history.</summary>
internal static class BeantwoordVraag
{
    private const int MaxTekst = 20_000;

    internal sealed record Invoer(string Tekst, Doorverwijzing? DoorverwezenNaar);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Tekst).Tekst(MaxTekst);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/antwoorden",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Schriftelijk antwoorden op een vraag, eventueel met doorverwijzing",
            HandleAsync);

    private static Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, Meldingstapper stapper, TimeProvider time, CancellationToken cancellationToken)
    {
        var (tekst, naar) = body.Value;
        return stapper.ZetAsync(
            meldingen => meldingen.VanCentrum(caller),
            new Meldingsstap(
                id, MeldingStapSoort.Beantwoord, tekst, naar?.Woord(), Bericht: naar is { } verwezen ? melding => AlsBericht(melding, verwezen, time) : null),
            caller,
            static (_, _) => null,
            cancellationToken);
    }

    private static DoorverwijzingWerdGedaan AlsBericht(Melding melding, Doorverwijzing naar, TimeProvider time) => new()
    {
        MeldingId = melding.Id,
        Versie = melding.Versie,
        Op = time.Vandaag(),
        GeregistreerdOp = time.GetUtcNow(),
        Naar = naar,
    };
}
