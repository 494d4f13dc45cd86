namespace Draaiboek.Hosting.Messaging;

/// <summary>The edge of the process to the bus: what the outbox needs of it, on either half.</summary>
public interface IMessageTransport
{
    /// <summary>Whether everybody who listens is there. Nothing may be sent before: a message without its queue is lost in silence.</summary>
    bool IsReady { get; }

    /// <summary>Completes when the bus has taken the message over for good.</summary>
    /// <exception cref="TransportUnavailableException">The bus is away; the message was not judged, so no attempt counts.</exception>
    Task SendAsync(object message, Guid messageId, CancellationToken cancellationToken);
}

public sealed class TransportUnavailableException(string message) : Exception(message);
