using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>What is asked and about whom: the part of a melding that can be corrected afterwards.</summary>
internal interface IVraag
{
    SoortVraag Soort { get; }

    JongereInvoer? Jongere { get; }

    IReadOnlyList<Signaal>? Signalen { get; }

    int? AantalKeerWeggelopen { get; }

    LinkTienerpooier? LinkTienerpooier { get; }

    Rekruteringskanaal? Rekruteringskanaal { get; }

    ConsulentInvoer? Consulent { get; }

    bool? Acuut { get; }

    string Omschrijving { get; }
}

internal static class VraagInhoud
{
    /// <summary>Takes over the codes and classes of what is asked, and what its signals come to; what identifies somebody is encrypted by who has the key.</summary>
    /// <param name="nu">Since when it is acute, when it was not.</param>
    public static void Vul(this Melding melding, IVraag vraag, Signaalcatalogus catalogus, DateTimeOffset nu)
    {
        melding.Acuut = vraag.Acuut ?? false;
        melding.AcuutSinds = melding.Acuut ? melding.AcuutSinds ?? nu : null;
        // Once it was no longer, it is of now when somebody finds it to be so again.
        melding.AcuutVanVroeger &= melding.Acuut;
        melding.Leeftijdsklasse = vraag.Jongere is { } jongere ? Leeftijd.Klasse(jongere.Geboortedatum, melding.OntvangenOp) : null;
        melding.Geslacht = vraag.Jongere?.Geslacht;
        melding.Provincie = vraag.Jongere?.Provincie;
        melding.Verblijf = vraag.Jongere?.Verblijf;
        melding.LinkTienerpooier = vraag.LinkTienerpooier;
        melding.Rekruteringskanaal = vraag.Rekruteringskanaal;
        melding.AantalKeerWeggelopen = vraag.AantalKeerWeggelopen;
        melding.ConsulentBetrokken = vraag.Consulent?.Betrokken;
        melding.ConsulentDienst = vraag.Consulent?.Dienst;
        melding.ConsulentAfgesproken = vraag.Consulent?.Afgesproken;
        melding.Signalen = vraag.Signalen ?? [];
        melding.Risicotaxatie = vraag.Soort.BetreftJongere() ? catalogus.Taxeer(melding.Signalen, melding.AantalKeerWeggelopen, melding.Acuut) : null;
    }
}

/// <summary>What each kind of question asks and refuses (M1, M11), the same at registration and at a correction.</summary>
internal abstract class VraagRegels<T> : AbstractValidator<T> where T : IVraag
{
    private const int MaxOmschrijving = 20_000;

    protected VraagRegels(TimeProvider time)
    {
        RuleFor(m => m.Omschrijving).Tekst(MaxOmschrijving);
        RuleFor(m => m.Signalen).ElkEenKeer();
        RuleFor(m => m.AantalKeerWeggelopen).KeerWeggelopen();
        RegelsPerSoort(time);
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
