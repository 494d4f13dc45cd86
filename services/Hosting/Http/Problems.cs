using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Draaiboek.Hosting.Http;

/// <summary>Every refusal as problem+json (RFC 9457), in Dutch, without an echo of what was sent.</summary>
public static class Problems
{
    private const string ContentType = "application/problem+json";
    private const int Megabyte = 1024 * 1024;

    public static IResult OngeldigeInvoer(IReadOnlyDictionary<string, string[]> errors)
        => Of(400, "ongeldige-invoer", "De invoer klopt niet", "Verbeter de genoemde velden en verstuur opnieuw. Er is niets opgeslagen.", ("errors", errors));

    public static IResult OngeldigeInvoer(string field, string message) => OngeldigeInvoer(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    public static IResult Onleesbaar(string detail) => Of(400, "onleesbare-invoer", "De invoer is niet te lezen", detail);

    public static IResult NietGevonden(string? detail = null) => Of(404, "niet-gevonden", "Niet gevonden", detail ?? "Dit bestaat niet, of u mag het niet zien.");

    public static IResult StapNietToegelaten(Outcome.StapNietToegelaten step)
        => Of(409, "stap-niet-toegelaten", "Deze stap kan nu niet", "De toestand laat deze stap niet toe.", ("toestand", step.Toestand), ("toegelatenStappen", step.ToegelatenStappen));

    public static IResult Conflict(string detail) => Of(409, "conflict", "Dit kan nu niet", detail);

    public static IResult IntussenGewijzigd()
        => Of(412, "intussen-gewijzigd", "Intussen gewijzigd", "Iemand anders heeft dit intussen gewijzigd. Lees het opnieuw en probeer daarna nog eens.");

    public static IResult VersieVereist()
        => Of(428, "versie-vereist", "If-Match ontbreekt", "Geef in If-Match de ETag mee van de versie die u wijzigt.");

    public static IResult AndereInhoud()
        => Of(422, "sleutel-hergebruikt", "Idempotency-Key al gebruikt", "Deze Idempotency-Key hoort bij een andere aanvraag. Gebruik voor een nieuwe aanvraag een nieuwe sleutel.");

    public static IResult TeGroot(int maxBytes)
        => Of(413, "te-groot", "De aanvraag is te groot", $"Hoogstens {(maxBytes % Megabyte == 0 ? $"{maxBytes / Megabyte} MB" : $"{maxBytes / 1024} KB")} is toegelaten.");

    public static IResult GeenJson() => VerkeerdMediatype("application/json");

    /// <param name="toegelaten">The media types that the route reads, as <c>application/json</c>.</param>
    public static IResult VerkeerdMediatype(string toegelaten)
        => Of(415, "verkeerd-mediatype", "Verkeerd mediatype", $"Verstuur de inhoud als {toegelaten}.");

    /// <param name="field">Name of the one part that is expected.</param>
    public static IResult GeenFormulier(string field)
        => Of(415, "verkeerd-mediatype", "Verkeerd mediatype", $"Verstuur het bestand als multipart/form-data, in één deel met de naam {field}.");

    /// <summary>The answer to a bare status code, so that no refusal goes out without words.</summary>
    public static IResult VoorStatus(int status)
    {
        var (slug, title, detail) = status switch
        {
            400 => ("ongeldige-aanvraag", "Ongeldige aanvraag", "De aanvraag is niet te lezen."),
            401 => ("niet-aangemeld", "Niet aangemeld", "Een geldig toegangstoken ontbreekt of is vervallen."),
            403 => ("geen-toegang", "Geen toegang", "Uw rol geeft geen toegang tot deze bewerking."),
            404 => ("niet-gevonden", "Niet gevonden", "Dit bestaat niet, of u mag het niet zien."),
            405 => ("methode-niet-toegelaten", "Methode niet toegelaten", "Dit adres kent deze HTTP-methode niet."),
            408 => ("te-traag", "Te traag", "De aanvraag kwam niet op tijd binnen."),
            413 => ("te-groot", "De aanvraag is te groot", "De inhoud is groter dan toegelaten."),
            415 => ("verkeerd-mediatype", "Verkeerd mediatype", "Verstuur de inhoud in een mediatype dat dit adres leest: meestal application/json."),
            429 => ("te-veel-aanvragen", "Te veel aanvragen", "Wacht even en probeer opnieuw; Retry-After zegt hoelang."),
            431 => ("hoofding-te-groot", "Hoofding te groot", "De hoofdingen van de aanvraag zijn te groot."),
            502 => ("dienst-onbereikbaar", "Dienst onbereikbaar", "De dienst achter dit adres antwoordt niet. Probeer straks opnieuw."),
            503 => ("niet-beschikbaar", "Even niet beschikbaar", "Probeer straks opnieuw, met dezelfde Idempotency-Key."),
            504 => ("dienst-te-traag", "Dienst te traag", "De dienst achter dit adres antwoordde niet op tijd. Probeer opnieuw met dezelfde Idempotency-Key."),
            _ => ("fout", "Er ging iets mis", "Probeer opnieuw; blijft het misgaan, geef dan het traceId door aan de beheerder."),
        };
        return Of(status, slug, title, detail);
    }

    private static ProblemResult Of(int status, string slug, string title, string detail, params ReadOnlySpan<(string Name, object Value)> extensions)
    {
        var problem = new ProblemDetails { Status = status, Type = $"urn:draaiboek:probleem:{slug}", Title = title, Detail = detail };
        foreach (var (name, value) in extensions)
        {
            problem.Extensions[name] = value;
        }

        return new ProblemResult(problem);
    }

    private sealed class ProblemResult(ProblemDetails problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            problem.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier;
            httpContext.Response.StatusCode = problem.Status!.Value;
            return httpContext.Response.WriteAsJsonAsync(problem, ApiJson.Options, ContentType, httpContext.RequestAborted);
        }
    }
}
