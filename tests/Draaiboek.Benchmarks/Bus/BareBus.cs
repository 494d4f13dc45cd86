using System.Diagnostics;
using Draaiboek.Berichten;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Draaiboek.Benchmarks;

/// <summary>How a bus is reached, and how much may be under way at once: the same for baseline and ours.</summary>
internal sealed record BusLimits(string Host, int Port, string VirtualHost, string Username, string Password, int InFlight, ushort Prefetch, int Consumers);

/// <summary>
/// The baseline: MassTransit over RabbitMQ and nothing else. Publishes with confirms, some in flight, to one quorum queue; for each message
/// the consumer commits one insert of the row that Registratie writes for it. No outbox, no inbox, no leases.
/// </summary>
internal sealed class BareBus : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly BusLimits _limits;
    private readonly Effects _effects;

    private BareBus(IHost host, BusLimits limits, Effects effects)
    {
        _host = host;
        _limits = limits;
        _effects = effects;
    }

    /// <param name="row">The row of the sample; <paramref name="sampleId"/> is the melding in it.</param>
    public static async Task<BareBus> StartAsync(BusLimits limits, NpgsqlDataSource database, RowTemplate row, Guid sampleId)
    {
        var effects = new Effects(database, row, sampleId.ToString());
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(effects);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<Consumer>();
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(limits.Host, (ushort)limits.Port, limits.VirtualHost, host =>
                {
                    host.Username(limits.Username);
                    host.Password(limits.Password);
                    host.PublisherConfirmation = true;
                });
                rabbit.ReceiveEndpoint("kaal", endpoint =>
                {
                    endpoint.SetQuorumQueue();
                    endpoint.PrefetchCount = limits.Prefetch;
                    endpoint.ConcurrentMessageLimit = limits.Consumers;
                    endpoint.ConfigureConsumer<Consumer>(context);
                });
            });
        });
        var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));
        return new BareBus(host, limits, effects);
    }

    /// <returns>Events a second, from the first publish to the last commit.</returns>
    public async Task<double> RunAsync(int events, Func<Guid, MeldingWerdGeregistreerd> make)
    {
        var bus = _host.Services.GetRequiredService<IBus>();
        var all = _effects.Expect(events);
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(
            0, events, new ParallelOptions { MaxDegreeOfParallelism = _limits.InFlight }, async (_, stop) => await bus.Publish(make(Guid.CreateVersion7()), stop));
        await all.WaitAsync(TimeSpan.FromMinutes(5));
        return events / clock.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class Consumer(Effects effects) : IConsumer<MeldingWerdGeregistreerd>
    {
        public Task Consume(ConsumeContext<MeldingWerdGeregistreerd> context) => effects.CommitAsync(context.Message.MeldingId, context.CancellationToken);
    }

    private sealed class Effects(NpgsqlDataSource database, RowTemplate row, string sampleId)
    {
        private int _left;
        private TaskCompletionSource _all = new();

        public Task Expect(int events)
        {
            _left = events;
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _all.Task;
        }

        public async Task CommitAsync(Guid melding, CancellationToken cancellationToken)
        {
            await using var batch = database.CreateBatch();
            batch.BatchCommands.Add(row.Make(new Dictionary<string, string>(StringComparer.Ordinal) { [sampleId] = melding.ToString() }));
            await batch.ExecuteNonQueryAsync(cancellationToken);
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _all.SetResult();
            }
        }
    }
}
