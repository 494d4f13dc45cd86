using System.Diagnostics;
using System.Text;
using Xunit;

namespace Draaiboek.GraphQL.Tests.Reference;

/// <summary>
/// Runs the programs in the folder <c>node</c>: other people's GraphQL from npm, pinned in its lock file. <c>tests/run</c> installs it;
/// by hand: <c>npm ci</c> in that folder.
/// </summary>
internal static class NodeProgram
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30);

    private static readonly string s_folder = Path.Combine(Repository(), "tests", "Draaiboek.GraphQL.Tests", "node");

    /// <summary>Why the programs can't run; null when they can.</summary>
    public static string? Missing { get; } =
        !OnPath("node") ? "node ontbreekt; tests/run installeert het"
        : !Directory.Exists(Path.Combine(s_folder, "node_modules", "graphql")) ? "de pakketten van npm ontbreken; tests/run installeert ze"
        : null;

    /// <summary>The root of the sources.</summary>
    public static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Draaiboek.Platform.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run from within the sources.");
    }

    /// <summary>Gives <paramref name="input"/> on standard input, and every line of the answer as it comes.</summary>
    public static async IAsyncEnumerable<string> LinesAsync(string script, string input, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("node", [Path.Combine(s_folder, script), .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                StandardOutputEncoding = Encoding.UTF8,
            },
        };
        using var patience = new CancellationTokenSource(s_patience);
        process.Start();
        try
        {
            Task<string> complaints = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
            process.StandardInput.Close();
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                yield return line;
            }

            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{script}: {await complaints}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <inheritdoc cref="LinesAsync"/>
    public static async Task<string> RunAsync(string script, string input, params string[] arguments)
    {
        var text = new StringBuilder();
        await foreach (string line in LinesAsync(script, input, arguments))
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>A test that needs the programs of <see cref="NodeProgram"/>; skipped, with the reason, where they are missing.</summary>
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodeProgram.Missing;
}
