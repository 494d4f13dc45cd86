using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Platform;
using Npgsql;
using NpgsqlTypes;

namespace Draaiboek.Benchmarks;

/// <summary>
/// Events a second from the committed outbox row of Assessment to the committed fact of Registratie, beside bare MassTransit from publish to a committed
/// insert of the same fact. Two processes each, the same broker and database server, each commit on disk.
/// </summary>
internal static class BusBenchmark
{
    private const string Goal = "≥ 0.50";
    private const string VirtualHost = "kaal";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<Comparison>> RunAsync(Rounds rounds)
    {
        await using var installation = await Installation.StartAsync(("Identity:Authority", "http://127.0.0.1:1/"));
        var (registratie, _) = await installation.StartServiceAsync("registratie");
        await using var consumer = registratie;
        var (assessment, _) = await installation.StartServiceAsync("assessment");
        await using var publisher = assessment;
        await using var outbox = installation.Data("assessment");
        await using var facts = installation.Data("registratie");

        var settings = await BareSettingsAsync(installation);
        await using var bareConsumer = await ChildProcess.StartRoleAsync(
            child => Task.FromResult(child.Output.Contains(BareBus.Ready, StringComparison.Ordinal)), "kale-ontvanger", settings);
        var url = $"http://127.0.0.1:{FreePort.Pick()}";
        await using var barePublisher = await ChildProcess.StartRoleAsync(_ => PublishAsync(url, new DateOnly(2000, 1, 1), 1), "kale-verzender", url, settings);

        var events = rounds.IsShort ? 10_000 : 30_000;
        var rate = new Comparison("bus", "berichten/s", Goal);
        var all = new Comparison("bus: processortijd van alles, broker en databank inbegrepen", "µs/bericht", "–");
        var sending = new Comparison("bus: processortijd van de verzender", "µs/bericht", "–");
        var receiving = new Comparison("bus: processortijd van de ontvanger", "µs/bericht", "–");
        var day = new DateOnly(2001, 1, 1);
        await Comparison.InTurnAsync(
            rounds.IsShort ? 3 : 7,
            warmUp: 1,
            () => MeasureAsync(barePublisher, bareConsumer, events, NextDay(), facts, async today =>
            {
                var clock = Stopwatch.StartNew();
                await PublishAsync(url, today, events);
                return clock;
            }),
            () => MeasureAsync(publisher, consumer, events, NextDay(), facts, today => FillAsync(outbox, today, events)),
            (b, o) =>
            {
                rate.Add(b.Rate, o.Rate);
                all.Add(b.All, o.All);
                sending.Add(b.Sending, o.Sending);
                receiving.Add(b.Receiving, o.Receiving);
            });
        return [rate, all, sending, receiving];

        DateOnly NextDay() => day = day.AddDays(1);
    }

    /// <param name="send">Lets the events of the day go, and gives the clock that runs since the first could.</param>
    private static async Task<Figures> MeasureAsync(
        ChildProcess publisher, ChildProcess consumer, int events, DateOnly day, NpgsqlDataSource facts, Func<DateOnly, Task<Stopwatch>> send)
    {
        var (all, sending, receiving) = (ProcessorTime.OfAll(), publisher.Cpu, consumer.Cpu);
        var clock = await send(day);
        await CommittedAsync(facts, day, events);
        var seconds = clock.Elapsed.TotalSeconds;
        return new Figures(
            events / seconds,
            (ProcessorTime.OfAll() - all).TotalMicroseconds / events,
            (publisher.Cpu - sending).TotalMicroseconds / events,
            (consumer.Cpu - receiving).TotalMicroseconds / events);
    }

    /// <summary>Returns when all effects of the day are committed. Looks seldom at first, and more often towards the end: looking takes time from what is measured.</summary>
    private static async Task CommittedAsync(NpgsqlDataSource facts, DateOnly day, int events)
    {
        await using var count = facts.CreateCommand("""SELECT count(*) FROM "Feiten" WHERE "Soort" = 'Assessmentgesprek' AND "Op" = $1""");
        count.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day });
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var there = (long)(await count.ExecuteScalarAsync())!;
            if (there >= events)
            {
                return;
            }

            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException($"Van {events} berichten zijn er na {Patience} {there} aangekomen.");
            }

            var left = there == 0 ? clock.Elapsed : clock.Elapsed * ((events - there) / (double)there);
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(left.TotalMilliseconds / 2, 5, 500)));
        }
    }

    /// <summary>Commits the events to the outbox, all in one statement. The clock starts when the dispatcher takes the first of them.</summary>
    private static async Task<Stopwatch> FillAsync(NpgsqlDataSource outbox, DateOnly day, int events)
    {
        var messages = Enumerable.Range(0, events).Select(_ => TalkMessage.Make(day)).ToArray();
        await using var insert = outbox.CreateCommand("""
            INSERT INTO "Outbox" ("MessageId", "CaseId", "MessageType", "Queue", "Body", "TraceParent", "AangemaaktOp", "State", "Attempts")
            SELECT new.message, new.assessment, $4, '', new.body, '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00', now(), 'Pending', 0
            FROM unnest($1, $2, $3) AS new (message, assessment, body)
            """);
        insert.Parameters.Add(new NpgsqlParameter { Value = messages.Select(_ => Guid.CreateVersion7()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        insert.Parameters.Add(new NpgsqlParameter { Value = messages.Select(message => message.AssessmentId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        insert.Parameters.Add(new NpgsqlParameter { Value = messages.Select(message => JsonSerializer.Serialize(message, MessageCatalog.Json)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        insert.Parameters.Add(new NpgsqlParameter { Value = MessageCatalog.UrnOf(typeof(AssessmentgesprekWerdGevoerd)) });
        await insert.ExecuteNonQueryAsync();

        await using var first = outbox.CreateCommand("""SELECT "LeaseId" IS NOT NULL OR "State" <> 'Pending' FROM "Outbox" WHERE "CaseId" = $1""");
        first.Parameters.Add(new NpgsqlParameter { Value = messages[0].AssessmentId });
        while (await first.ExecuteScalarAsync() is not true)
        {
            await Task.Delay(2);
        }

        return Stopwatch.StartNew();
    }

    private static async Task<bool> PublishAsync(string url, DateOnly day, int events)
    {
        using var http = new HttpClient { Timeout = Patience };
        using var response = await http.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"{url}/{day:yyyy-MM-dd}/{events}")), content: null);
        return response.EnsureSuccessStatusCode().StatusCode == HttpStatusCode.NoContent;
    }

    /// <summary>A virtual host of its own, or what the baseline publishes would reach Registratie too.</summary>
    private static async Task<string> BareSettingsAsync(Installation installation)
    {
        var rabbit = installation.Rabbit;
        using var api = new HttpClient { BaseAddress = rabbit.Management };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{rabbit.Username}:{rabbit.Password}")));
        (await api.PutAsJsonAsync($"/api/vhosts/{VirtualHost}", new { })).EnsureSuccessStatusCode();
        (await api.PutAsJsonAsync($"/api/permissions/{VirtualHost}/{rabbit.Username}", new { configure = ".*", write = ".*", read = ".*" })).EnsureSuccessStatusCode();
        return JsonSerializer.Serialize(new BareBusSettings("127.0.0.1", rabbit.AmqpPort, VirtualHost, rabbit.Username, rabbit.Password, installation.DataConnectionString("registratie")));
    }

    private sealed record Figures(double Rate, double All, double Sending, double Receiving);
}
