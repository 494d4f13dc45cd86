using Spectre.Console;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>
/// Shows how far the sending is: a bar for whoever looks at a terminal, otherwise a line on standard error now and
/// then, so that standard output holds the result only.
/// </summary>
internal sealed class Voortgang(DemoOptions options)
{
    private const int Stappen = 4;
    private readonly bool _metBalk = ReferenceEquals(options.Uit, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>Runs <paramref name="werk"/>, which calls its argument <paramref name="totaal"/> times.</summary>
    public async Task VolgAsync(int totaal, Func<Action, Task> werk)
    {
        if (_metBalk)
        {
            await AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(async context =>
                {
                    var balk = context.AddTask("vragen versturen", maxValue: Math.Max(totaal, 1));
                    await werk(() => balk.Increment(1));
                    balk.StopTask();
                });
            return;
        }

        var gedaan = 0;
        await werk(() =>
        {
            var nu = Interlocked.Increment(ref gedaan);
            if (nu * Stappen / totaal != (nu - 1) * Stappen / totaal)
            {
                Meld($"{nu} van {totaal} vragen verstuurd");
            }
        });
    }

    /// <summary>One line on standard error.</summary>
    public void Meld(string tekst)
    {
        lock (options.Fout)
        {
            options.Fout.WriteLine(tekst);
        }
    }
}
