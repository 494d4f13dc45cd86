using System.Text;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Hosting;
using Draaiboek.JuridischeSteun;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Assessments;

/// <summary>What an advice needs, what of it is kept and for whom (S4, S5).</summary>
[Trait("Regel", "S4")]
[Trait("Regel", "S5")]
public abstract class AdviesTests(ServicesFixture services)
{
    private const string Merkteken = "Merkteken-Bevinding-ZQ81";

    public static TheoryData<string, string?, string?, string> OnvolledigeToestemming() => new()
    {
        { "true", null, "2019-04-01", "toestemming.door" },
        { "true", "slachtoffer", null, "toestemming.op" },
        { "true", null, null, "toestemming.door,toestemming.op" },
        { "true", "iemand", "2019-04-01", "toestemming.door" },
        { "true", "slachtoffer", "morgen", "toestemming.op" },
        { "false", "slachtoffer", null, "toestemming.door" },
        { "false", null, "2019-04-01", "toestemming.op" },
        { "null", null, null, "toestemming.gegeven" },
    };

    [Theory]
    [MemberData(nameof(OnvolledigeToestemming))]
    public async Task Given_consent_without_who_or_day_When_a_positive_advice_is_given_Then_400_and_no_advice_S4(string gegeven, string? door, string? op, string velden)
    {
        var id = await LopendAsync();
        var body = Werklijst.Stap("positiefAdvies");
        body["toestemming"] = new JsonObject
        {
            ["gegeven"] = JsonNode.Parse(gegeven),
            ["door"] = door,
            ["op"] = op == "morgen" ? services.Time.Vandaag().AddDays(1).ToString("yyyy-MM-dd") : op,
        };
        await GeweigerdAsync(id, "positiefAdvies", body, velden);
    }

    [Theory]
    [InlineData("negatiefAdvies", "reden")]
    [InlineData("negatiefAdvies", "verdereMogelijkheden")]
    [InlineData("positiefAdvies", "bevindingen")]
    [InlineData("positiefAdvies", "toestemming")]
    public async Task Given_an_advice_without_one_of_its_parts_When_it_is_given_Then_400_S5(string stap, string veld)
    {
        var id = await LopendAsync();
        var leeg = Werklijst.Stap(stap);
        leeg[veld] = veld == "toestemming" ? null : " \n ";
        await GeweigerdAsync(id, stap, leeg, veld);
        var weg = Werklijst.Stap(stap);
        weg.Remove(veld);
        await GeweigerdAsync(id, stap, weg, veld);
        if (veld != "toestemming")
        {
            var lang = Werklijst.Stap(stap);
            lang[veld] = new string('a', 20_001);
            await GeweigerdAsync(id, stap, lang, veld);
        }
    }

    [Fact]
    public async Task Given_a_positive_finding_without_consent_When_it_is_recorded_Then_it_counts_and_goes_nowhere_S4()
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        // 2021 holds this question and the other of this test only.
        var zonder = await services.AssessmentAsync(ontvangenOp: "2021-05-06");
        var met = await services.AssessmentAsync(ontvangenOp: "2021-05-07");
        await AdviseerAsync(client, zonder.Id(), Werklijst.GeenToestemming());
        await AdviseerAsync(client, met.Id(), Werklijst.Toestemming("2021-06-01"));

        using var jurist = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        await ServicesFixture.EventuallyAsync("the advice with consent at legal support", async ()
            => (await jurist.JsonAsync($"/api/juridische-dossiers/aanleidingen?melding={met["meldingId"]}"))["items"]!.AsArray().SingleOrDefault());
        await services.VerzondenAsync();
        Assert.Empty((await jurist.JsonAsync($"/api/juridische-dossiers/aanleidingen?melding={zonder["meldingId"]}"))["items"]!.AsArray());
        using var opening = await jurist.OpenAsync(zonder["meldingId"]!.GetValue<Guid>(), "2021-06-02");
        await ProblemAssert.IsProblemAsync(opening, 404, "niet-gevonden");

        var gelezen = await client.JsonAsync($"/api/assessments/{zonder.Id()}");
        Assert.Equal(("adviesPositief", false, null), ((string?)gelezen["toestand"], (bool)gelezen["toestemmingGegeven"]!, (string?)gelezen["toestemmingDoor"]));
        Assert.Equal((2, 2), await services.CijfersAsync(2021, cijfers => (cijfers.Assessments.Gevraagd, cijfers.Assessments.Positief)));
    }

    [Theory]
    [InlineData("negatiefAdvies", "reden", "bevindingen")]
    [InlineData("negatiefAdvies", "verdereMogelijkheden", "verdereMogelijkheden")]
    [InlineData("positiefAdvies", "bevindingen", "bevindingen")]
    public async Task Given_an_advice_When_it_is_kept_Then_its_text_is_encrypted_and_only_GET_gives_it_back_S5(string stap, string veld, string gelezenAls)
    {
        var id = await LopendAsync();
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var body = Werklijst.Stap(stap);
        body[veld] = $"{Merkteken} é\n\"{veld}\"";
        var antwoord = await client.GeluktAsync(id, stap, body);
        Assert.DoesNotContain(Merkteken, antwoord.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal($"{Merkteken} é\n\"{veld}\"", (string?)(await client.JsonAsync($"/api/assessments/{id}"))["advies"]![gelezenAls]);

        await services.VerzondenAsync();
        var merkteken = Encoding.UTF8.GetBytes(Merkteken);
        Assert.All(await services.GeschrevenAsync(), stuk => Assert.True(stuk.Value.AsSpan().IndexOf(merkteken) < 0, $"{stuk.Key} holds the text of the advice"));

        Assert.DoesNotContain(services.Log.Lines, line => line.Contains(Merkteken, StringComparison.Ordinal));
    }

    private static async Task<JsonObject> AdviseerAsync(HttpClient client, Guid id, JsonObject toestemming)
    {
        const string op = "2021-06-01";
        await client.GeluktAsync(id, "gesprek", Werklijst.Stap("gesprek", op));
        var advies = Werklijst.Stap("positiefAdvies", op);
        advies["toestemming"] = toestemming;
        return await client.GeluktAsync(id, "positiefAdvies", advies);
    }

    private async Task<Guid> LopendAsync()
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        await client.DoorloopAsync(id, "gesprek");
        return id;
    }

    private async Task GeweigerdAsync(Guid id, string stap, JsonObject body, string velden)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        using var response = await client.ZetAsync(id, stap, body);
        var problem = await ProblemAssert.IsProblemAsync(response, 400, "ongeldige-invoer");
        Assert.Equal(velden, string.Join(',', problem["errors"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal)));
        Assert.Equal("lopend", (string?)(await client.JsonAsync($"/api/assessments/{id}"))["toestand"]);
    }
}

public sealed class AdviesTestsEmbedded(EmbeddedServices services) : AdviesTests(services), IClassFixture<EmbeddedServices>;

public sealed class AdviesTestsDistributed(DistributedServices services) : AdviesTests(services.OrSkip()), IClassFixture<DistributedServices>;
