using System.Globalization;
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
            Add(dienst, [.. settings.Adressen[dienst].Select(address => new Uri(address.AbsoluteUri.TrimEnd('/') + "/health/ready"))]);
        }

        Add("identiteit", [hostSettings.MetadataAddress]);

        void Add(string name, IReadOnlyList<Uri> copies) => checks.Add(new HealthCheckRegistration(
            name,
            provider => new Part(provider.GetRequiredService<ReadinessClient>(), copies),
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

    private sealed class Part(ReadinessClient client, IReadOnlyList<Uri> copies) : IHealthCheck
    {
        /// <summary>Of several copies one is enough to work, and all are needed to be well.</summary>
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var answers = await Task.WhenAll(copies.Select(copy => AskAsync(copy, cancellationToken)));
            var worst = answers.MinBy(answer => answer.Status);
            var failing = answers.Count(answer => answer.Status == HealthStatus.Unhealthy);
            if (answers.Length == 1 || failing == 0)
            {
                return worst;
            }

            return failing == answers.Length
                ? HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture, $"geen van de {failing} exemplaren werkt: {worst.Description}"))
                : HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"{failing} van de {answers.Length} exemplaren: {worst.Description}"));
        }

        private async Task<HealthCheckResult> AskAsync(Uri address, CancellationToken cancellationToken)
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
