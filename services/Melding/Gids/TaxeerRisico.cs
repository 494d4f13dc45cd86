using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>
/// What a set of signals comes to, what to ask next and whom to contact (M7, M14): help for whoever judges, without a young person in it.
/// Nothing of the question is kept.
/// </summary>
internal static class TaxeerRisico
{
    internal sealed record Invoer(IReadOnlyList<Signaal> Signalen, int? AantalKeerWeggelopen, bool? Acuut);

    internal sealed record Bevinding(Taxatieuitkomst Code, string Tekst, string Bron);

    internal sealed record Vervolgvraag(string Tekst, string Bron, Situatie? Situatie);

    /// <param name="Voorbehoud">Comes first and always: this supports and does not decide.</param>
    /// <param name="Situaties">Of the guide: those that the findings lead to.</param>
    internal sealed record Antwoord(
        Gidsregel Voorbehoud,
        int Versie,
        DateOnly Datum,
        int Totaal,
        IReadOnlyList<Groeptelling> Groepen,
        IReadOnlyList<Bevinding> Bevindingen,
        IReadOnlyList<Vervolgvraag> Vragen,
        IReadOnlyList<SituatieInGids> Situaties);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuestion<Invoer, Antwoord>(
            "/api/risicotaxatie",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Signalen laten taxeren, zonder gegevens van een jongere; ondersteunt en beslist niets",
            Handle);

    private static Outcome Handle(Body<Invoer> body, Signaalcatalogus catalogus, Contactgids gids)
    {
        var invoer = body.Value;
        var bestand = catalogus.Bestand;
        var taxatie = catalogus.Taxeer(invoer.Signalen, invoer.AantalKeerWeggelopen, invoer.Acuut ?? false);
        var bevindingen = bestand.Uitkomsten.Where(uitkomst => taxatie.Uitkomsten.Contains(uitkomst.Code)).OrderBy(uitkomst => uitkomst.Code).ToList();
        return new Outcome.Ok(new Antwoord(
            bestand.Voorbehoud,
            bestand.Versie,
            bestand.Datum,
            taxatie.Totaal,
            taxatie.Groepen,
            [.. bevindingen.Select(uitkomst => new Bevinding(uitkomst.Code, uitkomst.Tekst, uitkomst.Bron))],
            [.. bestand.Vragen.Where(vraag => vraag.HoortBij(taxatie, invoer.Signalen)).Select(vraag => new Vervolgvraag(vraag.Tekst, vraag.Bron, vraag.Situatie))],
            gids.Voor(bevindingen.SelectMany(uitkomst => uitkomst.Situaties))));
    }
}

internal sealed class TaxeerRisicoRegels : AbstractValidator<TaxeerRisico.Invoer>
{
    public TaxeerRisicoRegels()
    {
        RuleFor(m => m.Signalen).ElkEenKeer();
        RuleFor(m => m.AantalKeerWeggelopen).KeerWeggelopen();
    }
}

/// <summary>What holds for signals wherever they are sent.</summary>
internal static class SignaalRegels
{
    private const int MaxKeerWeggelopen = 1_000;

    public static IRuleBuilderOptions<T, IReadOnlyList<Signaal>?> ElkEenKeer<T>(this IRuleBuilder<T, IReadOnlyList<Signaal>?> rule)
        => rule.Must(signalen => signalen is null || signalen.Distinct().Count() == signalen.Count).WithMessage("noem elk signaal één keer");

    public static IRuleBuilderOptions<T, int?> KeerWeggelopen<T>(this IRuleBuilder<T, int?> rule)
        => rule.InclusiveBetween(0, MaxKeerWeggelopen).WithMessage($"moet van 0 tot {MaxKeerWeggelopen} zijn");
}
