namespace Draaiboek.Hosting.Messaging;

public enum OutboxState
{
    /// <summary>To be sent, or being sent.</summary>
    Pending = 1,

    /// <summary>Confirmed by the bus.</summary>
    Sent,

    /// <summary>Given up after <see cref="OutboxRow.MaxAttempts"/> attempts; stays until an operator replays it.</summary>
    Parked,
}

/// <summary>A message that was decided together with a change and is sent after the commit.</summary>
public sealed class OutboxRow
{
    public const int MaxAttempts = 10;

    /// <summary>Order of writing; rows of one case are sent in this order.</summary>
    public long Volgnummer { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>The aggregate that the message is about.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The message's urn.</summary>
    public required string MessageType { get; init; }

    /// <summary>The one queue that it goes to, for a message that is played again for one consumer; empty for who ever listens.</summary>
    public string Queue { get; init; } = "";

    /// <summary>JSON. Names nobody: the architecture test holds every message type to ids, codes, counts and dates.</summary>
    public required string Body { get; init; }

    /// <summary>W3C traceparent of the request that caused it.</summary>
    public string? TraceParent { get; init; }

    public required DateTimeOffset AangemaaktOp { get; init; }

    public OutboxState State { get; set; } = OutboxState.Pending;

    public int Attempts { get; set; }

    public DateTimeOffset? NextAttemptOp { get; set; }

    public Guid? LeaseId { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Why the last attempt failed: the type of the fault, never its text, which may hold what was read.</summary>
    public string? ReasonCode { get; set; }

    public DateTimeOffset? VerzondenOp { get; set; }
}
