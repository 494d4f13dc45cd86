using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Http;

/// <summary>A request body that was read, or the reason why not; <see cref="CommandFilter{TDb}"/> answers with that before the handler runs.</summary>
internal interface IBody
{
    IResult? Refusal { get; }

    /// <summary>What was sent; empty when it could not be read at all.</summary>
    ReadOnlyMemory<byte> Bytes { get; }
}

/// <summary>
/// The body of a command: first judged as a whole (size, encoding, syntax, duplicate keys), then field by field with everything at once,
/// form and content together (DESIGN 8).
/// </summary>
public sealed class Body<T> : IBody where T : class
{
    /// <summary>A melding with its longest text fits ten times.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    private readonly T? _value;

    private Body(T? value, IResult? refusal, ReadOnlyMemory<byte> bytes)
    {
        _value = value;
        Refusal = refusal;
        Bytes = bytes;
    }

    public T Value => _value ?? throw new InvalidOperationException("The command filter answers a body that was refused.");

    public IResult? Refusal { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static async ValueTask<Body<T>> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            return Refused(Problems.GeenJson());
        }

        if (await ReadBytesAsync(context) is not { } bytes)
        {
            return Refused(Problems.TeGroot(MaxBytes));
        }

        if (!Utf8.IsValid(bytes))
        {
            return Refused(Problems.Onleesbaar("De tekst is geen geldige UTF-8."));
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return JsonWalk.Fault(document.RootElement) is { } fault
                ? Refused(Problems.Onleesbaar(fault))
                : Read(document.RootElement, bytes, context);
        }
        catch (JsonException fault)
        {
            // The parser's own text quotes what was sent; the place is enough.
            return Refused(Problems.Onleesbaar($"Geen geldige JSON, of dieper genest dan {MaxDepth} (regel {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1})."));
        }
    }

    private static Body<T> Read(JsonElement root, byte[] bytes, HttpContext context)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Refused(Problems.Onleesbaar("De inhoud moet één JSON-object zijn."));
        }

        var caller = context.User.FindFirst("sub") is null ? null : Caller.From(context.User);
        var reading = JsonReading<T>.Of(root, context.RequestServices.GetService<IValidator<T>>(), caller);
        return reading.Errors is { Count: > 0 } errors ? Refused(Problems.OngeldigeInvoer(errors), bytes) : new Body<T>(reading.Value, null, bytes);
    }

    private static async Task<byte[]?> ReadBytesAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBytes)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(buffer.GetMemory(4096), context.RequestAborted);
            if (read == 0)
            {
                return buffer.WrittenSpan.ToArray();
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > MaxBytes)
            {
                return null;
            }
        }
    }

    private static Body<T> Refused(IResult refusal, byte[]? bytes = null) => new(null, refusal, bytes);
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
