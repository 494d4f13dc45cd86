using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Gateway;
using Draaiboek.GraphQL;
using Draaiboek.Hosting;
using Draaiboek.Registratie;

namespace Draaiboek.Platform;

/// <summary>Writes the public schemas as the services themselves give them; what is in docs/schema is made this way and held by a test.</summary>
internal static class SchemaCommand
{
    public const string OpenApiFile = "openapi.json";
    public const string GraphQLFile = "schema.graphql";
    public const string ToestandenFile = "assessment-toestanden.md";

    /// <summary>A reviewed file: indented, Dutch letters as they are.</summary>
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static async Task<int> RunAsync(CommandLine.Schema schema, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("draaiboek-schema-").FullName;
        try
        {
            await using var platform = await PlatformHost.StartAsync(new PlatformOptions { DataFolder = folder, Port = 0 }, stop);
            Directory.CreateDirectory(schema.Folder);
            await File.WriteAllTextAsync(Path.Combine(schema.Folder, OpenApiFile), await OpenApiAsync(platform, stop), stop);
            await File.WriteAllTextAsync(Path.Combine(schema.Folder, GraphQLFile), GraphQLSchemaOf(platform), stop);
            await File.WriteAllTextAsync(Path.Combine(schema.Folder, ToestandenFile), Toestanden(), stop);
            return 0;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return ExitCodes.WrongSettings;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The merged document of all services.</summary>
    public static async Task<string> OpenApiAsync(PlatformHost platform, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var parts = new List<OpenApiPart>();
        foreach (var (name, service) in platform.Services)
        {
            var document = JsonNode.Parse(await http.GetStringAsync(new Uri(new Uri(service.Urls.First()), "openapi/v1.json"), cancellationToken));
            parts.Add(new OpenApiPart(name, document!.AsObject()));
        }

        return OpenApiMerge.Merge(parts).ToJsonString(Readable) + "\n";
    }

    /// <summary>The state graph of an assessment as a page of the documentation.</summary>
    public static string Toestanden() => $"""
        # Toestanden van een assessment

        Gemaakt uit `services/Assessment/Toestandstabel.cs` met het commando `schema`; niet met de hand te wijzigen. Wat hier niet staat, wordt met een 409 geweigerd.
        Een kennismakingsgesprek dat ook het eerste assessmentgesprek was, leidt meteen naar `lopend`. `afgehaaktNaKennismaking` kan alleen vanuit `kennisgemaakt`.

        ```mermaid
        {AssessmentService.Toestanden.TrimEnd()}
        ```

        """;

    public static string GraphQLSchemaOf(PlatformHost platform)
        => platform.Services[RegistratieService.Name].Services.GetRequiredService<GraphQLSchema>().Print().TrimEnd() + "\n";
}
