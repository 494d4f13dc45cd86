using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// Which other meldingen may be about the same young person, and in what they agree: suggestions that a person confirms or rejects (G6, M5). Of a melding of
/// another centre it tells that there is one, and where; its content is for that centre to tell.
/// </summary>
internal static class LeesHerhalingen
{
    internal sealed record Antwoord(Guid MeldingId, IReadOnlyList<Kandidaat> Kandidaten);

    /// <param name="MeldingId">The other melding.</param>
    /// <param name="Centrum">Where it is.</param>
    /// <param name="Inzage">Whether it is of the caller's centre; without, day, kind and organisation stay away.</param>
    /// <param name="OntvangenOp">Day of receipt.</param>
    /// <param name="Soort">Kind of question.</param>
    /// <param name="Organisatie">KBO number of who asked.</param>
    /// <param name="Overeenkomsten">In what the two agree.</param>
    /// <param name="Stand">What holds now, also by way of other meldingen; null while nobody judged.</param>
    /// <param name="Versie">Of the judgement on these two, for If-Match at a revision; null when there is none.</param>
    /// <param name="Oordelen">Every judgement on these two, the first one first.</param>
    internal sealed record Kandidaat(
        Guid MeldingId,
        Centrum Centrum,
        bool Inzage,
        DateOnly? OntvangenOp,
        SoortVraag? Soort,
        string? Organisatie,
        IReadOnlyList<Overeenkomst> Overeenkomsten,
        Oordeel? Stand,
        int? Versie,
        IReadOnlyList<EerderOordeel> Oordelen);

    /// <param name="Reden">Only of the caller's own centre: another's speaks of its own melding.</param>
    internal sealed record EerderOordeel(int Versie, Oordeel Oordeel, Centrum Centrum, DateTimeOffset Op, string? Reden);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/meldingen/{id:guid}/herhalingen",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Welke andere meldingen over dezelfde jongere kunnen gaan, en waarin ze overeenkomen; elke lezing wordt bijgehouden",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Caller caller,
        MeldingDbContext db,
        Herhalingszoeker zoeker,
        EnvelopeEncryption encryption,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var melding = await db.Meldingen.AsNoTracking().VanCentrum(caller).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (melding is null)
        {
            return new Outcome.NotFound();
        }

        var oordelen = await db.Herhalingsoordelen.AsNoTracking()
            .Where(oordeel => oordeel.EersteMeldingId == id || oordeel.TweedeMeldingId == id)
            .OrderBy(oordeel => oordeel.Versie)
            .ToListAsync(cancellationToken);
        var groep = await db.Meldingen.Where(m => m.JongereId != null && m.JongereId == melding.JongereId && m.Id != id).Select(m => m.Id).ToListAsync(cancellationToken);
        var beoordeeld = oordelen.Select(oordeel => oordeel.Andere(id)).Concat(groep).ToHashSet();

        var gevonden = await zoeker.ZoekAsync(melding, beoordeeld, cancellationToken);
        db.AddAudit(caller, "melding.herhalingen-gelezen", id, time);
        foreach (var (andere, _) in gevonden)
        {
            db.AddAudit(caller, "melding.vergeleken", andere.Id, time);
        }

        var keys = await encryption.OpenKeysAsync([.. oordelen.Where(oordeel => oordeel.RedenVersleuteld is not null).Select(oordeel => oordeel.VanuitMeldingId).Distinct()], cancellationToken);
        return new Outcome.Ok(new Antwoord(id, [.. gevonden
            .Where(gelijkenis => gelijkenis.Vergelijking.IsVoorstel || beoordeeld.Contains(gelijkenis.Andere.Id))
            .OrderByDescending(gelijkenis => gelijkenis.Andere.OntvangenOp).ThenBy(gelijkenis => gelijkenis.Andere.Id)
            .Select(gelijkenis => AlsKandidaat(melding, gelijkenis, oordelen.FindAll(oordeel => oordeel.IsTussen(id, gelijkenis.Andere.Id)), keys))]));
    }

    private static Kandidaat AlsKandidaat(Melding melding, Gelijkenis gelijkenis, List<Herhalingsoordeel> oordelen, IReadOnlyDictionary<Guid, DataKey> keys)
    {
        var andere = gelijkenis.Andere;
        var inzage = andere.Centrum == melding.Centrum;
        return new Kandidaat(
            andere.Id,
            andere.Centrum,
            inzage,
            inzage ? andere.OntvangenOp : null,
            inzage ? andere.Soort : null,
            inzage ? andere.Organisatie : null,
            gelijkenis.Vergelijking.Overeenkomsten,
            Stand(melding, andere, oordelen),
            oordelen.Count > 0 ? oordelen[^1].Versie : null,
            [.. oordelen.Select(oordeel => new EerderOordeel(oordeel.Versie, oordeel.Oordeel, oordeel.Centrum, oordeel.Op, Reden(oordeel)))]);

        string? Reden(Herhalingsoordeel oordeel)
            => oordeel.Centrum == melding.Centrum && keys.TryGetValue(oordeel.VanuitMeldingId, out var key) ? oordeel.Reden(key) : null;
    }

    /// <summary>A judgement that joined them holds no longer once one of them was corrected and got a young person of its own again.</summary>
    private static Oordeel? Stand(Melding melding, Herhalingszoeker.Andere andere, List<Herhalingsoordeel> oordelen)
        => andere.JongereId is not null && andere.JongereId == melding.JongereId ? Oordeel.ZelfdeJongere
            : oordelen is [.., { Oordeel: Oordeel.AndereJongere }] ? Oordeel.AndereJongere
            : null;
}
