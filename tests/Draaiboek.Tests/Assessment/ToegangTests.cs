using System.Net;
using Draaiboek.Assessments;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Assessments;

/// <summary>Who may do what with an assessment, what stays of it in the audit trail, and that one act is done once.</summary>
public abstract class ToegangTests(ServicesFixture services)
{
    private static readonly string[] AndereRollen = [Invoer.Melder, Invoer.Jurist, "stuurgroep", "auditor", "beheerder", "onbekendeRol:payoke"];

    public static TheoryData<string> AlleRoutes() => [.. Werklijst.Routes.Keys, "werklijst", "lezen"];

    [Theory]
    [MemberData(nameof(AlleRoutes))]
    public async Task Given_another_role_or_no_token_When_a_route_is_asked_Then_403_or_401_and_nothing_changed(string route)
    {
        using var medewerker = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        foreach (var rol in AndereRollen)
        {
            using var client = services.Client(AssessmentService.Name, rol);
            using var response = await VraagAsync(client, route, id);
            await ProblemAssert.IsProblemAsync(response, 403, "geen-toegang");
        }

        using var zonder = services.Client(AssessmentService.Name);
        using var anoniem = await VraagAsync(zonder, route, id);
        await ProblemAssert.IsProblemAsync(anoniem, 401, "niet-aangemeld");
        Assert.Equal(1, (int)(await medewerker.JsonAsync($"/api/assessments/{id}"))["versie"]!);
    }

    [Theory]
    [MemberData(nameof(AlleRoutes))]
    public async Task Given_another_centre_When_a_route_is_asked_Then_404_the_same_as_what_does_not_exist(string route)
    {
        var id = (await services.AssessmentAsync(Centrum.Surya)).Id();
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        using var elders = await VraagAsync(client, route, id);
        using var nergens = await VraagAsync(client, route, Guid.NewGuid());
        if (route == "werklijst")
        {
            Assert.DoesNotContain(id.ToString(), await elders.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            return;
        }

        var ene = await ProblemAssert.IsProblemAsync(elders, 404, "niet-gevonden");
        var andere = await ProblemAssert.IsProblemAsync(nergens, 404, "niet-gevonden");
        Assert.Equal((string?)andere["detail"], (string?)ene["detail"]);
        Assert.Empty(await AuditAsync(id));
    }

    [Theory]
    [InlineData("kennismakingsgesprek", true)]
    [InlineData("gesprek", true)]
    [InlineData("nietGestart", true)]
    [InlineData("negatiefAdvies", false)]
    [InlineData("positiefAdvies", false)]
    public async Task Given_a_token_without_a_person_When_a_step_is_taken_Then_no_advice_comes_of_it(string stap, bool kan)
    {
        var id = (await services.AssessmentAsync()).Id();
        using var medewerker = services.Client(AssessmentService.Name, Invoer.Medewerker);
        if (!kan)
        {
            await medewerker.DoorloopAsync(id, "gesprek");
        }

        using var systeem = services.ClientWithToken(AssessmentService.Name, services.Authority.Token([Invoer.Medewerker], voId: null, sub: "systeem-1"));
        using var response = await systeem.ZetAsync(id, stap, Werklijst.Stap(stap));
        if (kan)
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            var regel = Assert.Single(await AuditAsync(id));
            Assert.Equal(("systeem-1", null), (regel.Sub, regel.VoId));
            Assert.Equal("systeem-1", (string?)(await medewerker.JsonAsync($"/api/assessments/{id}"))["stappen"]![0]!["door"]);
        }
        else
        {
            await ProblemAssert.IsProblemAsync(response, 403, "geen-toegang");
            Assert.Equal("lopend", (string?)(await medewerker.JsonAsync($"/api/assessments/{id}"))["toestand"]);
        }
    }

    [Fact]
    public async Task Given_an_assessment_When_steps_are_taken_read_and_refused_Then_the_audit_trail_tells_what_was_done_and_by_whom()
    {
        var id = (await services.AssessmentAsync()).Id();
        var persoon = Guid.NewGuid().ToString();
        using var client = services.ClientWithToken(AssessmentService.Name, services.Authority.Token([Invoer.Medewerker], voId: persoon, org: "0400000097", sub: "medewerker-t"));
        await client.DoorloopAsync(id, "kennismakingsgesprek", "gesprek");
        using var geweigerd = await client.ZetAsync(id, "kennismakingsgesprek", Werklijst.Stap("kennismakingsgesprek"));
        await client.JsonAsync($"/api/assessments/{id}");
        await client.JsonAsync("/api/assessments");
        await client.DoorloopAsync(id, "positiefAdvies");

        var regels = await AuditAsync(id);
        Assert.Equal(["assessment.kennismakingsgesprek", "assessment.gesprek", "assessment.gelezen", "assessment.positief-advies"], regels.Select(regel => regel.Actie));
        Assert.All(regels, regel => Assert.Equal((persoon, "0400000097", "medewerker-t"), (regel.VoId, regel.OrgCode, regel.Sub)));
        Assert.All(regels, regel => Assert.Equal(32, regel.TraceId?.Length));
    }

