using Draaiboek.Hosting;
using Draaiboek.Platform.Issuer;

namespace Draaiboek.Platform;

/// <summary>Starts the platform and stays until asked to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(CommandLine.Serve serve, CancellationToken stop)
    {
        try
        {
            var folder = serve.DataFolder is { } given ? Path.GetFullPath(given) : DataFolders.Default();
            await using var platform = await PlatformHost.StartAsync(new PlatformOptions { DataFolder = folder, Port = serve.Port }, stop);
            IssuerPointer.Remove(new Uri(platform.Gateway, "auth")); // of a platform that was killed: at this address are our persons now
            Console.WriteLine($"""
                Het platform draait op {platform.Gateway.AbsoluteUri}
                  gegevens       {folder}
                  demo-personen  {Path.Combine(folder, DemoSecrets.Bestandsnaam)}
                  toestand       {new Uri(platform.Gateway, "health/ready")}
                  beschrijving   {new Uri(platform.Gateway, "openapi/v1.json")}
                Stoppen met Ctrl-C.
                """);
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return ExitCodes.WrongSettings;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }
}

internal static class ExitCodes
{
    public const int WrongSettings = 2;

    /// <summary>Of import, where 1 and 2 say something else: nothing was done, or not to the end.</summary>
    public const int CouldNotRun = 3;

    /// <summary>What a shell expects of a program that was stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}

internal static class DataFolders
{
    /// <exception cref="SettingsException">The user has no data directory, as in a bare container.</exception>
    public static string Default()
        => TryDefault() ?? throw new SettingsException(["er is geen gebruikersmap voor de gegevens; noem een map met --data"]);

    /// <summary>Null: the user has no data directory.</summary>
    public static string? TryDefault()
        => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } own
            ? Path.Combine(own, "draaiboek")
            : null;
}
