using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Benchmarks;

/// <summary>The baseline: an ASP.NET Core app that does nothing.</summary>
internal static class EmptyApp
{
    public static Task RunAsync(string port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        var app = builder.Build();
        app.MapGet("/", () => "leeg");
        return app.RunAsync();
    }
}