    [Fact]
    public async Task Given_two_counsellors_When_both_give_an_advice_at_once_Then_one_succeeds_and_one_message_goes_out_S5()
    {
        for (var ronde = 0; ronde < 5; ronde++)
        {
            using var een = services.Client(AssessmentService.Name, Invoer.Medewerker);
            using var twee = services.ClientWithToken(AssessmentService.Name, services.Authority.Token([Invoer.Medewerker], voId: Guid.NewGuid().ToString(), sub: "medewerker-2"));
            var id = (await services.AssessmentAsync()).Id();
            await een.DoorloopAsync(id, "gesprek");
            var antwoorden = await Task.WhenAll(
                een.ZetAsync(id, "negatiefAdvies", Werklijst.Stap("negatiefAdvies")),
                twee.ZetAsync(id, "positiefAdvies", Werklijst.Stap("positiefAdvies")));
            var gelukt = Assert.Single(antwoorden, antwoord => antwoord.StatusCode == HttpStatusCode.Created);
            Assert.Single(antwoorden, antwoord => antwoord.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed);

            var toestand = (string?)(await een.JsonAsync($"/api/assessments/{id}"))["toestand"];
            Assert.Equal((string?)(await gelukt.JsonAsync())["toestand"], toestand);
            var adviezen = (await services.OutboxAsync(AssessmentService.Name))
                .Where(row => row.CaseId == id && row.MessageType.Contains("advies-werd-gegeven", StringComparison.Ordinal));
            Assert.Contains(toestand == "adviesNegatief" ? "negatief" : "positief", Assert.Single(adviezen).MessageType, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("kennismakingsgesprek")]
    [InlineData("gesprek")]
    [InlineData("nietGestart")]
    [InlineData("negatiefAdvies")]
    [InlineData("positiefAdvies")]
    public async Task Given_an_idempotency_key_When_a_step_is_sent_again_Then_the_same_answer_and_one_step(string stap)
    {
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        var id = (await services.AssessmentAsync()).Id();
        if (stap.EndsWith("Advies", StringComparison.Ordinal))
        {
            await client.DoorloopAsync(id, "gesprek");
        }

        var versie = (int)(await client.JsonAsync($"/api/assessments/{id}"))["versie"]!;
        client.DefaultRequestHeaders.Add("Idempotency-Key", "stap-" + stap + id);
        var antwoorden = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.ZetAsync(id, stap, Werklijst.Stap(stap))));
        Assert.All(antwoorden, antwoord => Assert.Equal((HttpStatusCode.Created, $"\"{versie + 1}\""), (antwoord.StatusCode, antwoord.Headers.ETag?.Tag)));
        Assert.Single(antwoorden, antwoord => !antwoord.Headers.Contains("Idempotency-Replayed"));
        Assert.Single((await Task.WhenAll(antwoorden.Select(antwoord => antwoord.Content.ReadAsStringAsync()))).Distinct());
        Assert.Equal(versie + 1, (int)(await client.JsonAsync($"/api/assessments/{id}"))["versie"]!);

        using var anders = await client.ZetAsync(id, stap, Werklijst.Stap(stap, "2019-04-02"));
        await ProblemAssert.IsProblemAsync(anders, 422, "sleutel-hergebruikt");
        using var ander = await client.ZetAsync((await services.AssessmentAsync()).Id(), "gesprek", Werklijst.Stap("gesprek"));
        Assert.Equal((HttpStatusCode.Created, false), (ander.StatusCode, ander.Headers.Contains("Idempotency-Replayed")));
    }

    private static Task<HttpResponseMessage> VraagAsync(HttpClient client, string route, Guid id) => route switch
    {
        "werklijst" => client.GetAsync(new Uri("/api/assessments", UriKind.Relative)),
        "lezen" => client.GetAsync(new Uri($"/api/assessments/{id}", UriKind.Relative)),
        _ => client.ZetAsync(id, route, Werklijst.Stap(route)),
    };

    private Task<List<AuditRow>> AuditAsync(Guid id)
        => services.KijkAsync(AssessmentService.Name, db => db.Audit.AsNoTracking().Where(row => row.OnderwerpId == id).OrderBy(row => row.Volgnummer).ToListAsync());
}

public sealed class ToegangTestsEmbedded(EmbeddedServices services) : ToegangTests(services), IClassFixture<EmbeddedServices>;

public sealed class ToegangTestsDistributed(DistributedServices services) : ToegangTests(services.OrSkip()), IClassFixture<DistributedServices>;
