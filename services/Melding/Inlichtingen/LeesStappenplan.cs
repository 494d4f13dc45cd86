using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// Whom the Draaiboek says to tell in an acute situation (M8; draaiboek 4.2), what of it was done by whom, and how long nobody touched the melding.
/// A list to work off: nothing on it happens by itself (M5).
/// </summary>
internal static class LeesStappenplan
{
    /// <param name="Ontvangers">Telling one of these does it.</param>
    /// <param name="Wanneer">In which case, in one sentence.</param>
    /// <param name="Bron">Section of the Draaiboek.</param>
    internal sealed record Stap(IReadOnlyList<Ontvanger> Ontvangers, string Wanneer, string Bron, bool Gedaan);

    /// <param name="ErnstigeGebeurtenis">Of a report to the agency (M10).</param>
    internal sealed record Gedaan(
        Guid Id,
        Ontvanger Ontvanger,
        Rechtsgrond Rechtsgrond,
        string Artikelen,
        DateOnly Op,
        DateTimeOffset GeregistreerdOp,
        string Door,
        string? Contact,
        string? Waarom,
        string? WatMeegedeeld,
        Gebeurtenis? ErnstigeGebeurtenis);

    /// <param name="DoorCentrum">The centre that reported it for the organisation.</param>
    internal sealed record Gebeurtenis(GebeurtenisSoort Soort, GebeurtenisWijze Wijze, Centrum? DoorCentrum);

    /// <param name="UrenOnaangeroerd">Of an acute one: whole hours since it is so in which nobody took a step; null once somebody did, and for what was loaded from earlier registrations.</param>
    internal sealed record Antwoord(Guid Id, bool Acuut, int? UrenOnaangeroerd, IReadOnlyList<Stap> Stappen, IReadOnlyList<Gedaan> Inlichtingen);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/meldingen/{id:guid}/stappenplan",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Wie volgens het draaiboek in te lichten is, en wat daarvan gedaan is",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Caller caller, MeldingDbContext db, EnvelopeEncryption encryption, TimeProvider time, CancellationToken cancellationToken)
    {
        var melding = await db.LeesbaarVoor(caller, time).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (melding is null)
        {
            return new Outcome.NotFound();
        }

        var inlichtingen = await db.Inlichtingen.AsNoTracking().Where(i => i.MeldingId == id).OrderBy(i => i.GeregistreerdOp).ThenBy(i => i.Id).ToListAsync(cancellationToken);
        var ids = inlichtingen.ConvertAll(i => i.Id);
        var gebeurtenissen = await db.ErnstigeGebeurtenissen.AsNoTracking().Where(g => ids.Contains(g.Id)).ToDictionaryAsync(g => g.Id, cancellationToken);
        var onaangeroerd = await db.Meldingen.Where(m => m.Id == id).Onaangeroerd(db).AnyAsync(cancellationToken);
        var key = await encryption.OpenKeyAsync(melding, cancellationToken);
        db.AddAudit(caller, "melding.stappenplan-gelezen", id, time);
        return new Outcome.Ok(
            new Antwoord(
                id,
                melding.Acuut,
                onaangeroerd ? Acuut.Uren(melding.AcuutSinds, time.GetUtcNow()) : null,
                [.. Lijst(melding).Select(stap => stap with { Gedaan = inlichtingen.Exists(i => Doet(i, stap, melding)) })],
                [.. inlichtingen.Select(i => AlsGedaan(i, gebeurtenissen.GetValueOrDefault(i.Id), key))]),
            melding.Versie);
    }

    private static IEnumerable<Stap> Lijst(Melding melding)
    {
        if (!melding.Acuut)
        {
            yield break;
        }

        yield return new Stap([Ontvanger.Politie], "Bij onmiddellijk gevaar: bel eerst de politie (101) of 112.", "draaiboek 4.2", false);
        yield return new Stap([Ontvanger.Jeugdparket, Ontvanger.Referentiemagistraat], "Bij gevaar of acute dreiging: rechtstreeks het parket.", "draaiboek 4.2; artikel 458bis Sw.", false);
        if (melding.ConsulentBetrokken == true)
        {
            yield return new Stap([Ontvanger.Consulent], "De consulent is betrokken: zeg welke stappen gezet zijn.", "draaiboek 4.2", false);
        }

        yield return new Stap([Ontvanger.Jeugdrechter], "Als een jeugdrechter betrokken is: zeg welke stappen gezet zijn.", "draaiboek 4.2", false);
        if (melding.Sector.IsJeugdhulp())
        {
            yield return new Stap(
                [Ontvanger.Agentschap],
                "Bij grensoverschrijdend gedrag, of feiten die de pers kunnen halen: een erkende organisatie meldt ze aan het agentschap Opgroeien, afdeling Voorzieningenbeleid.",
                "draaiboek 4.2",
                false);
        }
    }

    /// <summary>
    /// The agency may be told of something else on another ground: that is not the report of an ernstige gebeurtenis. And what was told on an earlier day, of a melding that was
    /// not acute yet, told nobody of this danger.
    /// </summary>
    private static bool Doet(Inlichting inlichting, Stap stap, Melding melding)
        => stap.Ontvangers.Contains(inlichting.Ontvanger)
            && (inlichting.Ontvanger != Ontvanger.Agentschap || inlichting.Rechtsgrond == Rechtsgrond.WettelijkePlicht)
            && (inlichting.GeregistreerdOp >= melding.AcuutSinds || (melding.AcuutSinds is { } sinds && inlichting.Op >= Kalender.DagVan(sinds)));

    private static Gedaan AlsGedaan(Inlichting inlichting, ErnstigeGebeurtenis? gebeurtenis, DataKey? key)
    {
        var woorden = key is null ? null : JsonSerializer.Deserialize<Verantwoord>(key.Decrypt(Velden.Inlichting, inlichting.VerantwoordingVersleuteld));
        return new Gedaan(
            inlichting.Id,
            inlichting.Ontvanger,
            inlichting.Rechtsgrond,
            inlichting.Artikelen,
            inlichting.Op,
            inlichting.GeregistreerdOp,
            inlichting.Door,
            woorden?.Contact,
            woorden?.Waarom,
            woorden?.WatMeegedeeld,
            gebeurtenis is null ? null : new Gebeurtenis(gebeurtenis.Soort, gebeurtenis.Wijze, gebeurtenis.DoorCentrum));
    }
}
