using System.Globalization;

namespace Draaiboek.Benchmarks;

/// <summary>One figure beside its baseline: measured in turn, round after round, because a machine is never as fast twice.</summary>
internal sealed class Comparison(string name, string unit, string goal)
{
    /// <summary>Connections are made, and code is translated anew as it turns out to be used much.</summary>
    private const int WarmUp = 5;

    private readonly List<double> _baseline = [];
    private readonly List<double> _ours = [];

    /// <summary>Runs first to warm up, then baseline, ours, baseline, ours…; a run may give several figures.</summary>
    public static Task InTurnAsync<T>(int rounds, Func<Task<T>> baseline, Func<Task<T>> ours, Action<T, T> measured) => InTurnAsync(rounds, WarmUp, baseline, ours, measured);

    /// <inheritdoc cref="InTurnAsync{T}(int, Func{Task{T}}, Func{Task{T}}, Action{T, T})"/>
    public static async Task InTurnAsync<T>(int rounds, int warmUp, Func<Task<T>> baseline, Func<Task<T>> ours, Action<T, T> measured)
    {
        for (var round = 1 - warmUp; round <= rounds; round++)
        {
            var (b, o) = (await baseline(), await ours());
            if (round > 0)
            {
                measured(b, o);
            }
        }
    }

    public void Add(double baseline, double ours)
    {
        _baseline.Add(baseline);
        _ours.Add(ours);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name} {_ours.Count}: ijkpunt {baseline:0.#}, wij {ours:0.#} {unit} ({ours / baseline:0.00})"));
    }

    public static void Print(IEnumerable<Comparison> comparisons)
    {
        Console.WriteLine("| | eenheid | ijkpunt | wij | verhouding | doel |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var comparison in comparisons)
        {
            Console.WriteLine(comparison.Row());
        }
    }

    private string Row()
    {
        var ratios = _ours.Zip(_baseline, (o, b) => o / b).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {unit} | {Spread(_baseline, "0.#")} | {Spread(_ours, "0.#")} | **{Median(ratios):0.00}** ({ratios.Min():0.00}–{ratios.Max():0.00}) | {goal} |");
    }

    private static string Spread(List<double> values, string format)
        => string.Format(CultureInfo.InvariantCulture, $"{{0:{format}}} ({{1:{format}}}–{{2:{format}}})", Median(values), values.Min(), values.Max());

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
