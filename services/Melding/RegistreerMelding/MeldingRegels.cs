using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>What a melding must hold, all of it judged at once (DESIGN 8).</summary>
internal sealed class MeldingRegels : AbstractValidator<MeldingInvoer>
{
    /// <summary>The platform takes in no questions from before; the first registration of the meldpunt dates from 2018.</summary>
    private static readonly DateOnly EersteDag = new(2015, 1, 1);

    private const int MaxOmschrijving = 20_000;
    private const int MaxKeerWeggelopen = 1_000;

    public MeldingRegels(TimeProvider time)
    {
        RuleFor(m => m.Contactpersoon).SetValidator(new ContactpersoonRegels());
        RuleFor(m => m.Omschrijving).Tekst(MaxOmschrijving);
        RuleFor(m => m.Signalen).Must(signalen => signalen is null || signalen.Distinct().Count() == signalen.Count)
            .WithMessage("noem elk signaal één keer");
        RuleFor(m => m.AantalKeerWeggelopen).InclusiveBetween(0, MaxKeerWeggelopen)
            .WithMessage($"moet van 0 tot {MaxKeerWeggelopen} zijn");
        RuleFor(m => m.OntvangenOp!.Value).NietInDeToekomst(time).When(m => m.OntvangenOp is not null).OverridePropertyName(nameof(MeldingInvoer.OntvangenOp));

        RegelsVoorWieMeldt(time);
        RegelsPerSoort(time);
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

        if (melding.OntvangenOp is not { } op || op < EersteDag)
        {
            context.AddFailure(nameof(melding.OntvangenOp), $"een centrum noemt de dag van ontvangst, vanaf {EersteDag:yyyy-MM-dd}");
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

    private void RegelsPerSoort(TimeProvider time)
    {
        When(m => m.Soort.BetreftJongere(), () =>
        {
            RuleFor(m => m.Jongere).NotNull().WithMessage("is verplicht bij deze soort vraag").SetValidator(new JongereRegels(time)!);
            RuleFor(m => m.Signalen).NotNull().WithMessage("is verplicht bij deze soort vraag; een lege lijst kan");
            RuleFor(m => m.LinkTienerpooier).NotNull().WithMessage("is verplicht bij deze soort vraag; onbekend kan");
            RuleFor(m => m.Rekruteringskanaal).NotNull().WithMessage("is verplicht bij deze soort vraag; onbekend kan");
            RuleFor(m => m.Acuut).NotNull().WithMessage("is verplicht bij deze soort vraag");
            RuleFor(m => m.Consulent).NotNull().WithMessage("is verplicht bij deze soort vraag").SetValidator(new ConsulentRegels()!);
        });
        When(m => Enum.IsDefined(m.Soort) && !m.Soort.BetreftJongere(), () =>
        {
            // M11: what concerns one young person is refused in an adviesvraag, not quietly dropped.
            const string ZonderJongere = "hoort niet bij een adviesvraag; stel die zonder gegevens van een jongere";
            RuleFor(m => m.Jongere).Null().WithMessage(ZonderJongere);
            RuleFor(m => m.Signalen).Null().WithMessage(ZonderJongere);
            RuleFor(m => m.AantalKeerWeggelopen).Null().WithMessage(ZonderJongere);
            RuleFor(m => m.LinkTienerpooier).Null().WithMessage(ZonderJongere);
            RuleFor(m => m.Rekruteringskanaal).Null().WithMessage(ZonderJongere);
            RuleFor(m => m.Consulent).Null().WithMessage(ZonderJongere);
            RuleFor(m => m.Acuut).NotEqual(true).WithMessage("een acute situatie is geen adviesvraag; bel bij onmiddellijk gevaar de politie (101) en meld met een andere soort");
        });
    }
}

internal sealed class JongereRegels : AbstractValidator<JongereInvoer>
{
    private const int MaxNaam = 100;
    private const int OudsteJaren = 120;

    public JongereRegels(TimeProvider time)
    {
        RuleFor(j => j.Voornaam).Regel(MaxNaam);
        RuleFor(j => j.Familienaam).Regel(MaxNaam);
        RuleFor(j => j.Geboortedatum!.Value).NietInDeToekomst(time)
            .Must(dag => dag > time.Vandaag().AddYears(-OudsteJaren)).WithMessage("ligt te ver in het verleden")
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
