using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Draaiboek.Registratie;
using Xunit;

namespace Draaiboek.Tests.Support;

/// <summary>The figures, asked as the steering group does.</summary>
internal static class Cijfers
{
    public const string Query = """
        query($jaar: Int!, $peildatum: LocalDate) { procescijfers(jaar: $jaar, peildatum: $peildatum) {
          jaar peildatum vragen
          perSoort { infoFenomeen teamondersteuning inschattingGedrag gekendSlachtoffer vraagAssessment }
          assessments { gevraagd advies negatief positief lopend wachtend nietGestart nietBereikbaar wilNietDeelnemen afgehaaktNaKennismaking stopgezet overgedragen } } }
        """;

    public static Task<Procescijfers> CijfersAsync(this ServicesFixture services, int jaar, DateOnly? peildatum = null)
        => services.CijfersAsync(jaar, cijfers => cijfers, peildatum);

    public static async Task<T> CijfersAsync<T>(this ServicesFixture services, int jaar, Func<Procescijfers, T> deel, DateOnly? peildatum = null)
    {
        var answer = await services.VraagCijfersAsync(jaar, peildatum?.ToString("yyyy-MM-dd"));
        Assert.Null(answer["errors"]);
        return deel(Lees(answer));
    }

    /// <summary>All that there is to know, also of a part of the year: <c>new { maand = 3 }</c>.</summary>
    public static async Task<Procescijfers> AlleCijfersAsync(this ServicesFixture services, int jaar, object? periode = null, DateOnly? peildatum = null)
    {
        var answer = await services.VraagAlleCijfersAsync(jaar, periode, peildatum);
        Assert.Null(answer["errors"]);
        return answer["data"]!["procescijfers"].Deserialize<Procescijfers>(Opties)!;
    }

    /// <summary>The whole answer, also when it is a refusal.</summary>
    public static async Task<JsonObject> VraagAlleCijfersAsync(this ServicesFixture services, int jaar, object? periode = null, DateOnly? peildatum = null)
    {
        using var client = services.Client(RegistratieService.Name, "stuurgroep");
        var query = $"query($jaar: Int!, $periode: DeelperiodeInput, $peildatum: LocalDate) {{ procescijfers(jaar: $jaar, periode: $periode, peildatum: $peildatum) {{ {Velden(typeof(Procescijfers))} }} }}";
        using var response = await client.PostAsJsonAsync("/graphql", new { query, variables = new { jaar, periode, peildatum } });
        return await response.JsonAsync();
    }

    /// <summary>Every figure by its path, as <c>assessments.lopend</c>; not what period it is of.</summary>
    public static IReadOnlyDictionary<string, double?> PerPad(this Procescijfers cijfers) => Paden(typeof(Procescijfers)).ToDictionary(pad => pad, pad => Waarde(cijfers, pad), StringComparer.Ordinal);

    /// <summary>The paths of all figures.</summary>
    public static IEnumerable<string> Paden(Type type)
        => type.GetProperties().Where(lid => !GeenCijfer.Contains(lid.Name))
            .SelectMany(lid => IsObject(lid.PropertyType) ? Paden(lid.PropertyType).Select(pad => $"{JsonNamingPolicy.CamelCase.ConvertName(lid.Name)}.{pad}") : [JsonNamingPolicy.CamelCase.ConvertName(lid.Name)]);

    private static readonly string[] GeenCijfer = [nameof(Procescijfers.Jaar), nameof(Procescijfers.Periode), nameof(Procescijfers.Peildatum)];

    private static readonly JsonSerializerOptions Opties = new(JsonSerializerOptions.Web) { Converters = { new JsonStringEnumConverter() } };

    private static string Velden(Type type)
        => string.Join(' ', type.GetProperties().Select(lid => JsonNamingPolicy.CamelCase.ConvertName(lid.Name) + (IsObject(lid.PropertyType) ? $" {{ {Velden(lid.PropertyType)} }}" : "")));

    private static bool IsObject(Type type) => type.Namespace == typeof(Procescijfers).Namespace && type.IsClass;

    private static double? Waarde(object deel, string pad)
    {
        var namen = pad.Split('.', 2);
        var waarde = deel.GetType().GetProperties().Single(lid => JsonNamingPolicy.CamelCase.ConvertName(lid.Name) == namen[0]).GetValue(deel);
        if (namen.Length == 2)
        {
            return Waarde(waarde!, namen[1]);
        }

        return waarde is null ? null : Convert.ToDouble(waarde, System.Globalization.CultureInfo.InvariantCulture);
    }

    public static Procescijfers Lees(JsonObject answer) => answer["data"]!["procescijfers"].Deserialize<Procescijfers>(JsonSerializerOptions.Web)!;

    /// <summary>The whole answer, also when it is a refusal.</summary>
    public static async Task<JsonObject> VraagCijfersAsync(this ServicesFixture services, int jaar, string? peildatum)
    {
        using var client = services.Client(RegistratieService.Name, "stuurgroep");
        using var response = await client.PostAsJsonAsync("/graphql", new { query = Query, variables = new { jaar, peildatum } });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }
}
