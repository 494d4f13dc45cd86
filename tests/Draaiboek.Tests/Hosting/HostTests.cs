using System.Net;
using System.Net.Http.Json;
using Draaiboek.Assessments;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Hosting;

public abstract class HostTests(ServicesFixture services)
{
    public static TheoryData<string, string> Services() => new()
    {
        { MeldingService.Name, Invoer.Melder },
        { AssessmentService.Name, Invoer.Medewerker },
        { JuridischeSteunService.Name, Invoer.Jurist },
        { RegistratieService.Name, "stuurgroep" },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Given_a_route_that_is_not_there_When_it_is_asked_Then_404_in_words_and_401_without_token(string service, string role)
    {
        foreach (var path in (string[])["/", "/api", "/api/iets", "/api/meldingen/geen-guid", "/health", "/openapi/v2.json"])
        {
            using var known = services.Client(service, role);
            using var answer = await known.GetAsync(new Uri(path, UriKind.Relative));
            await ProblemAssert.IsProblemAsync(answer, 404, "niet-gevonden");

            using var nobody = services.ClientWithToken(service, null);
            using var refusal = await nobody.GetAsync(new Uri(path, UriKind.Relative));
            await ProblemAssert.IsProblemAsync(refusal, 401, "niet-aangemeld");
        }
    }

    [Theory]
    [InlineData("DELETE", MeldingService.Name, "/api/meldingen", Invoer.Melder)]
    [InlineData("PUT", MeldingService.Name, "/api/meldingen", Invoer.Melder)]
    [InlineData("PATCH", AssessmentService.Name, "/api/assessments", Invoer.Medewerker)]
    [InlineData("DELETE", JuridischeSteunService.Name, "/api/juridische-dossiers", Invoer.Jurist)]
    [InlineData("PUT", RegistratieService.Name, "/graphql", "stuurgroep")]
    public async Task Given_a_route_without_this_method_When_it_is_asked_Then_405_in_words(string method, string service, string path, string role)
    {
        using var client = services.Client(service, role);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request);
        await ProblemAssert.IsProblemAsync(answer, 405, "methode-niet-toegelaten");
        Assert.NotEmpty(answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Given_the_numbers_of_parked_messages_When_the_operator_replays_them_Then_the_numbers_are_read()
    {
        using var client = services.Client(MeldingService.Name, "beheerder");
        using var answer = await client.PostAsJsonAsync("/api/beheer/melding/geparkeerd/opnieuw", new { volgnummers = new[] { 3_000_000_000L } });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, (int)(await answer.JsonAsync())["aantal"]!);
    }

    [Fact]
    public async Task Given_requests_under_way_When_the_service_stops_Then_each_is_finished_or_was_never_taken_and_what_was_acknowledged_is_there()
    {
        // Started before the stop, so that connections are open and requests are being handled when it comes.
        var sent = 0;
        var answers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var client = services.Client(MeldingService.Name, Invoer.Melder);
            var statuses = new List<HttpStatusCode>();
            try
            {
                while (true)
                {
                    using var response = await client.PostAsJsonAsync("/api/meldingen", Invoer.Assessmentvraag());
                    statuses.Add(response.StatusCode);
                    Interlocked.Increment(ref sent);
                }
            }
            catch (HttpRequestException)
            {
                // The door is closed.
                return statuses;
            }
        })).ToArray();
        await ServicesFixture.EventuallyAsync("under load", () => Task.FromResult<object?>(Volatile.Read(ref sent) > 20 ? sent : null));

        await services.RestartAsync();
        var all = (await Task.WhenAll(answers)).SelectMany(statuses => statuses).ToList();
        Assert.All(all, status => Assert.Equal(HttpStatusCode.Created, status));
        var kept = await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db => db.Meldingen.CountAsync());
        Assert.Equal(all.Count, kept);
        // And everything that was left in the outbox goes out after the start.
        await ServicesFixture.EventuallyAsync(
            "every melding in the worklist",
            () => services.InDbAsync<AssessmentDbContext, object?>(AssessmentService.Name, async db => await db.Assessments.CountAsync() == kept ? kept : null));
    }
}

public sealed class HostTestsEmbedded(EmbeddedServices services) : HostTests(services), IClassFixture<EmbeddedServices>;

public sealed class HostTestsDistributed(DistributedServices services) : HostTests(services.OrSkip()), IClassFixture<DistributedServices>;
