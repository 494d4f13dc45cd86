using System.Diagnostics;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Transforms;

namespace Draaiboek.Gateway;

/// <summary>How a request is passed on: only with what the services know, and with nothing that could pass for identity beside the token.</summary>
internal static partial class Forwarding
{
    /// <summary>
    /// An allow list: a header nobody thought of stays outside. No X-Forwarded-*, Forwarded, cookie or X-User…: who calls is read from the token only.
    /// Hop-by-hop headers are YARP's business; baggage stays outside because anything can be in it.
    /// </summary>
    private static readonly string[] RequestHeaders =
    [
        HeaderNames.Accept,
        HeaderNames.AcceptEncoding,
        HeaderNames.AcceptLanguage,
        HeaderNames.Authorization,
        HeaderNames.ContentEncoding,
        HeaderNames.ContentLanguage,
        HeaderNames.ContentLength,
        HeaderNames.ContentType,
        "Idempotency-Key",
        HeaderNames.IfMatch,
        HeaderNames.IfNoneMatch,
        "GraphQL-Cost",
        HeaderNames.TraceParent,
        HeaderNames.TraceState,
    ];

    /// <summary>Says what the inside is made of, or sets up a session that the gateway would not carry.</summary>
    private static readonly string[] RemovedResponseHeaders =
    [
        HeaderNames.Server,
        HeaderNames.XPoweredBy,
        "X-AspNet-Version",
        "X-AspNetMvc-Version",
        HeaderNames.Via,
        HeaderNames.SetCookie,
    ];

    public static void AddForwarding(this IServiceCollection services, GatewaySettings settings, Uri authority)
    {
        services.AddSingleton<DistributedContextPropagator>(new TraceContextOnly());
        services.AddSingleton<IPassiveHealthCheckPolicy, Copies.UnreachablePolicy>();
        services.AddReverseProxy()
            .LoadFromMemory(GatewayRoutes.ToRoutes(settings.Timeouts, authority), GatewayRoutes.ToClusters(settings))
            .ConfigureHttpClient((_, handler) =>
            {
                handler.ConnectTimeout = settings.Timeouts.Connect;
                // A service that moved is found again: its name is looked up anew.
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
            })
            .AddTransforms(transforms =>
            {
                var realm = transforms.Route.ClusterId == Clusters.Auth && AuthRoutes.HasRealm(authority);
                transforms.UseDefaultForwarders = false;
                transforms.AddRequestHeadersAllowed(realm ? [.. RequestHeaders, .. AuthRoutes.RealmRequestHeaders] : RequestHeaders);
                if (realm)
                {
                    transforms.AddRealmTransforms(authority);
                }

                foreach (var header in RemovedResponseHeaders.Where(header => !realm || header != HeaderNames.SetCookie))
                {
                    transforms.AddResponseHeaderRemove(header, ResponseCondition.Always);
                }
            });
    }

    /// <summary>Gives each way in which passing on can fail its own status; <c>UseStatusCodePages</c> puts it into words.</summary>
    public static void UseForwarderFaults(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Draaiboek.Gateway");
        app.Use(async (HttpContext context, RequestDelegate next) =>
        {
            await next(context);
            LogFault(context, logger);
            var response = context.Response;
            if (response.HasStarted)
            {
                return;
            }

            if (context.GetForwarderErrorFeature() is { } fault && StatusOf(fault, context) is { } status)
            {
                response.Clear();
                response.StatusCode = status;
            }
            else if (response is { StatusCode: >= 400, ContentLength: 0 })
            {
                // A service that refused without a word: the length it announced would keep the words out.
                response.ContentLength = null;
            }
        });
    }

    /// <summary>One line for the operator when a service fails us; a client that hangs up or sends too much is no fault of ours.</summary>
    private static void LogFault(HttpContext context, ILogger logger)
    {
        if (context.GetForwarderErrorFeature() is { } fault
            && !context.RequestAborted.IsCancellationRequested
            && !Causes(fault.Exception).OfType<BadHttpRequestException>().Any())
        {
            ServiceFailed(logger, context.GetReverseProxyFeature().Route.Config.ClusterId ?? "", fault.Error, fault.Exception?.GetType().Name ?? "");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "De dienst {Cluster} liet een aanvraag vallen: {Fault} ({Exception}). Kijk of ze draait en wat haar eigen log zegt.")]
    private static partial void ServiceFailed(ILogger logger, string cluster, ForwarderError fault, string exception);

    private static int? StatusOf(IForwarderErrorFeature fault, HttpContext context)
    {
        // What Kestrel refuses while the body passes: 413 too large, 408 too slow, 400 broken off or badly framed.
        if (Causes(fault.Exception).OfType<BadHttpRequestException>().FirstOrDefault() is { } refused)
        {
            return refused.StatusCode;
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            return StatusCodes.Status499ClientClosedRequest;
        }

        // Cancelled, and not by the client: the time of the route is up.
        return fault.Error switch
        {
            ForwarderError.RequestCanceled or ForwarderError.ResponseBodyCanceled => StatusCodes.Status504GatewayTimeout,
            ForwarderError.RequestBodyCanceled => StatusCodes.Status408RequestTimeout,
            _ => null,
        };
    }

    private static IEnumerable<Exception> Causes(Exception? fault) => fault switch
    {
        null => [],
        AggregateException many => many.InnerExceptions.SelectMany(Causes),
        _ => Causes(fault.InnerException).Prepend(fault),
    };

    /// <summary>Reads W3C trace context, and no baggage: a caller could put anything in it, and it would travel through every service.</summary>
    private sealed class TraceContextOnly : DistributedContextPropagator
    {
        private static readonly DistributedContextPropagator W3C = CreateW3CPropagator();

        public override IReadOnlyCollection<string> Fields { get; } = [HeaderNames.TraceParent, HeaderNames.TraceState];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => W3C.Inject(activity, carrier, setter);

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
            => W3C.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
