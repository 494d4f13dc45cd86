using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>What a person told somebody.</summary>
/// <param name="MeldingId">The melding that it was about.</param>
/// <param name="Ontvanger">Who was told.</param>
/// <param name="Op">Day on which.</param>
/// <param name="Verantwoord">Whom, why, what and on which ground, in words; encrypted.</param>
internal sealed record Inlichtingsdaad(Guid MeldingId, Ontvanger Ontvanger, DateOnly Op, Verantwoord Verantwoord);

/// <summary>What every account of a disclosure does around its own: find the melding, see that there is somebody to tell about, write it down.</summary>
internal sealed class Inlichter(MeldingDbContext db, EnvelopeEncryption encryption, TimeProvider time)
{
    /// <param name="daad">What was told.</param>
    /// <param name="caller">Who told it: a person.</param>
    /// <param name="antwoord">The account's own part, with the key of the melding, and the answer; a refusal when it can't.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Outcome> SchrijfAsync(
        Inlichtingsdaad daad, Caller caller, Func<Melding, Inlichting, DataKey, Outcome> antwoord, CancellationToken cancellationToken)
    {
        var melding = await db.Meldingen.AsNoTracking().ZichtbaarVoor(caller).SingleOrDefaultAsync(m => m.Id == daad.MeldingId, cancellationToken);
        if (melding is null)
        {
            return new Outcome.NotFound();
        }

        if (!melding.Soort.BetreftJongere())
        {
            return new Outcome.Conflict("Een adviesvraag gaat over geen jongere: er is niets om over in te lichten. Laat het centrum eerst de soort verbeteren.");
        }

        if (await encryption.OpenKeyAsync(melding, cancellationToken) is not { } key)
        {
            return new Outcome.Conflict("De gegevens van deze melding zijn gewist.");
        }

        var inlichting = new Inlichting
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            MeldingId = melding.Id,
            Ontvanger = daad.Ontvanger,
            Rechtsgrond = daad.Verantwoord.Grond.Rechtsgrond,
            Op = daad.Op,
            GeregistreerdOp = time.GetUtcNow(),
            Door = caller.Persoon,
            VerantwoordingVersleuteld = key.Encrypt(Velden.Inlichting, JsonSerializer.Serialize(daad.Verantwoord)),
        };
        db.Inlichtingen.Add(inlichting);
        db.AddAudit(caller, "melding.inlichting", melding.Id, time);
        db.AddMessage(melding.Id, AlsBericht(inlichting), time);
        return antwoord(melding, inlichting, key);
    }

    private static InlichtingWerdGegeven AlsBericht(Inlichting inlichting) => new()
    {
        InlichtingId = inlichting.Id,
        MeldingId = inlichting.MeldingId,
        Versie = 1,
        Op = inlichting.Op,
        GeregistreerdOp = inlichting.GeregistreerdOp,
        Ontvanger = inlichting.Ontvanger,
        Rechtsgrond = inlichting.Rechtsgrond,
    };
}
