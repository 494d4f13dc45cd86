using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>The centre answers (▸ A13), a person by name in the audit trail and 'the centre' to the reporter.</summary>
internal static class BeantwoordMeldpuntgesprek
{
    internal sealed record Invoer(string Tekst);

    internal sealed record Antwoord(Guid Id, int Nummer, MeldpuntToestand Toestand, int Versie);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Tekst).Tekst(SchrijfMeldpuntbericht.MaxTekst);
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            MeldpuntRoutes.Gesprekken + "/{id:guid}/antwoorden",
            Toegang.VoorPersoon(Rollen.Centrummedewerker),
            "Antwoorden in een anoniem gesprek",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, MeldingDbContext db, EnvelopeEncryption encryption, TimeProvider time, CancellationToken cancellationToken)
    {
        var gesprek = await db.Meldpuntgesprekken.ZichtbaarVoor(caller).SingleOrDefaultAsync(g => g.Id == id, cancellationToken);
        if (gesprek is null)
        {
            return new Outcome.NotFound();
        }

        if (!Meldpuntstappen.Kan(gesprek.Toestand, MeldpuntStap.Antwoord))
        {
            return Meldpuntstappen.NietToegelaten(gesprek.Toestand);
        }

        if (await encryption.OpenKeyAsync(id, cancellationToken) is not { } key)
        {
            return new Outcome.Conflict("Wat in dit gesprek stond, is gewist.");
        }

        var bericht = gesprek.Schrijf(Schrijver.Centrum, body.Value.Tekst, key, time.Vandaag());
        db.Meldpuntberichten.Add(bericht);
        db.AddAudit(caller, "meldpunt.beantwoord", id, time);
        return new Outcome.Created($"{MeldpuntRoutes.Gesprekken}/{id}", new Antwoord(id, bericht.Nummer, gesprek.Toestand, gesprek.Versie), gesprek.Versie);
    }
}
