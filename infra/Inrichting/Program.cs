using Draaiboek.Hosting;
using Microsoft.Extensions.Configuration;

namespace Draaiboek.Inrichting;

/// <summary>
/// Makes broker and database server ready for the services, and ends: virtual host, users, rights, queues, roles, databases.
/// Safe to run again: before every new version, and after anything there was lost.
/// </summary>
internal static class Program
{
    private const int Failed = 1;
    private const int WrongSettings = 2;

    private static async Task<int> Main(string[] args)
    {
        try
        {
            var settings = InrichtingSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build());
            using var patience = new CancellationTokenSource(settings.Wachttijd);
            await DatabankInrichting.RichtInAsync(settings, Console.Out, patience.Token);
            await BrokerInrichting.RichtInAsync(settings, Console.Out, patience.Token);
            return 0;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return WrongSettings;
        }
        catch (InrichtingException failed)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"De broker of de databankserver was niet klaar binnen {InrichtingSettings.Section}:Wachttijd.");
            return Failed;
        }
    }
}

/// <summary>The message is meant for the operator and holds no secret.</summary>
internal sealed class InrichtingException(string message) : Exception(message);
