using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Draaiboek.Hosting.Identity;

/// <summary>Names of the roles in <c>draaiboek_rol_3d</c>, each with the scope that it carries.</summary>
public static class Rollen
{
    /// <summary>Reports for one organisation; scope: its KBO number.</summary>
    public const string Melder = "melder";

    /// <summary>Works at a specialised centre; scope: the centre's code.</summary>
    public const string Centrummedewerker = "centrummedewerker";

    /// <summary>Gives legal support at a specialised centre; scope: the centre's code.</summary>
    public const string JuridischBegeleider = "juridischBegeleider";

    /// <summary>Reads figures, never a person (A11). No scope.</summary>
    public const string Stuurgroep = "stuurgroep";

    /// <summary>Keeps the registration: releases tables, sees no person. No scope.</summary>
    public const string Registratiehouder = "registratiehouder";

    /// <summary>Reads who did what, never the content. No scope.</summary>
    public const string Auditor = "auditor";

    /// <summary>Operates the platform: parked messages and the like, no content. No scope.</summary>
    public const string Beheerder = "beheerder";

    public static readonly IReadOnlyList<string> Alle = [Melder, Centrummedewerker, JuridischBegeleider, Stuurgroep, Registratiehouder, Auditor, Beheerder];
}

/// <summary>Who calls, read from the validated token and from nothing else. Claims are shaped as those of ACM/IDM (docs/adr/0005).</summary>
public sealed class Caller
{
    public const string RoleClaim = "draaiboek_rol_3d";
    public const string PersonClaim = "vo_id";
    public const string OrganisationClaim = "vo_orgcode";

    private readonly ClaimsPrincipal _principal;

    private Caller(ClaimsPrincipal principal, string sub)
    {
        _principal = principal;
        Sub = sub;
    }

    public string Sub { get; }

    /// <summary>The person behind the token; null when a system calls.</summary>
    public string? VoId => _principal.FindFirstValue(PersonClaim) is { Length: > 0 } id ? id : null;

    public string? OrgCode => _principal.FindFirstValue(OrganisationClaim) is { Length: > 0 } code ? code : null;

    /// <summary>The person behind the token of a route that needs one.</summary>
    /// <exception cref="InvalidOperationException">The route's policy did not ask for a person.</exception>
    public string Persoon => VoId ?? throw new InvalidOperationException("The policy of this route must require a person.");

    public static Caller From(ClaimsPrincipal principal)
        => new(principal, principal.FindFirstValue("sub") ?? throw new InvalidOperationException("A validated token has a subject."));

    /// <summary>Lets a handler ask for the caller as a parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context)
        => ValueTask.FromResult(context.User.FindFirst("sub") is null ? null : From(context.User));

    /// <summary>The scope of the role, '' when it has none, null when the caller has not that role.</summary>
    public string? Scope(string rol) => ScopeOf(_principal, rol);

    public bool Has(string rol) => Scope(rol) is not null;

    /// <summary>The scope of the role as a code, as in <c>centrummedewerker:pagAsa</c>; null without the role or with an unknown code.
    /// Letters only: the parser would also take a number, or add up a list of codes to another one.</summary>
    public T? Scope<T>(string rol) where T : struct, Enum
        => Scope(rol) is { Length: > 0 } scope && scope.All(char.IsAsciiLetter) && Enum.TryParse<T>(scope, ignoreCase: true, out var code) && Enum.IsDefined(code)
            ? code
            : null;

    internal static string? ScopeOf(ClaimsPrincipal principal, string rol)
    {
        foreach (var claim in principal.FindAll(RoleClaim))
        {
            var separator = claim.Value.IndexOf(':', StringComparison.Ordinal);
            var name = separator < 0 ? claim.Value.AsSpan() : claim.Value.AsSpan(0, separator);
            if (name.SequenceEqual(rol))
            {
                return separator < 0 ? "" : claim.Value[(separator + 1)..];
            }
        }

        return null;
    }
}
