using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Draaiboek.Hosting.Http;

/// <summary>
/// Requests of somebody who must not be found again in what the platform keeps (docs/adr/0011). Before anything of the host has seen such a request it loses its query
/// and every header that it can be read without: who calls, from where, with what, in which trace. It stands in no trace and in no measurement of requests:
/// that somebody wrote at that moment is already too much.
/// </summary>
public static class UntracedRequests
{
    private const string MarkName = "draaiboek.untraced";

    /// <summary>Without these a body can't be read.</summary>
    private static readonly string[] Needed =
    [
        HeaderNames.Host,
        HeaderNames.Connection,
        HeaderNames.Expect,
        HeaderNames.ContentLength,
        HeaderNames.ContentType,
        HeaderNames.TransferEncoding,
    ];

    /// <param name="isUntraced">Which paths are asked without a trace.</param>
    /// <param name="keep">Headers that the host itself still has to read.</param>
    public static IServiceCollection AddUntracedRequests(this IServiceCollection services, Func<PathString, bool> isUntraced, params string[] keep)
        => services
            .AddSingleton<IHttpContextFactory>(provider => new StrippedContexts(new DefaultHttpContextFactory(provider), isUntraced, [.. Needed, .. keep]))
            .AddSingleton<IStartupFilter, Unrecorded>();

    internal static bool IsUntraced(this HttpContext context) => context.Features.Get<Mark>() is not null;

    /// <summary>Whether this was done for such a request, however deep.</summary>
    internal static bool IsPartOfOne(Activity activity)
    {
        for (var step = activity; step is not null; step = step.Parent)
        {
            if (step.GetCustomProperty(MarkName) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Mark;

    /// <summary>Makes the context of each request: the first that happens, before the host starts its trace or writes its line about it.</summary>
    private sealed class StrippedContexts(DefaultHttpContextFactory inner, Func<PathString, bool> isUntraced, string[] kept) : IHttpContextFactory
    {
        public HttpContext Create(IFeatureCollection featureCollection)
        {
            var context = inner.Create(featureCollection);
            if (isUntraced(context.Request.Path))
            {
                context.Features.Set(new Mark());
                context.Request.QueryString = QueryString.Empty;
                var headers = context.Request.Headers;
                foreach (var name in headers.Keys.Except(kept, StringComparer.OrdinalIgnoreCase).ToList())
                {
                    headers.Remove(name);
                }
            }

            return context;
        }

        public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);
    }

    /// <summary>Around everything that the request meets: what is done for it takes over from the trace of the request that nothing of it is recorded.</summary>
    private sealed class Unrecorded : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
            => app =>
            {
                app.Use((HttpContext context, RequestDelegate rest) =>
                {
                    if (context.Features.Get<Mark>() is { } mark)
                    {
                        Hide(context.Features, mark);
                    }

                    return rest(context);
                });
                next(app);
            };

        private static void Hide(IFeatureCollection features, Mark mark)
        {
            if (features.Get<IHttpActivityFeature>()?.Activity is { } activity)
            {
                activity.SetCustomProperty(MarkName, mark);
                activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
                activity.IsAllDataRequested = false;
            }

            if (features.Get<IHttpMetricsTagsFeature>() is { } metrics)
            {
                metrics.MetricsDisabled = true;
            }
        }
    }
}
