using System.Text.RegularExpressions;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;

namespace Draaiboek.Meldingen;

/// <summary>Situations in which the Draaiboek says whom to contact and what to do (M9, M10, M13–M16), the most pressing first. Source: draaiboek 3.1, 3.2, 4.2, 5.1, 7, 9; slachtofferzorg.</summary>
internal enum Situatie
{
    OnmiddellijkGevaar = 1,
    AcuteSituatie,
    MinderjarigeVermist,
    TwijfelOverSignalen,
    ErnstigVermoeden,
    Verontrusting,
    MedischeZorg,
    Ouders,
    ErnstigeGebeurtenis,
    JuridischeVraag,
    Slachtofferhulp,
    GrensoverschrijdendGedrag,
    AlgemeneVraag,
    Vorming,
}

/// <summary>A telephone number as it is dialled in Belgium, and what it is for.</summary>
internal sealed record Telefoonnummer(string Nummer, string Voor);

/// <summary>A service to turn to. What could not be vouched for is left out: it is null.</summary>
/// <param name="Provincies">For whom this is the nearest of its kind; null when it is for everyone.</param>
/// <param name="Bron">Where these facts come from.</param>
/// <param name="NagezienOp">When they were last held against that source.</param>
internal sealed record Contact(
    string Code,
    string Naam,
    string Bron,
    DateOnly NagezienOp,
    IReadOnlyList<Telefoonnummer>? Telefoon = null,
    string? Email = null,
    string? Adres = null,
    string? Website = null,
    string? Bereikbaar = null,
    IReadOnlyList<Provincie>? Provincies = null);

/// <summary>When to turn to a contact, in the file by its code.</summary>
internal sealed record Verwijzing(string Code, Gidsregel Wanneer);

/// <summary>A situation in the file.</summary>
internal sealed record SituatieInBestand(Situatie Code, string Titel, IReadOnlyList<Gidsregel> Leidraad, IReadOnlyList<Verwijzing> Contacten);

/// <summary>The file contacten.json. A change of what it says is a new version with its date.</summary>
/// <param name="Nazicht">How the facts were checked, for whoever relies on them.</param>
internal sealed record Contactbestand(int Versie, DateOnly Datum, string Nazicht, IReadOnlyList<Contact> Contacten, IReadOnlyList<SituatieInBestand> Situaties);

/// <summary>A contact in its situation: when to turn to it, and how.</summary>
internal sealed record ContactInGids(Gidsregel Wanneer, Contact Contact);

/// <summary>A situation: what the Draaiboek says to do, and whom to contact, in this order.</summary>
internal sealed record SituatieInGids(Situatie Code, string Titel, IReadOnlyList<Gidsregel> Leidraad, IReadOnlyList<ContactInGids> Contacten);

/// <summary>Whom to contact for what, and the guidance that goes with it (M9, M10, M13–M16).</summary>
internal sealed partial class Contactgids
{
    private const string Bestandsnaam = "contacten.json";

    /// <summary>In immediate danger nobody comes before the police (M8, slachtofferzorg).</summary>
    private const string Politie = "101";

    private readonly Dictionary<string, Contact> _contacten;

    /// <exception cref="InvalidDataException">The file does not hold what is relied upon; names everything that is wrong.</exception>
    public Contactgids(Contactbestand bestand)
    {
        Gidsbestand.MoetKloppen(Bestandsnaam, Fouten(bestand));
        Bestand = bestand;
        _contacten = bestand.Contacten.ToDictionary(contact => contact.Code, StringComparer.Ordinal);
    }

    public Contactbestand Bestand { get; }

    public static Contactgids Lees() => new(Gidsbestand.Lees<Contactbestand>(Bestandsnaam));

    /// <summary>The guide for these situations, the most pressing first.</summary>
    /// <param name="provincie">Leaves out the contacts that are another province's; null or unknown leaves out none.</param>
    public IReadOnlyList<SituatieInGids> Voor(IEnumerable<Situatie> situaties, Provincie? provincie = null)
    {
        var gevraagd = situaties.ToHashSet();
        return
        [
            .. Bestand.Situaties.Where(situatie => gevraagd.Contains(situatie.Code)).OrderBy(situatie => situatie.Code).Select(situatie => new SituatieInGids(
                situatie.Code,
                situatie.Titel,
                situatie.Leidraad,
                [
                    .. situatie.Contacten
                        .Select(verwijzing => new ContactInGids(verwijzing.Wanneer, _contacten[verwijzing.Code]))
                        .Where(ingang => provincie is null or Provincie.Onbekend || ingang.Contact.Provincies is not { } eigen || eigen.Contains(provincie.Value)),
                ])),
        ];
    }

