using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>To whom one can be referred on (M4). Source: draaiboek 3.1, 4.2 and 5.1.</summary>
internal enum Doorverwijzing
{
    ChildFocus = 1,
    Vertrouwenscentrum,
    Lijn1712,
    Sensoa,
    Pimento,
    CawSlachtofferhulp,
    Zorgcentrum,
    Politie,
    AnderCentrum,
    Andere,
}

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

    private static Task<Outcome> HandleAsync(Guid id, Body<Invoer> body, Caller caller, Meldingstapper stapper, CancellationToken cancellationToken)
        => stapper.ZetAsync(
            meldingen => meldingen.VanCentrum(caller),
            new Meldingsstap(id, MeldingStapSoort.Beantwoord, body.Value.Tekst, body.Value.DoorverwezenNaar?.Woord()),
            caller,
            static (_, _) => null,
            cancellationToken);
}
