using Draaiboek.Assessments;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests;

public sealed class SmokeTests(ServicesFixture services) : IClassFixture<ServicesFixture>
{
    [Fact]
    public async Task A_request_for_assessment_stands_in_the_worklist()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
        await ServicesFixture.EventuallyAsync("in worklist", async () =>
        {
            using var response = await client.GetAsync(new Uri($"/api/assessments?melding={melding}", UriKind.Relative));
            var json = await response.JsonAsync();
            return json["items"]!.AsArray().Count == 1 ? json : null;
        });
    }
}
