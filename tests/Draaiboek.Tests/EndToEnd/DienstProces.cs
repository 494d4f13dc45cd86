using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Draaiboek.Tests.EndToEnd;

/// <summary>One service or the gateway as a process of its own, with its settings in its environment.</summary>
internal sealed class DienstProces : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Uri _url;
    private readonly ConcurrentQueue<string> _log = new();

    private DienstProces(Process process, Uri url)
    {
        _process = process;
        _url = url;
        process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Log => string.Join('\n', _log);

    /// <param name="program">A type of the assembly that is started.</param>
    /// <param name="settings">Under the names of the settings: <c>Draaiboek:Url</c>.</param>
    public static DienstProces Start(Type program, Uri url, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(program.Assembly.Location);
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["Draaiboek__Url"] = url.AbsoluteUri;

        return new DienstProces(Process.Start(start)!, url);
    }

    /// <summary>Waits until its readiness says it is well, its bus included.</summary>
    public async Task UntilHealthyAsync()
    {
        using var http = new HttpClient { BaseAddress = _url };
        var waited = Stopwatch.StartNew();
        while (!await IsHealthyAsync(http))
        {
            Assert.False(_process.HasExited || waited.Elapsed > Patience, $"Never healthy: {_process.StartInfo.ArgumentList[0]}\n{Log}");
            await Task.Delay(50);
        }
    }

    /// <summary>SIGTERM, and waits for the end: what it still had to send has been sent.</summary>
    public async Task StopAsync()
    {
        Assert.Equal(0, SendSignal(_process.Id, 15));
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        Assert.True(_process.ExitCode == 0, $"exit code {_process.ExitCode}\n{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http)
    {
        try
        {
            return (await http.GetStringAsync(new Uri("health/ready", UriKind.Relative))).StartsWith("""{"toestand":"healthy""", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);
}
