using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Draaiboek.Berichten;
using MassTransit;

namespace Draaiboek.Hosting.Messaging;

/// <summary>Every message of Berichten by its fixed urn, and the one way it is written as JSON.</summary>
public static class MessageCatalog
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly FrozenDictionary<Type, string> Urns = typeof(MeldingWerdGeregistreerd).Assembly.GetExportedTypes()
        .Where(type => type.GetCustomAttribute<MessageUrnAttribute>() is not null)
        .ToFrozenDictionary(type => type, type => type.GetCustomAttribute<MessageUrnAttribute>()!.Urn.AbsoluteUri);

    private static readonly FrozenDictionary<string, Type> Types = Urns.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static IEnumerable<Type> All => Urns.Keys;

    public static string UrnOf(Type type) => Urns[type];

    /// <exception cref="UnknownMessageException">The row was written by a version that knew a message which this one does not.</exception>
    public static object Read(string urn, string body)
        => Types.TryGetValue(urn, out var type)
            ? JsonSerializer.Deserialize(body, type, Json) ?? throw new UnknownMessageException(urn)
            : throw new UnknownMessageException(urn);
}

public sealed class UnknownMessageException(string urn) : Exception($"No message has the urn {urn}.");
