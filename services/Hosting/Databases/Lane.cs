using System.Collections.Concurrent;

namespace Draaiboek.Hosting.Databases;

/// <summary>
/// Lets what waits for the same thing be done together: what comes in while one batch is written makes up the next, so nobody waits for company
/// and a busy hour costs few commits. One batch at a time.
/// </summary>
/// <param name="most">Most items of one batch.</param>
/// <param name="handle">Does a batch, and tells each of its items how it went; it does not throw.</param>
internal sealed class Lane<T>(int most, Func<IReadOnlyList<T>, Task> handle)
{
    private readonly ConcurrentQueue<T> _queue = new();
    private int _turn;

    public void Add(T item)
    {
        _queue.Enqueue(item);
        if (TryTakeTurn())
        {
            // Not on the back of the first who came: that one is done when its own batch is.
            _ = Task.Run(DrainAsync);
        }
    }

    private async Task DrainAsync()
    {
        do
        {
            var batch = new List<T>();
            while (batch.Count < most && _queue.TryDequeue(out var item))
            {
                batch.Add(item);
            }

            if (batch.Count > 0)
            {
                await handle(batch);
            }
        }
        while (KeepTurn());
    }

    private bool TryTakeTurn() => Interlocked.CompareExchange(ref _turn, 1, 0) == 0;

    /// <summary>False when the turn was given up because nothing waits.</summary>
    private bool KeepTurn()
    {
        if (!_queue.IsEmpty)
        {
            return true;
        }

        Interlocked.Exchange(ref _turn, 0);
        // Whoever queued between the two lines saw the turn still taken.
        return !_queue.IsEmpty && TryTakeTurn();
    }
}
