using System.Collections.Frozen;
using static Draaiboek.Meldingen.MeldingStapSoort;
using static Draaiboek.Meldingen.MeldingToestand;

namespace Draaiboek.Meldingen;

internal enum MeldingStapSoort
{
    Gecorrigeerd = 1,
    Aangevuld,
    Ingetrokken,
    Afgesloten,
    OverdrachtAangeboden,
    OverdrachtAanvaard,
    OverdrachtGeweigerd,
    OverdrachtTeruggenomen,
    Beantwoord,
    Aangeboden,
    AanbodBeantwoord,
    Afgetoetst,
    Verontrusting,
    OudersBesproken,
    MedischeZorg,
    Gewist,
    BijlageToegevoegd,
    BijlageVerwijderd,
    UitbuitingGeregistreerd,
    UitbuitingIngetrokken,
}

/// <summary>Which step is possible in which state of a melding, and where it leads. What does not stand here is refused (DESIGN 6).</summary>
internal static class Meldingstabel
{
    private static readonly FrozenDictionary<(MeldingToestand, MeldingStapSoort), MeldingToestand> Overgangen =
        new Dictionary<(MeldingToestand, MeldingStapSoort), MeldingToestand>
        {
            [(Geregistreerd, Gecorrigeerd)] = Geregistreerd,
            [(Geregistreerd, Aangevuld)] = Geregistreerd,
            [(Geregistreerd, Beantwoord)] = Geregistreerd,
            [(Geregistreerd, Aangeboden)] = Geregistreerd,
            [(Geregistreerd, AanbodBeantwoord)] = Geregistreerd,
            [(Geregistreerd, Afgetoetst)] = Geregistreerd,
            [(Geregistreerd, Verontrusting)] = Geregistreerd,
            [(Geregistreerd, OudersBesproken)] = Geregistreerd,
            [(Geregistreerd, MedischeZorg)] = Geregistreerd,
            [(Geregistreerd, BijlageToegevoegd)] = Geregistreerd,
            [(Geregistreerd, BijlageVerwijderd)] = Geregistreerd,
            [(Geregistreerd, UitbuitingGeregistreerd)] = Geregistreerd,
            [(Geregistreerd, UitbuitingIngetrokken)] = Geregistreerd,
            [(Geregistreerd, MeldingStapSoort.Ingetrokken)] = MeldingToestand.Ingetrokken,
            [(Geregistreerd, MeldingStapSoort.Afgesloten)] = MeldingToestand.Afgesloten,
            [(Geregistreerd, MeldingStapSoort.OverdrachtAangeboden)] = MeldingToestand.OverdrachtAangeboden,

            // The organisation need not wait for two centres to agree: what it knows more of, and what it does, is written down at any time.
            [(MeldingToestand.OverdrachtAangeboden, Aangevuld)] = MeldingToestand.OverdrachtAangeboden,
            [(MeldingToestand.OverdrachtAangeboden, Afgetoetst)] = MeldingToestand.OverdrachtAangeboden,
            [(MeldingToestand.OverdrachtAangeboden, Verontrusting)] = MeldingToestand.OverdrachtAangeboden,
            [(MeldingToestand.OverdrachtAangeboden, OudersBesproken)] = MeldingToestand.OverdrachtAangeboden,
            [(MeldingToestand.OverdrachtAangeboden, MedischeZorg)] = MeldingToestand.OverdrachtAangeboden,
            [(MeldingToestand.OverdrachtAangeboden, BijlageToegevoegd)] = MeldingToestand.OverdrachtAangeboden,
            [(MeldingToestand.OverdrachtAangeboden, BijlageVerwijderd)] = MeldingToestand.OverdrachtAangeboden,
            [(MeldingToestand.OverdrachtAangeboden, OverdrachtAanvaard)] = Geregistreerd,
            [(MeldingToestand.OverdrachtAangeboden, OverdrachtGeweigerd)] = Geregistreerd,
            [(MeldingToestand.OverdrachtAangeboden, OverdrachtTeruggenomen)] = Geregistreerd,

            // Erased, it is still what it was: a question that counts, or one that was taken back.
            [(MeldingToestand.Afgesloten, Gewist)] = MeldingToestand.Afgesloten,
            [(MeldingToestand.Ingetrokken, Gewist)] = MeldingToestand.Ingetrokken,
            // How somebody was exploited often shows only afterwards, and so does that it was somebody else.
            [(MeldingToestand.Afgesloten, UitbuitingGeregistreerd)] = MeldingToestand.Afgesloten,
            [(MeldingToestand.Afgesloten, UitbuitingIngetrokken)] = MeldingToestand.Afgesloten,
            // That a document is of another child may show only afterwards.
            [(MeldingToestand.Afgesloten, BijlageVerwijderd)] = MeldingToestand.Afgesloten,
            [(MeldingToestand.Ingetrokken, BijlageVerwijderd)] = MeldingToestand.Ingetrokken,
        }.ToFrozenDictionary();

    public static MeldingToestand? Naar(MeldingToestand van, MeldingStapSoort stap)
        => Overgangen.TryGetValue((van, stap), out var naar) ? naar : null;

    public static IReadOnlyList<MeldingStapSoort> ToegelatenVan(MeldingToestand toestand)
        => [.. Enum.GetValues<MeldingStapSoort>().Where(stap => Overgangen.ContainsKey((toestand, stap)))];
}
