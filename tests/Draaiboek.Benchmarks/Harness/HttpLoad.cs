using System.Diagnostics;
using System.Net;

namespace Draaiboek.Benchmarks;

/// <summary>So many clients, each with one request at a time, for so long. Every answer is read to its end, and one that is not as expected ends the benchmark.</summary>
internal sealed class HttpLoad : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    });

    /// <param name="make">The request of this client; made anew each time.</param>
    /// <returns>Requests a second.</returns>
    public async Task<double> RunAsync(int clients, TimeSpan duration, HttpStatusCode expected, Func<int, HttpRequestMessage> make)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => LoopAsync(client, clock, duration, expected, make))));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    public void Dispose() => _http.Dispose();

    private async Task<int> LoopAsync(int client, Stopwatch clock, TimeSpan duration, HttpStatusCode expected, Func<int, HttpRequestMessage> make)
    {
        var count = 0;
        while (clock.Elapsed < duration)
        {
            using var request = make(client);
            using var response = await _http.SendAsync(request, CancellationToken.None);
            if (response.StatusCode != expected)
            {
                throw new InvalidOperationException($"{request.RequestUri} antwoordde {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }

            await response.Content.CopyToAsync(Stream.Null);
            count++;
        }

        return count;
    }
}
