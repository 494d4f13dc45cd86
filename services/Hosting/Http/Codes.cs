using System.Collections.Concurrent;
using System.Text.Json;

namespace Draaiboek.Hosting.Http;

/// <summary>The word that the API has for each code of an enum: its name in camelCase, both ways. Made once for each enum.</summary>
public static class Codes
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, object>> Known = new();

    /// <summary>Every word with its code, in the order in which the enum names them.</summary>
    public static IReadOnlyDictionary<string, object> Van(Type type) => Known.GetOrAdd(
        type,
        static t => Enum.GetValues(t).Cast<object>().ToDictionary(code => Woord(code.ToString()!), StringComparer.Ordinal));

    public static string Woord<T>(this T code) where T : struct, Enum => Woord(code.ToString());

    /// <summary>What is said when a word is not one of the codes; names what is, never what was sent.</summary>
    public static string Uitleg(Type type) => $"kent enkel: {string.Join(", ", Van(type).Keys)}";

    private static string Woord(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
