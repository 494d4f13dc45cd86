using System.Reflection;
using Draaiboek.Hosting.Databases;
using MassTransit;
using MassTransit.Mediator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Messaging;

/// <summary>Joins a service's consumers to the bus that the settings choose.</summary>
public static class BusSetup
{
    public static void AddBus<TDb>(this IServiceCollection services, string service, HostSettings settings, ServiceOptions options, Assembly consumers)
        where TDb : ServiceDbContext
    {
        // MassTransit reports its use to its makers unless told not to, and an environment variable may tell it to again: after all of that it is off.
        services.PostConfigure<UsageTelemetryOptions>(telemetry => telemetry.Enabled = false);

        services.AddScoped<InboxServices<TDb>>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton(new OutboxOwner(service));
        services.AddSingleton<OutboxGauge>();
        services.AddHostedService<OutboxDispatcher<TDb>>();
        services.AddHostedService<Housekeeping<TDb>>();

        switch (settings.Bus)
        {
            case BusChoice.Mediator:
                var bus = options.EmbeddedBus!;
                services.AddMediator(mediator => AddConsumers(mediator, consumers));
                services.AddSingleton<IMessageTransport>(bus);
                services.AddSingleton(new EmbeddedMembership(service, bus));
                break;
            default:
                throw new InvalidOperationException($"No transport for bus {settings.Bus}.");
        }
    }

    /// <summary>The mediator is the bus of one process: a service by itself has nobody there to hear it.</summary>
    internal static void Require(IConfiguration section, ServiceOptions options, List<string> errors)
    {
        if (options.EmbeddedBus is null && (section["Bus"] ?? nameof(BusChoice.Mediator)).Equals(nameof(BusChoice.Mediator), StringComparison.OrdinalIgnoreCase))
        {
            errors.Add($"{HostSettings.Section}:Bus = mediator werkt alleen in het platform, dat alle diensten in één proces start; deze dienst alleen heeft een bus tussen processen nodig");
        }
    }

    /// <summary>
    /// Every consumer of the assembly with its definition. MassTransit's own scan passes over internal types in silence, and a message
    /// without its consumer counts as delivered.
    /// </summary>
    /// <exception cref="InvalidOperationException">A consumer has no definition beside it.</exception>
    private static void AddConsumers(IRegistrationConfigurator registration, Assembly assembly)
    {
        var types = assembly.GetTypes().Where(type => type is { IsAbstract: false, IsClass: true }).ToArray();
        foreach (var consumer in types.Where(type => type.IsAssignableTo(typeof(IConsumer))))
        {
            var definition = types.SingleOrDefault(type => type.IsAssignableTo(typeof(IConsumerDefinition<>).MakeGenericType(consumer)))
                ?? throw new InvalidOperationException($"{consumer.Name} has no definition.");
            registration.AddConsumer(consumer, definition);
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

    private sealed record EmbeddedMembership(string Service, EmbeddedBus Bus);
}

/// <summary>The service whose outbox it is, for logs and metrics.</summary>
public sealed record OutboxOwner(string Service);
