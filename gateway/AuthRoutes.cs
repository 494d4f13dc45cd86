using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Draaiboek.Gateway;

/// <summary>
/// What of the authority is open under <c>/auth</c>. It follows from the authority that tokens name, the setting <c>Draaiboek:Identity:Authority</c>:
/// <list type="bullet">
/// <item><c>…/auth</c>, the demo issuer: its discovery document, its keys, its token endpoint.</item>
/// <item><c>…/auth/realms/draaiboek</c>, a realm of Keycloak: that realm, and the files of its login page. Never its administration, never another realm.</item>
/// <item>Anything else stands somewhere else: then nothing under <c>/auth</c> is open.</item>
/// </list>
/// The gateway takes <c>/auth</c> off; an authority that wants it back has it in its own address, as <c>https://keycloak:8443/auth</c>.
/// </summary>
internal static class AuthRoutes
{
    public const string Prefix = "/auth";

    public static IReadOnlyList<GatewayRoute> For(Uri authority)
    {
        var path = authority.AbsolutePath.TrimEnd('/');
        return path == Prefix
            ? [Open("/.well-known/openid-configuration"), Open("/jwks"), Open("/token")]
            : HasRealm(authority)
                ? [Open(path[Prefix.Length..] + "/{**rest}"), Open("/resources/{**rest}")]
                : [];
    }

    /// <summary>
    /// A realm has a login page in the browser, which needs cookies, and says in its discovery document where it stands: it is told under which address
    /// it is known. That address comes from the settings, not from the request, whose sender may write any host in it.
    /// </summary>
    public static void AddRealmTransforms(this TransformBuilderContext transforms, Uri authority)
    {
        transforms.AddRequestHeader("X-Forwarded-Proto", authority.Scheme, append: false);
        transforms.AddRequestHeader("X-Forwarded-Host", authority.IsDefaultPort ? authority.Host : $"{authority.Host}:{authority.Port}", append: false);
        transforms.AddXForwardedFor(action: ForwardedTransformActions.Set);
    }

    /// <summary>What a browser sends beside the headers that every route lets through.</summary>
    public static IReadOnlyList<string> RealmRequestHeaders { get; } = [HeaderNames.Cookie, HeaderNames.Origin];

    public static bool HasRealm(Uri authority) => authority.AbsolutePath.TrimEnd('/').StartsWith(Prefix + "/", StringComparison.Ordinal);

    private static GatewayRoute Open(string rest) => new(Prefix + rest, Clusters.Auth, wait => wait.Auth);
}
