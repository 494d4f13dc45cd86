using Draaiboek.Hosting;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>Who has the receipt code writes on. The code stands in the body: a URL is kept by browsers, proxies and logs.</summary>
internal static class SchrijfMeldpuntbericht
{
    internal const int MaxTekst = 20_000;

    internal sealed record Invoer(string Ontvangstcode, string Tekst);

    internal sealed record Antwoord(int Nummer, MeldpuntToestand Toestand, DateOnly Op, DateOnly BewaardTot);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels()
        {
            RuleFor(i => i.Ontvangstcode).GoedGeschreven();
            RuleFor(i => i.Tekst).Tekst(MaxTekst);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapOpenCommand<Invoer, Antwoord>(MeldpuntRoutes.Berichten, "Verder schrijven in een gesprek, met de ontvangstcode", HandleAsync)
            .Refuses(StatusCodes.Status404NotFound);

    private static async Task<Outcome> HandleAsync(
        Body<Invoer> body,
        MeldingDbContext db,
        EnvelopeEncryption encryption,
        Codecontrole codes,
        MeldpuntSettings settings,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await codes.VindAsync(db.Meldpuntgesprekken, body.Value.Ontvangstcode, cancellationToken) is not { } gesprek
            || await encryption.OpenKeyAsync(gesprek.Id, cancellationToken) is not { } key)
        {
            return OnbekendeCode.Antwoord;
        }

        if (gesprek.AantalBerichten >= Meldpuntgesprek.MeesteBerichten)
        {
            return new Outcome.Conflict("Dit gesprek is vol. Begin een nieuw gesprek om verder te schrijven; wat er staat, blijft met deze code te lezen.");
        }

        var bericht = gesprek.Schrijf(Schrijver.Anoniem, body.Value.Tekst, key, time.Vandaag());
        db.Meldpuntberichten.Add(bericht);
        return new Outcome.Created(MeldpuntRoutes.Lezen, new Antwoord(bericht.Nummer, gesprek.Toestand, bericht.Op, settings.BewaardTot(gesprek.LaatsteOp)), gesprek.Versie);
    }
}

internal static class OntvangstcodeRegels
{
    /// <summary>Told apart from a code that is not there: what is wrong with the writing anyone can reckon, so it gives nothing away.</summary>
    public static void GoedGeschreven<T>(this IRuleBuilder<T, string> rule)
        => rule.Custom((code, context) =>
        {
            if (Ontvangstcode.Schrijffout(code) is { } fout)
            {
                context.AddFailure(fout);
            }
        });
}
