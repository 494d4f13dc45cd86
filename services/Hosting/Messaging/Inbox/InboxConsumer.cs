using Draaiboek.Hosting.Databases;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Messaging;

/// <summary>What a consumer needs to commit its effect once.</summary>
public sealed class InboxServices<TDb>(IServiceProvider scope, InboxBatches<TDb> batches, TimeProvider time) where TDb : ServiceDbContext
{
    // Only what handles a message needs a database; what takes it off the bus does not.
    internal TDb Db => scope.GetRequiredService<TDb>();

    internal InboxBatches<TDb> Batches => batches;

    internal TimeProvider Time => time;
}

/// <summary>A consumer as the batches see it: whatever it hears, one message after another in a transaction that is not its own.</summary>
internal interface IInboxHandler
{
    Task PrepareAsync(IEnumerable<object> messages, CancellationToken cancellationToken);

    Task HandleAsync(object message, CancellationToken cancellationToken);
}

/// <summary>
/// A consumer whose effect commits with the note that it was done (DESIGN 4–5): a message that comes twice does nothing the second time.
/// Messages that wait at the same moment commit together (<see cref="InboxBatches{TDb}"/>).
/// The class name is the key in the inbox: renaming a consumer makes it see old messages again.
/// </summary>
public abstract class InboxConsumer<TDb, TMessage>(InboxServices<TDb> services) : IConsumer<TMessage>, IInboxHandler
    where TDb : ServiceDbContext
    where TMessage : class
{
    protected TDb Db => services.Db;

    protected TimeProvider Time => services.Time;

    public Task Consume(ConsumeContext<TMessage> context)
        => services.Batches.HandleAsync(
            GetType(),
            context.MessageId ?? throw new InvalidOperationException($"A {typeof(TMessage).Name} came without message id."),
            context.Message);

    Task IInboxHandler.PrepareAsync(IEnumerable<object> messages, CancellationToken cancellationToken) => PrepareAsync([.. messages.Cast<TMessage>()], cancellationToken);

    Task IInboxHandler.HandleAsync(object message, CancellationToken cancellationToken) => HandleAsync((TMessage)message, cancellationToken);

    /// <summary>Looks up in one question what all of these messages will need; each then comes to <see cref="HandleAsync"/>. None of them was dealt with before.</summary>
    protected virtual Task PrepareAsync(IReadOnlyList<TMessage> messages, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Changes the database through <see cref="Db"/>; saving and committing is done for it. Messages come in any order, and other messages
    /// share the transaction: what it reads must be found by the ids in its own message.
    /// </summary>
    protected abstract Task HandleAsync(TMessage message, CancellationToken cancellationToken);
}

/// <summary>
/// How the consumers of this platform are run, unless one says otherwise. A database that is away is waited for, however long; anything else is tried
/// again twice, and then the message is parked (on the embedded bus: goes back to the long patience of its outbox).
/// </summary>
public abstract class InboxConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer> where TConsumer : class, IConsumer
{
    // MassTransit lays out every interval beforehand, so 'for ever' is some seven hours here; after that the broker gives the message again.
    private const int HoursOfRetries = 5_000;

    // As many as may wait for one commit: a batch is made of what comes in while the one before it is written.
    protected InboxConsumerDefinition() => ConcurrentMessageLimit = InboxBatches.MaxSize;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        consumerConfigurator.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(DatabaseFaults.IsAway);
            retry.Exponential(HoursOfRetries, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(250));
        });
        consumerConfigurator.UseMessageRetry(retry =>
        {
            retry.Ignore<Exception>(DatabaseFaults.IsAway);
            retry.Intervals(50, 250);
        });
    }
}
