using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>What a melding must hold, all of it judged at once (DESIGN 8).</summary>
internal sealed class MeldingRegels : VraagRegels<MeldingInvoer>
{
    public MeldingRegels(TimeProvider time) : base(time)
    {
        RuleFor(m => m.Contactpersoon).SetValidator(new ContactpersoonRegels());
        RuleFor(m => m.OntvangenOp!.Value).NietInDeToekomst(time).When(m => m.OntvangenOp is not null).OverridePropertyName(nameof(MeldingInvoer.OntvangenOp));
        RuleFor(m => m).Custom((melding, context) =>
        {
            // A day in the future is told by itself.
            var ontvangen = melding.OntvangenOp is { } dag && dag < time.Vandaag() ? dag : time.Vandaag();
            if (melding.Jongere?.Geboortedatum is { } geboren && geboren <= time.Vandaag() && Leeftijd.Fout(geboren, ontvangen) is { } fout)
            {
                context.AddFailure($"{nameof(melding.Jongere)}.{nameof(JongereInvoer.Geboortedatum)}", fout);
            }
        });

        RegelsVoorWieMeldt(time);
    }

    /// <summary>An organisation reports for itself, today; a centre registers what came to it, for an organisation, also afterwards (DESIGN, intake).</summary>
    private void RegelsVoorWieMeldt(TimeProvider time)
    {
        RuleFor(m => m).Custom((melding, context) =>
        {
            if (context.Caller().Scope<Centrum>(Rollen.Centrummedewerker) is { } centrum)
            {
                VoorCentrum(melding, centrum, context);
            }
            else
            {
                VoorOrganisatie(melding, time.Vandaag(), context);
            }
        });
    }

    private static void VoorCentrum(MeldingInvoer melding, Centrum centrum, ValidationContext<MeldingInvoer> context)
    {
        if (melding.Centrum != centrum)
        {
            context.AddFailure(nameof(melding.Centrum), "een centrum registreert wat het zelf ontving");
        }

        if (!KboNummer.IsGeldig(melding.NamensOrganisatie))
        {
            context.AddFailure(nameof(melding.NamensOrganisatie), "een centrum noemt de organisatie: een KBO-nummer van 10 cijfers met juist controlegetal");
        }

        if (melding.OntvangenOp is not { } op || op < Dagen.Eerste)
        {
            context.AddFailure(nameof(melding.OntvangenOp), $"een centrum noemt de dag van ontvangst, vanaf {Dagen.Eerste:yyyy-MM-dd}");
        }

        if (melding.Kanaal is null)
        {
            context.AddFailure(nameof(melding.Kanaal), "een centrum noemt hoe de vraag binnenkwam");
        }
    }

    private static void VoorOrganisatie(MeldingInvoer melding, DateOnly vandaag, ValidationContext<MeldingInvoer> context)
    {
        if (melding.NamensOrganisatie is not null)
        {
            context.AddFailure(nameof(melding.NamensOrganisatie), "een organisatie meldt voor zichzelf; laat dit veld weg");
        }

        if (melding.OntvangenOp is { } op && op != vandaag)
        {
            context.AddFailure(nameof(melding.OntvangenOp), "een eigen melding is van vandaag; wat eerder binnenkwam registreert het centrum");
        }

        if (melding.Kanaal is not (null or Kanaal.Platform))
        {
            context.AddFailure(nameof(melding.Kanaal), "een eigen melding komt langs het platform");
        }

        if (!KboNummer.IsGeldig(context.Caller().Scope(Rollen.Melder)))
        {
            context.AddFailure("", "uw toegangstoken noemt geen organisatie met een geldig KBO-nummer");
        }
    }
}

internal sealed class JongereRegels : AbstractValidator<JongereInvoer>
{
    private const int MaxNaam = 100;

    public JongereRegels(TimeProvider time)
    {
        RuleFor(j => j.Voornaam).Regel(MaxNaam);
        RuleFor(j => j.Familienaam).Regel(MaxNaam);
        RuleFor(j => j.Geboortedatum!.Value).NietInDeToekomst(time)
            .When(j => j.Geboortedatum is not null).OverridePropertyName(nameof(JongereInvoer.Geboortedatum));
        RuleFor(j => j.Rijksregisternummer).Must(nummer => nummer is null || Rijksregisternummer.IsGeldig(nummer))
            .WithMessage("heeft geen juist controlegetal");
        RuleFor(j => j.Rijksregisternummer).Must((jongere, nummer) => Rijksregisternummer.PastBij(nummer!, jongere.Geboortedatum!.Value))
            .WithMessage("past niet bij de geboortedatum")
            .When(j => j.Geboortedatum is not null && j.Rijksregisternummer is { } nummer && Rijksregisternummer.IsGeldig(nummer));
    }
}

internal sealed class ConsulentRegels : AbstractValidator<ConsulentInvoer>
{
    public ConsulentRegels()
    {
        When(c => c.Betrokken, () =>
        {
            RuleFor(c => c.Dienst).NotNull().WithMessage("noem de dienst van de consulent");
            RuleFor(c => c.Afgesproken).NotNull().WithMessage("zeg of de melding met de consulent is afgesproken");
        });
        When((c, context) => !c.Betrokken && context.WasRead("consulent.betrokken"), () =>
        {
            RuleFor(c => c.Dienst).Null().WithMessage("hoort er niet bij als er geen consulent betrokken is");
            RuleFor(c => c.Afgesproken).Null().WithMessage("hoort er niet bij als er geen consulent betrokken is");
        });
    }
}
