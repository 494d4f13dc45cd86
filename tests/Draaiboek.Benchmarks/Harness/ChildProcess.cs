using System.Diagnostics;
using System.Reflection;

namespace Draaiboek.Benchmarks;

/// <summary>A part of a benchmark as a process of its own, so that its processor time and its memory are its own; killed when the benchmark is done with it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly List<string> _lines = [];

    private ChildProcess(Process process) => _process = process;

    /// <summary>Processor time used so far, in the program and in the kernel.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory that it has now, in MB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>The most that it ever had, in MB.</summary>
    public double PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1e6;
        }
    }

    /// <summary>For what answers over HTTP: ready at the first answer that is no failure.</summary>
    public static Func<ChildProcess, Task<bool>> Answers(string url) => async _ =>
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(url));
        return response.IsSuccessStatusCode;
    };

    /// <summary>A role of this program itself; see <see cref="Program"/>.</summary>
    public static Task<ChildProcess> StartRoleAsync(Func<ChildProcess, Task<bool>> ready, params string[] args)
        => StartAsync(Assembly.GetExecutingAssembly().GetName().Name!, ready, args);

    /// <param name="assembly">The program's assembly, as <c>Draaiboek.Gateway</c>; built beside this one.</param>
    /// <param name="ready">Asked again and again until it says yes.</param>
    /// <exception cref="InvalidOperationException">It ended or never became ready; the message holds what it wrote.</exception>
    public static Task<ChildProcess> StartAsync(string assembly, Func<ChildProcess, Task<bool>> ready, params string[] args) => StartAsync(assembly, ready, [], args);

    /// <inheritdoc cref="StartAsync(string, Func{ChildProcess, Task{bool}}, string[])"/>
    /// <param name="settings">Of the section <c>Draaiboek</c>, given as environment: for a program that takes none on its command line.</param>
    public static Task<ChildProcess> StartAsync(string assembly, Func<ChildProcess, Task<bool>> ready, IEnumerable<(string Key, string Value)> settings, params string[] args)
        => StartProgramAsync("dotnet", ready, settings, [Path.Combine(AppContext.BaseDirectory, assembly + ".dll"), .. args]);

    /// <summary>A program of the machine, found by its name.</summary>
    /// <exception cref="InvalidOperationException">It ended or never became ready; the message holds what it wrote.</exception>
    public static async Task<ChildProcess> StartProgramAsync(string program, Func<ChildProcess, Task<bool>> ready, IEnumerable<(string Key, string Value)> settings, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in settings)
        {
            start.Environment["Draaiboek__" + key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var child = new ChildProcess(Process.Start(start)!);
        child._process.OutputDataReceived += child.Keep;
        child._process.ErrorDataReceived += child.Keep;
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (!await TryAsync(child, ready))
        {
            if (child._process.HasExited || clock.Elapsed > Patience)
            {
                await child.DisposeAsync();
                throw new InvalidOperationException($"{program} {args.FirstOrDefault()} is niet gestart.{Environment.NewLine}{child.Output}");
            }

            await Task.Delay(50);
        }

        return child;
    }

    /// <summary>What it wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join(Environment.NewLine, _lines);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> TryAsync(ChildProcess child, Func<ChildProcess, Task<bool>> ready)
    {
        try
        {
            return await ready(child);
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lock (_lines)
            {
                _lines.Add(text);
            }
        }
    }
}
