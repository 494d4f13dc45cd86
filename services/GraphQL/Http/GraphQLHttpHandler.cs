using System.Text.Json;
using Draaiboek.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Draaiboek.GraphQL.Http;

/// <summary>GraphQL over HTTP, for one request at a time.</summary>
internal sealed class GraphQLHttpHandler(GraphQLExecutor executor, GraphQLOptions options)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (ContentNegotiation.Choose(context.Request) is not { } format)
        {
            await WriteAsync(
                context,
                StatusCodes.Status406NotAcceptable,
                ResponseFormat.GraphQLResponse,
                Refuse(ErrorCodes.NotAcceptable, $"The answer can be {ContentNegotiation.GraphQLResponse} or {ContentNegotiation.Json}."));
            return;
        }

        try
        {
            GraphQLRequest request = await RequestReader.ReadAsync(context.Request, options.MaxRequestBytes);
            request = request with { HttpContext = context, Cost = CostReportOf(context.Request) };
            GraphQLResponse response = await executor.ExecuteAsync(request, context.RequestAborted);
            await WriteAsync(context, StatusOf(response, format), format, response);
        }
        catch (BadRequestException exception)
        {
            // No GraphQL request, so the leniency of application/json for GraphQL's own errors does not apply.
            await WriteAsync(context, exception.Status, format, Refuse(exception.Code, exception.Message));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
        }
    }

    private static CostReport CostReportOf(HttpRequest request) => request.Headers["GraphQL-Cost"].ToString().ToUpperInvariant() switch
    {
        "REPORT" => CostReport.Report,
        "VALIDATE" => CostReport.Validate,
        _ => CostReport.None,
    };

    private static int StatusOf(GraphQLResponse response, ResponseFormat format)
    {
        if (!response.IsRequestError || format == ResponseFormat.Json)
        {
            return StatusCodes.Status200OK;
        }

        // The client did nothing wrong when the service was too slow.
        return response.Errors.Any(error => error.Code == ErrorCodes.Timeout)
            ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status400BadRequest;
    }

    private static GraphQLResponse Refuse(string code, string message) => new([new GraphQLError(message, code)]);

    private async Task WriteAsync(HttpContext context, int status, ResponseFormat format, GraphQLResponse response)
    {
        if (options.BeforeAnswer is { } tell)
        {
            await tell(context, response);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = ContentNegotiation.ContentTypeOf(format);
        context.Response.Headers.Append("Vary", "Accept");
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter, ResponseWriter.Options))
        {
            response.WriteTo(writer);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
