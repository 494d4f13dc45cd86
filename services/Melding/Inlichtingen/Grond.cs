using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>
/// The conditions of the ground on which professional secrecy is lifted (M12), each affirmed by who tells. Of the members that stand for a ground,
/// the one of the chosen ground is there and no other. Source: draaiboek 9.
/// </summary>
internal sealed record Grond(
    Rechtsgrond Rechtsgrond,
    SchuldigVerzuim? SchuldigVerzuim,
    Spreekrecht? Spreekrecht,
    Casusoverleg? Casusoverleg,
    Noodtoestand? Noodtoestand,
    WettelijkePlicht? WettelijkePlicht,
    ToestemmingGegeven? Toestemming);

/// <summary>Article 422bis: a duty.</summary>
/// <param name="GrootGevaar">A person is in great danger.</param>
/// <param name="ZelfVastgesteldOfBeschreven">Seen oneself, or described by who asks for help.</param>
/// <param name="HulpZonderGevaar">One can help without danger to oneself or others.</param>
internal sealed record SchuldigVerzuim(bool GrootGevaar, bool ZelfVastgesteldOfBeschreven, bool HulpZonderGevaar);

/// <summary>Article 458bis: a right to speak, to the procureur des Konings only.</summary>
/// <param name="Misdrijf">The crime that one knows of.</param>
/// <param name="OpMinderjarige">It was committed on a minor.</param>
/// <param name="ErnstigDreigendGevaar">Serious and imminent danger to the integrity of this minor.</param>
/// <param name="GevaarVoorAnderen">Indications of real danger that other minors become victims of it.</param>
/// <param name="NietAndersTeBeschermen">That integrity can't be protected by oneself or with the help of others.</param>
internal sealed record Spreekrecht(Misdrijf Misdrijf, bool OpMinderjarige, bool ErnstigDreigendGevaar, bool GevaarVoorAnderen, bool NietAndersTeBeschermen);

/// <summary>Article 458ter.</summary>
/// <param name="Grondslag">What organises the consultation.</param>
/// <param name="BeschermingVanPersonen">It serves to protect the integrity of persons.</param>
internal sealed record Casusoverleg(OverlegGrondslag Grondslag, bool BeschermingVanPersonen);

/// <param name="HogerGoed">Which good outweighs secrecy, in words.</param>
internal sealed record Noodtoestand(string HogerGoed);

internal sealed record WettelijkePlicht(Plicht Plicht);

/// <summary>Ours: consent of the person, on a day.</summary>
internal sealed record ToestemmingGegeven(ToestemmingVan Door, DateOnly Op);

/// <summary>An incomplete ground is refused with what is missing, and so is one that does not reach who is told.</summary>
internal abstract class GrondRegels : AbstractValidator<GeefInlichting.Invoer>
{
    private const string HoortNiet = "hoort niet bij deze rechtsgrond";
    private const int MaxHogerGoed = 2_000;

    private static readonly Ontvanger[] Parket = [Ontvanger.Jeugdparket, Ontvanger.Referentiemagistraat];

    protected GrondRegels(TimeProvider time)
        => When((_, context) => context.WasRead("grond") && context.WasRead("grond.rechtsgrond"), () => RegelsPerGrond(time));

    private void RegelsPerGrond(TimeProvider time)
    {
        Voor(Rechtsgrond.SchuldigVerzuim422bis, i => i.Grond.SchuldigVerzuim, "schuldigVerzuim", VoorSchuldigVerzuim);
        Voor(Rechtsgrond.Spreekrecht458bis, i => i.Grond.Spreekrecht, "spreekrecht", VoorSpreekrecht);
        Voor(Rechtsgrond.Casusoverleg458ter, i => i.Grond.Casusoverleg, "casusoverleg", VoorCasusoverleg);
        Voor(Rechtsgrond.Noodtoestand, i => i.Grond.Noodtoestand, "noodtoestand", () => RuleFor(i => i.Grond.Noodtoestand!.HogerGoed).Tekst(MaxHogerGoed));
        Voor(Rechtsgrond.WettelijkePlicht, i => i.Grond.WettelijkePlicht, "wettelijkePlicht", VoorPlicht);
        Voor(Rechtsgrond.Toestemming, i => i.Grond.Toestemming, "toestemming", () =>
        {
            RuleFor(i => i.Grond.Toestemming!.Op).DagVanDeStap(time);
            RuleFor(i => i.Grond.Toestemming!.Op).Must((i, op) => op <= i.Op).WithMessage("moet voor de inlichting gegeven zijn");
        });
    }

