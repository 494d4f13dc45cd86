using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Draaiboek.Tests.Support;

namespace Draaiboek.Benchmarks;

/// <summary>
/// The tables of a year released out of 1,000,000 facts, from the keeper's request to the answer: read, rounded, proved, frozen. Beside it reading all of these facts
/// once. On PostgreSQL and on SQLite, the service a process of its own; with the most memory that it ever had.
/// </summary>
internal static class PublicatieBenchmark
{
    private const string Service = "registratie";
    private const int Jaar = 2024;
    private const int Whole = 1_000_000;
    private const int Quick = 100_000;
    private const int Times = 3;

    private static readonly string[] Houder = ["registratiehouder"];
    private static readonly string[] Tabellen = ["PublicatieLeden", "PublicatieCellen", "Publicaties"];

    public static async Task<IReadOnlyList<Comparison>> RunAsync(Rounds rounds)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var installation = await Installation.StartAsync(("Identity:Authority", authority.Url.AbsoluteUri));
        var folder = Directory.CreateTempSubdirectory("draaiboek-publicatie-").FullName;
        try
        {
            var token = authority.Token(Houder, expires: TimeSpan.FromHours(2));
            var size = rounds.IsShort ? Quick : Whole;
            await using var postgres = new FeitenInPostgres(installation.Data(Service));
            await using var sqlite = new FeitenInSqlite(Path.Combine(folder, Service + ".db"));
            return
            [
                .. await MeasureAsync("PostgreSQL", postgres, await installation.StartServiceAsync(Service), token, size, rounds),
                .. await MeasureAsync("SQLite", sqlite, await installation.StartServiceAsync(Service, ("Database", "sqlite"), ("DataFolder", folder)), token, size, rounds),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Comparison>> MeasureAsync(
        string name, IFeitendatabank database, (ChildProcess Process, string Url) started, string token, int size, Rounds rounds)
    {
        await using var service = started.Process;
        await database.FillAsync(Feitenrijen.Maak(size));
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(10), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        var time = new Comparison($"publicatie over {size} feiten, {name}", "s", "wij < 60");
        var memory = new Comparison($"publicatie over {size} feiten, {name}: geheugen van de dienst, voor en hoogstens", "MB", "wij < 1000");
        var before = service.Memory;
        // Without warming up: who releases a year does so once.
        await Comparison.InTurnAsync(
            rounds.IsShort ? 1 : Times,
            warmUp: 0,
            () => TimeAsync(async () => await ReadAllAsync(database)),
            async () =>
            {
                foreach (var table in Tabellen)
                {
                    await database.ExecuteAsync($"DELETE FROM \"{table}\"");
                }

                return await TimeAsync(async () =>
                {
                    using var response = await http.PostAsJsonAsync(new Uri(started.Url + "/api/publicaties"), new { jaar = Jaar });
                    if (response.StatusCode != HttpStatusCode.Created)
                    {
                        throw new InvalidOperationException($"De publicatie werd geweigerd: {await response.Content.ReadAsStringAsync()}{Environment.NewLine}{service.Output}");
                    }
                });
            },
            (b, o) =>
            {
                time.Add(b, o);
                memory.Add(before, service.PeakMemory);
            });
        return [time, memory];
    }

    private static async Task ReadAllAsync(IFeitendatabank database)
    {
        await using var connection = await database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM \"Feiten\"";
        await using var reader = await command.ExecuteReaderAsync();
        var values = new object[reader.FieldCount];
        while (await reader.ReadAsync())
        {
            reader.GetValues(values);
        }
    }

    /// <summary>In seconds.</summary>
    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

/// <summary>Where the facts of the service are, reached beside it.</summary>
internal interface IFeitendatabank : IAsyncDisposable
{
    Task<DbConnection> OpenAsync();

    Task FillAsync(IEnumerable<object?[]> rows);
}

internal static class Feitendatabank
{
    public static async Task ExecuteAsync(this IFeitendatabank database, string sql)
    {
        await using var connection = await database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }
}
