using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Draaiboek.Gateway;
using Draaiboek.Hosting.Identity;
using Draaiboek.Platform.Issuer;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Draaiboek.Tests.Architecture.Docker;

/// <summary>Keycloak's realm issues the tokens that the demo issuer issues, to the same persons, and holds no secret.</summary>
public sealed partial class RealmTests
{
    /// <summary>What Keycloak puts in every token by itself; <c>nbf</c> may be absent (RFC 7519, 4.1.5).</summary>
    private static readonly string[] ByItself = ["iss", "exp", "iat", "jti", "nbf"];

    private static readonly string Text = Repository.Read("infra/keycloak/draaiboek-realm.json");

    private readonly JsonNode _realm = JsonNode.Parse(Text)!;
    private readonly ComposeFile _compose = new();

    public static TheoryData<string> Persons() => [.. DemoPersonen.Alle.Select(persoon => persoon.ClientId)];

    private IEnumerable<JsonNode> Clients => _realm["clients"]!.AsArray().Select(client => client!);

    private IEnumerable<JsonNode> Users => _realm["users"]!.AsArray().Select(user => user!);

    [Fact]
    public void Given_a_token_of_the_demo_issuer_Then_each_of_its_claims_is_one_that_the_realm_puts_in_too()
    {
        var folder = Directory.CreateTempSubdirectory("draaiboek-realm-");
        try
        {
            using var key = DemoKey.LeesOfMaak(folder.FullName);
            var token = new JsonWebToken(key.Onderteken(DemoPersonen.Alle[0], "http://localhost:8080/auth", DateTimeOffset.UtcNow));
            var claims = token.Claims.Select(claim => claim.Type).Distinct(StringComparer.Ordinal).Except(ByItself, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            Assert.Contains("draaiboek_rol_3d", claims);
            Assert.All(Clients, client => Assert.Equal(claims, ClaimsOf(client).Order(StringComparer.Ordinal)));
            Assert.Equal([.. token.Audiences], Mappers("draaiboek").Where(mapper => Kind(mapper) == "oidc-audience-mapper").Select(mapper => (string)mapper["config"]!["included.custom.audience"]!));
            Assert.Equal(((int)DemoKey.Geldigheid.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture), _realm["accessTokenLifespan"]!.ToJsonString());

            // Each client signs as the demo issuer does, and its tokens say what they are (Keycloak 26.2 and later).
            Assert.All(Clients, client =>
            {
                Assert.Equal(token.Alg, (string?)client["attributes"]!["access.token.signed.response.alg"]);
                Assert.Equal(("at+jwt", "true"), (token.Typ, (string?)client["attributes"]!["access.token.header.type.rfc9068"]));
            });
            Assert.Equal(token.Alg, (string?)_realm["defaultSignatureAlgorithm"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Given_the_keys_of_the_realm_Then_it_has_one_for_ES256_and_none_for_another_signature()
    {
        var keys = _realm["components"]!["org.keycloak.keys.KeyProvider"]!.AsArray();
        var signing = keys.Single(key => (string?)key!["providerId"] == "ecdsa-generated")!;
        Assert.Equal("P-256", (string?)signing["config"]!["ecdsaEllipticCurveKey"]![0]);
        Assert.Equal(["aes-generated", "ecdsa-generated", "hmac-generated"], keys.Select(key => (string)key!["providerId"]!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Persons))]
    public void Given_a_person_of_the_demo_Then_the_realm_knows_the_same_one_with_and_without_a_browser(string name)
    {
        var persoon = DemoPersonen.Vind(name)!;
        var byHand = Users.Single(user => (string?)user["username"] == name);
        var byClient = Users.Single(user => (string?)user["serviceAccountClientId"] == name);
        Assert.Equal("service-account-" + name, (string?)byClient["username"]);
        foreach (var user in new[] { byHand, byClient })
        {
            var attributes = user["attributes"]!;
            Assert.Equal([persoon.VoId.ToString()], Values(attributes["vo_id"]));
            Assert.Equal([persoon.VoOrgcode], Values(attributes["vo_orgcode"]));
            Assert.Equal(persoon.Rollen, Values(attributes["draaiboek_rol_3d"]));
            // No names: nobody takes them for real persons.
            Assert.Equal(["attributes", "enabled", "username"], user.AsObject().Select(member => member.Key).Except(["credentials", "serviceAccountClientId"], StringComparer.Ordinal).Order(StringComparer.Ordinal));
        }

        var variable = name.ToUpperInvariant().Replace('-', '_');
        Assert.Equal($"${{WACHTWOORD_{variable}}}", (string?)byHand["credentials"]![0]!["value"]);
        var client = Clients.Single(client => (string?)client["clientId"] == name);
        Assert.Equal($"${{SECRET_{variable}}}", (string?)client["secret"]);
        Assert.True((bool)client["serviceAccountsEnabled"]! && !(bool)client["publicClient"]! && !(bool)client["standardFlowEnabled"]!);
    }

    [Fact]
    public void Given_the_realm_Then_nobody_else_is_in_it_and_every_role_is_one_of_the_platform()
    {
        Assert.Equal(2 * DemoPersonen.Alle.Count, Users.Count());
        Assert.Equal(DemoPersonen.Alle.Count + 1, Clients.Count());
        var roles = Users.SelectMany(user => Values(user["attributes"]!["draaiboek_rol_3d"])).Select(role => role.Split(':')[0]).Distinct(StringComparer.Ordinal);
        Assert.Equal(Rollen.Alle.Order(StringComparer.Ordinal), roles.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Given_a_person_who_signed_in_Then_the_claims_are_not_that_persons_to_change()
    {
        var config = (string)_realm["components"]!["org.keycloak.userprofile.UserProfileProvider"]![0]!["config"]!["kc.user.profile.config"]![0]!;
        var profile = JsonNode.Parse(config)!;
        Assert.Null(profile["unmanagedAttributePolicy"]);
        var attributes = profile["attributes"]!.AsArray();
        Assert.All(attributes, attribute => Assert.Equal(["admin"], Values(attribute!["permissions"]!["edit"])));
        Assert.Superset(
            Mappers("draaiboek").Where(mapper => Kind(mapper) == "oidc-usermodel-attribute-mapper").Select(mapper => (string)mapper["config"]!["user.attribute"]!).ToHashSet(StringComparer.Ordinal),
            attributes.Select(attribute => (string)attribute!["name"]!).ToHashSet(StringComparer.Ordinal));
        Assert.False((bool)_realm["registrationAllowed"]!);
        Assert.True((bool)_realm["bruteForceProtected"]!);
    }

    [Fact]
    public void Given_a_client_Then_no_password_passes_through_it_and_a_browser_proves_that_it_asked()
    {
        Assert.All(Clients, client => Assert.False((bool)client["directAccessGrantsEnabled"]! || (bool)client["implicitFlowEnabled"]! || (bool)client["fullScopeAllowed"]!));
        var portal = Clients.Single(client => (bool)client["publicClient"]!);
        Assert.Equal("S256", (string?)portal["attributes"]!["pkce.code.challenge.method"]);
        Assert.Equal(["${DRAAIBOEK_PUBLIEK}/*"], Values(portal["redirectUris"]));
        Assert.All(Clients.Except([portal]), client => Assert.Empty(Values(client["redirectUris"])));
    }

    [Fact]
    public void Given_the_placeholders_Then_each_is_in_the_environment_of_Keycloak_and_each_secret_there_is_used()
    {
        var secrets = ComposeFile.ReadEnv(Repository.PathOf("infra/docker/keycloak.env.example")).Select(pair => pair.Key).ToList();
        var known = secrets.Concat(_compose.OwnEnvironment("keycloak").Keys).ToHashSet(StringComparer.Ordinal);
        var asked = Placeholder().Matches(Text).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Subset(known, asked);
        Assert.Equal(secrets.Where(key => !key.StartsWith("KC_", StringComparison.Ordinal)).Order(StringComparer.Ordinal), asked.Except(["DRAAIBOEK_PUBLIEK"], StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Given_docker_compose_Then_the_realm_is_imported_and_is_the_one_that_gateway_and_services_ask()
    {
        var (_, target, _) = _compose.Volumes("keycloak").Single(volume => volume.Source == "./infra/keycloak/draaiboek-realm.json");
        Assert.StartsWith("/opt/keycloak/data/import/", target, StringComparison.Ordinal);
        Assert.Contains("--import-realm", ComposeFile.Strings(_compose.Service("keycloak")["command"]));

        var keycloak = _compose.OwnEnvironment("keycloak");
        var issuer = new Uri($"{keycloak["KC_HOSTNAME"]}/realms/{(string)_realm["realm"]!}");
        foreach (var name in Repository.Diensten.Keys.Append("gateway"))
        {
            var settings = _compose.OwnEnvironment(name);
            Assert.Equal(issuer, new Uri(settings["Draaiboek__Identity__Authority"]));
            Assert.Equal(
                new Uri($"https://keycloak:{keycloak["KC_HTTPS_PORT"]}{issuer.AbsolutePath}/.well-known/openid-configuration"),
                new Uri(settings["Draaiboek__Identity__MetadataAddress"]));
        }

        // The gateway takes /auth off and Keycloak's own address brings it back; what it opens is this realm.
        Assert.Equal(keycloak["KC_HTTP_RELATIVE_PATH"], new Uri(_compose.OwnEnvironment("gateway")["Draaiboek__Gateway__Clusters__auth"]).AbsolutePath);
        Assert.Equal(["/auth/realms/draaiboek/{**rest}", "/auth/resources/{**rest}"], AuthRoutes.For(issuer).Select(route => route.Pattern));
        // Without these the keys would be told under the public address, which no service can reach, or with an address that a client wrote.
        Assert.Equal(("true", "xforwarded"), (keycloak["KC_HOSTNAME_BACKCHANNEL_DYNAMIC"], keycloak["KC_PROXY_HEADERS"]));
    }

    /// <summary>The claims that the mappers of the client and of its scopes put in an access token.</summary>
    private IEnumerable<string> ClaimsOf(JsonNode client)
        => Values(client["defaultClientScopes"]).SelectMany(Mappers).Concat(client["protocolMappers"]!.AsArray().Select(mapper => mapper!))
            .Where(mapper => (string?)mapper["config"]!["access.token.claim"] == "true")
            .Select(mapper => Kind(mapper) switch
            {
                "oidc-sub-mapper" => "sub",
                "oidc-audience-mapper" => "aud",
                _ => (string)mapper["config"]!["claim.name"]!,
            });

    private IEnumerable<JsonNode> Mappers(string scope)
        => _realm["clientScopes"]!.AsArray().Single(item => (string?)item!["name"] == scope)!["protocolMappers"]!.AsArray().Select(mapper => mapper!);

    private static string Kind(JsonNode mapper) => (string)mapper["protocolMapper"]!;

    private static string[] Values(JsonNode? list) => [.. list!.AsArray().Select(item => (string)item!)];

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
