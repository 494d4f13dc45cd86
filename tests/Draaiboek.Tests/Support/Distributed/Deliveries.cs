using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MassTransit;

namespace Draaiboek.Tests.Support.Distributed;

/// <summary>Sees each delivery of a message to a queue come to its end: dealt with, or given up and parked.</summary>
internal sealed class Deliveries : IReceiveObserver
{
    private readonly ConcurrentDictionary<(string Queue, Guid MessageId), ConcurrentQueue<TaskCompletionSource<Exception?>>> _expected = new();
    private readonly ConditionalWeakTable<ReceiveContext, Consumed> _consumed = [];

    /// <summary>Completes at the end of the next delivery of the message to the queue; with the fault of its consumer, or null.</summary>
    public Task<Exception?> Expect(string queue, Guid messageId)
    {
        var end = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected.GetOrAdd((queue, messageId), static _ => new()).Enqueue(end);
        return end.Task;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class
    {
        _consumed.AddOrUpdate(context.ReceiveContext, new Consumed(context.MessageId!.Value, null));
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class
    {
        _consumed.AddOrUpdate(context.ReceiveContext, new Consumed(context.MessageId!.Value, exception));
        return Task.CompletedTask;
    }

    /// <summary>After the consumer, or after the parking of what it could not deal with.</summary>
    public Task PostReceive(ReceiveContext context)
    {
        if (_consumed.TryGetValue(context, out var consumed)
            && _expected.TryGetValue((context.InputAddress.AbsolutePath.Split('/')[^1], consumed.MessageId), out var waiting)
            && waiting.TryDequeue(out var end))
        {
            end.TrySetResult(consumed.Fault);
        }

        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private sealed record Consumed(Guid MessageId, Exception? Fault);
}
