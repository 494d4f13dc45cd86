namespace Draaiboek.Benchmarks;

internal static class Program
{
    private static readonly (string Name, Func<Rounds, Task<IReadOnlyList<Comparison>>> Run)[] Benchmarks =
    [
        ("gateway", GatewayBenchmark.RunAsync),
        ("intake", IntakeBenchmark.RunAsync),
        ("bus", BusBenchmark.RunAsync),
        ("jaar", YearBenchmark.RunAsync),
        ("herhaling", HerhalingBenchmark.RunAsync),
        ("graphql", GraphQLBenchmark.RunAsync),
        ("procescijfers", ProcescijfersBenchmark.RunAsync),
        ("publicatie", PublicatieBenchmark.RunAsync),
    ];

    private static async Task<int> Main(string[] args)
    {
        if (await TryRoleAsync(args))
        {
            return 0;
        }

        var rounds = args.Contains("--short", StringComparer.Ordinal) ? Rounds.Short : Rounds.Whole;
        var names = args.Where(arg => arg != "--short").ToList();
        string[] known = ["start", .. Benchmarks.Select(benchmark => benchmark.Name)];
        if (names.Except(known, StringComparer.Ordinal).Any())
        {
            await Console.Error.WriteLineAsync($"Gebruik: tests/bench [--short] [{string.Join("] [", known)}]");
            return 2;
        }

        if (names.Count == 0 || names.Contains("start", StringComparer.Ordinal))
        {
            await StartBenchmark.RunAsync(rounds.IsShort ? 2 : 7);
        }

        var measured = new List<Comparison>();
        foreach (var (name, run) in Benchmarks.Where(benchmark => names.Count == 0 || names.Contains(benchmark.Name, StringComparer.Ordinal)))
        {
            await Console.Error.WriteLineAsync(name);
            measured.AddRange(await run(rounds));
        }

        if (measured.Count > 0)
        {
            Console.WriteLine("mediaan (laagste–hoogste)");
            Comparison.Print(measured);
        }

        return 0;
    }

    /// <summary>The parts of a benchmark that are processes of their own, started by the benchmark itself.</summary>
    private static async Task<bool> TryRoleAsync(string[] args)
    {
        Task? role = args switch
        {
            ["leeg", var port] => EmptyApp.RunAsync(port),
            ["kale-gateway", var url, var backend] => BareGateway.RunAsync(url, backend),
            ["zelfde-antwoord", var url, var file] => SameAnswer.RunAsync(url, file),
            ["kale-verzender", var url, var settings] => BareBus.PublishAsync(url, settings),
            ["kale-ontvanger", var settings] => BareBus.ConsumeAsync(settings),
            ["graphql-machine", var url] => RijenMetGraphQL.RunAsync(url),
            ["graphql-met-de-hand", var url] => RijenMetDeHand.RunAsync(url),
            ["uitgever", var folder, var port, var address] => Issuer.RunAsync(folder, port, address),
            _ => null,
        };
        if (role is null)
        {
            return false;
        }

        await role;
        return true;
    }
}
