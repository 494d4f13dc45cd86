using Draaiboek.GraphQL.Http;
using Draaiboek.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Draaiboek.GraphQL;

/// <summary>Puts the engine into a service.</summary>
public static class GraphQLServiceExtensions
{
    /// <summary>Registers <see cref="GraphQLSchema"/> and <see cref="GraphQLExecutor"/>.</summary>
    public static IServiceCollection AddGraphQL(this IServiceCollection services, Action<GraphQLOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new GraphQLOptions();
        configure(options);
        services.AddSingleton(options);
        services.AddSingleton(provider => SchemaBuilder.Build(options, provider.GetRequiredService<IServiceProviderIsService>()));
        services.AddSingleton(provider => new GraphQLExecutor(
            provider.GetRequiredService<GraphQLSchema>(),
            options,
            provider,
            provider.GetRequiredService<ILogger<GraphQLExecutor>>()));
        return services;
    }

    /// <summary>Answers GraphQL over HTTP at <paramref name="pattern"/>, GET and POST. Authorization is for the caller to add.</summary>
    /// <exception cref="SchemaException">The registered classes make no valid schema.</exception>
    /// <exception cref="TrustedDocumentException">The folder of the trusted documents is missing, or one in it is invalid.</exception>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string pattern = "/graphql")
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        // Built now: a schema that cannot be made stops the service at its start, not at its first request.
        var handler = new GraphQLHttpHandler(
            endpoints.ServiceProvider.GetRequiredService<GraphQLExecutor>(),
            endpoints.ServiceProvider.GetRequiredService<GraphQLOptions>());
        return endpoints.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Post], handler.HandleAsync).WithDisplayName($"GraphQL {pattern}");
    }

    /// <summary>Gives the schema as text (SDL) at <paramref name="pattern"/>, with an ETag, to who may introspect; 403 for others.</summary>
    public static IEndpointConventionBuilder MapGraphQLSchema(this IEndpointRouteBuilder endpoints, string pattern = "/graphql/schema.graphql")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var handler = new SchemaHttpHandler(endpoints.ServiceProvider.GetRequiredService<GraphQLExecutor>());
        return endpoints.MapMethods(pattern, [HttpMethods.Get], handler.HandleAsync).WithDisplayName($"GraphQL schema {pattern}");
    }
}
