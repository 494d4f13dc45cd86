using System.Net.Http.Json;
using Draaiboek.Hosting.Identity;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>Each route of Melding against every role and every kind of wrong token (DESIGN 7).</summary>
public abstract class ToegangHttpTests(ServicesFixture services)
{
    private static readonly Guid Onbestaand = Guid.CreateVersion7();

    private static readonly Dictionary<string, string[]> ToegelatenRollen = new(StringComparer.Ordinal)
    {
        ["POST /api/meldingen"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["GET /api/meldingen"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/invoer"] = [Rollen.Centrummedewerker],
        ["GET /api/meldingen/invoer/sjabloon"] = [Rollen.Centrummedewerker],
        ["GET /api/meldingen/{id}"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["PUT /api/meldingen/{id}/contactpersoon"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["PUT /api/meldingen/{id}"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/aanvullingen"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/intrekking"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/afsluiting"] = [Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/wissing"] = [Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/overdracht"] = [Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/overdracht/aanvaarding"] = [Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/overdracht/weigering"] = [Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/overdracht/terugname"] = [Rollen.Centrummedewerker],
        ["GET /api/overdrachten"] = [Rollen.Centrummedewerker],
        ["GET /api/meldingen/{id}/geschiedenis"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/antwoorden"] = [Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/aanbod"] = [Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/aanbod/antwoord"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/aftoetsing"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/verontrusting"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/ouders"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/medische-zorg"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/noodtoegang"] = [Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/inlichtingen"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/ernstige-gebeurtenis"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["PUT /api/meldingen/{id}/uitbuiting"] = [Rollen.Centrummedewerker],
        ["GET /api/meldingen/{id}/uitbuiting"] = [Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/uitbuiting/intrekking"] = [Rollen.Centrummedewerker],
        ["GET /api/meldingen/{id}/stappenplan"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/bijlagen"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["GET /api/meldingen/{id}/bijlagen"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["GET /api/meldingen/{id}/bijlagen/{id}"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/bijlagen/{id}/verwijdering"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/concepten"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["GET /api/meldingen/concepten"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["GET /api/meldingen/concepten/{id}"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["PUT /api/meldingen/concepten/{id}"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/meldingen/concepten/{id}/verwijdering"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["GET /api/audit/melding"] = [Rollen.Auditor],
        ["GET /api/meldpunt/gesprekken"] = [Rollen.Centrummedewerker],
        ["GET /api/meldpunt/gesprekken/{id}"] = [Rollen.Centrummedewerker],
        ["POST /api/meldpunt/gesprekken/{id}/antwoorden"] = [Rollen.Centrummedewerker],
        ["POST /api/meldpunt/gesprekken/{id}/sluiten"] = [Rollen.Centrummedewerker],
        ["GET /api/signalen"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["POST /api/risicotaxatie"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["GET /api/contacten"] = [Rollen.Melder, Rollen.Centrummedewerker],
        ["GET /api/meldingen/{id}/herhalingen"] = [Rollen.Centrummedewerker],
        ["POST /api/meldingen/{id}/herhalingen/{id}"] = [Rollen.Centrummedewerker],
        ["GET /api/verantwoording/melding"] = [Rollen.Auditor, Rollen.Stuurgroep],
        ["GET /api/beheer/melding/geparkeerd"] = [Rollen.Beheerder],
        ["POST /api/beheer/melding/geparkeerd/opnieuw"] = [Rollen.Beheerder],
    };

    public static TheoryData<string> Routes() => [.. ToegelatenRollen.Keys];

    public static TheoryData<string, string> RoutesEnRollen()
    {
        var data = new TheoryData<string, string>();
        foreach (var route in ToegelatenRollen.Keys)
        {
            foreach (var rol in (string[])[.. Rollen.Alle, "geen", "onbekend", "MELDER", "melder2", ""])
            {
                data.Add(route, rol);
            }
        }

        return data;
    }

    public static TheoryData<string> VerkeerdeTokens()
        => ["geen", "vervallen", "ander publiek", "id-token", "zonder typ", "andere uitgever", "zonder sub", "andere sleutel", "HS256", "none", "andere inhoud", "geknipt", "rommel"];

    [Theory]
    [MemberData(nameof(RoutesEnRollen))]
    public async Task Given_a_route_When_a_caller_has_a_role_Then_it_is_refused_to_every_other_role(string route, string rol)
    {
        var bereik = rol switch { Rollen.Melder => ":" + Invoer.Organisatie, Rollen.Centrummedewerker or Rollen.JuridischBegeleider => ":payoke", _ => "" };
        using var client = services.ClientWithToken(MeldingService.Name, services.Authority.Token(rol == "geen" ? null : [rol + bereik]));
        using var response = await SendAsync(client, route);
        if (ToegelatenRollen[route].Contains(rol))
        {
            Assert.Contains((int)response.StatusCode, new[] { 200, 201, 400, 404 });
        }
        else
        {
            await response.ProbleemAsync(403, "geen-toegang");
        }
    }

    [Theory]
    [MemberData(nameof(VerkeerdeTokens))]
    public async Task Given_a_wrong_token_When_it_is_sent_Then_401_on_every_route(string soort)
    {
        string[] rollen = [Invoer.Melder, "beheerder", "auditor"];
        var authority = services.Authority;
        var token = soort switch
        {
            "geen" => null,
            "vervallen" => authority.Token(rollen, expires: TimeSpan.FromMinutes(-1)),
            "ander publiek" => authority.Token(rollen, audience: "iets-anders"),
            "id-token" => authority.Token(rollen, typ: "JWT"),
            "zonder typ" => authority.Token(rollen, typ: ""),
            "andere uitgever" => authority.Token(rollen, issuer: "http://localhost:1/auth"),
            "zonder sub" => authority.Token(rollen, sub: null),
            "andere sleutel" => authority.Token(rollen, signing: Signing.OtherKey),
            "HS256" => authority.Token(rollen, signing: Signing.PublicKeyAsSecret),
            "none" => authority.Token(rollen, signing: Signing.None),
            "andere inhoud" => authority.Token(rollen, signing: Signing.OtherPayload),
            "geknipt" => authority.Token(rollen)[..^10],
            _ => "xyz",
        };
        using var client = services.ClientWithToken(MeldingService.Name, token);
        foreach (var route in ToegelatenRollen.Keys)
        {
            using var response = await SendAsync(client, route);
            var problem = await response.ProbleemAsync(401, "niet-aangemeld");
            Assert.DoesNotContain("eyJ", problem.ToJsonString(), StringComparison.Ordinal);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).ToString());
        }
    }

    [Fact]
    public async Task Given_a_token_without_a_person_When_an_operator_replays_Then_403()
    {
        using var client = services.ClientWithToken(MeldingService.Name, services.Authority.Token(["beheerder"], voId: null));
        using var response = await SendAsync(client, "POST /api/beheer/melding/geparkeerd/opnieuw");
        await response.ProbleemAsync(403, "geen-toegang");
    }

    [Theory]
    [InlineData("DELETE /api/meldingen/{id}", 405, "methode-niet-toegelaten")]
    [InlineData("PUT /api/meldingen", 405, "methode-niet-toegelaten")]
    [InlineData("GET /api/onbestaand", 404, "niet-gevonden")]
    [InlineData("GET /api/meldingen/geen-id", 404, "niet-gevonden")]
    public async Task Given_an_address_that_nobody_mapped_When_it_is_called_Then_it_is_refused(string route, int status, string slug)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        using var response = await SendAsync(client, route);
        await response.ProbleemAsync(status, slug);
        using var zonder = services.Client(MeldingService.Name);
        using var onbekend = await SendAsync(zonder, route);
        await onbekend.ProbleemAsync(401, "niet-aangemeld");
    }

    [Fact]
    public async Task Given_headers_that_a_gateway_could_set_When_they_name_a_role_Then_they_are_not_believed()
    {
        using var client = services.Client(MeldingService.Name, "stuurgroep");
        foreach (var (naam, waarde) in ((string, string)[])[("X-Forwarded-User", Invoer.Melder), ("draaiboek_rol_3d", Invoer.Melder), ("X-Role", "melder")])
        {
            client.DefaultRequestHeaders.Add(naam, waarde);
        }

        using var response = await SendAsync(client, "GET /api/meldingen");
        await response.ProbleemAsync(403, "geen-toegang");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string route)
    {
        var (methode, pad) = route.Split(' ') is [{ } m, { } p] ? (new HttpMethod(m), p) : throw new ArgumentException(route, nameof(route));
        using var request = new HttpRequestMessage(methode, Meldingverzoeken.Pad(pad.Replace("{id}", Onbestaand.ToString(), StringComparison.Ordinal)));
        if (methode != HttpMethod.Get && methode != HttpMethod.Delete)
        {
            request.Content = JsonContent.Create(pad.Contains("contactpersoon", StringComparison.Ordinal) ? Invoer.Contactpersoon() : pad.Contains("beheer", StringComparison.Ordinal) ? [] : Invoer.Assessmentvraag());
            if (pad.EndsWith("/invoer", StringComparison.Ordinal))
            {
                request.Content.Headers.ContentType = new("application/x-ndjson");
            }

            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        }

        return await client.SendAsync(request);
    }
}

public sealed class ToegangHttpTestsEmbedded(EmbeddedServices services) : ToegangHttpTests(services), IClassFixture<EmbeddedServices>;

public sealed class ToegangHttpTestsDistributed(DistributedServices services) : ToegangHttpTests(services.OrSkip()), IClassFixture<DistributedServices>;
