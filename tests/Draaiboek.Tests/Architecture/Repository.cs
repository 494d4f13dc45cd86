using System.Reflection;
using System.Runtime.CompilerServices;
using Draaiboek.Assessments;
using Draaiboek.Berichten;
using Draaiboek.Gateway;
using Draaiboek.GraphQL;
using Draaiboek.Hosting;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Platform;
using Draaiboek.Registratie;

namespace Draaiboek.Tests.Architecture;

/// <summary>The repository as files and as assemblies, for the rules of the house that code can judge.</summary>
internal static class Repository
{
    private static readonly string[] NotSource = ["bin", "obj", ".git", "node_modules", "TestResults"];

    public static readonly string Root = FindRoot();

    public static readonly Assembly Berichten = typeof(MeldingWerdGeregistreerd).Assembly;

    /// <summary>The four services by name as in routes and entity names.</summary>
    public static readonly IReadOnlyDictionary<string, Assembly> Diensten = new Dictionary<string, Assembly>(StringComparer.Ordinal)
    {
        [MeldingService.Name] = typeof(MeldingService).Assembly,
        [AssessmentService.Name] = typeof(AssessmentService).Assembly,
        [JuridischeSteunService.Name] = typeof(JuridischeSteunService).Assembly,
        [RegistratieService.Name] = typeof(RegistratieService).Assembly,
    };

    /// <summary>Every assembly of services/ and gateway/.</summary>
    public static readonly IReadOnlyList<Assembly> Alle =
        [Berichten, typeof(ServiceHost).Assembly, typeof(GraphQLSchema).Assembly, .. Diensten.Values, typeof(GatewayService).Assembly, typeof(SchemaCommand).Assembly];

    /// <summary>Types that somebody wrote: not what the compiler or a generator made.</summary>
    public static IEnumerable<Type> Types(Assembly assembly)
        => assembly.GetTypes().Where(type => type.Name != "Program" && !IsGenerated(type));

    public static IEnumerable<Type> Consumers(Assembly assembly)
        => Types(assembly).Where(type => type is { IsAbstract: false, IsClass: true } && type.IsAssignableTo(typeof(MassTransit.IConsumer)));

    /// <summary>The message that the consumer takes.</summary>
    public static Type MessageOf(Type consumer)
        => consumer.GetInterfaces().Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(MassTransit.IConsumer<>)).GetGenericArguments()[0];

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>Files below the folder whose name ends so, as paths relative to the root; no build output.</summary>
    public static IEnumerable<string> Files(string folder, string ending)
        => Directory.EnumerateFiles(PathOf(folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && !file.Split(Path.DirectorySeparatorChar).Any(NotSource.Contains))
            .Order(StringComparer.Ordinal);

    /// <summary>The source of services/ and gateway/.</summary>
    public static IEnumerable<string> Source() => [.. Files("services", ".cs"), .. Files("gateway", ".cs")];

    private static bool IsGenerated(Type type)
        => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
            || type.FullName!.Contains('<', StringComparison.Ordinal)
            || type.Namespace?.StartsWith("Draaiboek", StringComparison.Ordinal) != true;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Draaiboek.Platform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
