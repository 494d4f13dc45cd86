using System.Text.Json;
using Draaiboek.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Draaiboek.Gateway;

/// <summary>
/// <c>/health/ready</c> asks every service whether it is ready, and the authority for its discovery document: without keys no token can be checked.
/// Names the part that is not; says nothing of where it stands.
/// </summary>
internal static class Readiness
{
    public static void AddReadiness(this IServiceCollection services, GatewaySettings settings, HostSettings hostSettings)
    {
        services.AddSingleton(_ => new ReadinessClient(settings.Timeouts));
        var checks = services.AddHealthChecks();
        foreach (var dienst in Clusters.Diensten)
        {
            Add(dienst, new Uri(settings.Adressen[dienst].AbsoluteUri.TrimEnd('/') + "/health/ready"));
        }

        Add("identiteit", hostSettings.MetadataAddress);

        void Add(string name, Uri address) => checks.Add(new HealthCheckRegistration(
            name,
            provider => new Part(provider.GetRequiredService<ReadinessClient>(), address),
            HealthStatus.Unhealthy,
            tags: null));
    }

    internal sealed class ReadinessClient(GatewayTimeouts timeouts) : IDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            Timeout = timeouts.Health,
            MaxResponseContentBufferSize = 256 * 1024,
        };

        public Task<HttpResponseMessage> AskAsync(Uri address, CancellationToken cancellationToken) => _http.GetAsync(address, cancellationToken);

        public void Dispose() => _http.Dispose();
    }

    private sealed class Part(ReadinessClient client, Uri address) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                using var answer = await client.AskAsync(address, cancellationToken);
                if (!answer.IsSuccessStatusCode)
                {
                    return HealthCheckResult.Unhealthy($"meldt zich niet gereed (status {(int)answer.StatusCode})");
                }

                return IsDegraded(await answer.Content.ReadAsByteArrayAsync(cancellationToken))
                    ? HealthCheckResult.Degraded("werkt, met een waarschuwing")
                    : HealthCheckResult.Healthy("in orde");
            }
            catch (HttpRequestException)
            {
                return HealthCheckResult.Unhealthy("onbereikbaar");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return HealthCheckResult.Unhealthy("antwoordt niet op tijd");
            }
        }

        /// <summary>A service that is degraded answers 200 and says so in <c>toestand</c>.</summary>
        private static bool IsDegraded(byte[] body)
        {
            try
            {
                using var document = JsonDocument.Parse(body);
                return document.RootElement.ValueKind == JsonValueKind.Object
                    && document.RootElement.TryGetProperty("toestand", out var toestand)
                    && toestand.ValueKind == JsonValueKind.String
                    && toestand.ValueEquals("degraded");
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }
}
