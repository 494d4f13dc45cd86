using Draaiboek.Hosting;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>
/// Decides what of a period goes out before anything is written: reading and judging take seconds, in which others go on. All of it is read as it was at one moment;
/// <see cref="PubliceerTabellen"/> sees to it that nothing was released since.
/// </summary>
internal sealed class Uitgavebereiding(RegistratieDbContext db, MasterKey master, TimeProvider time) : IPreparation
{
    /// <summary>Instead of all that follows.</summary>
    public Outcome? Weigering { get; private set; }

    /// <summary>The number of the last publicatie that it was judged beside; 0 when there was none.</summary>
    public int LaatsteNummer { get; private set; }

    public Publicatie? Publicatie { get; private set; }

    public IReadOnlyDictionary<string, Populatie> Populaties { get; private set; } = new Dictionary<string, Populatie>(StringComparer.Ordinal);

    public IReadOnlyList<Vermelding> Vermeldingen { get; private set; } = [];

    private sealed record Gelezen(int Versie, int LaatsteNummer, IReadOnlyDictionary<string, Populatie> Populaties, Uitgegeven Eerder);

    public Task PrepareAsync(IBody? body, CancellationToken cancellationToken) => BereidAsync(((Body<PubliceerTabellen.Invoer>)body!).Value, cancellationToken);

    public async Task BereidAsync(PubliceerTabellen.Invoer invoer, CancellationToken cancellationToken)
    {
        var (jaar, halfjaar, reden) = invoer;
        var tot = new DateOnly(jaar, halfjaar == 1 ? 6 : 12, halfjaar == 1 ? 30 : 31);
        var periode = new Periode(new DateOnly(jaar, halfjaar == 2 ? 7 : 1, 1), tot, time.Vandaag());
        if (tot >= periode.Peildatum)
        {
            Weigering = new Outcome.Conflict("De periode is nog niet afgesloten.");
            return;
        }

        var id = Guid.CreateVersion7();
        var naam = Publicatie.PeriodeVan(jaar, halfjaar);
        var gelezen = await db.ReadAtOnceAsync(() => LeesAsync(naam, reden is not null, periode, $"{id:N}", cancellationToken), cancellationToken);
        if (gelezen is null)
        {
            Weigering = new Outcome.Invalid(
                "reden", reden is null ? "noem waarom de vorige publicatie van deze periode vervangen wordt" : "hoort er niet bij: van deze periode is nog niets vrijgegeven");
            return;
        }

        var uitgave = new Vrijgave(new Afronding(master.Derive("registratie.afronding")), Tabellenlijst.Alle).Bereid(gelezen.Populaties, gelezen.Eerder, cancellationToken);
        var inhoud = Publicatieblad.Schrijf(uitgave.Bladen);
        (LaatsteNummer, Populaties, Vermeldingen) = (gelezen.LaatsteNummer, gelezen.Populaties, uitgave.Vermeldingen);
        Publicatie = new Publicatie
        {
            Id = id,
            Nummer = LaatsteNummer + 1,
            Periode = naam,
            Versie = gelezen.Versie + 1,
            Reden = reden,
            Peildatum = periode.Peildatum,
            Inhoud = inhoud,
            Hash = Publicatie.HashVan(inhoud),
        };
    }

    /// <returns>Null when a reason was given for a first publicatie, or none to replace one.</returns>
    private async Task<Gelezen?> LeesAsync(string naam, bool vervangt, Periode periode, string uitgave, CancellationToken cancellationToken)
    {
        var versie = await db.Publicaties.Where(publicatie => publicatie.Periode == naam).MaxAsync(publicatie => (int?)publicatie.Versie, cancellationToken) ?? 0;
        return versie > 0 != vervangt
            ? null
            : new Gelezen(
                versie,
                await LaatsteNummerAsync(db, cancellationToken),
                await new Populatielezer(db).LeesAsync(periode, uitgave, cancellationToken),
                await EerderAsync(cancellationToken));
    }

    public static async Task<int> LaatsteNummerAsync(RegistratieDbContext db, CancellationToken cancellationToken)
        => await db.Publicaties.MaxAsync(eerdere => (int?)eerdere.Nummer, cancellationToken) ?? 0;

    /// <summary>All that was ever published, also what was replaced.</summary>
    private async Task<Uitgegeven> EerderAsync(CancellationToken cancellationToken)
    {
        var leden = new Dictionary<(Guid Publicatie, string Soort), List<Lid>>();
        await foreach (var lid in db.PublicatieLeden.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (!leden.TryGetValue((lid.PublicatieId, lid.Soort), out var populatie))
            {
                leden[(lid.PublicatieId, lid.Soort)] = populatie = [];
            }

            populatie.Add(new Lid(new Eenheid(lid.Eenheid, []), lid.Proces));
        }

        var cellen = await db.PublicatieCellen.AsNoTracking().OrderBy(cel => cel.PublicatieId).ThenBy(cel => cel.Sleutel).ToListAsync(cancellationToken);
        return new Uitgegeven(
            [.. leden.Select(paar => new Populatie($"{paar.Key.Publicatie:N}/{paar.Key.Soort}", paar.Value)).OrderBy(populatie => populatie.Code, StringComparer.Ordinal)],
            cellen.ConvertAll(cel => new Vermelding(Cel.Lees(cel.Sleutel), cel.Waarde)));
    }
}
