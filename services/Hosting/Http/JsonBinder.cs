using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Draaiboek.Hosting.Http;

/// <summary>
/// Reads a JSON object into a request record and reports everything that does not fit at once: missing and unknown members, wrong types,
/// unknown codes. The serializer stops at its first error; a tired person should not have to send a form five times.
/// Messages name fields and what is allowed, never what was sent.
/// </summary>
internal sealed class JsonBinder
{
    private const int MaxItems = 200;

    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<string>> _unknown = new(StringComparer.Ordinal);

    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, List<string>> Errors => _errors;

    /// <summary>Of <see cref="Errors"/> those about members that a record does not have, by the path of the object that they stand in.</summary>
    public IReadOnlyDictionary<string, List<string>> Unknown => _unknown;

    /// <summary>Paths whose value did not fit, so that the record holds a default there. An object with an unknown member was read all the same.</summary>
    public IReadOnlySet<string> Unread => _unread;

    /// <summary>The record, with defaults where a member did not fit; only to be used further when <see cref="Errors"/> is empty.</summary>
    public object Read(Type type, JsonElement element) => ReadObject(type, element, "")!;

    private object? ReadObject(Type type, JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Refuse(path, "moet een object zijn");
        }

        var shape = JsonShape.Of(type);
        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var position = 0;
        foreach (var property in element.EnumerateObject())
        {
            position++;
            if (shape.Members.Any(member => member.Name == property.Name))
            {
                given[property.Name] = property.Value;
            }
            else
            {
                RefuseUnknown(path, position, property.Name, shape);
            }
        }

        var arguments = shape.Members.Select(member => ReadMember(member, given, Join(path, member.Name))).ToArray();
        return shape.Constructor.Invoke(arguments);
    }

    private object? ReadMember(JsonShape.Member member, Dictionary<string, JsonElement> given, string path)
    {
        if (!given.TryGetValue(member.Name, out var value))
        {
            return member.MustBePresent ? Refuse(path, "ontbreekt", member.Type) : Default(member.Type);
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return member.IsNullable ? Default(member.Type) : Refuse(path, "mag niet null zijn", member.Type);
        }

        return ReadValue(Nullable.GetUnderlyingType(member.Type) ?? member.Type, value, path) ?? Default(member.Type);
    }

    private object? ReadValue(Type type, JsonElement value, string path)
    {
        if (type == typeof(string))
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()!.Normalize().Trim() : Refuse(path, "moet tekst zijn");
        }

        if (type == typeof(bool))
        {
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Refuse(path, "moet true of false zijn");
        }

        if (type == typeof(int))
        {
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : Refuse(path, "moet een geheel getal zijn");
        }

        if (type == typeof(long))
        {
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : Refuse(path, "moet een geheel getal zijn");
        }

        if (type == typeof(Guid))
        {
            return value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : Refuse(path, "moet een id zijn (GUID)");
        }

        if (type == typeof(DateOnly))
        {
            return value.ValueKind == JsonValueKind.String
                && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                    ? day
                    : Refuse(path, "moet een bestaande datum zijn, als jjjj-mm-dd");
        }

        if (type == typeof(DateTimeOffset))
        {
            return ReadInstant(value) ?? Refuse(path, "moet een ogenblik met tijdzone zijn, als jjjj-mm-ddTuu:mm:ssZ");
        }

        if (type == typeof(JsonElement))
        {
            // An object as it is, for whoever judges it by itself; the document that it stands in does not outlive the reading.
            return value.ValueKind == JsonValueKind.Object ? value.Clone() : Refuse(path, "moet een object zijn");
        }

        if (type.IsEnum)
        {
            return ReadCode(type, value, path);
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? ReadList(type.GetGenericArguments()[0], value, path)
            : ReadObject(type, value, path);
    }

    /// <summary>In UTC. Null also without a time zone: it would be read in that of the machine.</summary>
    private static object? ReadInstant(JsonElement value)
        => value.ValueKind == JsonValueKind.String
            && value.GetString()!.AsSpan().LastIndexOfAny("Z+-") > "jjjj-mm-dd".Length
            && value.TryGetDateTimeOffset(out var instant)
                ? instant.ToUniversalTime()
                : null;

    private object? ReadCode(Type type, JsonElement value, string path)
        => value.ValueKind == JsonValueKind.String && Codes.Van(type).TryGetValue(value.GetString()!, out var code)
            ? code
            : Refuse(path, Codes.Uitleg(type));

    private object? ReadList(Type itemType, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return Refuse(path, "moet een lijst zijn");
        }

        if (value.GetArrayLength() > MaxItems)
        {
            return Refuse(path, $"mag hoogstens {MaxItems} waarden tellen");
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(itemType))!;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var itemPath = string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]");
            if (ReadValue(itemType, item, itemPath) is { } read)
            {
                list.Add(read);
            }
        }

        return list;
    }

    /// <summary>
    /// An unknown name may itself be somebody's name, typed in the wrong place: so it is pointed at by its place, and named only when it is
    /// a known name in another spelling.
    /// </summary>
    private void RefuseUnknown(string path, int position, string name, JsonShape shape)
    {
        var meant = shape.Members.FirstOrDefault(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase));
        var known = string.Join(", ", shape.Members.Select(member => member.Name));
        var message = meant is null
            ? string.Create(CultureInfo.InvariantCulture, $"veld {position} is onbekend; dit object kent: {known}")
            : string.Create(CultureInfo.InvariantCulture, $"veld {position} is onbekend; bedoeld is wellicht {meant.Name}");
        AddTo(_errors, path, message);
        AddTo(_unknown, path, message);
    }

    private object? Refuse(string path, string message, Type? type = null)
    {
        _unread.Add(path);
        AddTo(_errors, path, message);
        return type is null ? null : Default(type);
    }

    private static void AddTo(Dictionary<string, List<string>> errors, string path, string message)
    {
        if (!errors.TryGetValue(path, out var messages))
        {
            errors[path] = messages = [];
        }

        messages.Add(message);
    }

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
