using System.Data.Common;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting.Operations;

/// <summary>
/// The last net under a request: a bug becomes a 500 with a trace id. Logged are the kind and place of the fault, not its text,
/// which may quote what was being read.
/// </summary>
public static partial class UnhandledFaults
{
    public static IApplicationBuilder UseUnhandledFaults(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Draaiboek.Request");
        return app.Use(async (HttpContext context, RequestDelegate next) =>
        {
            try
            {
                await next(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
            catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
            {
                await Problems.VoorStatus(refused.StatusCode).ExecuteAsync(context);
            }
            catch (Exception fault) when (DatabaseFaults.IsAway(fault) && !context.Response.HasStarted)
            {
                // Nothing of the request was kept, or with a key it is known: asking again is safe.
                DatabaseAway(logger, ReasonCodes.Of(fault), context.Request.Method, Route(context));
                context.Response.Clear();
                context.Response.Headers.RetryAfter = "2";
                await Problems.VoorStatus(StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            }
            catch (Exception fault)
            {
                Fault(logger, ReasonCodes.Of(fault), fault is DbException ? fault.Message : "", context.Request.Method, Route(context), StackOf(fault));
                if (context.Response.HasStarted)
                {
                    // Half an answer can't be taken back; a broken connection at least does not look like a whole one.
                    context.Abort();
                    return;
                }

                context.Response.Clear();
                await Problems.VoorStatus(StatusCodes.Status500InternalServerError).ExecuteAsync(context);
            }
        });
    }

    /// <summary>The pattern, not the path: a path may hold what somebody typed. Not even the pattern where the line would tell when somebody came by.</summary>
    private static string Route(HttpContext context)
        => context.IsUntraced() ? "een route zonder sporen" : (context.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText ?? "onbekende route";

    private static string StackOf(Exception fault)
    {
        var stacks = new List<string>();
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            stacks.Add($"{cause.GetType().FullName}{Environment.NewLine}{cause.StackTrace}");
        }

        return string.Join(Environment.NewLine, stacks);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "De databank is onbereikbaar ({Reason}) bij {Method} {Route}. Er is niets half bewaard; kijk of de databankserver draait.")]
    private static partial void DatabaseAway(ILogger logger, string reason, string method, string route);

    [LoggerMessage(Level = LogLevel.Error, Message = "Onverwachte fout {Reason} {Detail} bij {Method} {Route}. Meld dit met het traceId aan de ontwikkelaars.\n{Stack}")]
    private static partial void Fault(ILogger logger, string reason, string detail, string method, string route, string stack);
}
