using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>What an organisation must report to the agency (M10). Source: draaiboek 4.2.</summary>
internal enum GebeurtenisSoort
{
    GrensoverschrijdendGedrag = 1,

    /// <summary>Facts that may reach the press.</summary>
    MediaAandacht,

    Allebei,
}

/// <summary>How it was reported there.</summary>
internal enum GebeurtenisWijze
{
    Telefoon = 1,
    Mail,
    Formulier,
}

/// <summary>What is known of a report to the agency beside the disclosure that it is (M10): exists only beside it. Never changed.</summary>
internal sealed class ErnstigeGebeurtenis
{
    /// <summary>That of the <see cref="Inlichting"/>.</summary>
    public required Guid Id { get; init; }

    public required GebeurtenisSoort Soort { get; init; }

    public required GebeurtenisWijze Wijze { get; init; }

    /// <summary>The centre that reported it for the organisation; null when the organisation did so itself.</summary>
    public required Centrum? DoorCentrum { get; init; }
}

/// <summary>
/// A person of the organisation, or of the centre for it, writes down that an ernstige gebeurtenis was reported to the agentschap Opgroeien, afdeling Voorzieningenbeleid
/// (M10, A10; draaiboek 4.2). A duty that lifts professional secrecy: so it is a disclosure on that ground, to that agency, and there is no other way to write it down.
/// The platform sends nothing, and no act of M5 comes of it.
/// </summary>
internal static class MeldErnstigeGebeurtenis
{
    private static readonly Grond Meldplicht = new(Rechtsgrond.WettelijkePlicht, null, null, null, null, new WettelijkePlicht(Plicht.ErnstigeGebeurtenis), null);

    /// <param name="Soort">What happened.</param>
    /// <param name="Op">Day on which it was reported.</param>
    /// <param name="Wijze">How.</param>
    /// <param name="Contact">Whom one spoke or wrote there; encrypted.</param>
    /// <param name="WatGemeld">What was reported; encrypted.</param>
    internal sealed record Invoer(GebeurtenisSoort Soort, DateOnly Op, GebeurtenisWijze Wijze, string? Contact, string WatGemeld);

    internal sealed record Antwoord(Guid Id, Guid MeldingId, Ontvanger Ontvanger, Rechtsgrond Rechtsgrond, GebeurtenisSoort Soort, GebeurtenisWijze Wijze, DateOnly Op, Centrum? DoorCentrum);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time)
        {
            RuleFor(i => i.Op).DagVanDeStap(time);
            RuleFor(i => i.Contact).Regel(Verantwoord.MaxContact);
            RuleFor(i => i.WatGemeld).Tekst(Verantwoord.MaxTekst);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            "/api/meldingen/{id:guid}/ernstige-gebeurtenis",
            Toegang.VoorPersoon(Rollen.Melder, Rollen.Centrummedewerker),
            "Vastleggen dat een persoon een ernstige gebeurtenis of mogelijke media-aandacht meldde aan het agentschap Opgroeien; het platform verstuurt zelf niets",
            HandleAsync);

    private static Task<Outcome> HandleAsync(Guid id, Body<Invoer> body, Caller caller, MeldingDbContext db, Inlichter inlichter, CancellationToken cancellationToken)
    {
        var invoer = body.Value;
        var verantwoord = new Verantwoord(invoer.Contact, Waarom(invoer.Soort), invoer.WatGemeld, Meldplicht);
        return inlichter.SchrijfAsync(
            new Inlichtingsdaad(id, Ontvanger.Agentschap, invoer.Op, verantwoord),
            caller,
            (melding, inlichting, _) =>
            {
                var gebeurtenis = new ErnstigeGebeurtenis
                {
                    Id = inlichting.Id,
                    Soort = invoer.Soort,
                    Wijze = invoer.Wijze,
                    DoorCentrum = caller.Scope(Rollen.Melder) == melding.Organisatie ? null : caller.Scope<Centrum>(Rollen.Centrummedewerker),
                };
                db.ErnstigeGebeurtenissen.Add(gebeurtenis);
                return new Outcome.Created(
                    $"/api/meldingen/{id}/stappenplan",
                    new Antwoord(inlichting.Id, id, inlichting.Ontvanger, inlichting.Rechtsgrond, invoer.Soort, invoer.Wijze, invoer.Op, gebeurtenis.DoorCentrum),
                    melding.Versie);
            },
            cancellationToken);
    }

    private static string Waarom(GebeurtenisSoort soort) => soort switch
    {
        GebeurtenisSoort.GrensoverschrijdendGedrag => "Meldplicht: grensoverschrijdend gedrag.",
        GebeurtenisSoort.MediaAandacht => "Meldplicht: feiten die de pers kunnen halen.",
        GebeurtenisSoort.Allebei => "Meldplicht: grensoverschrijdend gedrag dat de pers kan halen.",
        _ => throw new InvalidOperationException($"No words for {soort}."),
    };
}
