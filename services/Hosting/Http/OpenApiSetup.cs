using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Draaiboek.Hosting.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Draaiboek.Hosting.Http;

/// <summary>The service's own OpenAPI document at <c>/openapi/v1.json</c>; the gateway's is merged from these (docs/schema/openapi.json).</summary>
internal static class OpenApiSetup
{
    public static void AddOpenApiDocument(this IServiceCollection services, string service)
        => services.AddOpenApi(openApi =>
        {
            openApi.CreateSchemaReferenceId = SchemaId;
            openApi.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = $"Draaiboek, dienst {service}", Version = "v1" };
                document.Servers?.Clear();
                return Task.CompletedTask;
            });
            openApi.AddSchemaTransformer((schema, context, _) =>
            {
                Describe(schema, context);
                return Task.CompletedTask;
            });
            openApi.AddOperationTransformer(DescribeAsync);
        });

    /// <summary>A use case calls its own records <c>Invoer</c> and <c>Antwoord</c>: the name of the use case in front tells them apart.</summary>
    private static string? SchemaId(JsonTypeInfo info)
        => info.Type == typeof(JsonElement) || OpenApiOptions.CreateDefaultSchemaReferenceId(info) is null ? null : NameOf(Nullable.GetUnderlyingType(info.Type) ?? info.Type);

    private static string NameOf(Type type)
    {
        var own = type.IsGenericType ? string.Concat(type.GetGenericArguments().Select(NameOf)) + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] : type.Name;
        return type.DeclaringType is { } useCase ? useCase.Name + own : own;
    }

    private static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum)
        {
            // One component for a code and for one that may be absent: that it may is said where it is used.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Codes.Van(type).Keys.Select(word => (JsonNode)word)];
        }
        else if (type == typeof(JsonElement))
        {
            // An object that the route judges by itself.
            schema.Type = JsonSchemaType.Object;
        }
        else if (RequestTypes(context.ApplicationServices).Contains(type))
        {
            // As the binder reads it, not as the serializer would.
            schema.Required = JsonShape.Of(type).Members.Where(member => member.MustBePresent).Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
            schema.AdditionalPropertiesAllowed = false;
        }
    }

    private static HashSet<Type> RequestTypes(IServiceProvider services)
        => services.GetRequiredService<EndpointDataSource>().Endpoints
            .SelectMany(endpoint => endpoint.Metadata.OfType<IAcceptsMetadata>())
            .Where(accepts => accepts.RequestType is not null)
            .SelectMany(accepts => JsonShape.Within(accepts.RequestType!))
            .ToHashSet();

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in metadata.OfType<ParameterDescription>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = parameter.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Required = parameter.Required,
                Description = parameter.Description,
                Schema = await SchemaOfAsync(parameter, context, cancellationToken),
            });
        }

        operation.Description = Toegang.Uitleg(metadata.OfType<AuthorizationPolicy>());
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Description = "Voor iedereen, zonder toegangstoken.";
            // The empty one of the choices: nothing is required.
            operation.Security = [new OpenApiSecurityRequirement()];
        }

        var takesFile = metadata.OfType<FileTaken>().SingleOrDefault();
        if (takesFile is not null)
        {
            operation.RequestBody = BodyOf(takesFile);
        }

        var givesFile = metadata.OfType<FileGiven>().Any();
        var responses = new OpenApiResponses();
        foreach (var (status, response) in (operation.Responses ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            response.Description = status == "415" && takesFile is not null ? "De inhoud is geen multipart/form-data." : ResponseText(status);
            if (response is OpenApiResponse own)
            {
                own.Headers = givesFile && status == "200" ? FileHeaders() : Headers(status, operation, context.Description.RelativePath ?? "");
                if (givesFile && status == "200")
                {
                    own.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [DownloadResult.MediaType] = new() { Schema = FileSchema() } };
                }
            }

            responses.Add(status, response);
        }

        operation.Responses = responses;
    }

    private static OpenApiRequestBody BodyOf(FileTaken file)
    {
        var part = FileSchema();
        part.Description = file.Description;
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string>(StringComparer.Ordinal) { file.Field },
                        AdditionalPropertiesAllowed = false,
                        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { [file.Field] = part },
                    },
                },
            },
        };
    }

    private static OpenApiSchema FileSchema() => new() { Type = JsonSchemaType.String, Format = "binary" };

    private static Dictionary<string, IOpenApiHeader> FileHeaders() => new(StringComparer.Ordinal)
    {
        ["Content-Disposition"] = new OpenApiHeader
        {
            Description = "attachment, met de naam van het bestand (RFC 6266): om te bewaren, niet om te tonen.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };

    private static async Task<IOpenApiSchema> SchemaOfAsync(ParameterDescription parameter, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(parameter.Type, null, cancellationToken);
        if (parameter.Type.IsEnum)
        {
            // Beside the component: a reference would need the document, and a filter is read by people here.
            return new OpenApiSchema { Type = JsonSchemaType.String, Enum = schema.Enum };
        }

        if (parameter.Name == "first")
        {
            schema.Minimum = "1";
            schema.Maximum = PageRequest.MaxSize.ToString(System.Globalization.CultureInfo.InvariantCulture);
            schema.Default = PageRequest.DefaultSize;
        }

        return schema;
    }

    /// <summary>An answer with a version tells it; a created one tells where it is, and whether it was given before.</summary>
    private static Dictionary<string, IOpenApiHeader>? Headers(string status, OpenApiOperation operation, string path)
    {
        var headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        void Add(string name, string description)
            => headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

        var isUpdate = operation.Parameters?.Any(parameter => parameter.Name == "If-Match") == true;
        if (status == "201" || (status == "200" && (isUpdate || path.EndsWith('}'))))
        {
            Add("ETag", "De versie; geef ze bij een wijziging mee in If-Match.");
        }

        if (status is "200" or "304" && operation.Parameters?.Any(parameter => parameter.Name == "If-None-Match") == true)
        {
            Add("ETag", "De versie; geef ze een volgende keer mee in If-None-Match.");
        }

        if (status == "201")
        {
            Add("Location", "Waar het te lezen is.");
        }

        if (status is "200" or "201" && operation.Parameters?.Any(parameter => parameter.Name == "Idempotency-Key") == true)
        {
            Add("Idempotency-Replayed", "true als dit het bewaarde antwoord op dezelfde Idempotency-Key is.");
        }

        return headers.Count > 0 ? headers : null;
    }

    private static string ResponseText(string status) => status switch
    {
        "200" => "Gelukt.",
        "201" => "Geregistreerd.",
        "304" => "Ongewijzigd: de aanvrager heeft deze versie al.",
        "400" => "De invoer klopt niet: per veld wat er schort, of waarom ze niet te lezen is.",
        "401" => "Een geldig toegangstoken ontbreekt of is vervallen.",
        "403" => "De rol geeft geen toegang tot deze bewerking.",
        "404" => "Het bestaat niet, of de aanvrager mag het niet zien.",
        "409" => "Het past niet bij de toestand; bij een stap staat erbij welke wel kunnen.",
        "412" => "Intussen gewijzigd: lees opnieuw.",
        "413" => "De inhoud is te groot.",
        "415" => "De inhoud heeft niet het mediatype dat hier gelezen wordt.",
        "422" => "De Idempotency-Key hoort bij een aanvraag met een andere inhoud.",
        "428" => "If-Match ontbreekt.",
        "503" => "Er is even geen plaats: probeer opnieuw na Retry-After.",
        _ => throw new InvalidOperationException($"No words for status {status}."),
    };
}
