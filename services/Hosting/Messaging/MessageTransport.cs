namespace Draaiboek.Hosting.Messaging;

/// <summary>The edge of the process to the bus: what the outbox needs of it, on either half.</summary>
public interface IMessageTransport
{
    /// <summary>Whether everybody who listens is there. Nothing may be sent before: a message without its queue is lost in silence.</summary>
    bool IsReady { get; }

    /// <summary>Why it is not ready, in words for the operator; null when it is.</summary>
    string? Trouble { get; }

    /// <summary>How many sends it takes at once.</summary>
    int MaxInFlight { get; }

    /// <summary>Completes when the bus has taken the message over for good.</summary>
    /// <param name="message">A record of Berichten.</param>
    /// <param name="messageId">What receivers know a second delivery by.</param>
    /// <param name="queue">The one queue it goes to; empty for everybody who listens.</param>
    /// <param name="cancellationToken">Gives up waiting; the message may still arrive.</param>
    /// <exception cref="TransportUnavailableException">The bus is away; the message was not judged, so no attempt counts.</exception>
    Task SendAsync(object message, Guid messageId, string queue, CancellationToken cancellationToken);
}

public sealed class TransportUnavailableException(string message) : Exception(message);
