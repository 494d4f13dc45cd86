using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Draaiboek.GraphQL;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Registratie;

/// <summary>
/// Who asked GraphQL what, in the audit trail (A11): a line for each thing that was asked, as <c>graphql.procescijfers(jaar:2019)</c>, and one for a question that was refused, as
/// <c>graphql.geweigerd(HC0047)</c>. It is there before the answer goes out, as with every other reading. Nothing of the text of a question gets into it.
/// </summary>
internal static partial class Vraagspoor
{
    private const int MeesteTekens = 60;
    private const int HoogsteJaartal = 9_999;
    private const string NietVermeld = "?";

    public static async Task LegVastAsync(HttpContext http, GraphQLResponse antwoord)
    {
        var services = http.RequestServices;
        var db = services.GetRequiredService<RegistratieDbContext>();
        var caller = Caller.From(http.User);
        foreach (var actie in Acties(antwoord))
        {
            db.AddAudit(caller, actie, null, services.GetRequiredService<TimeProvider>());
        }

        await services.GetRequiredService<WriteTransaction<RegistratieDbContext>>().RunAsync(static _ => Task.CompletedTask, http.RequestAborted);
    }

    internal static IEnumerable<string> Acties(GraphQLResponse antwoord)
    {
        if (antwoord.RootFields.Count > 0)
        {
            return antwoord.RootFields.Select(Actie).Distinct(StringComparer.Ordinal);
        }

        // Nothing ran and nothing was wrong: only the cost was asked, or every field was skipped.
        return [antwoord.Errors.Count > 0 ? $"graphql.geweigerd({antwoord.Errors[0].Code})" : "graphql.niets"];
    }

    /// <summary>The field with its arguments; without their names, and then without them, where it would be too long for the trail.</summary>
    internal static string Actie(RootField veld)
    {
        var argumenten = veld.Arguments.Where(argument => argument.Value is not null).ToList();
        string[] vormen =
        [
            string.Join(',', argumenten.Select(argument => $"{argument.Key}:{Waarde(argument.Value)}")),
            string.Join(',', argumenten.Select(argument => Waarde(argument.Value))),
            NietVermeld,
        ];
        return vormen.Select(vorm => $"graphql.{veld.Name}{(vorm.Length > 0 ? $"({vorm})" : "")}").FirstOrDefault(actie => actie.Length <= MeesteTekens)
            ?? $"graphql.{veld.Name}"[..MeesteTekens];
    }

    /// <summary>A code, a day, a small number, a period, an id. A text or a large number may be anything: that there was one is all that is kept.</summary>
    private static string Waarde(object? waarde) => waarde switch
    {
        null => "null",
        bool ja => ja ? "true" : "false",
        int getal and >= 0 and <= HoogsteJaartal => getal.ToString(CultureInfo.InvariantCulture),
        DateOnly dag => dag.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Enum code => JsonNamingPolicy.CamelCase.ConvertName(code.ToString()),
        Guid id => id.ToString(),
        string tekst when Periode().IsMatch(tekst) => tekst,
        IReadOnlyDictionary<string, object?> lid => string.Join(',', lid.Where(deel => deel.Value is not null).Select(deel => $"{deel.Key}:{Waarde(deel.Value)}")),
        _ => NietVermeld,
    };

    [GeneratedRegex(@"\A[0-9]{4}(-[12])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Periode();
}
