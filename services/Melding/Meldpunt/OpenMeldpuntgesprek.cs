using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>
/// Somebody writes to a centre without a name (M11, A13). Anyone may; a young person too. The answer holds the receipt code, the only time that it is shown.
/// Nobody is told of it and nothing happens by it (M5): it waits until the centre reads it.
/// </summary>
internal static class OpenMeldpuntgesprek
{
    internal sealed record Invoer(Centrum Centrum, string Tekst, ZelfJongere? ZelfJongere);

    /// <summary>No id: the code is all that the reporter needs, and an id in a browser leads to this conversation too.</summary>
    internal sealed record Antwoord(string Ontvangstcode, Centrum Centrum, MeldpuntToestand Toestand, DateOnly Op, DateOnly BewaardTot, string Belangrijk);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels() => RuleFor(i => i.Tekst).Tekst(SchrijfMeldpuntbericht.MaxTekst);
    }

    private const string SchrijfOp = "Schrijf deze code nu over en bewaar ze waar niemand anders kijkt. Ze staat nergens anders en niemand kan ze terugvinden. "
        + "Met deze code lees je het antwoord en schrijf je verder.";

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapOpenCommand<Invoer, Antwoord>(MeldpuntRoutes.Pad, "Anoniem naar een centrum schrijven; het antwoord toont één keer de code om verder te praten", HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Body<Invoer> body,
        MeldingDbContext db,
        EnvelopeEncryption encryption,
        Codecontrole codes,
        MeldpuntSettings settings,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var vandaag = time.Vandaag();
        var gesprek = new Meldpuntgesprek
        {
            Id = Guid.NewGuid(),
            Centrum = body.Value.Centrum,
            ZelfJongere = body.Value.ZelfJongere,
            GeopendOp = vandaag,
            LaatsteOp = vandaag,
        };
        var code = await codes.NieuweAsync(db, cancellationToken);
        await codes.VerbergAsync(code, gesprek, cancellationToken);
        var key = await encryption.CreateKeyOfDayAsync(gesprek.Id, vandaag, cancellationToken);
        db.Meldpuntberichten.Add(gesprek.Schrijf(Schrijver.Anoniem, body.Value.Tekst, key, vandaag));
        db.Meldpuntgesprekken.Add(gesprek);
        return new Outcome.Created(
            MeldpuntRoutes.Lezen,
            new Antwoord(code.Opgeschreven(), gesprek.Centrum, gesprek.Toestand, vandaag, settings.BewaardTot(vandaag), SchrijfOp),
            gesprek.Versie);
    }
}
