using System.Diagnostics;
using System.Reflection;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Hosting.Operations;
using Draaiboek.Hosting.Reserved;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting;

/// <summary>What one service is: its name in routes, files and logs, its assembly, its own registrations and its routes.</summary>
public sealed record ServiceDefinition(string Name, Assembly Assembly, Action<IEndpointRouteBuilder> Routes)
{
    public Action<IServiceCollection, HostSettings>? Services { get; init; }

    /// <summary>Reads the service's own settings in the section <c>Draaiboek</c>; what it adds is reported together with the rest.</summary>
    public Action<IConfiguration, List<string>>? Settings { get; init; }

    /// <summary>Routes that answer by themselves instead of with an Outcome, such as GraphQL. Each still needs its policy.</summary>
    public Action<IEndpointRouteBuilder>? OwnRoutes { get; init; }
}

/// <summary>Builds the host of a service: everything that all of them share, in the order in which a request meets it.</summary>
public static class ServiceHost
{
    private const int MaxRequestBytes = 1024 * 1024;

    /// <exception cref="SettingsException">The settings are incomplete or wrong.</exception>
    public static WebApplication Build<TDb>(ServiceDefinition definition, ServiceOptions options) where TDb : ServiceDbContext
    {
        var builder = CreateBuilder(definition.Assembly, options, Require, out var settings);
        var services = builder.Services;

        services.AddSingleton(new MasterKey(settings.MasterKey!));
        services.AddSingleton(new WriteGate(settings.Database));
        services.AddSingleton<EnvelopeEncryption>();
        services.AddServiceDatabase<TDb>(settings, definition.Name);
        services.AddKeyStore(settings, definition.Name);
        services.AddScoped<WriteTransaction<TDb>>();
        services.AddSingleton<SharedSave<TDb>>();
        services.AddHostedService<StartupTasks<TDb>>();
        services.AddHostedService<KeyErasure<TDb>>();
        services.AddBus<TDb>(definition.Name, settings, options, definition.Assembly);
        services.AddHealthChecks().AddCheck<ServiceHealth<TDb>>(definition.Name);
        services.AddOpenApiDocument(definition.Name);
        AddValidators(services, definition.Assembly);
        definition.Services?.Invoke(services, settings);

        var app = builder.Build();
        app.UseUnhandledFaults();
        app.UseStatusCodePages(context => Problems.VoorStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        app.MapOpenApi("/openapi/v1.json").AllowAnonymous();

        var api = app.MapGroup("").AddEndpointFilter<CommandFilter<TDb>>();
        Verantwoording.Map<TDb>(api, definition.Name);
        LeesAudit.Map<TDb>(api, definition.Name);
        Beheer.Map<TDb>(api, definition.Name);
        definition.Routes(api);
        definition.OwnRoutes?.Invoke(app);
        return app;

        void Require(IConfiguration section, List<string> errors)
        {
            HostSettings.RequireOwnData(section, errors);
            BusSetup.Require(section, options, errors);
            definition.Settings?.Invoke(section, errors);
        }
    }

    /// <summary>What gateway and services have in common before they differ: settings, clock, logging, Kestrel's limits, authentication.</summary>
    /// <param name="require">Checks in the section <c>Draaiboek</c> what only this kind of host needs.</param>
    /// <exception cref="SettingsException">The settings are incomplete or wrong.</exception>
    public static WebApplicationBuilder CreateBuilder(Assembly assembly, ServiceOptions options, Action<IConfiguration, List<string>> require, out HostSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = options.Args,
            ApplicationName = assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(options.Settings);
        settings = HostSettings.Read(builder.Configuration, options.DefaultUrl, require);

        builder.Logging.ClearProviders();
        (options.Logging ?? ConsoleLog)(builder.Logging);
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(settings.Url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 60;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        builder.Services.AddSingleton(options.TimeProvider);
        builder.Services.AddSingleton(settings);
        builder.Services.AddPlatformAuthentication(settings, options.TimeProvider);
        return builder;
    }

    /// <summary>One line an event, UTC, on the standard error stream: standard output is for answers.</summary>
    public static void ConsoleLog(ILoggingBuilder logging)
        => logging
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            })
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddFilter("System", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Error) // the gateway says in one line what YARP says in twenty
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None) // a failed statement reaches whoever asked for it, who says it in our words
            .AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None) // and of a request that came twice it is no failure
            .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    private static void AddValidators(IServiceCollection services, Assembly assembly)
    {
        foreach (var validator in assembly.GetTypes().Where(type => type is { IsAbstract: false, IsClass: true }))
        {
            foreach (var contract in validator.GetInterfaces().Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IValidator<>)))
            {
                services.AddSingleton(contract, validator);
            }
        }
    }

    /// <summary>Runs before the first request: folder, migrations, key store, and then the service joins the bus.</summary>
    private sealed class StartupTasks<TDb>(IServiceProvider services, HostSettings settings) : IHostedLifecycleService where TDb : ServiceDbContext
    {
        private static readonly Action<ILogger, string, Exception?> DatabaseAway = LoggerMessage.Define<string>(
            LogLevel.Warning,
            new EventId(1, nameof(DatabaseAway)),
            "De databank is nog niet bereikbaar ({Reason}); elke seconde opnieuw, twee minuten lang.");

        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
        private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            // Services and database server often start together; one that is not there yet is waited for, for a while.
            var waited = Stopwatch.StartNew();
            while (true)
            {
                try
                {
                    await PrepareAsync(cancellationToken);
                    break;
                }
                catch (Exception fault) when (DatabaseFaults.IsAway(fault) && waited.Elapsed < Patience)
                {
                    DatabaseAway(services.GetRequiredService<ILogger<StartupTasks<TDb>>>(), ReasonCodes.Of(fault), null);
                    await Task.Delay(Again, cancellationToken);
                }
            }

            BusSetup.JoinBus(services);
        }

        private async Task PrepareAsync(CancellationToken cancellationToken)
        {
            if (settings.Database == DatabaseChoice.Sqlite)
            {
                PrivateFiles.CreateFolder(settings.DataFolder);
            }

            await Migrator.MigrateAsync<TDb>(services, cancellationToken);
            await KeyStoreStartup.PrepareAsync<TDb>(services, cancellationToken);
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
