using Draaiboek.Hosting;
using Draaiboek.Platform.Issuer;
using Microsoft.AspNetCore.Connections;

namespace Draaiboek.Platform;

/// <summary>Runs the demo issuer as a process of its own and stays until asked to stop.</summary>
internal static class IssuerCommand
{
    public static async Task<int> RunAsync(CommandLine.Issuer command, CancellationToken stop)
    {
        try
        {
            var folder = command.DataFolder is { } given ? Path.GetFullPath(given) : DataFolders.Default();
            await using var issuer = DemoIssuer.Build(new DemoIssuerOptions
            {
                DataFolder = folder,
                Port = command.Port,
                PublicAuthority = command.Authority.AbsoluteUri,
            });
            await issuer.StartAsync(stop);
            IssuerPointer.Place(command.Authority, folder);
            Console.WriteLine($"""
                De demo-uitgever draait op {issuer.Urls.First()}
                  bekend als     {command.Authority.AbsoluteUri}
                  demo-personen  {Path.Combine(folder, DemoSecrets.Bestandsnaam)}
                Stoppen met Ctrl-C.
                """);
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            IssuerPointer.Remove(command.Authority, folder);
            await issuer.StopAsync(CancellationToken.None);
            return 0;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return ExitCodes.WrongSettings;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"Poort {command.Port} is al in gebruik; kies een andere met --port.");
            return ExitCodes.WrongSettings;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }
}
