using System.Text.Encodings.Web;
using System.Text.Json;

namespace Draaiboek.GraphQL.Execution;

/// <summary>Section 7: the response as JSON, errors first so that a reader of a long answer meets them.</summary>
internal static class ResponseWriter
{
    private static readonly Dictionary<string, object> s_noExtensions = [];

    /// <summary>The answer is JSON and never HTML; accented letters may stay as they are.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1_000 };

    public static void Write(Utf8JsonWriter writer, GraphQLResponse response, ResultObject? data)
    {
        writer.WriteStartObject();
        if (response.Errors.Count > 0)
        {
            writer.WriteStartArray("errors");
            foreach (GraphQLError error in response.Errors)
            {
                Write(writer, error);
            }

            writer.WriteEndArray();
        }

        if (response.HasData)
        {
            writer.WritePropertyName("data");
            Write(writer, data);
        }

        if (response.Cost is { } cost)
        {
            writer.WriteStartObject("extensions");
            writer.WriteStartObject("operationCost");
            writer.WriteNumber("fieldCost", cost.FieldCost);
            writer.WriteNumber("typeCost", cost.TypeCost);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, GraphQLError error)
    {
        writer.WriteStartObject();
        writer.WriteString("message", error.Message);
        if (error.Locations.Count > 0)
        {
            writer.WriteStartArray("locations");
            foreach (SourceLocation location in error.Locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", location.Line);
                writer.WriteNumber("column", location.Column);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (error.Path is { } path)
        {
            writer.WriteStartArray("path");
            foreach (object segment in path)
            {
                Write(writer, segment);
            }

            writer.WriteEndArray();
        }

        writer.WriteStartObject("extensions");
        writer.WriteString("code", error.Code);
        if (error.SpecifiedBy is { } address)
        {
            writer.WriteString("specifiedBy", address);
        }

        foreach ((string name, object value) in error.Extensions ?? s_noExtensions)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case ResultObject obj:
                writer.WriteStartObject();
                for (int i = 0; i < obj.Values.Length; i++)
                {
                    writer.WritePropertyName(obj.Fields[i].WrittenName);
                    Write(writer, obj.Values[i]);
                }

                writer.WriteEndObject();
                break;
            case object?[] list:
                writer.WriteStartArray();
                foreach (object? item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool boolean:
                writer.WriteBooleanValue(boolean);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            default:
                throw new InvalidOperationException($"A scalar gave a {value.GetType()}, which has no JSON.");
        }
    }
}
