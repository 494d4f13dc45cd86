using Draaiboek.Hosting;
using Draaiboek.Hosting.Databases;
using MassTransit;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client.Exceptions;

namespace Draaiboek.Inrichting;

/// <summary>
/// Makes broker and database server ready for the services, and ends: virtual host, users, rights, queues, roles, databases.
/// Safe to run again: before every new version, and after anything there was lost.
/// </summary>
internal static class Program
{
    private const int Failed = 1;
    private const int WrongSettings = 2;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private static async Task<int> Main(string[] args)
    {
        try
        {
            var settings = InrichtingSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build());
            using var patience = new CancellationTokenSource(settings.Wachttijd);
            await UntilDoneAsync(token => DatabankInrichting.RichtInAsync(settings, Console.Out, token), patience.Token);
            await UntilDoneAsync(token => BrokerInrichting.RichtInAsync(settings, Console.Out, token), patience.Token);
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

    /// <summary>Begins again when the server goes away in the middle: every step can be repeated.</summary>
    private static async Task UntilDoneAsync(Func<CancellationToken, Task> part, CancellationToken patience)
    {
        while (true)
        {
            try
            {
                await part(patience);
                return;
            }
            catch (Exception fault) when (IsAway(fault))
            {
                await Console.Error.WriteLineAsync($"De verbinding brak af ({fault.GetType().Name}); opnieuw.");
            }

            await Task.Delay(Again, patience);
        }
    }

    private static bool IsAway(Exception fault)
        => fault is HttpRequestException or IOException or TimeoutException or MassTransitException or RabbitMQClientException or TaskCanceledException { InnerException: TimeoutException }
            || DatabaseFaults.IsAway(fault);
}

/// <summary>The message is meant for the operator and holds no secret.</summary>
internal sealed class InrichtingException(string message) : Exception(message);
