using System.Security.Cryptography;
using System.Text.Json;
using Draaiboek.GraphQL;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Registratie;

/// <summary>The procescijfers of a year as a file (G3): all that GraphQL answers, asked of the same code.</summary>
internal static class ExporteerProcescijfers
{
    private const string Json = "application/json";

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapText(
            "/api/procescijfers/{jaar:int}.{vorm}",
            Toegang.Voor(Rollen.Stuurgroep, Rollen.Registratiehouder),
            "De procescijfers van een jaar als bestand; de vorm is csv of json",
            HandleAsync,
            Csv.MediaType,
            Json)
            .WithQuery<DateOnly>("peildatum", "De dag van de stand; zonder opgave vandaag.")
            .WithVersion();

    private static async Task<Outcome> HandleAsync(
        int jaar, string vorm, HttpRequest request, Caller caller, RegistratieDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (vorm is not ("csv" or "json"))
        {
            return new Outcome.NotFound();
        }

        DateOnly? peildatum = null;
        if (request.Query["peildatum"] is { Count: > 0 } gevraagd)
        {
            if (!DateOnly.TryParseExact(gevraagd, "yyyy-MM-dd", out var dag))
            {
                return new Outcome.Invalid("peildatum", "moet één dag zijn, als jjjj-mm-dd");
            }

            peildatum = dag;
        }

        Procescijfers cijfers;
        try
        {
            cijfers = await ProcescijfersQuery.GetProcescijfersAsync(jaar, peildatum, db, time, cancellationToken);
        }
        catch (GraphQLException geweigerd)
        {
            return new Outcome.Invalid(geweigerd.Code == "ONGELDIGE_PEILDATUM" ? "peildatum" : "jaar", geweigerd.Message);
        }

        var inhoud = vorm == "csv" ? Cijferlijst.Schrijf(cijfers) : JsonSerializer.SerializeToUtf8Bytes(cijfers, ApiJson.Options);
        db.AddAudit(caller, $"procescijfers.geexporteerd({Cijferlijst.Tekst(jaar)})", null, time);
        return new Outcome.Document(
            vorm == "csv" ? $"{Csv.MediaType}; charset=utf-8" : Json,
            $"procescijfers-{Cijferlijst.Tekst(jaar)}-op-{Cijferlijst.Tekst(cijfers.Peildatum)}.{vorm}",
            inhoud,
            Convert.ToHexStringLower(SHA256.HashData(inhoud)));
    }
}
