using System.Globalization;
using System.Text.Json;
using Draaiboek.Berichten;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Draaiboek.Benchmarks;

/// <summary>How the baseline's bus is reached, and how much may be under way at once: as much as ours has.</summary>
internal sealed record BareBusSettings(string Host, int Port, string VirtualHost, string Username, string Password, string Database)
{
    public int InFlight => 256;

    public ushort Prefetch => 128;

    public int Consumers => 64;
}

/// <summary>
/// The baseline: MassTransit over RabbitMQ and nothing else, in two processes as ours. One publishes with confirms, some in flight, to one quorum queue;
/// the other commits one insert for each message. No outbox, no inbox, no leases.
/// </summary>
internal static class BareBus
{
    public const string Ready = "klaar";
    private const string Queue = "kaal";

    /// <summary>Publishes on request: <c>POST /{day}/{events}</c> answers when all are confirmed.</summary>
    public static async Task PublishAsync(string url, string json)
    {
        var settings = JsonSerializer.Deserialize<BareBusSettings>(json)!;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        AddBus(builder.Services, settings, static _ => { }, static (_, _) => { });
        var app = builder.Build();
        app.MapPost("/{day}/{events:int}", async (string day, int events, IBus bus) =>
        {
            var op = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            await Parallel.ForAsync(0, events, new ParallelOptions { MaxDegreeOfParallelism = settings.InFlight }, async (_, stop) => await bus.Publish(TalkMessage.Make(op), stop));
            return Results.NoContent();
        });
        await app.StartAsync();
        await HealthyAsync(app.Services);
        await app.WaitForShutdownAsync();
    }

    public static async Task ConsumeAsync(string json)
    {
        var settings = JsonSerializer.Deserialize<BareBusSettings>(json)!;
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(NpgsqlDataSource.Create(settings.Database));
        AddBus(builder.Services, settings, static bus => bus.AddConsumer<Consumer>(), (context, rabbit) => rabbit.ReceiveEndpoint(Queue, endpoint =>
        {
            endpoint.SetQuorumQueue();
            endpoint.PrefetchCount = settings.Prefetch;
            endpoint.ConcurrentMessageLimit = settings.Consumers;
            endpoint.ConfigureConsumer<Consumer>(context);
        }));
        using var host = builder.Build();
        await host.StartAsync();
        await HealthyAsync(host.Services);
        Console.WriteLine(Ready);
        await host.WaitForShutdownAsync();
    }

    private static void AddBus(
        IServiceCollection services, BareBusSettings settings, Action<IBusRegistrationConfigurator> consumers, Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator> endpoints)
        => services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            consumers(bus);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(settings.Host, (ushort)settings.Port, settings.VirtualHost, host =>
                {
                    host.Username(settings.Username);
                    host.Password(settings.Password);
                    host.PublisherConfirmation = true;
                });
                endpoints(context, rabbit);
            });
        });

    private static Task HealthyAsync(IServiceProvider services)
        => services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));

    private sealed class Consumer(NpgsqlDataSource database) : IConsumer<AssessmentgesprekWerdGevoerd>
    {
        private const string Insert =
            """INSERT INTO "Feiten" ("AggregaatId", "Versie", "Soort", "MeldingId", "Op", "GeregistreerdOp") VALUES ($1, $2, 'Assessmentgesprek', $3, $4, $5)""";

        public async Task Consume(ConsumeContext<AssessmentgesprekWerdGevoerd> context)
        {
            var message = context.Message;
            await using var command = database.CreateCommand(Insert);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = message.AssessmentId });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = message.Versie });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = message.MeldingId });
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = message.Op });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = message.GeregistreerdOp.UtcDateTime });
            await command.ExecuteNonQueryAsync(context.CancellationToken);
        }
    }
}
