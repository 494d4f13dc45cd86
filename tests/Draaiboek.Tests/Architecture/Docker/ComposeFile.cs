using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Draaiboek.Tests.Architecture.Docker;

/// <summary><c>docker-compose.yml</c> as compose reads it: anchors and merges resolved, defaults filled in for what the environment leaves open.</summary>
internal sealed partial class ComposeFile
{
    public const string Name = "docker-compose.yml";

    /// <summary>The services that are ours, by the name of their image's target; the others are somebody else's image.</summary>
    public static readonly IReadOnlyList<string> Eigen = [.. Repository.Diensten.Keys, "gateway", "inrichting"];

    private readonly JsonNode _root = ReadYaml(Name);

    public IReadOnlyDictionary<string, JsonNode> Services
        => _root["services"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, JsonNode?> Section(string name)
        => _root[name]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    public JsonNode Service(string name) => Services[name];

    public IReadOnlyList<string> Networks(string service) => Strings(Service(service)["networks"]);

    /// <summary>What the container sees: its files with secrets from the folder, then what stands in the file itself.</summary>
    public IReadOnlyDictionary<string, string> Environment(string service, string secretsFolder)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in EnvFiles(service))
        {
            foreach (var (key, value) in ReadEnv(Path.Combine(secretsFolder, Path.GetFileName(file))))
            {
                environment[key] = value;
            }
        }

        foreach (var (key, value) in OwnEnvironment(service))
        {
            environment[key] = value;
        }

        return environment;
    }

    /// <summary>What stands in the file itself.</summary>
    public IReadOnlyDictionary<string, string> OwnEnvironment(string service)
        => (Service(service)["environment"]?.AsObject() ?? []).ToDictionary(pair => pair.Key, pair => Filled((string)pair.Value!), StringComparer.Ordinal);

    public IReadOnlyList<string> EnvFiles(string service) => Strings(Service(service)["env_file"]);

    /// <summary>Bind mounts and named volumes as source, target, and the options after them.</summary>
    public IEnumerable<(string Source, string Target, string Options)> Volumes(string service)
        => Strings(Service(service)["volumes"]).Select(volume => volume.Split(':')).Select(parts => (parts[0], parts[1], parts.Length > 2 ? parts[2] : ""));

    /// <summary>Service and condition.</summary>
    public IReadOnlyDictionary<string, string> DependsOn(string service)
        => (Service(service)["depends_on"]?.AsObject() ?? []).ToDictionary(pair => pair.Key, pair => (string)pair.Value!["condition"]!, StringComparer.Ordinal);

    /// <summary>Keys and values of an environment file; comments and empty lines left out.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ReadEnv(string path)
        => [.. File.ReadLines(path)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .Select(parts => KeyValuePair.Create(parts[0], parts[1]))];

    /// <summary><c>${NAME:-default}</c> with its default, and <c>$$</c> as a plain dollar.</summary>
    public static string Filled(string text) => Variable().Replace(text, match => match.Value == "$$" ? "$" : match.Groups["default"].Value);

    public static IReadOnlyList<string> Strings(JsonNode? node)
        => node is JsonArray list ? [.. list.Select(item => (string)item!)] : [];

    /// <summary>A YAML file as JSON in which every scalar is a string, as it is written. A key that stands twice is an error.</summary>
    public static JsonNode ReadYaml(string relative)
    {
        var text = Repository.Read(relative);
        new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<object>(new Parser(new StringReader(text)));
        return ToJson(new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(new StringReader(text)))));
    }

    private static JsonNode ToJson(object? value) => value switch
    {
        IDictionary<object, object> map => new JsonObject(map.Select(pair => KeyValuePair.Create((string)pair.Key, (JsonNode?)ToJson(pair.Value)))),
        IEnumerable<object> list => new JsonArray([.. list.Select(ToJson)]),
        string text => JsonValue.Create(text),
        null => JsonValue.Create(""),
        _ => throw new InvalidOperationException($"Unexpected in YAML: {value.GetType().Name}"),
    };

    [GeneratedRegex(@"\$\$|\$\{(?<name>\w+):-(?<default>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
