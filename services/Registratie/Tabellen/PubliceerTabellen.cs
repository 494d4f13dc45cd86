using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Registratie;

/// <summary>
/// The registration's keeper releases the tables of a closed period, as they stand today, or replaces them and says why (G2, G5). What goes out is decided by
/// <see cref="Vrijgave"/>, before the transaction (<see cref="Uitgavebereiding"/>); a person decides that it does. Of two that do not know of each other one is refused.
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

    internal static async Task<Outcome> HandleAsync(
        Body<Invoer> _, Uitgavebereiding bereid, Caller caller, RegistratieDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (bereid.Weigering is { } weigering)
        {
            return weigering;
        }

        if (await Uitgavebereiding.LaatsteNummerAsync(db, cancellationToken) != bereid.LaatsteNummer)
        {
            return new Outcome.Conflict("Intussen werd een andere publicatie vrijgegeven; deze is daar nog niet naast gelegd. Probeer het opnieuw.");
        }

        var publicatie = bereid.Publicatie! with { VrijgegevenOp = time.GetUtcNow(), VrijgegevenDoor = caller.Persoon };
        db.Publicaties.Add(publicatie);
        await db.InsertAllAsync(
            bereid.Populaties.SelectMany(soort => soort.Value.Leden.Select(lid => new PublicatieLid
            {
                PublicatieId = publicatie.Id,
                Soort = soort.Key,
                Eenheid = lid.Eenheid.Sleutel,
                Proces = lid.Proces,
            })),
            cancellationToken);
        db.PublicatieCellen.AddRange(bereid.Vermeldingen.Select(vermelding => new PublicatieCel { PublicatieId = publicatie.Id, Sleutel = vermelding.Cel.Sleutel, Waarde = vermelding.Waarde }));
        db.AddAudit(caller, "publicatie.vrijgegeven", publicatie.Id, time);
        return new Outcome.Created(
            $"/api/publicaties/{publicatie.Id}",
            new Antwoord(publicatie.Id, publicatie.Nummer, publicatie.Periode, publicatie.Versie, publicatie.Hash),
            publicatie.Versie);
    }
}
