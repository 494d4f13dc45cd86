using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Platform.Demonstratie;
using Draaiboek.Platform.Issuer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Draaiboek.Tests.Demo;

/// <summary>
/// As much of the platform as it takes to see how the demo player bears trouble: the contract's routes over real HTTP,
/// with the state in memory. What the platform itself does is tested on the platform.
/// </summary>
internal sealed class FakePlatform : IAsyncDisposable
{
    private readonly string _map = Path.Combine(Path.GetTempPath(), $"draaiboek-demo-{Guid.NewGuid():N}");
    private readonly ConcurrentDictionary<string, JsonObject> _antwoorden = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonObject> _meldingen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, JsonObject> _publicaties = new();
    private readonly WebApplication _app;
    private WebApplication? _issuer;

    public FakePlatform(int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            if (Storing is null || !await Storing(context))
            {
                await next(context);
            }
        });
        _app.UseRouting();
        _app.MapPost("/api/meldingen", context => EenKeerAsync(context, (id, body) => Registreer(id, body, Client(context))));
        _app.MapGet("/api/assessments", context => SchrijfAsync(context, 200, Pagina(new JsonObject { ["id"] = context.Request.Query["melding"].ToString() })));
        _app.MapPost("/api/assessments/{id}/{handeling}", context => EenKeerAsync(context, (_, body) => Handel(context, body)));
        _app.MapGet("/api/juridische-dossiers/aanleidingen", context => SchrijfAsync(context, 200, Pagina(new JsonObject { ["soort"] = "positiefAdvies", ["dossierId"] = Dossiers > 0 ? "d" : null })));
        _app.MapPost("/api/juridische-dossiers", context => EenKeerAsync(context, (id, _) => (201, new JsonObject { ["id"] = id })));
        _app.MapGet("/api/verantwoording/{dienst}", context => SchrijfAsync(context, 200, Verantwoording(context)));
        _app.MapPost("/api/publicaties", context => EenKeerAsync(context, (id, body) => Publiceer(id, body["jaar"]!.GetValue<int>(), Client(context))));
        _app.MapPost("/graphql", async context => await SchrijfAsync(context, 200, Antwoord(await LeesAsync(context))));
    }

    /// <summary>Comes before everything else; true: it answered already.</summary>
    public Func<HttpContext, Task<bool>>? Storing { get; set; }

    public IReadOnlyCollection<JsonObject> Meldingen => [.. _meldingen.Values];

    /// <summary>How many legal files were opened.</summary>
    public int Dossiers => _antwoorden.Keys.Count(sleutel => sleutel.StartsWith("/api/juridische-dossiers", StringComparison.Ordinal));

    /// <summary>Who had the tables of which year released.</summary>
    public IReadOnlyCollection<(int Jaar, string Client)> Vrijgaven => [.. _publicaties.Select(publicatie => (publicatie.Key, publicatie.Value["client"]!.GetValue<string>()))];

    public async Task<DemoOptions> StartAsync(string? bestand, TextWriter uit, TextWriter fout, bool meteen = true)
    {
        _issuer = DemoIssuer.Build(new DemoIssuerOptions { DataFolder = _map, PublicAuthority = "http://127.0.0.1:1/auth", Logging = logging => logging.ClearProviders() });
        await _issuer.StartAsync();
        // Discovery names the address behind the gateway; there is none here, so discovery is faked too.
        _app.MapGet("/auth/.well-known/openid-configuration", context => SchrijfAsync(context, 200, new JsonObject { ["token_endpoint"] = Adres(_issuer) + "/token" }));
        if (meteen)
        {
            await OpenAsync();
        }

        var gateway = new Uri(meteen ? Adres(_app) : "http://127.0.0.1:1");
        return new DemoOptions { Bestand = bestand, Gateway = gateway, Authority = new Uri(gateway, "/auth"), ClientsFile = Path.Combine(_map, "demo-clients.json"), Uit = uit, Fout = fout };
    }

    /// <summary>Two provinces, of which one is withheld; a year can be released once.</summary>
    public bool GeefVrij(int jaar, string client)
    {
        var publicatie = new JsonObject
        {
            ["client"] = client,
            ["periode"] = $"{jaar}",
            ["vervangen"] = false,
            ["peildatum"] = "2022-03-04",
            ["tabellen"] = new JsonArray(new JsonObject
            {
                ["code"] = "provincie",
                ["titel"] = "Jongeren per provincie",
                ["nota"] = new JsonArray("Over de afronding.", "Over wat ontbreekt."),
                ["assen"] = new JsonArray(new JsonObject
                {
                    ["klassen"] = new JsonArray(
                        new JsonObject { ["code"] = "limburg", ["titel"] = "Limburg" }, new JsonObject { ["code"] = "brussel", ["titel"] = "Brussel" }),
                }),
                ["cellen"] = new JsonArray(Cel("limburg", 15), Cel("brussel", null), Cel(null, 20)),
            }),
        };
        return _publicaties.TryAdd(jaar, publicatie);

        JsonObject Cel(string? klasse, int? waarde) => new() { ["klassen"] = new JsonArray(klasse), ["waarde"] = waarde };
    }

    public Task OpenAsync() => _app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
            Directory.Delete(_map, recursive: true);
        }
    }

    private static string Adres(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private static string Client(HttpContext context) =>
        new JsonWebToken(context.Request.Headers.Authorization.ToString()["Bearer ".Length..]).GetClaim("client_id").Value;

    private static JsonObject Pagina(JsonObject item) => new() { ["items"] = new JsonArray(item) };

    private static async Task<JsonObject> LeesAsync(HttpContext context) => (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();

    private static async Task SchrijfAsync(HttpContext context, int status, JsonObject inhoud)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(inhoud.ToJsonString());
    }

    /// <summary>The idempotency that the platform promises: same key, same answer.</summary>
    private async Task EenKeerAsync(HttpContext context, Func<string, JsonObject, (int Status, JsonObject Antwoord)> werk)
    {
        var sleutel = $"{context.Request.Path}|{context.Request.Headers["Idempotency-Key"].Single()}";
        if (_antwoorden.TryGetValue(sleutel, out var eerder))
        {
            context.Response.Headers["Idempotency-Replayed"] = "true";
            await SchrijfAsync(context, 201, eerder);
            return;
        }

        var (status, antwoord) = werk(Guid.NewGuid().ToString(), await LeesAsync(context));
        if (status == 201)
        {
            _antwoorden[sleutel] = antwoord;
        }

        await SchrijfAsync(context, status, antwoord);
    }

    private (int Status, JsonObject Antwoord) Registreer(string id, JsonObject body, string client)
    {
        if (body["soort"]!.GetValue<string>() == "onbekendeSoort")
        {
            return (400, new JsonObject { ["title"] = "Ongeldig", ["errors"] = new JsonObject { ["soort"] = new JsonArray("Onbekende soort.") } });
        }

        body["client"] = client;
        body["toestand"] = "wachtend";
        _meldingen[id] = body;
        return (201, new JsonObject { ["id"] = id });
    }

    private (int Status, JsonObject Antwoord) Handel(HttpContext context, JsonObject body)
    {
        _meldingen[context.Request.RouteValues["id"]!.ToString()!]["toestand"] = context.Request.RouteValues["handeling"]!.ToString() switch
        {
            "gesprekken" => "lopend",
            "negatief-advies" => "negatief",
            "positief-advies" => "positief",
            "niet-gestart" => body["reden"]!.GetValue<string>(),
            var anders => anders,
        };
        return (201, new JsonObject { ["id"] = "a" });
    }

    private JsonObject Verantwoording(HttpContext context) => new()
    {
        ["handelingen"] = new JsonArray(new JsonObject
        {
            ["soort"] = "openingJuridischDossier",
            ["doorPersoon"] = context.Request.RouteValues["dienst"]!.ToString() == "juridische-steun" ? Dossiers : 0,
            ["vanzelf"] = 0,
        }),
    };

    private (int Status, JsonObject Antwoord) Publiceer(string id, int jaar, string client)
        => GeefVrij(jaar, client) ? (201, new JsonObject { ["id"] = id }) : (400, new JsonObject { ["title"] = "Al vrijgegeven" });

    private JsonObject Antwoord(JsonObject vraag)
    {
        var jaar = vraag["variables"]!["jaar"]!.GetValue<int>();
        var antwoord = Cijfers(jaar);
        if (vraag["query"]!.GetValue<string>().Contains("publicaties", StringComparison.Ordinal))
        {
            antwoord["data"]!["publicaties"] = new JsonObject { ["nodes"] = new JsonArray(_publicaties.TryGetValue(jaar, out var publicatie) ? [Vervangen(publicatie), publicatie.DeepClone()] : []) };
        }

        return antwoord;
    }

    /// <summary>What stood there before it was corrected: no longer to be read.</summary>
    private static JsonObject Vervangen(JsonObject publicatie)
    {
        var eerder = publicatie.DeepClone().AsObject();
        (eerder["vervangen"], eerder["peildatum"]) = (true, "2022-01-01");
        return eerder;
    }

    private JsonObject Cijfers(int jaar)
    {
        var vragen = Meldingen.Where(melding => melding["ontvangenOp"]?.GetValue<string>().StartsWith($"{jaar}-", StringComparison.Ordinal) == true).ToList();
        return new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["procescijfers"] = new JsonObject
                {
                    ["jaar"] = jaar,
                    ["vragen"] = vragen.Count,
                    ["perSoort"] = Tel("soort", "infoFenomeen", "teamondersteuning", "inschattingGedrag", "gekendSlachtoffer", "vraagAssessment"),
                    ["assessments"] = Assessments(),
                },
            },
        };

        JsonObject Tel(string lid, params string[] waarden) =>
            new(waarden.Select(waarde => KeyValuePair.Create(waarde, (JsonNode?)vragen.Count(vraag => vraag[lid]!.GetValue<string>() == waarde))));

        JsonObject Assessments()
        {
            vragen = [.. vragen.Where(vraag => vraag["soort"]!.GetValue<string>() == "vraagAssessment")];
            var tellen = Tel("toestand", "negatief", "positief", "lopend", "wachtend", "nietBereikbaar", "wilNietDeelnemen", "afgehaaktNaKennismaking");
            tellen["gevraagd"] = vragen.Count;
            tellen["advies"] = tellen["negatief"]!.GetValue<int>() + tellen["positief"]!.GetValue<int>();
            tellen["nietGestart"] = tellen["nietBereikbaar"]!.GetValue<int>() + tellen["wilNietDeelnemen"]!.GetValue<int>() + tellen["afgehaaktNaKennismaking"]!.GetValue<int>();
            return tellen;
        }
    }
}
