using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>
/// What ends an offer (S11): the other centre takes the melding, or not, or the first takes its offer back. Only who takes it sees it from then on;
/// the first keeps its history in the audit trail.
/// </summary>
internal static class BeantwoordOverdracht
{
    private const int MaxToelichting = 2_000;

    internal sealed record Invoer(string? Toelichting);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Toelichting).Tekst(MaxToelichting);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "aanvaarding", "Een aangeboden melding overnemen", MeldingStapSoort.OverdrachtAanvaard, MeldingToegang.AangebodenAan);
        Map(routes, "weigering", "Een aangeboden melding niet overnemen", MeldingStapSoort.OverdrachtGeweigerd, MeldingToegang.AangebodenAan);
        Map(routes, "terugname", "Het aanbod aan het andere centrum terugnemen", MeldingStapSoort.OverdrachtTeruggenomen, MeldingToegang.VanCentrum);
    }

    private static void Map(
        IEndpointRouteBuilder routes, string pad, string samenvatting, MeldingStapSoort stap, Func<IQueryable<Melding>, Caller, IQueryable<Melding>> zichtbaar)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            $"/api/meldingen/{{id:guid}}/overdracht/{pad}",
            Toegang.Voor(Rollen.Centrummedewerker),
            samenvatting,
            (Guid id, Body<Invoer> body, Caller caller, Meldingstapper stapper, CancellationToken cancellationToken) => stapper.ZetAsync(
                meldingen => zichtbaar(meldingen, caller),
                new Meldingsstap(id, stap, body.Value.Toelichting),
                caller,
                (melding, _) => Beantwoord(melding, stap),
                cancellationToken))
            .WithName($"overdracht-{pad}");

    private static Outcome? Beantwoord(Melding melding, MeldingStapSoort stap)
    {
        if (stap == MeldingStapSoort.OverdrachtAanvaard)
        {
            melding.Centrum = melding.OverdrachtNaar!.Value;
        }

        melding.OverdrachtNaar = null;
        return null;
    }
}
