using System.Net;
using Draaiboek.Assessments;
using Draaiboek.Hosting;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Assessments;

/// <summary>The day of a step: not before the question came in, not in the future, and what closes an assessment comes last.</summary>
public abstract class StapdagTests(ServicesFixture services)
{
    private static readonly string[] UitWachtend = ["kennismakingsgesprek", "gesprek", "nietGestart"];
    private static readonly string[] Adviezen = ["negatiefAdvies", "positiefAdvies"];

    /// <summary>Every step, with the steps that go before it on the day of receipt and the shift in days that is asked; true where it is allowed.</summary>
    public static TheoryData<string, string, bool> Dagen()
    {
        var dagen = new TheoryData<string, string, bool>();
        foreach (var stap in Werklijst.Routes.Keys)
        {
            dagen.Add(stap, "gisteren voor ontvangst", false);
            dagen.Add(stap, "dag van ontvangst", true);
            dagen.Add(stap, "vandaag", true);
            dagen.Add(stap, "morgen", false);
        }

        return dagen;
    }

    [Theory]
    [MemberData(nameof(Dagen))]
    public async Task Given_a_day_When_a_step_is_registered_Then_it_lies_from_the_day_of_receipt_to_today(string stap, string dag, bool kan)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        if (Adviezen.Contains(stap))
        {
            await client.GeluktAsync(id, "gesprek", Werklijst.Stap("gesprek", Werklijst.Ontvangen));
        }

        var op = dag switch
        {
            "gisteren voor ontvangst" => "2019-03-03",
            "dag van ontvangst" => Werklijst.Ontvangen,
            "vandaag" => services.Time.Vandaag().ToString("yyyy-MM-dd"),
            _ => services.Time.Vandaag().AddDays(1).ToString("yyyy-MM-dd"),
        };
        var body = Werklijst.Stap(stap, op);
        if (stap == "positiefAdvies")
        {
            body["toestemming"] = Werklijst.GeenToestemming();
        }

        await HoudtAsync(client, id, stap, body, kan);
    }

    public static TheoryData<string, string, bool> Volgorde() => new()
    {
        { "gesprek", "2019-04-30", true },
        { "gesprek", "2019-05-01", true },
        { "negatiefAdvies", "2019-04-30", false },
        { "negatiefAdvies", "2019-05-01", true },
        { "positiefAdvies", "2019-04-30", false },
        { "positiefAdvies", "2019-05-01", true },
    };

    [Theory]
    [MemberData(nameof(Volgorde))]
    public async Task Given_a_last_talk_on_1_May_When_a_step_is_dated_Then_only_a_talk_may_lie_before_it(string stap, string op, bool kan)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        await client.GeluktAsync(id, "gesprek", Werklijst.Stap("gesprek", "2019-05-01"));
        // Written down afterwards: the last day stays the first of May.
        await client.GeluktAsync(id, "gesprek", Werklijst.Stap("gesprek", "2019-04-15"));
        await HoudtAsync(client, id, stap, Werklijst.Stap(stap, op), kan);
    }

    [Theory]
    [InlineData("2019-04-30", false)]
    [InlineData("2019-05-01", true)]
    public async Task Given_a_first_talk_on_1_May_When_it_never_started_Then_not_before_that_talk_S8(string op, bool kan)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        await client.GeluktAsync(id, "kennismakingsgesprek", Werklijst.Stap("kennismakingsgesprek", "2019-05-01"));
        await HoudtAsync(client, id, "nietGestart", Werklijst.Stap("nietGestart", op), kan);
    }

    [Theory]
    [InlineData("2019-2-3")]
    [InlineData("2019-02-30")]
    [InlineData("03/04/2019")]
    [InlineData("2019-04-01T00:00:00Z")]
    [InlineData(null)]
    public async Task Given_something_that_is_no_day_When_a_step_is_registered_Then_400(string? op)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        foreach (var stap in UitWachtend)
        {
            var body = Werklijst.Stap(stap);
            body["op"] = op;
            await HoudtAsync(client, id, stap, body, kan: false);
        }
    }

    private static async Task HoudtAsync(HttpClient client, Guid id, string stap, System.Text.Json.Nodes.JsonObject body, bool kan)
    {
        var voor = await client.JsonAsync($"/api/assessments/{id}");
        using var response = await client.ZetAsync(id, stap, body);
        if (kan)
        {
            Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
            return;
        }

        var problem = await ProblemAssert.IsProblemAsync(response, 400, "ongeldige-invoer");
        Assert.Equal("op", Assert.Single(problem["errors"]!.AsObject()).Key);
        Assert.Equal(voor.ToJsonString(), (await client.JsonAsync($"/api/assessments/{id}")).ToJsonString());
    }
}

public sealed class StapdagTestsEmbedded(EmbeddedServices services) : StapdagTests(services), IClassFixture<EmbeddedServices>;

public sealed class StapdagTestsDistributed(DistributedServices services) : StapdagTests(services.OrSkip()), IClassFixture<DistributedServices>;