    private static IEnumerable<string> Fouten(Contactbestand bestand)
    {
        // A code that is there twice is a fault of its own; here the first will do.
        var contacten = bestand.Contacten.DistinctBy(contact => contact.Code, StringComparer.Ordinal).ToDictionary(contact => contact.Code, StringComparer.Ordinal);
        var verwezen = bestand.Situaties.SelectMany(situatie => situatie.Contacten).Select(verwijzing => verwijzing.Code).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Gidsbestand.Fout(bestand.Versie < 1, "the version counts from 1"),
            .. Gidsbestand.Fout(string.IsNullOrWhiteSpace(bestand.Nazicht), "nazicht has no text"),
            .. Gidsbestand.Fout(contacten.Count < bestand.Contacten.Count, "a contact is there twice"),
            .. Gidsbestand.FoutenTegen(bestand.Situaties.Select(situatie => situatie.Code)),
            .. bestand.Contacten.SelectMany(contact => Fouten(contact, bestand.Datum)),
            .. contacten.Keys.Where(code => !verwezen.Contains(code)).Select(code => $"contact {code} is in no situation"),
            .. bestand.Situaties.SelectMany(situatie => Fouten(situatie, contacten)),
        ];
    }

    private static IEnumerable<string> Fouten(Contact contact, DateOnly datum) =>
    [
        .. Gidsbestand.Fouten($"contact {contact.Code}", contact.Naam, contact.Bron),
        .. Gidsbestand.Fout(contact.NagezienOp > datum, $"contact {contact.Code} was checked after this version"),
        .. Gidsbestand.Fout((contact.Telefoon ?? []).Any(telefoon => !Nummer().IsMatch(telefoon.Nummer)), $"contact {contact.Code} has a number that can't be dialled"),
        .. Gidsbestand.Fout(contact.Email is { } email && !Mailadres().IsMatch(email), $"contact {contact.Code} has no right e-mail address"),
        .. Gidsbestand.Fout(contact.Website is { } website && !IsWebadres(website), $"contact {contact.Code} has no right website"),
    ];

    private static IEnumerable<string> Fouten(SituatieInBestand situatie, Dictionary<string, Contact> contacten)
    {
        var codes = situatie.Contacten.Select(verwijzing => verwijzing.Code).ToList();
        var gekend = codes.Where(contacten.ContainsKey).Select(code => contacten[code]).ToList();
        var naam = $"situatie {situatie.Code.Woord()}";
        return
        [
            .. Gidsbestand.Fout(string.IsNullOrWhiteSpace(situatie.Titel), $"{naam} has no title"),
            .. situatie.Leidraad.Concat(situatie.Contacten.Select(verwijzing => verwijzing.Wanneer)).SelectMany(regel => Gidsbestand.Fouten(naam, regel.Tekst, regel.Bron)),
            .. Gidsbestand.Fout(situatie.Leidraad.Count == 0 || codes.Count == 0, $"{naam} says nothing or names nobody"),
            .. Gidsbestand.Fout(codes.Distinct(StringComparer.Ordinal).Count() < codes.Count, $"{naam} names a contact twice"),
            .. codes.Where(code => !contacten.ContainsKey(code)).Select(code => $"{naam} names an unknown contact"),
            .. Gidsbestand.Fout(situatie.Code == Situatie.OnmiddellijkGevaar && gekend is not [{ Telefoon: [{ Nummer: Politie }, ..] }, ..], $"{naam} must begin with the police"),
            .. ZonderContact(gekend).Select(provincie => $"{naam} names nobody for {provincie.Woord()}"),
        ];
    }

    /// <summary>Provinces left with nothing where others have a contact of their own: a filter would send them away empty-handed.</summary>
    private static IEnumerable<Provincie> ZonderContact(List<Contact> contacten)
    {
        var bediend = contacten.SelectMany(contact => contact.Provincies ?? []).ToHashSet();
        return bediend.Count == 0 ? [] : Enum.GetValues<Provincie>().Where(provincie => provincie != Provincie.Onbekend && !bediend.Contains(provincie));
    }

    private static bool IsWebadres(string website) => Uri.TryCreate(website, UriKind.Absolute, out var adres) && adres.Scheme is ("https" or "http");

    /// <summary>A short number, or an international one.</summary>
    [GeneratedRegex(@"^(\d{3,4}|116 000|\+32 \d{1,2}( \d{2,3}){3})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nummer();

    [GeneratedRegex(@"^[\w.-]+@[\w-]+(\.[\w-]+)+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mailadres();
}
