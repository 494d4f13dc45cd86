using System.Reflection;
using Draaiboek.Hosting.Databases;
using MassTransit;
using MassTransit.Mediator;
using MassTransit.RabbitMqTransport.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting.Messaging;

/// <summary>Joins a service's consumers to the bus that the settings choose.</summary>
public static class BusSetup
{
    public static void AddBus<TDb>(this IServiceCollection services, string service, HostSettings settings, ServiceOptions options, Assembly consumers)
        where TDb : ServiceDbContext
    {
        // MassTransit reports its use to its makers unless told not to, and an environment variable may tell it to again: after all of that it is off.
        services.PostConfigure<UsageTelemetryOptions>(telemetry => telemetry.Enabled = false);
        // It logs the text of every fault, which may quote what was read; what an operator must know we say ourselves.
        services.AddLogging(logging => logging.AddFilter("MassTransit", LogLevel.None));

        services.AddScoped<InboxServices<TDb>>();
        services.AddSingleton<InboxBatches<TDb>>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton(new OutboxOwner(service));
        services.AddSingleton<OutboxGauge>();
        services.AddSingleton<OutboxBacklog, OutboxBacklog<TDb>>();

        switch (settings.Bus)
        {
            case BusChoice.Mediator:
                var bus = options.EmbeddedBus!;
                services.AddMediator(mediator => mediator.AddConsumers(ServiceConsumers.Of(consumers)));
                services.AddSingleton<IMessageTransport>(bus);
                services.AddSingleton(new EmbeddedMembership(service, bus));
                break;
            case BusChoice.RabbitMq:
                AddRabbitMq<TDb>(services, new RabbitTopology(service, consumers), settings.RabbitMq!);
                break;
            default:
                throw new InvalidOperationException($"No transport for bus {settings.Bus}.");
        }

        services.AddHostedService<OutboxDispatcher<TDb>>();
        services.AddHostedService<Housekeeping<TDb>>();
    }

    /// <summary>The mediator is the bus of one process: a service by itself has nobody there to hear it.</summary>
    internal static void Require(IConfiguration section, ServiceOptions options, List<string> errors)
    {
        if (options.EmbeddedBus is null && (section["Bus"] ?? nameof(BusChoice.Mediator)).Equals(nameof(BusChoice.Mediator), StringComparison.OrdinalIgnoreCase))
        {
            errors.Add($"{HostSettings.Section}:Bus = mediator werkt alleen in het platform, dat alle diensten in één proces start; deze dienst alleen heeft een bus tussen processen nodig: rabbitmq");
        }
    }

    /// <summary>Lets the bus know that this service is up; on the embedded bus its mediator joins.</summary>
    internal static void JoinBus(IServiceProvider services)
    {
        if (services.GetService<EmbeddedMembership>() is { } membership)
        {
            membership.Bus.Join(membership.Service, services.GetRequiredService<IMediator>());
        }
    }

    private static void AddRabbitMq<TDb>(IServiceCollection services, RabbitTopology topology, RabbitMqSettings settings) where TDb : ServiceDbContext
    {
        services.AddSingleton(topology);
        services.AddSingleton(settings);
        services.AddMassTransit(registration =>
        {
            registration.AddConsumers(topology.Consumers);
            registration.UsingRabbitMq(Configure);
        });
        // Started, watched and stopped by RabbitBus, and its state told by our own check: a broker that is away makes a service degraded, not unready.
        services.RemoveMassTransitHostedService();
        services.Configure<HealthCheckServiceOptions>(health =>
        {
            foreach (var check in health.Registrations.Where(check => check.Tags.Contains("masstransit")).ToArray())
            {
                health.Registrations.Remove(check);
            }
        });
        services.AddSingleton<RabbitBus>(provider =>
        {
            MassTransitLog.Use(provider);
            return ActivatorUtilities.CreateInstance<RabbitBus>(provider, () => AnotherBus(provider));
        });
        services.AddSingleton<IMessageTransport>(provider => provider.GetRequiredService<RabbitBus>());
        services.AddHostedService(provider => provider.GetRequiredService<RabbitBus>());

        void Configure(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit)
        {
            BrokerConnection.Configure(rabbit, settings, "draaiboek " + topology.Service);
            topology.Configure(rabbit, context, MessageParking.Of<TDb>(context), deploy: false);
        }

        IBusControl AnotherBus(IServiceProvider provider)
            => new RabbitMqRegistrationBusFactory(Configure).CreateBus(provider.GetRequiredService<IBusRegistrationContext>(), [], topology.Service).BusControl;
    }

    private sealed record EmbeddedMembership(string Service, EmbeddedBus Bus);
}

/// <summary>The service whose outbox it is, for logs and metrics.</summary>
public sealed record OutboxOwner(string Service);
