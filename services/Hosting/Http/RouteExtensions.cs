using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Draaiboek.Hosting.Http;

/// <summary>The kinds of route. Each asks for its policy, so that none can be mapped without one, and describes itself for OpenAPI.</summary>
public static class RouteExtensions
{
    private const string ProblemJson = "application/problem+json";

    // Of a chunked body the server counts the framing too.
    private const int FramingBytes = 256 * 1024;

    /// <summary>A POST that does something.</summary>
    /// <param name="success">201 when it creates or adds something, 200 otherwise.</param>
    public static RouteHandlerBuilder MapCommand<TRequest, TResponse>(
        this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler, int success = StatusCodes.Status201Created)
        where TRequest : notnull
        => routes.MapPost(pattern, handler)
            .Describe(pattern, policy, summary, handler)
            .Takes<TRequest>()
            .Produces<StapProbleem>(StatusCodes.Status409Conflict, ProblemJson)
            .Produces<TResponse>(success)
            .Refuses(StatusCodes.Status422UnprocessableEntity)
            .WithIdempotencyKey();

    /// <summary>A POST that takes one file as <c>multipart/form-data</c>. Its body is read by what the handler asks for it, an <see cref="IBody"/>.</summary>
    /// <param name="field">Name of the part that holds the file.</param>
    /// <param name="description">What the file may be, and how large.</param>
    /// <param name="maxBytes">Largest request, the form around the file included; what is read beyond it is refused by the server itself.</param>
    public static RouteHandlerBuilder MapUpload<TResponse>(
        this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler, string field, string description, int maxBytes)
        => routes.MapPost(pattern, handler)
            .Describe(pattern, policy, summary, handler)
            .WithMetadata(new FileTaken(field, description), new LargeBody(maxBytes))
            .RefusesBody()
            .Produces<StapProbleem>(StatusCodes.Status409Conflict, ProblemJson)
            .Produces<TResponse>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status422UnprocessableEntity)
            .Refuses(StatusCodes.Status503ServiceUnavailable)
            .WithIdempotencyKey();

    /// <summary>A GET that gives a file. It may write its line in the audit trail.</summary>
    public static RouteHandlerBuilder MapDownload(this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler)
        => routes.MapGet(pattern, handler)
            .Describe(pattern, policy, summary, handler)
            .WithMetadata(new FileGiven())
            .Produces(StatusCodes.Status200OK, contentType: DownloadResult.MediaType);

    /// <summary>A POST of anyone at all, without a token. It knows no Idempotency-Key: an answer is kept for somebody.</summary>
    /// <param name="success">201 when it creates or adds something, 200 otherwise.</param>
    public static RouteHandlerBuilder MapOpenCommand<TRequest, TResponse>(
        this IEndpointRouteBuilder routes, string pattern, string summary, Delegate handler, int success = StatusCodes.Status201Created)
        where TRequest : notnull
        => routes.MapPost(pattern, handler)
            .Describe(pattern, policy: null, summary, handler)
            .Takes<TRequest>()
            .Produces<TResponse>(success);

    /// <summary>A GET of anyone at all, without a token.</summary>
    public static RouteHandlerBuilder MapOpenQuery<TResponse>(this IEndpointRouteBuilder routes, string pattern, string summary, Delegate handler)
        => routes.MapGet(pattern, handler)
            .Describe(pattern, policy: null, summary, handler)
            .Produces<TResponse>();

    /// <summary>Says that a POST only reads: what it asks with may not stand in a URL. It stands in nobody's way and no answer of it is kept.</summary>
    public static RouteHandlerBuilder WithoutEffect(this RouteHandlerBuilder route) => route.WithMetadata(new OnlyAsks());

    /// <summary>A PUT that changes what was read; needs <c>If-Match</c>.</summary>
    public static RouteHandlerBuilder MapUpdate<TRequest, TResponse>(this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler)
        where TRequest : notnull
        => routes.MapPut(pattern, handler)
            .Describe(pattern, policy, summary, handler)
            .Takes<TRequest>()
            .Produces<StapProbleem>(StatusCodes.Status409Conflict, ProblemJson)
            .Produces<TResponse>()
            .Refuses(StatusCodes.Status412PreconditionFailed)
            .Refuses(StatusCodes.Status428PreconditionRequired)
            .WithMetadata(new ParameterDescription("If-Match", typeof(string), InHeader: true, Required: true, "ETag van de versie die gewijzigd wordt."));

    /// <summary>A GET. It may write its line in the audit trail.</summary>
    public static RouteHandlerBuilder MapQuery<TResponse>(this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler)
        => routes.MapGet(pattern, handler)
            .Describe(pattern, policy, summary, handler)
            .Produces<TResponse>();

    /// <summary>
    /// A POST that only asks: what it asks does not fit in an address, where it would be logged. It is treated as a GET: nothing is kept,
    /// so there is nothing to repeat and an <c>Idempotency-Key</c> means nothing.
    /// </summary>
    public static RouteHandlerBuilder MapQuestion<TRequest, TResponse>(this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler)
        where TRequest : notnull
        => routes.MapPost(pattern, handler)
            .Describe(pattern, policy, summary, handler)
            .Takes<TRequest>()
            .Produces<TResponse>()
            .WithMetadata(new OnlyAsks());

    /// <summary>
    /// A POST whose body is a file. The handler reads it and answers by itself, so it stands outside of the filter of the others: what it does it commits itself, and there is no
    /// <c>Idempotency-Key</c>; sending the same file again must be safe by what is in it.
    /// </summary>
    /// <typeparam name="TLine">The form of what the file holds.</typeparam>
    /// <typeparam name="TResponse">What the answer ends with.</typeparam>
    /// <param name="maxBytes">Largest file; what is read beyond it is refused by the server itself.</param>
    /// <param name="answer">Media type of the answer.</param>
    /// <param name="types">Media types of the file.</param>
    public static RouteHandlerBuilder MapFile<TLine, TResponse>(
        this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler, int maxBytes, string answer, params string[] types)
        where TLine : notnull
        => routes.MapPost(pattern, handler)
            .Describe(pattern, policy, summary, handler)
            .Accepts<TLine>(types[0], types[1..])
            .Produces<InvoerProbleem>(StatusCodes.Status400BadRequest, ProblemJson)
            .Refuses(StatusCodes.Status413PayloadTooLarge)
            .Refuses(StatusCodes.Status415UnsupportedMediaType)
            .Produces<TResponse>(StatusCodes.Status200OK, answer)
            .WithMetadata(new LargeBody(maxBytes + FramingBytes));

    /// <summary>A GET that answers with a text of one of these media types, and by itself.</summary>
    public static RouteHandlerBuilder MapText(this IEndpointRouteBuilder routes, string pattern, AuthorizationPolicy policy, string summary, Delegate handler, params string[] types)
        => routes.MapGet(pattern, handler)
            .Describe(pattern, policy, summary, handler)
            .Produces(StatusCodes.Status200OK, typeof(string), types[0], types[1..]);

    /// <summary>Says in the OpenAPI document that it may not fit what there is.</summary>
    public static RouteHandlerBuilder WithConflict(this RouteHandlerBuilder route) => route.Produces<StapProbleem>(StatusCodes.Status409Conflict, ProblemJson);

    /// <summary>Says in the OpenAPI document that the answer has a version, and that who has it already is told only that.</summary>
    public static RouteHandlerBuilder WithVersion(this RouteHandlerBuilder route)
        => route.Produces(StatusCodes.Status304NotModified)
            .WithMetadata(new ParameterDescription("If-None-Match", typeof(string), InHeader: true, Required: false, "ETag van wat men al heeft; is dat de versie van nu, dan volgt 304 zonder inhoud."));

    /// <summary>Says in the OpenAPI document that the list is read page by page.</summary>
    public static RouteHandlerBuilder WithPaging(this RouteHandlerBuilder route)
        => route.WithQuery<int>("first", $"Hoeveel, van 1 tot {PageRequest.MaxSize}; zonder opgave {PageRequest.DefaultSize}.")
            .WithQuery<string>("after", "De endCursor van de vorige bladzijde.");

    /// <summary>Names a query parameter that the handler reads by itself; <typeparamref name="T"/> is the form that it must have.</summary>
    public static RouteHandlerBuilder WithQuery<T>(this RouteHandlerBuilder route, string name, string description)
        => route.WithMetadata(new ParameterDescription(name, typeof(T), InHeader: false, Required: false, description))
            .Produces<InvoerProbleem>(StatusCodes.Status400BadRequest, ProblemJson);

    /// <summary>For a POST that adds the first or changes what is there: only the second needs <c>If-Match</c>.</summary>
    public static RouteHandlerBuilder WithIfMatch(this RouteHandlerBuilder route, string description)
        => route.WithOptionalIfMatch(description).Refuses(StatusCodes.Status428PreconditionRequired);

    /// <summary>For a POST that may touch something with a version: <c>If-Match</c> is held against it when it is there.</summary>
    public static RouteHandlerBuilder WithOptionalIfMatch(this RouteHandlerBuilder route, string description)
        => route.WithMetadata(new ParameterDescription("If-Match", typeof(string), InHeader: true, Required: false, description))
            .Refuses(StatusCodes.Status412PreconditionFailed);

    /// <summary>Says that the answer may be this refusal, beside those that every route of its kind knows.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, int status) => route.Produces<Probleem>(status, ProblemJson);

    private static RouteHandlerBuilder Takes<TRequest>(this RouteHandlerBuilder route) where TRequest : notnull
        => route.Accepts<TRequest>("application/json").RefusesBody();

    private static RouteHandlerBuilder RefusesBody(this RouteHandlerBuilder route)
        => route.Produces<InvoerProbleem>(StatusCodes.Status400BadRequest, ProblemJson)
            .Refuses(StatusCodes.Status413PayloadTooLarge)
            .Refuses(StatusCodes.Status415UnsupportedMediaType);

    private static RouteHandlerBuilder WithIdempotencyKey(this RouteHandlerBuilder route)
        => route.WithMetadata(new ParameterDescription("Idempotency-Key", typeof(string), InHeader: true, Required: false, "Sleutel van deze aanvraag, per organisatie en route 30 dagen onthouden: dezelfde sleutel en inhoud geeft hetzelfde antwoord."));

    /// <param name="policy">Null for a route that is open to anyone.</param>
    private static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string pattern, AuthorizationPolicy? policy, string summary, Delegate handler)
    {
        route.WithSummary(summary).Add(endpoint => RemoveInferredAnswer(endpoint.Metadata));
        if (policy is null)
        {
            route.AllowAnonymous();
        }
        else
        {
            route.RequireAuthorization(policy).Refuses(StatusCodes.Status401Unauthorized).Refuses(StatusCodes.Status403Forbidden);
        }

        if (pattern.Contains('{', StringComparison.Ordinal))
        {
            route.Refuses(StatusCodes.Status404NotFound);
        }

        // A use case is a class: its name is the operation's.
        if (handler.Method.DeclaringType is { } useCase && !useCase.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
        {
            route.WithName(JsonNamingPolicy.CamelCase.ConvertName(useCase.Name));
        }

        return route;
    }

    /// <summary>The framework takes the handler's return type for a 200; what an Outcome becomes is said by the route itself.</summary>
    private static void RemoveInferredAnswer(IList<object> metadata)
    {
        foreach (var inferred in metadata.Where(item => item is IProducesResponseTypeMetadata { Type: { } type } && type == typeof(Outcome)).ToList())
        {
            metadata.Remove(inferred);
        }
    }
}

/// <summary>Marks the route of <see cref="RouteExtensions.MapQuestion{TRequest,TResponse}"/>.</summary>
internal sealed record OnlyAsks;

/// <summary>Lets the body of this one route be larger than the server's own limit.</summary>
internal sealed record LargeBody(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;

/// <summary>A header or query parameter that the binder reads by itself and the OpenAPI document should name.</summary>
internal sealed record ParameterDescription(string Name, Type Type, bool InHeader, bool Required, string Description);

/// <summary>Marks a route that takes a file, and says which.</summary>
internal sealed record FileTaken(string Field, string Description);

/// <summary>Marks a route that gives a file.</summary>
internal sealed record FileGiven;
