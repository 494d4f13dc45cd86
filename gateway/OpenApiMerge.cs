using System.Text.Json.Nodes;

namespace Draaiboek.Gateway;

/// <summary>The OpenAPI document of one service.</summary>
/// <param name="Service">Its name as in routes, such as <c>juridische-steun</c>; becomes the tag of its operations.</param>
public sealed record OpenApiPart(string Service, JsonObject Document);

/// <summary>The services' documents don't fit together. Names everything that clashes.</summary>
public sealed class OpenApiMergeException(IReadOnlyList<string> conflicts)
    : Exception("The OpenAPI documents can't be merged:" + string.Concat(conflicts.Select(conflict => Environment.NewLine + "  - " + conflict)))
{
    public IReadOnlyList<string> Conflicts { get; } = conflicts;
}

/// <summary>
/// Makes the platform's document out of the services' own. A component that is the same in all services that have it, down to what it refers to,
/// stands there once; one that differs gets the service's name in front in each of them, so that no service owns the plain name.
/// Sorted by name: a review sees what changed and nothing else.
/// </summary>
public static class OpenApiMerge
{
    /// <exception cref="OpenApiMergeException">Two services have the same operation, a new name is taken, a reference leads nowhere, or versions differ.</exception>
    public static JsonObject Merge(IReadOnlyList<OpenApiPart> parts)
    {
        var conflicts = new List<string>();
        var versions = parts.Select(part => (string?)part.Document["openapi"]).Distinct(StringComparer.Ordinal).ToList();
        if (versions is not [{ } version])
        {
            throw new OpenApiMergeException([$"one version of OpenAPI is needed, found: {string.Join(", ", versions.Select(found => found ?? "none"))}"]);
        }

        var components = OpenApiComponents.Merge(parts, conflicts);
        var document = new JsonObject
        {
            ["openapi"] = version,
            ["info"] = new JsonObject
            {
                ["title"] = "Draaiboek",
                ["description"] = "Alle diensten achter één adres. Elke weigering is application/problem+json (RFC 9457); buiten /auth, /health en wat zelf zegt dat het voor iedereen is, is een toegangstoken nodig. De cijfers staan op /graphql, met een eigen schema.",
                ["version"] = "v1",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. parts.Select(part => new JsonObject { ["name"] = part.Service })]),
            ["paths"] = MergePaths(parts, components, conflicts),
            ["components"] = components.ToJson(),
        };

        foreach (var reference in OpenApiComponents.References(document).Distinct(StringComparer.Ordinal))
        {
            if (!Leads(document, reference))
            {
                conflicts.Add($"{reference} leads nowhere");
            }
        }

        return conflicts.Count == 0 ? document : throw new OpenApiMergeException(conflicts);
    }

    private static JsonObject MergePaths(IReadOnlyList<OpenApiPart> parts, OpenApiComponents components, List<string> conflicts)
    {
        var paths = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        var operationIds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            foreach (var (path, item) in part.Document["paths"]?.AsObject() ?? [])
            {
                if (!paths.TryGetValue(path, out var merged))
                {
                    paths[path] = merged = [];
                }

                foreach (var (name, value) in components.Renamed(part, item!).AsObject())
                {
                    if (merged.TryGetPropertyValue(name, out var other) && !(IsShared(name) && JsonNode.DeepEquals(other, value)))
                    {
                        conflicts.Add($"{name} {path} is in more than one service, also in {part.Service}");
                        continue;
                    }

                    merged[name] = value?.DeepClone();
                    if (!IsShared(name) && merged[name] is JsonObject operation)
                    {
                        operation["tags"] = new JsonArray(part.Service);
                        CheckOperationId(operation, $"{name} {path}", operationIds, conflicts);
                    }
                }
            }
        }

        return new JsonObject(paths.Select(path => KeyValuePair.Create<string, JsonNode?>(path.Key, path.Value)));
    }

    private static void CheckOperationId(JsonObject operation, string place, Dictionary<string, string> known, List<string> conflicts)
    {
        if ((string?)operation["operationId"] is { } id && !known.TryAdd(id, place))
        {
            conflicts.Add($"operationId {id} is that of {known[id]} and of {place}");
        }
    }

    /// <summary>What a path item says for all its methods, instead of a method.</summary>
    private static bool IsShared(string name) => name is "parameters" or "servers" or "summary" or "description" or "$ref";

    private static bool Leads(JsonObject document, string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return false;
        }

        JsonNode? node = document;
        foreach (var step in reference[2..].Split('/'))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node switch
            {
                JsonObject item => item[name],
                JsonArray list when int.TryParse(name, out var index) && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
        }

        return node is not null;
    }
}
