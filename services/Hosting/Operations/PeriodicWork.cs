using Microsoft.Extensions.Hosting;

namespace Draaiboek.Hosting.Operations;

/// <summary>What a service does again and again by itself: measuring, clearing away. A turn that fails is told and not made up for; the next comes in its own time.</summary>
/// <param name="interval">Between the beginnings of two turns.</param>
/// <param name="time">The clock.</param>
/// <param name="atOnce">Whether the first turn comes at the start; otherwise after the first interval.</param>
public abstract class PeriodicWork(TimeSpan interval, TimeProvider time, bool atOnce = true) : BackgroundService
{
    protected TimeProvider Time => time;

    /// <summary>One turn.</summary>
    protected abstract Task DoAsync(CancellationToken cancellationToken);

    /// <summary>Tells the operator that a turn failed; <paramref name="fault"/> is the type of the fault, never its text.</summary>
    protected abstract void OnFailed(string fault);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            if (atOnce)
            {
                await TryAsync(stoppingToken);
            }

            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DoAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            OnFailed(fault.GetType().Name);
        }
    }
}
