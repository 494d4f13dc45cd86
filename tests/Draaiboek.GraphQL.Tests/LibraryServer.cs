using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Draaiboek.GraphQL.Tests;

/// <summary>The library on a real server, as a service would have it.</summary>
internal static class LibraryServer
{
    public static async Task<WebApplication> StartAsync(
        Action<GraphQLOptions>? configure = null,
        string environment = "Production",
        Action<IServiceCollection>? services = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        services?.Invoke(builder.Services);
        builder.Services.AddGraphQL(options =>
        {
            Engine.AddLibrary(options);
            configure?.Invoke(options);
        });
        WebApplication app = builder.Build();
        app.Use((context, next) =>
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, context.Request.Headers["X-Test"].ToString())], "test"));
            return next(context);
        });
        app.MapGraphQL();
        app.MapGraphQLSchema();
        await app.StartAsync();
        return app;
    }
}
