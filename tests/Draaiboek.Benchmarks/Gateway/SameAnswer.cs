using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Benchmarks;

/// <summary>A backend that costs next to nothing: the same bytes for each request. What a gateway costs shows most behind it.</summary>
internal static class SameAnswer
{
    public static Task RunAsync(string url, string file)
    {
        var answer = File.ReadAllBytes(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = answer.Length;
            context.Response.Headers.ETag = "\"1\"";
            return context.Response.Body.WriteAsync(answer).AsTask();
        });
        return app.RunAsync();
    }
}
