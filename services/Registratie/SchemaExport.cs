using System.Security.Cryptography;
using Draaiboek.GraphQL;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Registratie;

/// <summary><c>schema export [--output FILE]</c>: the schema of the query classes, without any setting, database or bus.</summary>
internal static class SchemaExport
{
    public static bool Asks(string[] args) => args is ["schema", "export", ..];

    /// <returns>0; 2 when the command is written otherwise.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        switch (args[2..])
        {
            case []:
                await output.WriteAsync(await SchemaAsync());
                return 0;
            case ["--output", var file]:
                await File.WriteAllTextAsync(file, await SchemaAsync());
                return 0;
            default:
                await Console.Error.WriteLineAsync("Gebruik: schema export [--output BESTAND]");
                return 2;
        }
    }

    /// <summary>The service is built, because its container decides what is an argument and what a service, but never started.</summary>
    private static async Task<string> SchemaAsync()
    {
        await using var service = RegistratieService.Build(new ServiceOptions
        {
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Draaiboek:Bus"] = "mediator",
                ["Draaiboek:Database"] = "sqlite",
                ["Draaiboek:DataFolder"] = Path.GetTempPath(),
                ["Draaiboek:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                ["Draaiboek:Identity:Authority"] = "http://localhost/",
            },
            EmbeddedBus = new EmbeddedBus(),
        });
        return service.Services.GetRequiredService<GraphQLSchema>().Print();
    }
}
