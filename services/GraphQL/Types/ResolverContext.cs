using Microsoft.AspNetCore.Http;

namespace Draaiboek.GraphQL.Types;

/// <summary>
/// What one call of a resolver may see: the parent object (null for the root), the coerced arguments (a name is missing
/// when neither client nor schema gave a value), and where DI scopes are made, which resolvers never share.
/// </summary>
internal sealed record ResolverContext(
    GraphQLSchema Schema,
    object? Parent,
    IReadOnlyDictionary<string, object?> Arguments,
    IServiceProvider Services,
    HttpContext? HttpContext,
    CancellationToken CancellationToken);

/// <summary>Computes the value of a field.</summary>
/// <param name="Resolve">The call itself; what it throws becomes an error of the field.</param>
/// <param name="UsesServices">Whether a call makes a DI scope, and so may hold a database connection.</param>
/// <param name="IsMethod">Whether the call can take time; reading a property does not.</param>
/// <param name="Waits">Whether the result comes later: a task or an asynchronous sequence.</param>
internal sealed record FieldResolver(Func<ResolverContext, ValueTask<object?>> Resolve, bool UsesServices = false, bool IsMethod = false, bool Waits = false)
{
    /// <summary>For a property that holds one value: reads it off the parent object, without a call to wait for. Null for all others.</summary>
    public Func<object, object?>? Read { get; init; }
}
