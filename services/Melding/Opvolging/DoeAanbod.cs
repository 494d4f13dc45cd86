using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

internal enum AanbodStand
{
    Open = 1,
    Aanvaard,
    Geweigerd,
}

/// <summary>One offer with a melding; one of each kind.</summary>
internal sealed class Aanbod
{
    public required Guid MeldingId { get; init; }

    public required AanbodSoort Soort { get; init; }

    public AanbodStand Stand { get; set; } = AanbodStand.Open;
}

/// <summary>The centre makes an offer (M4); it is open until somebody writes down what came of it.</summary>
internal static class DoeAanbod
{
    internal sealed record Invoer(AanbodSoort Soort);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, MeldingStapAntwoord>(
            "/api/meldingen/{id:guid}/aanbod",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Een kennismakingsgesprek, assessment of vorming aanbieden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, MeldingDbContext db, Meldingstapper stapper, TimeProvider time, CancellationToken cancellationToken)
    {
        var soort = body.Value.Soort;
        var aanbod = await db.Aanbod.SingleOrDefaultAsync(a => a.MeldingId == id && a.Soort == soort, cancellationToken);
        return await stapper.ZetAsync(
            meldingen => meldingen.VanCentrum(caller),
            new Meldingsstap(id, MeldingStapSoort.Aangeboden, Reden: soort.Woord(), Bericht: melding => AlsBericht(melding, soort, time)),
            caller,
            (melding, _) =>
            {
                if (soort != AanbodSoort.Vorming && !melding.Soort.BetreftJongere())
                {
                    // There is nobody to meet or to assess (draaiboek 5.1, 5.2).
                    return new Outcome.Conflict("Een adviesvraag gaat over geen jongere: bied vorming aan, of verbeter eerst de soort.");
                }

                if (aanbod is { Stand: not AanbodStand.Geweigerd })
                {
                    return new Outcome.Conflict("Dit is al aangeboden.");
                }

                if (aanbod is null)
                {
                    db.Aanbod.Add(new Aanbod { MeldingId = id, Soort = soort });
                }
                else
                {
                    // Who declined may be asked again.
                    aanbod.Stand = AanbodStand.Open;
                }

                return null;
            },
            cancellationToken);
    }

    private static AanbodWerdGedaan AlsBericht(Melding melding, AanbodSoort soort, TimeProvider time) => new()
    {
        MeldingId = melding.Id,
        Versie = melding.Versie,
        Op = time.Vandaag(),
        GeregistreerdOp = time.GetUtcNow(),
        Aanbod = soort,
    };
}
