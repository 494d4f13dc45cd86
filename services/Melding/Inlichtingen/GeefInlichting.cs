using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Reserved;

namespace Draaiboek.Meldingen;

/// <summary>
/// A person writes down that they told somebody what falls under professional secrecy, on which ground and why (M8, M12; draaiboek 4.2 and 9).
/// An incomplete or misdirected one is refused; nothing is sent from here (M5).
/// </summary>
internal static class GeefInlichting
{
    /// <param name="Ontvanger">Who was told.</param>
    /// <param name="Op">Day on which.</param>
    /// <param name="Contact">Whom one spoke there, and how.</param>
    /// <param name="Waarom">The reasoning.</param>
    /// <param name="WatMeegedeeld">What was told, no more than needed.</param>
    /// <param name="Grond">The ground, with its conditions.</param>
    internal sealed record Invoer(Ontvanger Ontvanger, DateOnly Op, string Contact, string Waarom, string WatMeegedeeld, Grond Grond);

    internal sealed record Antwoord(Guid Id, Guid MeldingId, Ontvanger Ontvanger, Rechtsgrond Rechtsgrond, string Artikelen, DateOnly Op);

    internal sealed class Regels : GrondRegels
    {
        public Regels(TimeProvider time) : base(time)
        {
            RuleFor(i => i.Op).DagVanDeStap(time);
            RuleFor(i => i.Contact).Regel(Verantwoord.MaxContact);
            RuleFor(i => i.Waarom).Tekst(Verantwoord.MaxTekst);
            RuleFor(i => i.WatMeegedeeld).Tekst(Verantwoord.MaxTekst);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            "/api/meldingen/{id:guid}/inlichtingen",
            Toegang.VoorPersoon(Rollen.Melder, Rollen.Centrummedewerker),
            "Vastleggen wie een persoon inlichtte, waarom en op welke rechtsgrond; het platform verstuurt zelf niets",
            HandleAsync);

    private static Task<Outcome> HandleAsync(Guid id, Body<Invoer> body, Caller caller, MeldingDbContext db, Inlichter inlichter, CancellationToken cancellationToken)
    {
        var invoer = body.Value;
        return inlichter.SchrijfAsync(
            new Inlichtingsdaad(id, invoer.Ontvanger, invoer.Op, new Verantwoord(invoer.Contact, invoer.Waarom, invoer.WatMeegedeeld, invoer.Grond)),
            caller,
            (melding, inlichting, key) =>
            {
                if (invoer.Ontvanger == Ontvanger.Consulent && melding.ConsulentBetrokken != true)
                {
                    return new Outcome.Invalid("ontvanger", "bij deze melding is geen consulent betrokken; verbeter eerst de melding als dat veranderd is");
                }

                if (invoer.Ontvanger is Ontvanger.Jeugdparket or Ontvanger.Referentiemagistraat)
                {
                    db.ParketInlichtingen.Add(new ParketInlichting { Id = inlichting.Id });
                    db.Handelingen.Add(new VoorbehoudenHandeling
                    {
                        Soort = HandelingSoort.InlichtingParket,
                        OnderwerpId = inlichting.Id,
                        VoId = inlichting.Door,
                        Rechtsgrond = inlichting.Rechtsgrond,
                        Waarom = key.Encrypt(Velden.Inlichting, invoer.Waarom),
                        Op = inlichting.Op,
                        GeregistreerdOp = inlichting.GeregistreerdOp,
                    });
                }

                return new Outcome.Created(
                    $"/api/meldingen/{id}/stappenplan",
                    new Antwoord(inlichting.Id, id, inlichting.Ontvanger, inlichting.Rechtsgrond, inlichting.Artikelen, inlichting.Op),
                    melding.Versie);
            },
            cancellationToken);
    }
}
