using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Draaiboek.Hosting.Http;

/// <summary>The service's own OpenAPI document at <c>/openapi/v1.json</c>; the gateway's is merged from these (docs/schema/openapi.json).</summary>
internal static class OpenApiSetup
{
    public static void AddOpenApiDocument(this IServiceCollection services, string service)
        => services.AddOpenApi(openApi =>
        {
            openApi.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = $"Draaiboek, dienst {service}", Version = "v1" };
                document.Servers?.Clear();
                return Task.CompletedTask;
            });
            openApi.AddOperationTransformer((operation, context, _) =>
            {
                foreach (var parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<ParameterDescription>())
                {
                    operation.Parameters ??= [];
                    operation.Parameters.Add(new OpenApiParameter
                    {
                        Name = parameter.Name,
                        In = parameter.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
                        Required = parameter.Required,
                        Description = parameter.Description,
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    });
                }

                return Task.CompletedTask;
            });
        });
}
