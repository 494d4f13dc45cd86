using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Xunit;

namespace Draaiboek.Tests.Support;

/// <summary>Bodies that are right; a test changes the one thing that it is about.</summary>
internal static class Invoer
{
    public const string Organisatie = TestAuthority.Organisatie;
    public const string AndereOrganisatie = "0400465884";
    public const string Melder = "melder:" + Organisatie;
    public const string AndereMelder = "melder:" + AndereOrganisatie;
    public const string Medewerker = "centrummedewerker:payoke";
    public const string Jurist = "juridischBegeleider:payoke";

    /// <summary>An organisation's own question for assessment.</summary>
    public static JsonObject Assessmentvraag() => new()
    {
        ["soort"] = "vraagAssessment",
        ["centrum"] = "payoke",
        ["sector"] = "jeugdhulp",
        ["contactpersoon"] = Contactpersoon(),
        ["jongere"] = Jongere(),
        ["signalen"] = new JsonArray("weglopen", "vaakVermoeid"),
        ["aantalKeerWeggelopen"] = 2,
        ["linkTienerpooier"] = "vermoeden",
        ["rekruteringskanaal"] = "socialeMedia",
        ["consulent"] = new JsonObject { ["betrokken"] = true, ["dienst"] = "ocj", ["afgesproken"] = true },
        ["acuut"] = false,
        ["omschrijving"] = "Synthetische omschrijving.",
    };

    /// <summary>An organisation's own question of a kind without a young person.</summary>
    public static JsonObject Adviesvraag(string soort = "infoFenomeen") => new()
    {
        ["soort"] = soort,
        ["centrum"] = "payoke",
        ["sector"] = "clb",
        ["contactpersoon"] = Contactpersoon(),
        ["omschrijving"] = "Synthetische vraag.",
    };

    /// <summary>The same body as a centre registers it for an organisation, received on that day.</summary>
    public static JsonObject NamensOrganisatie(JsonObject melding, string ontvangenOp = "2019-03-04", string kanaal = "telefoon")
    {
        melding["namensOrganisatie"] = Organisatie;
        melding["ontvangenOp"] = ontvangenOp;
        melding["kanaal"] = kanaal;
        return melding;
    }

    public static JsonObject Contactpersoon() => new() { ["naam"] = "Contact-T", ["telefoon"] = "+32470000000", ["email"] = "contact-t@example.org" };

    public static JsonObject Jongere() => new()
    {
        ["voornaam"] = "Voornaam-T",
        ["familienaam"] = "Familienaam-T",
        ["geboortedatum"] = "2005-06-07",
        ["geslacht"] = "vrouw",
        ["provincie"] = "antwerpen",
        ["verblijf"] = "voorziening",
    };

    /// <summary>Registers a melding as the caller of this client and gives its id.</summary>
    public static async Task<Guid> RegistreerAsync(this ServicesFixture services, JsonObject melding, string rol)
    {
        using var client = services.Client(MeldingService.Name, rol);
        using var response = await client.PostAsJsonAsync("/api/meldingen", melding);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync())["id"]!.GetValue<Guid>();
    }

    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage response)
        => JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
}
