using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Meldingen;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Draaiboek.Benchmarks;

/// <summary>
/// Finding repeats among 1,000, 10,000 and 100,000 young persons, as the service does it for one melding (read it, open it, look up its tokens, open and
/// compare the candidates), beside Npgsql reading one melding by its primary key. One at a time; of each round the median and the 99th percentile.
/// </summary>
internal static class HerhalingBenchmark
{
    private const string Goal = "≤ 20";
    private const string Service = "melding";
    private const int SeedTogether = 500;

    private static readonly int[] Sizes = [1_000, 10_000, 100_000];

    public static async Task<IReadOnlyList<Comparison>> RunAsync(Rounds rounds)
    {
        await using var installation = await Installation.StartAsync(("Identity:Authority", "http://localhost:1/auth"));
        await using var melding = MeldingService.Build(new ServiceOptions
        {
            EmbeddedBus = new EmbeddedBus(),
            Logging = logging => logging.ClearProviders(),
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Draaiboek:Bus"] = "mediator",
                ["Draaiboek:Database"] = "postgres",
                ["Draaiboek:Postgres:ConnectionString"] = installation.RoleConnectionString(Service),
                ["Draaiboek:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                ["Draaiboek:Identity:Authority"] = "http://localhost:1/auth",
            },
        });
        await melding.StartAsync();
        await using var data = installation.Data(Service);
        await using var keys = installation.Keys(Service);

        var measured = new List<Comparison>();
        var jongeren = new Jongeren();
        var ids = new List<Guid>();
        foreach (var size in rounds.IsShort ? Sizes[..^1] : Sizes)
        {
            await SeedAsync(melding.Services, jongeren, ids, size);
            await TidyAsync(data);
            await TidyAsync(keys);
            measured.AddRange(await MeasureAsync(melding, data, ids, rounds));
        }

        await melding.StopAsync();
        return measured;
    }

    private static async Task<IReadOnlyList<Comparison>> MeasureAsync(WebApplication melding, NpgsqlDataSource data, List<Guid> ids, Rounds rounds)
    {
        var searches = rounds.IsShort ? 300 : 1_000;
        var p99 = new Comparison(string.Create(CultureInfo.InvariantCulture, $"herhaling, {ids.Count} jongeren: p99"), "µs", Goal);
        var median = new Comparison(string.Create(CultureInfo.InvariantCulture, $"herhaling, {ids.Count} jongeren: mediaan"), "µs", "–");
        var random = new Random(7);
        var (opened, suggested, total) = (0, 0, 0);
        await using var connection = await data.OpenConnectionAsync();
        await Comparison.InTurnAsync(
            rounds.Count,
            () => TimeAsync(searches, () => ReadAsync(connection, ids[random.Next(ids.Count)])),
            () => TimeAsync(searches, async () =>
            {
                var gevonden = await SearchAsync(melding.Services, ids[random.Next(ids.Count)]);
                total++;
                opened += gevonden.Count;
                suggested += gevonden.Count(gelijkenis => gelijkenis.Vergelijking.IsVoorstel);
            }),
            (b, o) =>
            {
                p99.Add(b.P99, o.P99);
                median.Add(b.Median, o.Median);
            });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"herhaling, {ids.Count} jongeren: {(double)opened / total:0.000} identiteiten geopend per zoektocht, {(double)suggested / total:0.000} daarvan een voorstel"));
        return [p99, median];
    }

    private static async Task ReadAsync(NpgsqlConnection connection, Guid id)
    {
        await using var command = new NpgsqlCommand("SELECT * FROM \"Meldingen\" WHERE \"Id\" = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
        {
            throw new InvalidOperationException("De melding is er niet.");
        }

        reader.GetValues(new object[reader.FieldCount]);
    }

    private static async Task<IReadOnlyList<Gelijkenis>> SearchAsync(IServiceProvider services, Guid id)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        var melding = await db.Meldingen.AsNoTracking().SingleAsync(row => row.Id == id);
        return await scope.ServiceProvider.GetRequiredService<Herhalingszoeker>().ZoekAsync(melding, [], CancellationToken.None);
    }

    /// <summary>In microseconds.</summary>
    private static async Task<(double Median, double P99)> TimeAsync(int times, Func<Task> run)
    {
        var took = new double[times];
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await run();
            took[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(took);
        return (took[times / 2], took[(times * 99 / 100) - 1]);
    }

    private static async Task SeedAsync(IServiceProvider services, Jongeren jongeren, List<Guid> ids, int size)
    {
        var encryption = services.GetRequiredService<EnvelopeEncryption>();
        var index = services.GetRequiredService<Herhalingsindex>();
        while (ids.Count < size)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            var meldingen = await Task.WhenAll(Enumerable.Range(0, SeedTogether).Select(_ => jongeren.Volgende()).ToList().Select(async wie => (Rij: await NewAsync(encryption, wie), Wie: wie)));
            foreach (var (rij, wie) in meldingen)
            {
                db.Meldingen.Add(rij);
                index.NeemOp(db, rij, wie);
                ids.Add(rij.Id);
            }

            await db.SaveChangesAsync();
            await Console.Error.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"\r  {ids.Count} jongeren"));
        }

        await Console.Error.WriteLineAsync();
    }

    private static async Task<Melding> NewAsync(EnvelopeEncryption encryption, IdentiteitJongere wie)
    {
        var id = Guid.CreateVersion7();
        var key = await encryption.CreateKeyAsync(id, CancellationToken.None);
        return new Melding
        {
            Id = id,
            Soort = SoortVraag.VraagAssessment,
            Centrum = Centrum.Payoke,
            Kanaal = Kanaal.Platform,
            Organisatie = "0400506961",
            Sector = Sector.Jeugdhulp,
            OntvangenOp = new DateOnly(2019, 3, 4),
            GeregistreerdOp = DateTimeOffset.UtcNow,
            ContactpersoonVersleuteld = key.Encrypt(Velden.Contactpersoon, "Contact-T"),
            JongereVersleuteld = key.Encrypt(Velden.Jongere, JsonSerializer.Serialize(wie)),
            OmschrijvingVersleuteld = key.Encrypt(Velden.Omschrijving, "Synthetische omschrijving."),
        };
    }

    /// <summary>As the database does by itself in a while: what was just written is counted, and pages that everybody may see are marked.</summary>
    private static async Task TidyAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("VACUUM ANALYZE");
        await command.ExecuteNonQueryAsync();
    }
}
