using Draaiboek.Assessments;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Draaiboek.Tests.Hosting;

public abstract class UsageTelemetryTests(ServicesFixture services)
{
    public static TheoryData<string> Services() => [MeldingService.Name, AssessmentService.Name, JuridischeSteunService.Name, RegistratieService.Name];

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_a_running_service_Then_MassTransit_reports_nothing_to_its_makers(string service)
    {
        var provider = services.Services(service);
        Assert.False(provider.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled);
        Assert.DoesNotContain(provider.GetServices<IHostedService>(), hosted => IsUsageTracking(hosted.GetType()));
        Assert.Contains(typeof(UsageTelemetryOptions).Assembly.GetTypes(), IsUsageTracking);
    }

    private static bool IsUsageTracking(Type type) => type.Namespace?.StartsWith("MassTransit.UsageT", StringComparison.Ordinal) == true;
}

public sealed class UsageTelemetryTestsEmbedded(EmbeddedServices services) : UsageTelemetryTests(services), IClassFixture<EmbeddedServices>;

public sealed class UsageTelemetryTestsDistributed(DistributedServices services) : UsageTelemetryTests(services.OrSkip()), IClassFixture<DistributedServices>;
