using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// A person says whether two meldingen are about the same young person (G6). Nothing else does: a suggestion that nobody judged joins nothing (M5). May be come
/// back to, with a reason and If-Match; what was said before stays.
/// </summary>
internal static class BeoordeelHerhaling
{
    private const int MaxReden = 2_000;

    internal sealed record Invoer(Oordeel Oordeel, string? Reden);

    internal sealed record Antwoord(Guid MeldingId, Guid AndereMeldingId, Oordeel Oordeel, int Versie);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Reden).Tekst(MaxReden);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            "/api/meldingen/{id:guid}/herhalingen/{andereId:guid}",
            Toegang.VoorPersoon(Rollen.Centrummedewerker),
            "Oordelen of twee meldingen over dezelfde jongere gaan, of zo'n oordeel herzien",
            HandleAsync)
            .WithIfMatch("Bij een herziening: ETag van het oordeel dat herzien wordt, zijn versie tussen aanhalingstekens. Bij een eerste oordeel weg te laten.");

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Guid andereId,
        Body<Invoer> body,
        HttpRequest request,
        Caller caller,
        MeldingDbContext db,
        EnvelopeEncryption encryption,
        Herhalingsindex herhalingen,
        Herhalingszoeker zoeker,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var melding = await db.Meldingen.VanCentrum(caller).SingleOrDefaultAsync(m => m.Id == id && m.JongereId != null, cancellationToken);
        var andere = id == andereId ? null : await db.Meldingen.SingleOrDefaultAsync(m => m.Id == andereId && m.JongereId != null, cancellationToken);
        if (melding is null || andere is null)
        {
            return new Outcome.NotFound();
        }

        // All meldingen whose young person may turn out to be another, with what was judged about them.
        var jongeren = new[] { melding.JongereId, andere.JongereId };
        var groep = await db.Meldingen.Where(m => jongeren.Contains(m.JongereId)).ToListAsync(cancellationToken);
        if (!groep.Contains(melding) || !groep.Contains(andere))
        {
            // Joined to others by somebody else since it was read, two lines above.
            return new Outcome.Stale();
        }

        var ids = groep.Select(m => m.Id).ToArray();
        var oordelen = await db.Herhalingsoordelen.AsNoTracking()
            .Where(oordeel => ids.Contains(oordeel.EersteMeldingId) && ids.Contains(oordeel.TweedeMeldingId))
            .ToListAsync(cancellationToken);
        var huidig = oordelen.Where(oordeel => oordeel.IsTussen(id, andereId)).MaxBy(oordeel => oordeel.Versie);
        if (andere.Centrum != melding.Centrum && huidig is null && andere.JongereId != melding.JongereId)
        {
            // Of another centre's meldingen this one knows what was suggested, and no others.
            if (!await zoeker.IsVoorstelAsync(melding, andereId, cancellationToken))
            {
                return new Outcome.NotFound();
            }

            db.AddAudit(caller, "melding.vergeleken", andereId, time);
        }

        if (Weigering(body.Value, huidig, melding.JongereId == andere.JongereId, request) is { } refusal)
        {
            return refusal;
        }

        if (await encryption.OpenKeyAsync(melding, cancellationToken) is not { } key)
        {
            return new Outcome.Conflict("De gegevens van deze melding zijn gewist.");
        }

        var voordien = groep.ToDictionary(m => m.Id, m => m.JongereId);
        if (new Jongerengroep(groep, oordelen).Pas(body.Value.Oordeel, melding, andere) is { } tegenspraak)
        {
            return new Outcome.Conflict(tegenspraak);
        }

        var oordeel = NieuwOordeel(body.Value, melding, andereId, (huidig?.Versie ?? 0) + 1, caller, key, time);
        db.Herhalingsoordelen.Add(oordeel);
        db.AddAudit(caller, "melding.herhaling-beoordeeld", id, time);
        db.AddAudit(caller, "melding.herhaling-beoordeeld", andereId, time);
        foreach (var verplaatst in groep.Where(m => m.JongereId != voordien[m.Id]))
        {
            db.AddMessage(verplaatst.Id, AlsBericht(verplaatst, herhalingen, time), time);
        }

        return new Outcome.Created($"/api/meldingen/{id}/herhalingen", new Antwoord(id, andereId, oordeel.Oordeel, oordeel.Versie), oordeel.Versie);
    }

    private static Outcome? Weigering(Invoer invoer, Herhalingsoordeel? huidig, bool zelfde, HttpRequest request)
    {
        if (huidig is null)
        {
            // Who names a version has read a judgement that is not there.
            return request.Headers.IfMatch.Count > 0 ? new Outcome.Stale() : null;
        }

        if (request.CheckIfMatch(huidig.Versie) is { } refusal)
        {
            return refusal;
        }

        // One that once joined them may hold no longer: a melding was corrected and got a young person of its own again.
        if (invoer.Oordeel == huidig.Oordeel && zelfde == (huidig.Oordeel == Oordeel.ZelfdeJongere))
        {
            return new Outcome.Conflict("Dit oordeel geldt al.");
        }

        return invoer.Reden is null ? new Outcome.Invalid("reden", "is verplicht bij een herziening") : null;
    }

    private static Herhalingsoordeel NieuwOordeel(Invoer invoer, Melding melding, Guid andereId, int versie, Caller caller, DataKey key, TimeProvider time)
    {
        var (eerste, tweede) = Herhalingsoordeel.Paar(melding.Id, andereId);
        return new Herhalingsoordeel
        {
            EersteMeldingId = eerste,
            TweedeMeldingId = tweede,
            Versie = versie,
            Oordeel = invoer.Oordeel,
            VanuitMeldingId = melding.Id,
            Centrum = melding.Centrum,
            Door = caller.Persoon,
            Op = time.GetUtcNow(),
            RedenVersleuteld = invoer.Reden is { } reden ? key.Encrypt(Herhalingsoordeel.VeldVan(andereId, versie), reden) : null,
        };
    }

    internal static HerhalingWerdVastgesteld AlsBericht(Melding melding, Herhalingsindex herhalingen, TimeProvider time) => new()
    {
        MeldingId = melding.Id,
        Versie = melding.JongereVersie!.Value,
        Pseudoniem = herhalingen.Pseudoniem(melding.JongereId!.Value),
        GeregistreerdOp = time.GetUtcNow(),
    };
}
