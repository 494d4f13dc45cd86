using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Draaiboek.GraphQL;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Registratie;

/// <summary>The procescijfers of a year, or of a part of one, as a file (G3): all that GraphQL answers, asked of the same code.</summary>
internal static class ExporteerProcescijfers
{
    private const string Json = "application/json";
    private const string Peildatum = "peildatum";

    private static readonly string[] Delen = ["halfjaar", "kwartaal", "maand"];

    private sealed record Vraag(int Jaar, string? Deel, int? Nummer, DateOnly? Peildatum)
    {
        public Deelperiode? Periode => Deel is null ? null : new Deelperiode(Van(Delen[0]), Van(Delen[1]), Van(Delen[2]));

        private int? Van(string deel) => deel == Deel ? Nummer : null;
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapText(
            "/api/procescijfers/{jaar:int}.{vorm}",
            Toegang.Voor(Rollen.Stuurgroep, Rollen.Registratiehouder),
            "De procescijfers van een jaar of een deel ervan als bestand; de vorm is csv of json",
            HandleAsync,
            Csv.MediaType,
            Json)
            .WithConflict()
            .WithQuery<int>(Delen[0], "1 of 2: enkel dat halfjaar.")
            .WithQuery<int>(Delen[1], "1 tot en met 4: enkel dat kwartaal.")
            .WithQuery<int>(Delen[2], "1 tot en met 12: enkel die maand. Hoogstens één deel van het jaar.")
            .WithQuery<DateOnly>(Peildatum, "De dag van de stand; zonder opgave vandaag.")
            .WithVersion();

    private static async Task<Outcome> HandleAsync(
        int jaar,
        string vorm,
        HttpRequest request,
        Caller caller,
        RegistratieDbContext db,
        Procescijferlezer lezer,
        TimeProvider time,
        ILoggerFactory log,
        CancellationToken cancellationToken)
    {
        if (vorm is not ("csv" or "json"))
        {
            return new Outcome.NotFound();
        }

        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var vraag = Lees(jaar, request.Query, errors);
        if (errors.Count > 0)
        {
            return new Outcome.Invalid(errors);
        }

        Procescijfers cijfers;
        try
        {
            cijfers = await ProcescijfersQuery.GetProcescijfersAsync(jaar, vraag.Periode, vraag.Peildatum, lezer, time, log, cancellationToken);
        }
        catch (GraphQLException geweigerd)
        {
            return Geweigerd(geweigerd, vraag);
        }

        var inhoud = vorm == "csv" ? Cijferlijst.Schrijf(cijfers) : JsonSerializer.SerializeToUtf8Bytes(cijfers, ApiJson.Options);
        var deel = vraag.Deel is null ? "" : string.Create(CultureInfo.InvariantCulture, $"-{vraag.Deel}-{vraag.Nummer}");
        db.AddAudit(caller, string.Create(CultureInfo.InvariantCulture, $"procescijfers.geexporteerd({jaar}{deel})"), null, time);
        return new Outcome.Document(
            vorm == "csv" ? $"{Csv.MediaType}; charset=utf-8" : Json,
            string.Create(CultureInfo.InvariantCulture, $"procescijfers-{jaar}{deel}-op-{cijfers.Peildatum:yyyy-MM-dd}.{vorm}"),
            inhoud,
            Convert.ToHexStringLower(SHA256.HashData(inhoud)));
    }

    private static Vraag Lees(int jaar, IQueryCollection query, Dictionary<string, string[]> errors)
    {
        var gevraagd = Delen.Where(query.ContainsKey).ToList();
        int? nummer = null;
        if (gevraagd.Count > 1)
        {
            errors[gevraagd[1]] = [$"gaat niet samen met {gevraagd[0]}"];
        }
        else if (gevraagd.Count == 1)
        {
            nummer = int.TryParse(query[gevraagd[0]], NumberStyles.None, CultureInfo.InvariantCulture, out var getal) ? getal : null;
            if (nummer is null)
            {
                errors[gevraagd[0]] = ["moet één getal zijn"];
            }
        }

        DateOnly? peildatum = DateOnly.TryParseExact(query[Peildatum], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var dag) ? dag : null;
        if (peildatum is null && query.ContainsKey(Peildatum))
        {
            errors[Peildatum] = ["moet één dag zijn, als jjjj-mm-dd"];
        }

        return new Vraag(jaar, gevraagd.FirstOrDefault(), nummer, peildatum);
    }

    /// <summary>With every reason that GraphQL has. Figures that do not add up are nobody's input.</summary>
    private static Outcome Geweigerd(GraphQLException geweigerd, Vraag vraag)
        => geweigerd.Errors.Any(fout => fout.Code == Sluitproef.Code)
            ? new Outcome.Conflict(string.Join(' ', geweigerd.Errors.Select(fout => fout.Message)))
            : new Outcome.Invalid(geweigerd.Errors
                .GroupBy(fout => fout.Code switch { "ONGELDIG_JAAR" => "jaar", "ONGELDIGE_PEILDATUM" => Peildatum, _ => vraag.Deel ?? "jaar" }, StringComparer.Ordinal)
                .ToDictionary(groep => groep.Key, groep => groep.Select(fout => fout.Message).ToArray(), StringComparer.Ordinal));
}
