using System.Text.Json.Nodes;

namespace Draaiboek.Gateway;

/// <summary>The named parts of all documents together, each under the name that it gets in the merged one.</summary>
internal sealed class OpenApiComponents
{
    private const string Root = "#/components/";

    private readonly SortedDictionary<string, SortedDictionary<string, JsonNode>> _merged = new(StringComparer.Ordinal);

    /// <summary>Per service: old reference → new reference, where they differ.</summary>
    private readonly Dictionary<string, Dictionary<string, string>> _renames = new(StringComparer.Ordinal);

    private OpenApiComponents()
    {
    }

    public static OpenApiComponents Merge(IReadOnlyList<OpenApiPart> parts, List<string> conflicts)
    {
        var components = new OpenApiComponents();
        var differing = Differing(parts);
        foreach (var part in parts)
        {
            components._renames[part.Service] = Of(part)
                .Select(component => component.Reference)
                .Where(differing.Contains)
                .ToDictionary(reference => reference, reference => NewReference(part.Service, reference), StringComparer.Ordinal);
        }

        foreach (var part in parts)
        {
            foreach (var (reference, value) in Of(part))
            {
                components.Add(components._renames[part.Service].GetValueOrDefault(reference, reference), components.Renamed(part, value), conflicts);
            }
        }

        return components;
    }

    /// <summary>The node with every reference in it as the merged document calls it.</summary>
    public JsonNode Renamed(OpenApiPart part, JsonNode node)
    {
        var copy = node.DeepClone();
        var renames = _renames[part.Service];
        Visit(copy, reference => renames.GetValueOrDefault(reference, reference));
        return copy;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject(_merged.Select(kind => KeyValuePair.Create<string, JsonNode?>(
            kind.Key,
            new JsonObject(kind.Value.Select(component => KeyValuePair.Create<string, JsonNode?>(component.Key, component.Value))))));
        // The services' documents may say how they check a token; through the gateway there is one way.
        json["securitySchemes"] = new JsonObject
        {
            ["bearer"] = new JsonObject
            {
                ["type"] = "http",
                ["scheme"] = "bearer",
                ["bearerFormat"] = "JWT",
                ["description"] = "Toegangstoken van de identiteitsdienst achter /auth: ES256, typ at+jwt, doelgroep draaiboek.",
            },
        };
        return json;
    }

    /// <summary>Every reference in the node, also those of a discriminator.</summary>
    public static IReadOnlyList<string> References(JsonNode node)
    {
        var found = new List<string>();
        Visit(node, reference =>
        {
            found.Add(reference);
            return reference;
        });
        return found;
    }

    /// <summary>References that mean something else in one service than in another, themselves or through what they refer to.</summary>
    private static HashSet<string> Differing(IReadOnlyList<OpenApiPart> parts)
    {
        var versions = parts.SelectMany(Of)
            .GroupBy(component => component.Reference, component => component.Value, StringComparer.Ordinal)
            .Where(group => group.Skip(1).Any())
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var differing = versions
            .Where(pair => pair.Value.Exists(other => !JsonNode.DeepEquals(pair.Value[0], other)))
            .Select(pair => pair.Key)
            .ToHashSet(StringComparer.Ordinal);
        while (versions.Where(pair => !differing.Contains(pair.Key) && References(pair.Value[0]).Any(differing.Contains)).Select(pair => pair.Key).ToList() is { Count: > 0 } more)
        {
            differing.UnionWith(more);
        }

        return differing;
    }

    private static IEnumerable<(string Reference, JsonNode Value)> Of(OpenApiPart part)
        => from kind in part.Document["components"]?.AsObject() ?? []
           where kind.Key != "securitySchemes"
           from component in kind.Value!.AsObject()
           where component.Value is not null
           select ($"{Root}{kind.Key}/{component.Key}", component.Value);

    private static string NewReference(string service, string reference)
    {
        var name = reference.LastIndexOf('/') + 1;
        var prefix = string.Concat(service.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return reference[..name] + prefix + reference[name..];
    }

    private void Add(string reference, JsonNode value, List<string> conflicts)
    {
        var parts = reference[Root.Length..].Split('/', 2);
        if (!_merged.TryGetValue(parts[0], out var kind))
        {
            _merged[parts[0]] = kind = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        }

        if (!kind.TryAdd(parts[1], value) && !JsonNode.DeepEquals(kind[parts[1]], value))
        {
            conflicts.Add($"{reference} has two meanings");
        }
    }

    private static void Visit(JsonNode? node, Func<string, string> reference)
    {
        switch (node)
        {
            case JsonObject item:
                foreach (var (name, value) in item.ToList())
                {
                    if (name == "$ref" && value is JsonValue text && text.TryGetValue<string>(out var target))
                    {
                        item[name] = reference(target);
                    }
                    else if (name == "discriminator" && value is JsonObject discriminator && discriminator["mapping"] is JsonObject mapping)
                    {
                        foreach (var (choice, mapped) in mapping.ToList())
                        {
                            mapping[choice] = reference((string)mapped!);
                        }
                    }
                    else
                    {
                        Visit(value, reference);
                    }
                }

                break;
            case JsonArray list:
                foreach (var value in list)
                {
                    Visit(value, reference);
                }

                break;
            default:
                break;
        }
    }
}
