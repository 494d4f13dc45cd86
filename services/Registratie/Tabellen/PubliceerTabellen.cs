using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>
/// The registration's keeper releases the tables of a closed period, as they stand today, or replaces them and says why (G2, G5). What goes out is decided by
/// <see cref="Vrijgave"/>; a person decides that it does.
/// </summary>
internal static class PubliceerTabellen
{
    private const int EersteJaar = 2015;

    /// <param name="Halfjaar">1 or 2; a whole year without.</param>
    /// <param name="Reden">Needed to replace what was released of this period, and only then.</param>
    internal sealed record Invoer(int Jaar, int? Halfjaar, RedenVervanging? Reden);

    internal sealed record Antwoord(Guid Id, int Nummer, string Periode, int Versie, string Hash);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time)
        {
            RuleFor(i => i.Jaar).Must(jaar => jaar >= EersteJaar && jaar <= time.Vandaag().Year).WithMessage($"moet van {EersteJaar} tot dit jaar zijn");
            RuleFor(i => i.Halfjaar).Must(halfjaar => halfjaar is null or 1 or 2).WithMessage("is 1 of 2, of ontbreekt voor een heel jaar");
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            "/api/publicaties",
            Toegang.VoorPersoon(Rollen.Registratiehouder),
            "De tabellen van een afgesloten periode vrijgeven",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Body<Invoer> body, Caller caller, RegistratieDbContext db, MasterKey master, TimeProvider time, CancellationToken cancellationToken)
    {
        var (jaar, halfjaar, reden) = body.Value;
        var tot = new DateOnly(jaar, halfjaar == 1 ? 6 : 12, halfjaar == 1 ? 30 : 31);
        var periode = new Periode(new DateOnly(jaar, halfjaar == 2 ? 7 : 1, 1), tot, time.Vandaag());
        if (tot >= periode.Peildatum)
        {
            return new Outcome.Conflict("De periode is nog niet afgesloten.");
        }

        var naam = Publicatie.PeriodeVan(jaar, halfjaar);
        var versie = await db.Publicaties.Where(publicatie => publicatie.Periode == naam).MaxAsync(publicatie => (int?)publicatie.Versie, cancellationToken) ?? 0;
        if (versie > 0 == reden is null)
        {
            return new Outcome.Invalid("reden", versie > 0 ? "noem waarom de vorige publicatie van deze periode vervangen wordt" : "hoort er niet bij: van deze periode is nog niets vrijgegeven");
        }

        var id = Guid.CreateVersion7();
        var populaties = await new Populatielezer(db).LeesAsync(periode, $"{id:N}", cancellationToken);
        var uitgave = new Vrijgave(new Afronding(master.Derive("registratie.afronding")), Tabellenlijst.Alle)
            .Bereid(populaties, await EerderAsync(db, cancellationToken), cancellationToken);
        var inhoud = Publicatieblad.Schrijf(uitgave.Bladen);
        var publicatie = new Publicatie
        {
            Id = id,
            Nummer = (await db.Publicaties.MaxAsync(eerdere => (int?)eerdere.Nummer, cancellationToken) ?? 0) + 1,
            Periode = naam,
            Versie = versie + 1,
            Reden = reden,
            Peildatum = periode.Peildatum,
            VrijgegevenOp = time.GetUtcNow(),
            VrijgegevenDoor = caller.Persoon,
            Inhoud = inhoud,
            Hash = Publicatie.HashVan(inhoud),
        };
        db.Publicaties.Add(publicatie);
        db.PublicatieLeden.AddRange(populaties.SelectMany(soort => soort.Value.Leden.Select(lid => new PublicatieLid
        {
            PublicatieId = id,
            Soort = soort.Key,
            Eenheid = lid.Eenheid.Sleutel,
            Proces = lid.Proces,
        })));
        db.PublicatieCellen.AddRange(uitgave.Vermeldingen.Select(vermelding => new PublicatieCel { PublicatieId = id, Sleutel = vermelding.Cel.Sleutel, Waarde = vermelding.Waarde }));
        db.AddAudit(caller, "publicatie.vrijgegeven", id, time);
        return new Outcome.Created($"/api/publicaties/{id}", new Antwoord(id, publicatie.Nummer, naam, publicatie.Versie, publicatie.Hash), publicatie.Versie);
    }

    /// <summary>All that was ever published, also what was replaced.</summary>
    private static async Task<Uitgegeven> EerderAsync(RegistratieDbContext db, CancellationToken cancellationToken)
    {
        var leden = await db.PublicatieLeden.AsNoTracking().ToListAsync(cancellationToken);
        var cellen = await db.PublicatieCellen.AsNoTracking().OrderBy(cel => cel.PublicatieId).ThenBy(cel => cel.Sleutel).ToListAsync(cancellationToken);
        return new Uitgegeven(
            [
                .. leden.GroupBy(lid => $"{lid.PublicatieId:N}/{lid.Soort}", StringComparer.Ordinal).OrderBy(groep => groep.Key, StringComparer.Ordinal)
                    .Select(groep => new Populatie(groep.Key, [.. groep.Select(lid => new Lid(new Eenheid(lid.Eenheid, []), lid.Proces))])),
            ],
            cellen.ConvertAll(cel => new Vermelding(Cel.Lees(cel.Sleutel), cel.Waarde)));
    }
}
