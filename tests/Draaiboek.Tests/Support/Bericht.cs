using Draaiboek.Berichten;

namespace Draaiboek.Tests.Support;

/// <summary>Messages that are right; a test changes what it is about.</summary>
internal static class Bericht
{
    public static MeldingWerdGeregistreerd Vraag(
        SoortVraag soort = SoortVraag.VraagAssessment,
        DateOnly? op = null,
        Centrum centrum = Centrum.Payoke,
        bool acuut = false,
        Guid? melding = null)
        => new()
        {
            MeldingId = melding ?? Guid.CreateVersion7(),
            Versie = 1,
            Soort = soort,
            Centrum = centrum,
            Kanaal = Kanaal.Telefoon,
            Sector = Sector.Jeugdhulp,
            OntvangenOp = op ?? new DateOnly(2019, 3, 4),
            GeregistreerdOp = DateTimeOffset.UtcNow,
            Acuut = acuut,
            AcuutVanVroeger = false,
            Signalen = [Signaal.Weglopen],
        };

    /// <summary>The question as it stands after a correction of its kind on that day.</summary>
    public static MeldingWerdGewijzigd Gewijzigd(MeldingWerdGeregistreerd vraag, int versie, SoortVraag soort, DateOnly op) => new()
    {
        MeldingId = vraag.MeldingId,
        Versie = versie,
        Wijziging = MeldingWijziging.Gecorrigeerd,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Ingetrokken = false,
        Soort = soort,
        Centrum = vraag.Centrum,
        Kanaal = vraag.Kanaal,
        Sector = vraag.Sector,
        OntvangenOp = vraag.OntvangenOp,
        Acuut = vraag.Acuut,
        AcuutVanVroeger = vraag.AcuutVanVroeger,
    };

    public static JuridischDossierWerdGeopend Dossier(Guid melding, DateOnly op) => new()
    {
        DossierId = Guid.CreateVersion7(),
        MeldingId = melding,
        Versie = 1,
        Aanleiding = AanleidingSoort.PositiefAdvies,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
    };

    public static JuridischeStapWerdGezet JuridischeStap(JuridischeStapSoort soort, DateOnly op, Guid? melding = null) => new()
    {
        StapId = Guid.CreateVersion7(),
        DossierId = Guid.CreateVersion7(),
        MeldingId = melding ?? Guid.CreateVersion7(),
        Versie = 1,
        Soort = soort,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Ingetrokken = false,
    };

    public static VormingWerdGeregistreerd Vorming(Vormingsstand stand, DateOnly op) => new()
    {
        VormingId = Guid.CreateVersion7(),
        Versie = 1,
        Stand = stand,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Centrum = Centrum.Payoke,
        Sector = Sector.Jeugdhulp,
        Deelnemers = Deelnemersklasse.ElfTotTwintig,
        Interdisciplinair = true,
    };

    public static AchterstandWerdVerklaard Achterstand(Achterstandsoorzaak oorzaak, DateOnly van) => new()
    {
        AchterstandId = Guid.CreateVersion7(),
        Versie = 1,
        Centrum = Centrum.Payoke,
        Oorzaak = oorzaak,
        Van = van,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Ingetrokken = false,
    };

    public static UitbuitingWerdGeregistreerd Uitbuiting(DateOnly op, Guid? melding = null) => new()
    {
        MeldingId = melding ?? Guid.CreateVersion7(),
        Versie = 2,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Ingetrokken = false,
        LinkTienerpooier = LinkTienerpooier.Zeker,
        AantalVerdachten = 2,
        AantalKlanten = null,
        Vormen = [Uitbuitingsvorm.Prostitutie, Uitbuitingsvorm.GedwongenMisdrijven],
        Rekruteringskanaal = Rekruteringskanaal.SocialeMedia,
        Middelen = [Dwangmiddel.EmotioneleBinding, Dwangmiddel.Drugs],
        Chantage = JaNeeOnbekend.Ja,
        Advertentiesite = JaNeeOnbekend.Nee,
        Plaats = Plaatssoort.Hotel,
        Provincie = Provincie.Brussel,
        Grensoverschrijdend = JaNeeOnbekend.Onbekend,
    };

    public static OpnameWerdGeregistreerd Opname(Opnamesoort soort, DateOnly op, Guid? melding = null) => new()
    {
        OpnameId = Guid.CreateVersion7(),
        MeldingId = melding ?? Guid.CreateVersion7(),
        Versie = 1,
        Soort = soort,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Ingetrokken = false,
    };

    public static HernieuwdSlachtofferschapWerdVastgesteld HernieuwdSlachtofferschap(DateOnly op, Guid? melding = null) => new()
    {
        VaststellingId = Guid.CreateVersion7(),
        MeldingId = melding ?? Guid.CreateVersion7(),
        Versie = 1,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Ingetrokken = false,
    };
}
