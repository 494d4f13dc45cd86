using Draaiboek.Hosting.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting;

/// <summary>What the Program of every service does: build, export telemetry, run until asked to stop.</summary>
public static class ServiceProgram
{
    private const int WrongSettings = 2;

    /// <returns>0 after an orderly stop, 2 when the settings are wrong or the address is taken.</returns>
    public static async Task<int> RunAsync(string[] args, string name, Func<ServiceOptions, WebApplication> build)
    {
        if (HealthCommand.Asks(args))
        {
            return await HealthCommand.RunAsync(args, Console.Out);
        }

        try
        {
            await using var app = build(new ServiceOptions { Args = args });
            using var telemetry = PlatformTelemetry.Start(name, app.Services.GetRequiredService<HostSettings>().OtlpEndpoint);
            await app.RunAsync();
            return 0;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return WrongSettings;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"Op dit adres luistert al een ander programma; kies een ander met {HostSettings.Section}:Url.");
            return WrongSettings;
        }
    }
}
