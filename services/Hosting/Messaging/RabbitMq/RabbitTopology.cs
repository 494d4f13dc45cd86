using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;

namespace Draaiboek.Hosting.Messaging;

/// <summary>
/// What one service has on the broker, by name (docs/adr/0010). Everything begins with the service's name, so its user's rights are one pattern:
/// <c>assessment.…</c> an exchange for each message that it publishes, <c>assessment-…</c> a queue for each of its consumers with an exchange of the same name.
/// Bindings from the one to the other are made once, before anything runs, by <see cref="RabbitTopologyDeployment"/>; a service has no right to.
/// </summary>
public sealed class RabbitTopology
{
    /// <summary>Taken off the queue before they are done; a little more than one batch, so that the next one is there when the first is written.</summary>
    private const ushort Prefetch = 2 * InboxBatches.MaxSize;

    private readonly IReadOnlyList<ServiceConsumer> _consumers;

    public RabbitTopology(string service, Assembly consumers)
    {
        Service = service;
        _consumers = ServiceConsumers.Of(consumers);
        Queues = _consumers.ToDictionary(consumer => QueueOf(consumer.Type), consumer => consumer.Message, StringComparer.Ordinal);
        Published = [.. MessageCatalog.All.Where(type => ExchangeOf(type).StartsWith(service + '.', StringComparison.Ordinal)).OrderBy(type => type.Name, StringComparer.Ordinal)];
    }

    public string Service { get; }

    /// <summary>Each queue with the message that it takes.</summary>
    public IReadOnlyDictionary<string, Type> Queues { get; }

    /// <summary>The messages of this service.</summary>
    public IReadOnlyList<Type> Published { get; }

    /// <summary>Where a message goes that was delivered too often; it is parked from there.</summary>
    public string DeadLetterQueue => Service + "-dead-letter";

    /// <summary>Where a message goes whose queue somebody deleted; every consumer of the service listens here too.</summary>
    public string UnroutedQueue => Service + "-unrouted";

    /// <summary>The exchange of a message type.</summary>
    public static string ExchangeOf(Type message) => message.GetCustomAttribute<EntityNameAttribute>()!.EntityName;

    internal IReadOnlyList<ServiceConsumer> Consumers => _consumers;

    private string QueueOf(Type consumer)
        => $"{Service}-{JsonNamingPolicy.KebabCaseLower.ConvertName(consumer.Name[..^"Consumer".Length])}";

    /// <param name="rabbit">The bus under construction.</param>
    /// <param name="context">Where consumers come from.</param>
    /// <param name="parking">What becomes of a message that no consumer could deal with.</param>
    /// <param name="deploy">True for the one who makes the topology, with the rights to; a service that runs finds it there.</param>
    internal void Configure(IRabbitMqBusFactoryConfigurator rabbit, IRegistrationContext context, MessageParking? parking, bool deploy)
    {
        rabbit.ConfigureJsonSerializerOptions(WithOurCodes);
        foreach (var consumer in _consumers)
        {
            rabbit.ReceiveEndpoint(QueueOf(consumer.Type), endpoint =>
            {
                Common(endpoint, parking, ReasonCodes.UnknownMessage);
                endpoint.ConfigureConsumeTopology = deploy;
                endpoint.ConfigureConsumer(context, consumer.Type);
            });
        }

        rabbit.ReceiveEndpoint(UnroutedQueue, endpoint =>
        {
            Common(endpoint, parking, ReasonCodes.UnknownMessage);
            endpoint.ConfigureConsumeTopology = false;
            foreach (var consumer in _consumers)
            {
                endpoint.ConfigureConsumer(context, consumer.Type);
            }
        });
        rabbit.ReceiveEndpoint(DeadLetterQueue, endpoint =>
        {
            Common(endpoint, parking, ReasonCodes.DeliveryLimit);
            endpoint.ConfigureConsumeTopology = false;
        });

        if (deploy)
        {
            rabbit.DeployTopologyOnly = true;
            rabbit.DeployPublishTopology = true;
            foreach (var message in Published)
            {
                rabbit.Publish(message, static _ => { });
            }
        }
    }

    private static void Common(IRabbitMqReceiveEndpointConfigurator endpoint, MessageParking? parking, string reasonWithoutConsumer)
    {
        endpoint.SetQuorumQueue();
        endpoint.PrefetchCount = Prefetch;
        endpoint.PublishFaults = false;
        if (parking is not null)
        {
            // Instead of MassTransit's _error and _skipped queues: those carry the text of the fault, and nobody looks in them.
            endpoint.ConfigureError(pipe => pipe.UseFilter(parking.AfterFault));
            endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(parking.WithoutConsumer(reasonWithoutConsumer)));
        }
    }

    /// <summary>Codes on the bus are the words of the API, and the same as in the outbox.</summary>
    private static JsonSerializerOptions WithOurCodes(JsonSerializerOptions options)
    {
        var ours = new JsonSerializerOptions(options);
        ours.Converters.Insert(0, new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return ours;
    }
}
