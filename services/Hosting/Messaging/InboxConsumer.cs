using Draaiboek.Hosting.Databases;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Hosting.Messaging;

/// <summary>What a consumer needs to commit its effect once.</summary>
public sealed record InboxServices<TDb>(TDb Db, WriteTransaction<TDb> Transaction, TimeProvider Time) where TDb : ServiceDbContext;

/// <summary>
/// A consumer whose effect commits with the note that it was done (DESIGN 4–5): a message that comes twice does nothing the second time.
/// The class name is the key in the inbox: renaming a consumer makes it see old messages again.
/// </summary>
public abstract class InboxConsumer<TDb, TMessage>(InboxServices<TDb> services) : IConsumer<TMessage>
    where TDb : ServiceDbContext
    where TMessage : class
{
    protected TDb Db => services.Db;

    protected TimeProvider Time => services.Time;

    public Task Consume(ConsumeContext<TMessage> context)
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException($"A {typeof(TMessage).Name} came without message id.");
        var consumer = GetType().Name;

        return services.Transaction.RunAsync(
            async cancellationToken =>
            {
                if (await Db.Inbox.AnyAsync(row => row.MessageId == messageId && row.Consumer == consumer, cancellationToken))
                {
                    return;
                }

                await HandleAsync(context.Message, cancellationToken);
                Db.Inbox.Add(new InboxRow { MessageId = messageId, Consumer = consumer, VerwerktOp = Time.GetUtcNow() });
            },
            context.CancellationToken);
    }

    /// <summary>Changes the database through <see cref="Db"/>; saving and committing is done for it. Messages come in any order.</summary>
    protected abstract Task HandleAsync(TMessage message, CancellationToken cancellationToken);
}

/// <summary>How the consumers of this platform are run, unless one says otherwise: short retries here, the long patience is the outbox's.</summary>
public abstract class InboxConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer> where TConsumer : class, IConsumer
{
    protected InboxConsumerDefinition() => ConcurrentMessageLimit = 8;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context)
        => consumerConfigurator.UseMessageRetry(retry => retry.Intervals(50, 250));
}
