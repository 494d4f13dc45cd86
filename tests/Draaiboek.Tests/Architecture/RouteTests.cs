using System.Security.Cryptography;
using Draaiboek.Assessments;
using Draaiboek.Gateway;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.Architecture;

public sealed class RouteTests
{
    /// <summary>The routes that need no token. A new one is a decision: it is added here.</summary>
    private static readonly Dictionary<string, string[]> Anonymous = new(StringComparer.Ordinal)
    {
        // M11: the anonymous meldpunt.
        [MeldingService.Name] = ["/api/meldpunt", "/api/meldpunt/berichten", "/api/meldpunt/lezen", "/health/live", "/health/ready", "/openapi/v1.json"],
        [AssessmentService.Name] = ["/health/live", "/health/ready", "/openapi/v1.json"],
        [JuridischeSteunService.Name] = ["/health/live", "/health/ready", "/openapi/v1.json"],
        [RegistratieService.Name] = ["/health/live", "/health/ready", "/openapi/v1.json"],
        ["gateway"] = ["/api/meldpunt", "/api/meldpunt/berichten", "/api/meldpunt/lezen", "/auth/.well-known/openid-configuration", "/auth/jwks", "/auth/token", "/health/live", "/health/ready", "/openapi/v1.json"],
    };

    private static readonly Dictionary<string, Func<ServiceOptions, WebApplication>> Builds = new(StringComparer.Ordinal)
    {
        [MeldingService.Name] = MeldingService.Build,
        [AssessmentService.Name] = AssessmentService.Build,
        [JuridischeSteunService.Name] = JuridischeSteunService.Build,
        [RegistratieService.Name] = RegistratieService.Build,
        ["gateway"] = GatewayService.Build,
    };

    public static TheoryData<string> Hosts() => [.. Builds.Keys];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Given_any_route_Then_it_says_who_may_or_stands_in_the_list_of_open_ones(string host)
    {
        await using var app = Builds[host](new ServiceOptions { Settings = Settings(), EmbeddedBus = new EmbeddedBus(), Logging = logging => logging.ClearProviders() });
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>().ToList();
        Assert.True(routes.Count > 5);
        var open = routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null).ToList();
        Assert.Equal(Anonymous[host], open.Select(route => route.RoutePattern.RawText).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

        // An own policy, or the name of one: [Authorize] alone would be the default policy, which denies everyone.
        Assert.Empty(routes.Except(open)
            .Where(route => route.Metadata.GetMetadata<AuthorizationPolicy>() is null && !route.Metadata.OfType<IAuthorizeData>().Any(data => !string.IsNullOrEmpty(data.Policy)))
            .Select(route => route.RoutePattern.RawText));
    }

    private static Dictionary<string, string?> Settings()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:DataFolder"] = Path.Combine(Path.GetTempPath(), "draaiboek-never-made"),
            ["Draaiboek:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Draaiboek:Identity:Authority"] = "http://localhost:1/auth",
        };
        foreach (var cluster in Clusters.Alle)
        {
            settings[$"Draaiboek:Gateway:Clusters:{cluster}"] = "http://localhost:1/";
        }

        return settings;
    }
}
