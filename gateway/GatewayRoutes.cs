using System.Globalization;
using Draaiboek.Hosting.Identity;
using Microsoft.AspNetCore.Authorization;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;

namespace Draaiboek.Gateway;

/// <summary>What stands behind the gateway; the names are those of the settings <c>Draaiboek:Gateway:Clusters:*</c>.</summary>
internal static class Clusters
{
    public const string Melding = "melding";
    public const string Assessment = "assessment";
    public const string JuridischeSteun = "juridische-steun";
    public const string Registratie = "registratie";
    public const string Auth = "auth";

    /// <summary>The services: each also answers under <c>/api/verantwoording</c>, <c>/api/audit</c> and <c>/api/beheer</c>.</summary>
    public static readonly IReadOnlyList<string> Diensten = [Melding, Assessment, JuridischeSteun, Registratie];

    public static readonly IReadOnlyList<string> Alle = [.. Diensten, Auth];
}

/// <summary>One line of the table: who may pass, where to, and how long it may take. Without roles everyone may.</summary>
internal sealed record GatewayRoute(string Pattern, string Cluster, Func<GatewayTimeouts, TimeSpan> Timeout, params string[] Rollen)
{
    /// <summary>A limit of its own, beside those that hold everywhere.</summary>
    public string? RateLimiter { get; init; }

    public string Policy => Rollen.Length == 0 ? "anonymous" : string.Join('|', Rollen);
}

/// <summary>
/// Every route that leads inside, beside those of <see cref="AuthRoutes"/> and <see cref="MeldpuntRoutes"/>. What is not in this table is denied; which object a caller may see,
/// and which method needs a person, the service judges for itself (DESIGN 7).
/// </summary>
internal static class GatewayRoutes
{
    public static readonly IReadOnlyList<GatewayRoute> Tabel =
    [
        new(BijlageRoutes.Pattern, Clusters.Melding, wait => wait.Bijlage, Rollen.Melder, Rollen.Centrummedewerker) { RateLimiter = RateLimits.BijlagePolicy },
        new("/api/meldingen/{**rest}", Clusters.Melding, wait => wait.Api, Rollen.Melder, Rollen.Centrummedewerker),
        new("/api/meldingen/invoer", Clusters.Melding, wait => wait.Invoer, Rollen.Centrummedewerker),
        new("/api/meldingen/invoer/sjabloon", Clusters.Melding, wait => wait.Api, Rollen.Centrummedewerker),
        new("/api/overdrachten/{**rest}", Clusters.Melding, wait => wait.Api, Rollen.Centrummedewerker),
        new("/api/meldpunt/gesprekken/{**rest}", Clusters.Melding, wait => wait.Api, Rollen.Centrummedewerker),
        new("/api/signalen", Clusters.Melding, wait => wait.Api, Rollen.Melder, Rollen.Centrummedewerker),
        new("/api/risicotaxatie", Clusters.Melding, wait => wait.Api, Rollen.Melder, Rollen.Centrummedewerker),
        new("/api/contacten", Clusters.Melding, wait => wait.Api, Rollen.Melder, Rollen.Centrummedewerker),
        new("/api/assessments/{**rest}", Clusters.Assessment, wait => wait.Api, Rollen.Centrummedewerker),
        new("/api/achterstanden/{**rest}", Clusters.Assessment, wait => wait.Api, Rollen.Centrummedewerker),
        new("/api/vormingen/{**rest}", Clusters.Assessment, wait => wait.Api, Rollen.Centrummedewerker),
        new("/api/juridische-dossiers/{**rest}", Clusters.JuridischeSteun, wait => wait.Api, Rollen.JuridischBegeleider),
        new("/api/publicaties/{**rest}", Clusters.Registratie, wait => wait.Api, Rollen.Stuurgroep, Rollen.Registratiehouder),
        new("/api/procescijfers/{**rest}", Clusters.Registratie, wait => wait.Api, Rollen.Stuurgroep, Rollen.Registratiehouder),
        new("/graphql", Clusters.Registratie, wait => wait.GraphQL, Rollen.Stuurgroep),
        new("/graphql/schema.graphql", Clusters.Registratie, wait => wait.Api, Rollen.Stuurgroep, Rollen.Beheerder),
        .. Clusters.Diensten.Select(dienst => new GatewayRoute($"/api/verantwoording/{dienst}", dienst, wait => wait.Api, Rollen.Auditor, Rollen.Stuurgroep)),
        .. Clusters.Diensten.Select(dienst => new GatewayRoute($"/api/audit/{dienst}", dienst, wait => wait.Api, Rollen.Auditor)),
        .. Clusters.Diensten.Select(dienst => new GatewayRoute($"/api/beheer/{dienst}/{{**rest}}", dienst, wait => wait.Api, Rollen.Beheerder)),
    ];

    public static void AddPolicies(AuthorizationOptions authorization)
    {
        foreach (var route in Tabel.Where(route => route.Rollen.Length > 0))
        {
            authorization.AddPolicy(route.Policy, Toegang.Voor(route.Rollen));
        }
    }

    public static IReadOnlyList<RouteConfig> ToRoutes(GatewayTimeouts timeouts, Uri authority)
        => [.. Tabel.Concat(MeldpuntRoutes.Open).Concat(AuthRoutes.For(authority)).Select(route => new RouteConfig
        {
            RouteId = route.Pattern,
            ClusterId = route.Cluster,
            Match = new RouteMatch { Path = route.Pattern },
            AuthorizationPolicy = route.Policy,
            Timeout = route.Timeout(timeouts),
            RateLimiterPolicy = route.Cluster == Clusters.Auth ? RateLimits.AuthPolicy : route.RateLimiter,
            Transforms = route.Cluster == Clusters.Auth
                ? [new Dictionary<string, string>(StringComparer.Ordinal) { ["PathRemovePrefix"] = AuthRoutes.Prefix }]
                : null,
        })];

    public static IReadOnlyList<ClusterConfig> ToClusters(GatewaySettings settings)
        => [.. settings.Adressen.Select(pair => new ClusterConfig
        {
            ClusterId = pair.Key,
            Destinations = pair.Value.Index().ToDictionary(
                copy => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}/{copy.Index + 1}"),
                copy => new DestinationConfig { Address = copy.Item.AbsoluteUri },
                StringComparer.Ordinal),
            // The less busy of two at random: a copy that is slow gets less, and several gateways do not all choose the same one.
            LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
            HealthCheck = pair.Value.Count > 1 ? Copies.HealthCheckOf(pair.Key, settings) : null,
            HttpRequest = new ForwarderRequestConfig { ActivityTimeout = settings.Timeouts.Activity },
        })];
}
