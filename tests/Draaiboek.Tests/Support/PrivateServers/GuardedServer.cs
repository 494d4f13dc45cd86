using System.Diagnostics;

namespace Draaiboek.Tests.Support.PrivateServers;

/// <summary>
/// A server of the tests under a guard (guard.sh) that stops it and removes its folder when this process is gone, in whatever way.
/// It can be stopped, killed and started again on the same folder.
/// </summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _guard;
    private readonly string _folder;
    private readonly SemaphoreSlim _one = new(1);

    /// <param name="folder">All that the server writes; goes with it.</param>
    /// <param name="stopSignal">What the server takes as a request to end in order.</param>
    public GuardedServer(string folder, string stopSignal, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        _folder = folder;
        var start = new ProcessStartInfo("setsid")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // Not the folder of the build: that one must be removable while a server runs.
            WorkingDirectory = "/",
        };
        foreach (var argument in (string[])["bash", Path.Combine(AppContext.BaseDirectory, "guard.sh"), folder, stopSignal, .. command])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("RABBITMQ_", StringComparison.Ordinal) || name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            // What is meant for a server of the machine is not meant for this one.
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _guard = Process.Start(start)!;
    }

    /// <summary>Starts the process; when it is ready to serve is for the caller to find out.</summary>
    public Task StartAsync() => SayAsync("start");

    public Task StopAsync() => SayAsync("stop");

    /// <summary>SIGKILL, for the server and all its processes.</summary>
    public Task KillAsync() => SayAsync("kill");

    /// <summary>Waits until the server serves.</summary>
    /// <exception cref="TimeoutException">It never did; with what it wrote.</exception>
    public async Task UntilAsync(Func<Task<bool>> ready)
    {
        var waited = Stopwatch.StartNew();
        while (!await ready())
        {
            if (waited.Elapsed > Patience)
            {
                throw new TimeoutException($"Not ready within {Patience}:\n{await File.ReadAllTextAsync(Path.Combine(_folder, "server.log"))}");
            }

            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
        _one.Dispose();
    }

    private async Task SayAsync(string word)
    {
        await _one.WaitAsync();
        try
        {
            await _guard.StandardInput.WriteLineAsync(word);
            await _guard.StandardInput.FlushAsync();
            var answer = await _guard.StandardOutput.ReadLineAsync();
            if (answer != word)
            {
                throw new InvalidOperationException($"The guard answered '{answer}' to '{word}'.");
            }
        }
        finally
        {
            _one.Release();
        }
    }
}
