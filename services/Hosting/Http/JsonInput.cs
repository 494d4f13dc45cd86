using System.Text.Json;
using System.Text.Unicode;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Hosting.Http;

/// <summary>A text that must be one JSON object, read into a record and judged by its rules (<see cref="JsonReading{T}"/>): a request, or a line of a file.</summary>
public sealed class JsonInput<T> where T : class
{
    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    private static readonly Dictionary<string, string[]> NoErrors = new(StringComparer.Ordinal);

    private readonly T? _value;

    private JsonInput(T? value, string? unreadable, IReadOnlyDictionary<string, string[]> errors)
    {
        _value = value;
        Unreadable = unreadable;
        Errors = errors;
    }

    public T Value => _value ?? throw new InvalidOperationException("What was refused has no value.");

    /// <summary>A Dutch sentence on why it could not be read at all; null when it could.</summary>
    public string? Unreadable { get; }

    /// <summary>What is wrong, by the path of each field, in Dutch and without an echo; empty when everything is right.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; }

    /// <param name="utf8">The text.</param>
    /// <param name="validator">Judges the content; null when there is nothing to judge but the form.</param>
    /// <param name="caller">Who sent it; null where there is nobody.</param>
    /// <param name="line">The number of its first line, where it is a part of something larger.</param>
    public static JsonInput<T> Read(ReadOnlyMemory<byte> utf8, IValidator<T>? validator, Caller? caller, int line = 1)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            return Unread("De tekst is geen geldige UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return JsonWalk.Fault(document.RootElement) is { } fault ? Unread(fault) : Read(document.RootElement, validator, caller);
        }
        catch (JsonException fault)
        {
            // The parser's own text quotes what was sent; the place is enough.
            return Unread($"Geen geldige JSON, of dieper genest dan {MaxDepth} (regel {fault.LineNumber + line}, byte {fault.BytePositionInLine + 1}).");
        }
    }

    private static JsonInput<T> Read(JsonElement root, IValidator<T>? validator, Caller? caller)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Unread("De inhoud moet één JSON-object zijn.");
        }

        var reading = JsonReading<T>.Of(root, validator, caller);
        return reading.Errors is { Count: > 0 } errors ? new JsonInput<T>(null, null, errors) : new JsonInput<T>(reading.Value, null, NoErrors);
    }

    private static JsonInput<T> Unread(string reason) => new(null, reason, NoErrors);
}

/// <summary>What makes a document unreadable although its syntax is right.</summary>
internal static class JsonWalk
{
    /// <summary>A Dutch sentence, or null when the document can be read.</summary>
    public static string? Fault(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    if (NameOf(property) is not { } name)
                    {
                        return "Een veldnaam bevat tekens die geen tekst vormen.";
                    }

                    if (!names.Add(name))
                    {
                        return "Een veld staat twee keer in hetzelfde object; het is niet duidelijk welke waarde geldt.";
                    }

                    if (Fault(property.Value) is { } inner)
                    {
                        return inner;
                    }
                }

                return null;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(Fault).FirstOrDefault(fault => fault is not null);
            case JsonValueKind.String:
                return IsText(element) ? null : "Een tekst bevat een half teken (losse surrogaat).";
            default:
                return null;
        }
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate is valid JSON and no text.
            return false;
        }
    }
}
