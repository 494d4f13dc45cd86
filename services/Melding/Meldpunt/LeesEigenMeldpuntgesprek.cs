using Draaiboek.Berichten;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Who has the receipt code reads the conversation. That it was read is not kept: it would tell when somebody was there.</summary>
internal static class LeesEigenMeldpuntgesprek
{
    internal sealed record Invoer(string Ontvangstcode);

    internal sealed record Antwoord(Centrum Centrum, MeldpuntToestand Toestand, DateOnly BewaardTot, IReadOnlyList<GelezenBericht> Berichten);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Ontvangstcode).GoedGeschreven();
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapOpenCommand<Invoer, Antwoord>(MeldpuntRoutes.Lezen, "Het eigen gesprek lezen, met de ontvangstcode", HandleAsync, StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status404NotFound)
            .WithoutEffect();

    private static async Task<Outcome> HandleAsync(
        Body<Invoer> body, MeldingDbContext db, EnvelopeEncryption encryption, Codecontrole codes, MeldpuntSettings settings, CancellationToken cancellationToken)
    {
        if (await codes.VindAsync(db.Meldpuntgesprekken.AsNoTracking(), body.Value.Ontvangstcode, cancellationToken) is not { } gesprek
            || await encryption.OpenKeyAsync(gesprek.Id, cancellationToken) is not { } key)
        {
            return OnbekendeCode.Antwoord;
        }

        return new Outcome.Ok(new Antwoord(
            gesprek.Centrum,
            gesprek.Toestand,
            settings.BewaardTot(gesprek.LaatsteOp),
            await db.LeesBerichtenAsync(gesprek.Id, key, cancellationToken)));
    }
}

internal static class Meldpuntlezing
{
    /// <summary>The whole conversation, in the order in which it was written.</summary>
    public static async Task<IReadOnlyList<GelezenBericht>> LeesBerichtenAsync(this MeldingDbContext db, Guid gesprekId, DataKey key, CancellationToken cancellationToken)
    {
        var berichten = await db.Meldpuntberichten.AsNoTracking().Where(b => b.GesprekId == gesprekId).OrderBy(b => b.Nummer).ToListAsync(cancellationToken);
        return [.. berichten.Select(bericht => bericht.Lees(key))];
    }
}
