using Microsoft.AspNetCore.Authorization;

namespace Draaiboek.Hosting.Identity;

/// <summary>The policies of routes. A route without one is denied (DESIGN 7); whether the caller may see this very object is the handler's to decide.</summary>
public static class Toegang
{
    /// <summary>Everyone whose token holds one of the roles.</summary>
    public static AuthorizationPolicy Voor(params string[] rollen)
        => new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(context => rollen.Any(rol => Caller.ScopeOf(context.User, rol) is not null))
            .Build();

    /// <summary>As <see cref="Voor"/>, and a person: acts that M5 reserves can't be done by a system on its own account.</summary>
    public static AuthorizationPolicy VoorPersoon(params string[] rollen)
        => new AuthorizationPolicyBuilder(Voor(rollen))
            .RequireAssertion(context => context.User.FindFirst(Caller.PersonClaim) is { Value.Length: > 0 })
            .Build();

    internal static AuthorizationPolicy Niemand { get; } = new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(_ => false)
        .Build();
}
