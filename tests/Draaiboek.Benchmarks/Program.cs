namespace Draaiboek.Benchmarks;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["leeg", var port]:
                await EmptyApp.RunAsync(port);
                return 0;
            case [] or ["start"]:
                await StartBenchmark.RunAsync(rounds: 7);
                return 0;
            default:
                await Console.Error.WriteLineAsync("Gebruik: tests/bench [start]");
                return 2;
        }
    }
}
