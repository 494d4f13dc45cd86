using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Draaiboek.GraphQL.Http;

/// <summary>The schema as a file. It only changes with the service, so a client that has it hears 304.</summary>
internal sealed class SchemaHttpHandler
{
    private readonly GraphQLExecutor _executor;
    private readonly byte[] _schema;
    private readonly EntityTagHeaderValue _etag;

    public SchemaHttpHandler(GraphQLExecutor executor)
    {
        _executor = executor;
        _schema = Encoding.UTF8.GetBytes(executor.Schema.Print());
        _etag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(_schema).AsSpan(0, 16))}\"");
    }

    public async Task HandleAsync(HttpContext context)
    {
        if (!_executor.AllowsIntrospection(context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        context.Response.GetTypedHeaders().ETag = _etag;
        context.Response.Headers.CacheControl = "private, no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(_etag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = "application/graphql; charset=utf-8";
        await context.Response.Body.WriteAsync(_schema, context.RequestAborted);
    }
}
