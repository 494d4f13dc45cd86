using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Meldingen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Support;

/// <summary>Repeats: asking, judging, and what becomes of the pseudonym.</summary>
internal static class Herhalingsverzoeken
{
    /// <summary>The suggestions and what was judged, for a centre.</summary>
    public static async Task<JsonArray> HerhalingenAsync(this ServicesFixture services, Guid id, string rol = Invoer.Medewerker)
    {
        using var client = services.Client(MeldingService.Name, rol);
        using var response = await client.GetAsync(Meldingverzoeken.Herhalingen(id));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.JsonAsync())["kandidaten"]!.AsArray();
    }

    public static async Task<HttpResponseMessage> OordeelAsync(
        this ServicesFixture services, Guid id, Guid andere, string oordeel, string? reden = null, string? ifMatch = null, string rol = Invoer.Medewerker)
    {
        using var client = services.Client(MeldingService.Name, rol);
        using var request = new HttpRequestMessage(HttpMethod.Post, Meldingverzoeken.Pad($"/api/meldingen/{id}/herhalingen/{andere}"))
        {
            Content = JsonContent.Create(new JsonObject { ["oordeel"] = oordeel, ["reden"] = reden }),
        };
        if (ifMatch is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("If-Match", ifMatch));
        }

        return await client.SendAsync(request);
    }

    /// <summary>A first judgement, or a revision when it names the version that it revises.</summary>
    public static async Task OordeelLuktAsync(this ServicesFixture services, Guid id, Guid andere, string oordeel, int? herziet = null, string rol = Invoer.Medewerker)
    {
        using var response = herziet is { } versie
            ? await services.OordeelAsync(id, andere, oordeel, "Synthetische reden.", $"\"{versie}\"", rol)
            : await services.OordeelAsync(id, andere, oordeel, rol: rol);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The pseudonym as Melding has it now.</summary>
    public static async Task<Guid> PseudoniemAsync(this ServicesFixture services, Guid id)
    {
        var jongere = await services.InDbAsync<MeldingDbContext, Guid?>(MeldingService.Name, async db => (await db.Meldingen.AsNoTracking().SingleAsync(m => m.Id == id)).JongereId);
        return services.Services(MeldingService.Name).GetRequiredService<Herhalingsindex>().Pseudoniem(jongere!.Value);
    }

    /// <summary>As the use case of erasing does it: tokens and ledger in one save, then the key.</summary>
    public static async Task WisMeldingAsync(this ServicesFixture services, Guid id, bool ookTokens = true)
    {
        await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, async db =>
        {
            if (ookTokens)
            {
                await Herhalingsindex.VerwijderAsync(db, [id], CancellationToken.None);
            }

            db.ErasedKeys.Add(new ErasedKeyRow { SubjectId = id, Op = services.Time.GetUtcNow() });
            return await db.SaveChangesAsync();
        });
        await services.Services(MeldingService.Name).GetRequiredService<EnvelopeEncryption>().DestroyAsync([id], CancellationToken.None);
    }

    /// <summary>As the use case of correcting does it when the question turns out to be about nobody.</summary>
    public static Task WordtAdviesvraagAsync(this ServicesFixture services, Guid id)
        => services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, async db =>
        {
            var rij = await db.Meldingen.SingleAsync(m => m.Id == id);
            db.Entry(rij).Property(m => m.JongereVersleuteld).CurrentValue = null;
            rij.JongereId = null;
            await Herhalingsindex.VerwijderAsync(db, [id], CancellationToken.None);
            return await db.SaveChangesAsync();
        });

    /// <summary>As the use case of correcting does it: identity and tokens in one save.</summary>
    public static async Task VervangIdentiteitAsync(this ServicesFixture services, Guid id, IdentiteitJongere identiteit)
    {
        var melding = services.Services(MeldingService.Name);
        var key = (await melding.GetRequiredService<EnvelopeEncryption>().OpenKeyAsync(id, CancellationToken.None))!;
        await using var scope = melding.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        await scope.ServiceProvider.GetRequiredService<WriteTransaction<MeldingDbContext>>().RunAsync(
            async cancellationToken =>
            {
                var rij = await db.Meldingen.SingleAsync(m => m.Id == id, cancellationToken);
                db.Entry(rij).Property(m => m.JongereVersleuteld).CurrentValue = key.Encrypt(Velden.Jongere, JsonSerializer.Serialize(identiteit));
                await melding.GetRequiredService<Herhalingsindex>().VervangAsync(db, rij, identiteit, cancellationToken);
            },
            CancellationToken.None);
    }
}
