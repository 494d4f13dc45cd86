using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Assessments;

/// <summary>Every state with every step, held against a table of its own: what is not in it is refused and changes nothing (S2, S3, S5, S8).</summary>
[Trait("Regel", "S2")]
[Trait("Regel", "S3")]
[Trait("Regel", "S5")]
[Trait("Regel", "S8")]
public abstract class ToestandstabelTests(ServicesFixture services)
{
    /// <summary>By which steps a state is reached.</summary>
    private static readonly Dictionary<string, string[]> Wegen = new(StringComparer.Ordinal)
    {
        ["wachtend"] = [],
        ["kennisgemaakt"] = ["kennismakingsgesprek"],
        ["lopend"] = ["kennismakingsgesprek", "gesprek"],
        ["adviesNegatief"] = ["gesprek", "negatiefAdvies"],
        ["adviesPositief"] = ["gesprek", "positiefAdvies"],
        ["nietGestart"] = ["nietGestart"],
    };

    private static readonly Dictionary<(string Toestand, string Stap), string> Toegelaten = new()
    {
        [("wachtend", "kennismakingsgesprek")] = "kennisgemaakt",
        [("wachtend", "gesprek")] = "lopend",
        [("wachtend", "nietGestart")] = "nietGestart",
        [("kennisgemaakt", "gesprek")] = "lopend",
        [("kennisgemaakt", "nietGestart")] = "nietGestart",
        [("lopend", "gesprek")] = "lopend",
        [("lopend", "negatiefAdvies")] = "adviesNegatief",
        [("lopend", "positiefAdvies")] = "adviesPositief",
    };

    public static TheoryData<string, string, string?> Cellen()
    {
        var cellen = new TheoryData<string, string, string?>();
        foreach (var toestand in Wegen.Keys)
        {
            foreach (var stap in Werklijst.Routes.Keys)
            {
                cellen.Add(toestand, stap, Toegelaten.GetValueOrDefault((toestand, stap)));
            }
        }

        return cellen;
    }

    [Theory]
    [MemberData(nameof(Cellen))]
    public async Task Given_a_state_When_a_step_is_taken_Then_it_leads_on_or_is_refused_and_nothing_changed_S2_S3_S5_S8(string toestand, string stap, string? naar)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        await client.DoorloopAsync(id, Wegen[toestand]);
        var voor = await client.JsonAsync($"/api/assessments/{id}");
        Assert.Equal(toestand, (string?)voor["toestand"]);
        var toegelaten = Werklijst.Routes.Keys.Where(s => Toegelaten.ContainsKey((toestand, s))).ToArray();
        Assert.Equal(toegelaten, Namen(voor["toegelatenStappen"]!));
        var berichten = await BerichtenAsync(id);

        using var response = await client.ZetAsync(id, stap, Werklijst.Stap(stap));
        var na = await client.JsonAsync($"/api/assessments/{id}");
        if (naar is null)
        {
            var problem = await ProblemAssert.IsProblemAsync(response, 409, "stap-niet-toegelaten");
            Assert.Equal(toestand, (string?)problem["toestand"]);
            Assert.Equal(toegelaten, Namen(problem["toegelatenStappen"]!));
            Assert.Equal(voor.ToJsonString(), na.ToJsonString());
            Assert.Equal(berichten, await BerichtenAsync(id));
        }
        else
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            var versie = (int)voor["versie"]! + 1;
            Assert.Equal($"\"{versie}\"", response.Headers.ETag?.Tag);
            Assert.Equal($"/api/assessments/{id}", response.Headers.Location?.ToString());
            var antwoord = await response.JsonAsync();
            Assert.Equal((id, naar, versie), (antwoord.Id(), (string?)antwoord["toestand"], (int)antwoord["versie"]!));
            Assert.Equal((naar, versie), ((string?)na["toestand"], (int)na["versie"]!));
            var laatste = na["stappen"]!.AsArray()[^1]!;
            Assert.Equal((stap, "2019-04-01"), ((string?)laatste["soort"], (string?)laatste["op"]));
            Assert.Equal(berichten + 1, await BerichtenAsync(id));
        }
    }

    [Fact]
    public async Task Given_a_first_talk_that_was_the_first_of_the_assessment_too_When_registered_Then_the_assessment_runs_S2()
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        var gesprek = Werklijst.Stap("kennismakingsgesprek");
        gesprek["ookEersteAssessmentgesprek"] = true;
        Assert.Equal("lopend", (string?)(await client.GeluktAsync(id, "kennismakingsgesprek", gesprek))["toestand"]);
        await client.DoorloopAsync(id, "gesprek", "gesprek", "negatiefAdvies");
        Assert.Equal(3, (int)(await client.JsonAsync($"/api/assessments/{id}"))["aantalGesprekken"]!);
    }

    [Theory]
    [InlineData("nietBereikbaar", true, true)]
    [InlineData("wilNietDeelnemen", true, true)]
    [InlineData("afgehaaktNaKennismaking", false, true)]
    public async Task Given_a_reason_When_it_never_started_Then_dropping_out_after_the_first_talk_needs_that_talk_S8(string reden, bool vanuitWachtend, bool vanuitKennisgemaakt)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        foreach (var (weg, kan) in new[] { ("wachtend", vanuitWachtend), ("kennisgemaakt", vanuitKennisgemaakt) })
        {
            var id = (await services.AssessmentAsync()).Id();
            await client.DoorloopAsync(id, Wegen[weg]);
            var stap = Werklijst.Stap("nietGestart");
            stap["reden"] = reden;
            using var response = await client.ZetAsync(id, "nietGestart", stap);
            var na = await client.JsonAsync($"/api/assessments/{id}");
            if (kan)
            {
                Assert.Equal(HttpStatusCode.Created, response.StatusCode);
                Assert.Equal(("nietGestart", reden), ((string?)na["toestand"], (string?)na["redenNietGestart"]));
            }
            else
            {
                var problem = await ProblemAssert.IsProblemAsync(response, 400, "ongeldige-invoer");
                Assert.Equal("reden", Assert.Single(problem["errors"]!.AsObject()).Key);
                Assert.Equal((weg, null), ((string?)na["toestand"], (string?)na["redenNietGestart"]));
            }
        }
    }

    [Theory]
    [InlineData("ziek")]
    [InlineData("1")]
    [InlineData("NietBereikbaar")]
    [InlineData(null)]
    public async Task Given_an_unknown_reason_When_it_never_started_Then_400_S8(string? reden)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        var stap = Werklijst.Stap("nietGestart");
        stap["reden"] = reden;
        using var response = await client.ZetAsync(id, "nietGestart", stap);
        var problem = await ProblemAssert.IsProblemAsync(response, 400, "ongeldige-invoer");
        Assert.Equal("reden", Assert.Single(problem["errors"]!.AsObject()).Key);
    }

    private Task<int> BerichtenAsync(Guid id)
        => services.KijkAsync(AssessmentService.Name, db => Task.FromResult(db.Outbox.Count(row => row.CaseId == id)));

    private static string[] Namen(JsonNode stappen) => [.. stappen.AsArray().Select(stap => stap!.GetValue<string>())];
}

public sealed class ToestandstabelTestsEmbedded(EmbeddedServices services) : ToestandstabelTests(services), IClassFixture<EmbeddedServices>;

public sealed class ToestandstabelTestsDistributed(DistributedServices services) : ToestandstabelTests(services.OrSkip()), IClassFixture<DistributedServices>;
