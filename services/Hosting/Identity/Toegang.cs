using Draaiboek.Hosting.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Draaiboek.Hosting.Identity;

/// <summary>The policies of routes. A route without one is denied (DESIGN 7); whether the caller may see this very object is the handler's to decide.</summary>
public static class Toegang
{
    /// <summary>Everyone whose token holds one of the roles.</summary>
    public static AuthorizationPolicy Voor(params string[] rollen)
        => new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .AddRequirements(new EenVanDeRollen(rollen))
            .Build();

    /// <summary>As <see cref="Voor"/>, and a person: acts that M5 reserves can't be done by a system on its own account.</summary>
    public static AuthorizationPolicy VoorPersoon(params string[] rollen)
        => new AuthorizationPolicyBuilder(Voor(rollen))
            .AddRequirements(new Persoon())
            .Build();

    /// <summary>For whom a route with these policies is, in one Dutch sentence for the OpenAPI document.</summary>
    internal static string? Uitleg(IEnumerable<AuthorizationPolicy> policies)
    {
        var requirements = policies.SelectMany(policy => policy.Requirements).ToList();
        var rollen = string.Join(" of ", requirements.OfType<EenVanDeRollen>().SelectMany(requirement => requirement.Rollen));
        return rollen.Length == 0 ? null : requirements.OfType<Persoon>().Any() ? $"Voor de rol {rollen}, door een persoon (vo_id)." : $"Voor de rol {rollen}.";
    }

    /// <summary>
    /// What holds for a route that says nothing: nobody. Where there is no route at all, or none for this method, nothing is to be guarded:
    /// who is known hears 404, 405 or 415 there, not that a role is missing; so does everyone beside the routes that are asked without a trace, where nobody can be known.
    /// </summary>
    internal static AuthorizationPolicy Niemand { get; } = new AuthorizationPolicyBuilder()
        .RequireAssertion(context => context.Resource is HttpContext http
            && http.GetEndpoint() is not RouteEndpoint
            && (http.User.Identity?.IsAuthenticated == true || http.IsUntraced()))
        .Build();

    private sealed class EenVanDeRollen(string[] rollen)
        : AssertionRequirement(context => rollen.Any(rol => Caller.ScopeOf(context.User, rol) is not null))
    {
        public IReadOnlyList<string> Rollen => rollen;
    }

    private sealed class Persoon() : AssertionRequirement(context => context.User.FindFirst(Caller.PersonClaim) is { Value.Length: > 0 });
}
