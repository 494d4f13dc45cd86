using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>
/// A centre registers what it knows of the exploitation, or puts it right: victim and perpetrators as such, by which method, where (G2; senaat-voorstel-resolutie
/// I.A). In codes and counts only; what is not known is said to be unknown. Also after the melding was closed: much shows only then.
/// </summary>
internal static class RegistreerUitbuiting
{
    /// <param name="LinkTienerpooier">As the centre sees it now.</param>
    /// <param name="AantalVerdachten">Null when it is not known.</param>
    /// <param name="AantalKlanten">Null when it is not known.</param>
    /// <param name="Plaats">Where it happened most.</param>
    /// <param name="Provincie">Of that place.</param>
    internal sealed record Invoer(
        LinkTienerpooier LinkTienerpooier,
        [NullIsNogNietGekend] int? AantalVerdachten,
        [NullIsNogNietGekend] int? AantalKlanten,
        IReadOnlyList<Uitbuitingsvorm> Vormen,
        Rekruteringskanaal Rekruteringskanaal,
        IReadOnlyList<Dwangmiddel> Middelen,
        JaNeeOnbekend Chantage,
        JaNeeOnbekend Advertentiesite,
        Plaatssoort Plaats,
        Provincie Provincie,
        JaNeeOnbekend Grensoverschrijdend);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels()
        {
            RuleFor(i => i.AantalVerdachten).InclusiveBetween(0, Uitbuiting.MaxVerdachten).WithMessage(Grens(Uitbuiting.MaxVerdachten));
            RuleFor(i => i.AantalKlanten).InclusiveBetween(0, Uitbuiting.MaxKlanten).WithMessage(Grens(Uitbuiting.MaxKlanten));
            RuleFor(i => i.Vormen).Verzameling(Uitbuitingsvorm.Onbekend);
            RuleFor(i => i.Middelen).Verzameling(Dwangmiddel.Onbekend);
        }

        private static string Grens(int meest) => $"moet van 0 tot {meest} zijn; vul {meest} in voor meer";
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapUpdate<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/uitbuiting",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Vastleggen of verbeteren wat het centrum van de uitbuiting weet, in codes en aantallen; onbekend is een antwoord",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, HttpRequest request, Caller caller, MeldingDbContext db, Meldingstapper stapper, TimeProvider time, CancellationToken cancellationToken)
    {
        var outcome = await stapper.ZetAsync(
            meldingen => meldingen.VanCentrum(caller),
            new Meldingsstap(id, MeldingStapSoort.UitbuitingGeregistreerd),
            caller,
            (melding, _) => request.CheckIfMatch(melding.Versie)
                ?? (melding.Soort.BetreftJongere() ? null : new Outcome.Conflict("Een adviesvraag gaat over geen jongere. Verbeter eerst de soort van de vraag.")),
            cancellationToken);
        if (outcome is not Outcome.Created done)
        {
            return outcome;
        }

        var eerste = await db.UitbuitingAsync(id, cancellationToken);
        var invoer = body.Value;
        db.Schrijf(
            new Uitbuiting
            {
                MeldingId = id,
                Versie = db.Meldingen.Local.Single(m => m.Id == id).Versie,
                Op = eerste?.Op ?? time.Vandaag(),
                GewijzigdOp = eerste is null ? null : time.Vandaag(),
                GeregistreerdOp = time.GetUtcNow(),
                Door = caller.VoId ?? caller.Sub,
                LinkTienerpooier = invoer.LinkTienerpooier,
                AantalVerdachten = invoer.AantalVerdachten,
                AantalKlanten = invoer.AantalKlanten,
                Vormen = invoer.Vormen,
                Rekruteringskanaal = invoer.Rekruteringskanaal,
                Middelen = invoer.Middelen,
                Chantage = invoer.Chantage,
                Advertentiesite = invoer.Advertentiesite,
                Plaats = invoer.Plaats,
                Provincie = invoer.Provincie,
                Grensoverschrijdend = invoer.Grensoverschrijdend,
            },
            time);
        return new Outcome.Ok(done.Body, done.Versie);
    }

    /// <summary>At least one code, each once; 'onbekend' stands alone.</summary>
    private static void Verzameling<T>(this IRuleBuilder<Invoer, IReadOnlyList<T>> rule, T onbekend) where T : struct, Enum
        => rule
            .Must(codes => codes is not { Count: 0 }).WithMessage("noem er minstens één; onbekend kan")
            .Must(codes => codes is null || codes.Distinct().Count() == codes.Count).WithMessage("noem elke code één keer")
            .Must(codes => codes is null or { Count: < 2 } || !codes.Contains(onbekend)).WithMessage("onbekend staat alleen");
}
