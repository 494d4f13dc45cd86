using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Draaiboek.Hosting.Http;

/// <summary>The two kinds of route. Each asks for its policy, so that none can be mapped without one, and describes itself for OpenAPI.</summary>
public static class RouteExtensions
{
    /// <summary>A POST that does something; 201 when it creates, 200 otherwise.</summary>
    public static RouteHandlerBuilder MapCommand<TRequest, TResponse>(this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler)
        where TRequest : notnull
        => routes.MapPost(pattern, handler)
            .RequireAuthorization(policy)
            .Accepts<TRequest>("application/json")
            .Produces<TResponse>(StatusCodes.Status201Created)
            .Describe(summary)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithMetadata(new ParameterDescription("Idempotency-Key", InHeader: true, Required: false, "Sleutel van deze aanvraag, per organisatie en route 30 dagen onthouden: dezelfde sleutel en inhoud geeft hetzelfde antwoord."));

    /// <summary>A PUT that changes what was read; needs <c>If-Match</c>.</summary>
    public static RouteHandlerBuilder MapUpdate<TRequest, TResponse>(this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler)
        where TRequest : notnull
        => routes.MapPut(pattern, handler)
            .RequireAuthorization(policy)
            .Accepts<TRequest>("application/json")
            .Produces<TResponse>()
            .Describe(summary)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithMetadata(new ParameterDescription("If-Match", InHeader: true, Required: true, "ETag van de versie die gewijzigd wordt."));

    /// <summary>A GET. It may write its line in the audit trail.</summary>
    public static RouteHandlerBuilder MapQuery<TResponse>(this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler)
        => routes.MapGet(pattern, handler)
            .RequireAuthorization(policy)
            .Produces<TResponse>()
            .Describe(summary);

    /// <summary>Says in the OpenAPI document that the list is read page by page.</summary>
    public static RouteHandlerBuilder WithPaging(this RouteHandlerBuilder route)
        => route.WithQuery("first", $"Hoeveel, van 1 tot {PageRequest.MaxSize}; zonder opgave {PageRequest.DefaultSize}.")
            .WithQuery("after", "De endCursor van de vorige bladzijde.");

    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, string name, string description)
        => route.WithMetadata(new ParameterDescription(name, InHeader: false, Required: false, description));

    private static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string summary)
        => route.WithSummary(summary)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
}

/// <summary>A header or query parameter that the binder reads by itself and the OpenAPI document should name.</summary>
internal sealed record ParameterDescription(string Name, bool InHeader, bool Required, string Description);
