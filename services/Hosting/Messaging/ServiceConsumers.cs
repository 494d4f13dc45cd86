using System.Reflection;
using MassTransit;

namespace Draaiboek.Hosting.Messaging;

/// <summary>A consumer of a service, the definition beside it, and what it hears.</summary>
internal sealed record ServiceConsumer(Type Type, Type Definition, Type Message);

/// <summary>
/// Every consumer of an assembly. MassTransit's own scan passes over internal types in silence, and a message without its consumer counts as delivered.
/// </summary>
internal static class ServiceConsumers
{
    /// <exception cref="InvalidOperationException">A consumer has no definition beside it, or hears more than one message.</exception>
    public static IReadOnlyList<ServiceConsumer> Of(Assembly assembly)
    {
        var types = assembly.GetTypes().Where(type => type is { IsAbstract: false, IsClass: true }).ToArray();
        return [.. types.Where(type => type.IsAssignableTo(typeof(IConsumer))).OrderBy(type => type.Name, StringComparer.Ordinal).Select(consumer => new ServiceConsumer(
            consumer,
            types.SingleOrDefault(type => type.IsAssignableTo(typeof(IConsumerDefinition<>).MakeGenericType(consumer)))
                ?? throw new InvalidOperationException($"{consumer.Name} has no definition."),
            consumer.GetInterfaces().Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumer<>)).GetGenericArguments()[0]))];
    }

    public static void AddConsumers(this IRegistrationConfigurator registration, IEnumerable<ServiceConsumer> consumers)
    {
        foreach (var consumer in consumers)
        {
            registration.AddConsumer(consumer.Type, consumer.Definition);
        }
    }
}
