using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Draaiboek.Platform;
using Xunit;

namespace Draaiboek.Tests.EndToEnd;

/// <summary>The platform as a newcomer starts it: its own process, that can be killed.</summary>
internal sealed class PlatformProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private PlatformProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) =>
        {
            lock (_output)
            {
                _output.Append(line.Data is null ? "" : line.Data + "\n");
            }
        };
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public string Errors => string.Join('\n', _errors);

    public static PlatformProcess Start(params string[] args) => StartFor(userFolder: null, args);

    /// <param name="userFolder">Stands in for the folder where the user's programs keep their data; null is the user's own.</param>
    public static PlatformProcess StartFor(string? userFolder, params string[] args)
        => StartWith(userFolder is null ? [] : new Dictionary<string, string?>(StringComparer.Ordinal) { ["XDG_DATA_HOME"] = userFolder }, args);

    /// <param name="environment">Beside the own environment; settings under their names: <c>Draaiboek:Otlp:Endpoint</c>.</param>
    public static PlatformProcess StartWith(IEnumerable<KeyValuePair<string, string?>> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(PlatformHost).Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new PlatformProcess(Process.Start(start)!);
    }

    /// <summary>Waits until the process wrote this on either stream.</summary>
    public async Task UntilAsync(string text)
    {
        var until = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal) && !Errors.Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited || until.Elapsed > Patience)
            {
                throw new InvalidOperationException($"Never wrote '{text}'.\n{Output}\n{Errors}");
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits for the end, which must be a good one; otherwise shows what the process complained of.</summary>
    public async Task EndWellAsync()
    {
        var code = await EndAsync();
        Assert.True(code == 0, $"exit code {code}\n{Errors}");
    }

    /// <summary>SIGKILL: nothing of the process gets to run any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ctrl-C.</summary>
    public void Interrupt() => Assert.Equal(0, SendSignal(_process.Id, 2));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);
}
