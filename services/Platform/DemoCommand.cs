using Draaiboek.Hosting;
using Draaiboek.Platform.Demonstratie;
using Draaiboek.Platform.Issuer;

namespace Draaiboek.Platform;

/// <summary>Plays a year of questions: on a platform of its own in a folder of its own, or against one that runs already.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(CommandLine.Demo demo, CancellationToken stop)
    {
        try
        {
            return demo.Gateway is { } gateway
                ? await DemoPlayer.RunAsync(Options(demo, gateway, FolderOfIssuer(demo, gateway)), stop)
                : await PlayOnOwnPlatformAsync(demo, stop);
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

    private static async Task<int> PlayOnOwnPlatformAsync(CommandLine.Demo demo, CancellationToken stop)
    {
        var folder = demo.DataFolder is { } given ? Path.GetFullPath(given) : Directory.CreateTempSubdirectory("draaiboek-demo-").FullName;
        try
        {
            await using var platform = await PlatformHost.StartAsync(new PlatformOptions { DataFolder = folder, Port = demo.Port }, stop);
            var code = await DemoPlayer.RunAsync(Options(demo, platform.Gateway, folder), stop);
            if (demo.Exit || stop.IsCancellationRequested)
            {
                return code;
            }

            // With --json the answer stays the last line of standard output.
            var output = demo.Json ? Console.Error : Console.Out;
            await output.WriteLineAsync($"Het platform blijft draaien op {platform.Gateway.AbsoluteUri} met gegevens in {folder}. Stoppen met Ctrl-C.");
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return code;
        }
        finally
        {
            if (demo.DataFolder is null)
            {
                // A fresh folder was promised; nothing of it is needed any more.
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static string FolderOfIssuer(CommandLine.Demo demo, Uri gateway) => DemoPlaces.FolderOfIssuer(demo.DataFolder, DemoPlaces.Authority(demo.Authority, gateway));

    private static DemoOptions Options(CommandLine.Demo demo, Uri gateway, string folder) => new()
    {
        Bestand = demo.Bestand,
        Gateway = gateway,
        Authority = DemoPlaces.Authority(demo.Authority, gateway),
        ClientsFile = demo.ClientsFile ?? Path.Combine(folder, DemoSecrets.Bestandsnaam),
        Json = demo.Json,
        StopNaTabel = demo.Exit,
    };
}

/// <summary>Where a demo person signs in, and where the secret for it lies, unless somebody says otherwise.</summary>
internal static class DemoPlaces
{
    public static Uri Authority(Uri? given, Uri gateway) => given ?? new Uri(gateway.AbsoluteUri.TrimEnd('/') + "/auth");

    /// <exception cref="SettingsException">No issuer noted itself, and the user has no data directory.</exception>
    public static string FolderOfIssuer(string? given, Uri authority) => given is not null ? Path.GetFullPath(given) : IssuerPointer.Find(authority) ?? DataFolders.Default();
}
