using System.Collections.Frozen;
using System.Linq.Expressions;
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

    private static readonly FrozenDictionary<Type, Func<object, Guid[]>> Ids = Urns.Keys.ToFrozenDictionary(type => type, IdReader);

    private static readonly FrozenDictionary<Type, Func<object, string?>> Centra = Urns.Keys.ToFrozenDictionary(type => type, CentrumReader);

    public static IEnumerable<Type> All => Urns.Keys;

    public static string UrnOf(Type type) => Urns[type];

    /// <summary>Whether this version knows the urn.</summary>
    public static bool Knows(string urn) => Types.ContainsKey(urn);

    /// <summary>The ids in a message: of its aggregate and of what that belongs to.</summary>
    public static Guid[] IdsOf(object message) => Ids[message.GetType()](message);

    /// <summary>The word of the centre that a message is about, by which a centre's own queue is filled; null when it is about none.</summary>
    public static string? CentrumOf(object message) => Centra[message.GetType()](message);

    /// <exception cref="UnknownMessageException">The row was written by a version that knew a message which this one does not.</exception>
    public static object Read(string urn, string body)
        => Types.TryGetValue(urn, out var type)
            ? JsonSerializer.Deserialize(body, type, Json) ?? throw new UnknownMessageException(urn)
            : throw new UnknownMessageException(urn);

    private static Func<object, string?> CentrumReader(Type type)
        => type.GetProperties().FirstOrDefault(property => property.PropertyType == typeof(Centrum)) is { } centrum
            ? message => JsonNamingPolicy.CamelCase.ConvertName(centrum.GetValue(message)!.ToString()!)
            : static _ => null;

    private static Func<object, Guid[]> IdReader(Type type)
    {
        var message = Expression.Parameter(typeof(object));
        var typed = Expression.Convert(message, type);
        var ids = type.GetProperties().Where(property => property.PropertyType == typeof(Guid)).Select(property => Expression.Property(typed, property));
        return Expression.Lambda<Func<object, Guid[]>>(Expression.NewArrayInit(typeof(Guid), ids), message).Compile();
    }
}

public sealed class UnknownMessageException(string urn) : Exception($"No message has the urn {urn}.");
