using System.Diagnostics;
using Draaiboek.Tests.Architecture;
using Draaiboek.Tests.Support.PrivateServers;
using Xunit;

namespace Draaiboek.Tests.EndToEnd;

/// <summary>The year of G3 on separate processes, RabbitMQ and PostgreSQL, while parts of it are killed: <c>tests/kill-run</c>.</summary>
[Trait("Regel", "G3")]
public sealed class KillRunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Killed_broker_service_copy_and_gateway_change_nothing_in_the_table_of_2019_and_down_leaves_nothing_running()
    {
        SharedServers.SkipWithout(SharedServers.MissingOwn);
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Repository.PathOf("tests/kill-run"));
        using var run = Process.Start(start)!;
        run.StandardInput.Close();
        var output = run.StandardOutput.ReadToEndAsync();
        var errors = run.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await run.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // It stops what it started when it is asked to end; its own waits are bounded.
            using var terminate = Process.Start("kill", ["-s", "TERM", $"{run.Id}"]);
            await run.WaitForExitAsync();
        }

        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}\n{await errors}");
        DemoProcessTests.MetProvincies(await output);
    }
}
