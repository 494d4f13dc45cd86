using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Draaiboek.Hosting.Messaging;

/// <summary>
/// Makes the exchanges, queues and bindings of all services, as somebody who may. <c>mandatory</c> does not catch a missing queue behind a fan-out that has
/// another, so everything stands before anything is published (DESIGN 4): a service waits for the mark that is set last.
/// </summary>
public static class RabbitTopologyDeployment
{
    private const int Tries = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Name of the exchange that says: all of this version's topology stands. Changes with what is published and who listens.</summary>
    /// <param name="messages">Every message with its exchange; services that know other messages have another topology.</param>
    public static string MarkOf(IEnumerable<Type> messages)
    {
        var names = string.Join('\n', messages.Select(RabbitTopology.ExchangeOf).Order(StringComparer.Ordinal));
        return "draaiboek.topologie." + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names)))[..12];
    }

    /// <summary>The mark of this version.</summary>
    public static string Mark { get; } = MarkOf(MessageCatalog.All);

    /// <param name="broker">A user who may make anything in the virtual host.</param>
    /// <param name="services">Each service with the assembly of its consumers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">The broker or the client stood still; it can be done again.</exception>
    public static async Task<IReadOnlyList<RabbitTopology>> DeployAsync(RabbitMqSettings broker, IEnumerable<(string Service, Assembly Consumers)> services, CancellationToken cancellationToken)
    {
        var topologies = services.Select(service => new RabbitTopology(service.Service, service.Consumers)).ToArray();
        foreach (var topology in topologies)
        {
            await DeployPatientlyAsync(broker, topology, cancellationToken);
        }

        return topologies;
    }

    /// <summary>What stood still is done again with a bus of its own: all of it may be there already, and then nothing changes.</summary>
    private static async Task DeployPatientlyAsync(RabbitMqSettings broker, RabbitTopology topology, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await DeployAsync(broker, topology, cancellationToken);
                return;
            }
            catch (TimeoutException) when (tries < Tries)
            {
                // Again.
            }
        }
    }

    /// <summary>Tells the services that they may begin. Comes after everything else, policies and rights included.</summary>
    public static async Task SetMarkAsync(RabbitMqSettings broker, CancellationToken cancellationToken)
    {
        await using var connection = await BrokerConnection.Factory(broker).CreateConnectionAsync("draaiboek inrichting", cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(Mark, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
    }

    private static async Task DeployAsync(RabbitMqSettings broker, RabbitTopology topology, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddFilter("MassTransit", LogLevel.None));
        services.PostConfigure<UsageTelemetryOptions>(telemetry => telemetry.Enabled = false);
        services.AddMassTransit(registration =>
        {
            registration.AddConsumers(topology.Consumers);
            registration.UsingRabbitMq((context, rabbit) =>
            {
                BrokerConnection.Configure(rabbit, broker, "draaiboek inrichting " + topology.Service);
                topology.Configure(rabbit, context, parking: null, deploy: true);
            });
        });
        await using var provider = services.BuildServiceProvider();
        MassTransitLog.Use(provider);
        var bus = provider.GetRequiredService<IBusControl>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            // Seen to stand still for ever on a busy machine, with an open channel and deaf to its token: the waits are bounded outside.
            await bus.StartAsync(patience.Token).WaitAsync(patience.Token);
            await bus.StopAsync(patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The topology of {topology.Service} was not deployed in time.", late);
        }
    }
}
