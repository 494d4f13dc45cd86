using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;

namespace Draaiboek.Platform.Issuer;

/// <summary>POST /token: client credentials, with the secret in the form or in HTTP Basic (RFC 6749, 2.3.1 and 4.4).</summary>
internal static class TokenEndpoint
{
    public const string ClientCredentials = "client_credentials";

    public static async Task HandleAsync(HttpContext context, DemoSecrets secrets, Func<DemoPersoon, string> onderteken)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        var antwoord = await LeesFormulierAsync(context.Request) is { } formulier
            ? Beoordeel(context, formulier, secrets, onderteken)
            : Fout("invalid_request", "Het verzoek is geen leesbaar formulier.");
        await antwoord.ExecuteAsync(context);
    }

    private static IResult Beoordeel(HttpContext context, IFormCollection formulier, DemoSecrets secrets, Func<DemoPersoon, string> onderteken)
    {
        if (formulier.Any(veld => veld.Value.Count > 1))
        {
            return Fout("invalid_request", "Een parameter komt meer dan eens voor.");
        }

        var grant = formulier["grant_type"].ToString();
        if (grant.Length == 0)
        {
            return Fout("invalid_request", "grant_type ontbreekt.");
        }

        if (!string.Equals(grant, ClientCredentials, StringComparison.Ordinal))
        {
            return Fout("unsupported_grant_type", "Alleen client_credentials is mogelijk.");
        }

        var clientId = formulier["client_id"].ToString();
        var secret = formulier["client_secret"].ToString();
        if (context.Request.Headers.Authorization.Count > 0)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"draaiboek-demo\"";
            if (secret.Length > 0)
            {
                return Fout("invalid_request", "Het secret staat op twee plaatsen.");
            }

            if (!TryBasic(context.Request, out var inBasic, out secret) || (clientId.Length > 0 && clientId != inBasic))
            {
                return Fout("invalid_client", "De Authorization-hoofding klopt niet.", StatusCodes.Status401Unauthorized);
            }

            clientId = inBasic;
        }

        if (secrets.Controleer(clientId, secret) is not { } persoon)
        {
            return Fout("invalid_client", "Onbekende client of verkeerd secret.", StatusCodes.Status401Unauthorized);
        }

        context.Response.Headers.Remove("WWW-Authenticate");
        return Results.Json(new
        {
            access_token = onderteken(persoon),
            token_type = "Bearer",
            expires_in = (int)DemoKey.Geldigheid.TotalSeconds,
        });
    }

    private static async Task<IFormCollection?> LeesFormulierAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            return null;
        }

        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception fout) when (fout is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static bool TryBasic(HttpRequest request, [NotNullWhen(true)] out string? clientId, out string secret)
    {
        (clientId, secret) = (null, string.Empty);
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
            || header.Parameter is not { Length: > 0 } parameter)
        {
            return false;
        }

        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var lengte))
        {
            return false;
        }

        var delen = Encoding.UTF8.GetString(bytes, 0, lengte).Split(':', 2);
        if (delen.Length != 2)
        {
            return false;
        }

        // RFC 6749 2.3.1: both parts are form-encoded before they go into the header.
        (clientId, secret) = (Uri.UnescapeDataString(delen[0].Replace('+', ' ')), Uri.UnescapeDataString(delen[1].Replace('+', ' ')));
        return true;
    }

    private static IResult Fout(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        Results.Json(new { error, error_description = description }, statusCode: status);
}
