namespace Draaiboek.Hosting.Messaging;

/// <summary>A message that a consumer has dealt with; kept so that a second delivery does nothing.</summary>
public sealed class InboxRow
{
    public required Guid MessageId { get; init; }

    public required string Consumer { get; init; }

    public required DateTimeOffset VerwerktOp { get; init; }
}

/// <summary>
/// A message that came off the bus and that no consumer could deal with. Stays until an operator plays it again. On the embedded bus there are none:
/// there it stays in the outbox of whoever sent it.
/// </summary>
public sealed class ParkedRow
{
    public long Volgnummer { get; init; }

    /// <summary>Null when what came was no message of this platform.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>The queue that it came from and goes back to.</summary>
    public required string Queue { get; init; }

    /// <summary>The message's urn; null when this version does not know it, and then it can't be played again.</summary>
    public string? MessageType { get; init; }

    /// <summary>JSON of the message; of what is no message, as it came.</summary>
    public required string Body { get; init; }

    /// <summary>A code, never the text of a fault.</summary>
    public required string ReasonCode { get; init; }

    public required DateTimeOffset GeparkeerdOp { get; init; }
}
