using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
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
