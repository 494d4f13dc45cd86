using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.GraphQL.Tests;

/// <summary>The engine in this process, with the library as its schema.</summary>
internal static class Engine
{
    private static readonly GraphQLExecutor s_library = Create(AddLibrary);

    public static string Sdl => s_library.Schema.Print();

    public static void AddLibrary(GraphQLOptions options)
    {
        options.AddQueryType(typeof(LibraryQuery)).AddType<Film>().AddType<Shelf>();
    }

    public static GraphQLExecutor Create(Action<GraphQLOptions> configure, Action<IServiceCollection>? services = null, ILoggerProvider? log = null)
    {
        var collection = new ServiceCollection();
        collection.AddLogging(logging =>
        {
            if (log is not null)
            {
                logging.AddProvider(log);
            }
        });
        services?.Invoke(collection);
        collection.AddGraphQL(configure);
        return collection.BuildServiceProvider(validateScopes: true).GetRequiredService<GraphQLExecutor>();
    }

    public static GraphQLExecutor Limited(Action<GraphQLOptions> configure) => Create(options =>
    {
        AddLibrary(options);
        configure(options);
    });

    public static Task<JsonElement> RunAsync(string query, string? variables = null, string? operationName = null) =>
        RunAsync(s_library, query, variables, operationName);

    public static async Task<JsonElement> RunAsync(GraphQLExecutor executor, string query, string? variables = null, string? operationName = null)
    {
        JsonElement? parsed = variables is null ? null : JsonDocument.Parse(variables).RootElement;
        GraphQLResponse response = await executor.ExecuteAsync(new GraphQLRequest(query, operationName, parsed));
        return JsonDocument.Parse(response.ToJson()).RootElement;
    }

    /// <summary>The data as compact JSON; fails when there is an error.</summary>
    public static async Task<string> DataAsync(string query, string? variables = null, string? operationName = null)
    {
        JsonElement response = await RunAsync(query, variables, operationName);
        Assert.False(response.TryGetProperty("errors", out JsonElement errors), errors.ToString());
        return response.GetProperty("data").GetRawText();
    }

    /// <summary>The first error of a request that is refused before anything is resolved.</summary>
    public static async Task<JsonElement> RefusedAsync(string query, string? variables = null, string? operationName = null)
    {
        JsonElement response = await RunAsync(query, variables, operationName);
        Assert.False(response.TryGetProperty("data", out _), response.ToString());
        return response.GetProperty("errors")[0];
    }

    public static string Code(this JsonElement error) => error.GetProperty("extensions").GetProperty("code").GetString()!;

    public static string Message(this JsonElement error) => error.GetProperty("message").GetString()!;

    public static string Path(this JsonElement error) => error.GetProperty("path").GetRawText();

    public static (int Line, int Column) Place(this JsonElement error)
    {
        JsonElement location = error.GetProperty("locations")[0];
        return (location.GetProperty("line").GetInt32(), location.GetProperty("column").GetInt32());
    }
}
