using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>Where medical and psychological care is given when abuse is established (M9). Source: draaiboek 4.2.</summary>
internal enum ZorgBij
{
    Huisarts = 1,
    ArtsVoorziening,
    Zorgcentrum,
}

/// <summary>Referral goes in both directions (M9).</summary>
internal enum ZorgRichting
{
    Naar = 1,
    Van,
}

/// <summary>Medical and psychological care was arranged, or the young person came from there (M9).</summary>
internal static class RegistreerMedischeZorg
{
    private const int MaxToelichting = 5_000;

    internal sealed record Invoer(ZorgBij Bij, ZorgRichting Richting, DateOnly Op, string? Toelichting);

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
            "/api/meldingen/{id:guid}/medische-zorg",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Vastleggen dat voor medische en psychische zorg doorverwezen is",
            HandleAsync);

    private static Task<Outcome> HandleAsync(Guid id, Body<Invoer> body, Caller caller, Meldingstapper stapper, CancellationToken cancellationToken)
        => stapper.ZetVoorJongereAsync(
            new Meldingsstap(id, MeldingStapSoort.MedischeZorg, body.Value.Toelichting, $"{body.Value.Bij.Woord()}:{body.Value.Richting.Woord()}", body.Value.Op),
            caller,
            static _ => null,
            cancellationToken);
}
