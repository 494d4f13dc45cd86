using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Mediator;

namespace Draaiboek.Hosting.Messaging;

/// <summary>
/// The bus of one process: hands a message to the mediator of every service in it and awaits them all, so that a message counts as sent
/// only when everyone has committed its effect. After a crash the row is sent again and the inboxes sort out who had it already (docs/adr/0001).
/// </summary>
public sealed class EmbeddedBus : IMessageTransport
{
    private readonly ConcurrentDictionary<string, IMediator> _services = new(StringComparer.Ordinal);
    private volatile bool _open;

    public bool IsReady => _open;

    // Each send waits for commits that stand in one line anyway.
    public int MaxInFlight => 64;

    public string? Trouble => _open ? null : "de diensten van het platform zijn nog niet allemaal gestart";

    /// <summary>Lets messages through. Called when every service of the process has joined.</summary>
    public void Open() => _open = true;

    /// <summary>Stops taking messages; what comes now stays in its outbox for the next start.</summary>
    public void Close() => _open = false;

    /// <summary>There are no queues here: what was to go to one goes to all, and the inboxes of the others know it.</summary>
    public Task SendAsync(object message, Guid messageId, string queue, CancellationToken cancellationToken) => SendAsync(message, messageId, cancellationToken);

    /// <exception cref="AggregateException">One or more services failed; the others have done their part.</exception>
    public async Task SendAsync(object message, Guid messageId, CancellationToken cancellationToken)
    {
        if (!_open)
        {
            throw new TransportUnavailableException("The embedded bus is not open.");
        }

        var failures = new List<Exception>();
        foreach (var mediator in _services.Values)
        {
            try
            {
                await mediator.Publish(
                    message,
                    message.GetType(),
                    Pipe.Execute<PublishContext>(context => context.MessageId = messageId),
                    cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    internal void Join(string service, IMediator mediator)
    {
        if (_open || !_services.TryAdd(service, mediator))
        {
            throw new InvalidOperationException($"{service} joins the bus twice or after it was opened.");
        }
    }
}