    private void Voor<T>(Rechtsgrond grond, Func<GeefInlichting.Invoer, T?> deel, string naam, Action voorwaarden) where T : class
    {
        RuleFor(i => i).Custom((invoer, context) =>
        {
            var gekozen = invoer.Grond.Rechtsgrond == grond;
            if (gekozen && deel(invoer) is null)
            {
                context.AddFailure("Grond." + naam, "is verplicht bij deze rechtsgrond");
            }
            else if (!gekozen && deel(invoer) is not null)
            {
                context.AddFailure("Grond." + naam, HoortNiet);
            }
        });
        When(i => i.Grond.Rechtsgrond == grond && deel(i) is not null, voorwaarden);
    }

    private void VoorSchuldigVerzuim()
    {
        const string Voorwaarde = "is een voorwaarde van artikel 422bis";
        RuleFor(i => i.Grond.SchuldigVerzuim!.GrootGevaar).Equal(true).WithMessage(Voorwaarde);
        RuleFor(i => i.Grond.SchuldigVerzuim!.ZelfVastgesteldOfBeschreven).Equal(true).WithMessage(Voorwaarde);
        RuleFor(i => i.Grond.SchuldigVerzuim!.HulpZonderGevaar).Equal(true).WithMessage(Voorwaarde);
        RuleFor(i => i.Ontvanger).Must(ontvanger => ontvanger is Ontvanger.Politie or Ontvanger.Hulpdienst or Ontvanger.Consulent or Ontvanger.AndereHulpverlener || Parket.Contains(ontvanger))
            .WithMessage("artikel 422bis vraagt hulp voor wie in gevaar is: aan politie, hulpdienst, parket, consulent of een andere hulpverlener");
    }

    private void VoorSpreekrecht()
    {
        const string Voorwaarde = "is een voorwaarde van artikel 458bis";
        RuleFor(i => i.Grond.Spreekrecht!.OpMinderjarige).Equal(true).WithMessage(Voorwaarde);
        RuleFor(i => i.Grond.Spreekrecht!.NietAndersTeBeschermen).Equal(true).WithMessage(Voorwaarde);
        RuleFor(i => i.Grond.Spreekrecht!.ErnstigDreigendGevaar).Must((i, gevaar) => gevaar || i.Grond.Spreekrecht!.GevaarVoorAnderen)
            .WithMessage("artikel 458bis vraagt een ernstig en dreigend gevaar voor deze minderjarige, of aanwijzingen van reëel gevaar voor andere minderjarigen");
        RuleFor(i => i.Ontvanger).Must(Parket.Contains).WithMessage("artikel 458bis laat enkel de procureur des Konings toe: jeugdparket of referentiemagistraat");
    }

    private void VoorCasusoverleg()
    {
        RuleFor(i => i.Grond.Casusoverleg!.BeschermingVanPersonen).Equal(true).WithMessage("is een voorwaarde van artikel 458ter");
        RuleFor(i => i.Ontvanger).Equal(Ontvanger.Casusoverleg).WithMessage("artikel 458ter geldt in een georganiseerd casusoverleg");
    }

    private void VoorPlicht()
    {
        RuleFor(i => i.Grond.WettelijkePlicht!.Plicht).NotEqual(Plicht.ErnstigeGebeurtenis)
            .WithMessage("een melding aan het agentschap legt u vast op het adres ernstige-gebeurtenis van deze melding, met soort en wijze");
        RuleFor(i => i.Ontvanger).Equal(Ontvanger.Rechtbank)
            .When(i => i.Grond.WettelijkePlicht!.Plicht == Plicht.Getuigenis)
            .WithMessage("getuigenis richt zich tot de rechtbank");
    }
}
