using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Why a melding is erased. <see cref="Termijn"/> is nobody's decision but the set term's. Ours: the sources know no erasure.</summary>
internal enum RedenWissing
{
    OpVraagVanDeJongere = 1,
    OpVraagVanDeVertegenwoordiger,

    /// <summary>It should never have been registered.</summary>
    TenOnrechteGeregistreerd,

    /// <summary>A court or the data protection authority decided so.</summary>
    BeslissingVanOverheid,

    Termijn,
}

/// <summary>
/// Erases a melding on a decision: names, texts and everything else that was encrypted, also what is kept elsewhere because of it. It can't be undone, so only what was
/// closed or withdrawn before, by a person of the centre, who says which version was looked at. That it was there, and its codes, stay for the figures.
/// </summary>
internal static class WisMelding
{
    internal sealed record Invoer(RedenWissing Reden);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels()
            => RuleFor(i => i.Reden).NotEqual(RedenWissing.Termijn).WithMessage("na de bewaartermijn wist het platform zelf; noem wie erom vroeg of waarom het moet");
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
                "/api/meldingen/{id:guid}/wissing",
                Toegang.VoorPersoon(Rollen.Centrummedewerker),
                "Een afgesloten of ingetrokken melding wissen: haar sleutel wordt vernietigd, de cijfers blijven; onherroepelijk",
                HandleAsync)
            .WithIfMatch("ETag van de versie die gewist wordt.");

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Body<Invoer> body,
        HttpRequest request,
        Caller caller,
        MeldingDbContext db,
        Meldingstapper stapper,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var vervolg = await db.Vervolgen.AsNoTracking().SingleOrDefaultAsync(v => v.MeldingId == id, cancellationToken);
        var outcome = await stapper.ZetAsync(
            meldingen => meldingen.VanCentrum(caller),
            new Meldingsstap(id, MeldingStapSoort.Gewist, Reden: body.Value.Reden.Woord()),
            caller,
            (melding, _) =>
            {
                if ((request.CheckIfMatch(melding.Versie) ?? Weigering(melding, vervolg)) is { } refusal)
                {
                    return refusal;
                }

                melding.GewistOp = time.Vandaag();
                return null;
            },
            cancellationToken);
        if (outcome.Succeeded)
        {
            await db.WisAsync(id, caller.VoId ?? caller.Sub, time, cancellationToken);
        }

        return outcome;
    }

    private static Outcome.Conflict? Weigering(Melding melding, Vervolg? vervolg)
        => melding.Beletsel(vervolg) is { } beletsel ? new Outcome.Conflict(beletsel) : null;
}
