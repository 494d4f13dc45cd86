using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Draaiboek.Inrichting;

/// <summary>The part of RabbitMQ's management API that is needed here. Every call says how it must be, so all can be repeated.</summary>
internal sealed class ManagementApi : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;

    public ManagementApi(Uri address, string username, string password)
    {
        _http = new HttpClient { BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/api/"), Timeout = TimeSpan.FromSeconds(15) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));
    }

    /// <summary>Waits until the broker answers.</summary>
    /// <exception cref="InrichtingException">It answers, and does not let this user in.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri("overview", UriKind.Relative), cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                {
                    throw new InrichtingException("De broker weigert de beheerder van Draaiboek:Inrichting:RabbitMq: kijk gebruiker en wachtwoord na.");
                }
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            await Task.Delay(Again, cancellationToken);
        }
    }

    public Task PutAsync(string[] path, object body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Put, path, body, cancellationToken);

    public Task PostAsync(string[] path, object body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, path, body, cancellationToken);

    /// <summary>What was there is gone; what was not, is no mistake.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> DeleteAsync(string[] path, CancellationToken cancellationToken)
    {
        using var answer = await _http.DeleteAsync(Address(path), cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        EnsureTaken(answer, path);
        return true;
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(HttpMethod method, string[] path, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, Address(path)) { Content = JsonContent.Create(body) };
        // The broker takes no chunks here.
        await request.Content.LoadIntoBufferAsync(cancellationToken);
        using var answer = await _http.SendAsync(request, cancellationToken);
        EnsureTaken(answer, path);
    }

    private static void EnsureTaken(HttpResponseMessage answer, string[] path)
    {
        if ((int)answer.StatusCode >= 500)
        {
            // It is going down or not quite up; as good as not there.
            answer.EnsureSuccessStatusCode();
        }

        if (!answer.IsSuccessStatusCode)
        {
            throw new InrichtingException($"De broker weigert {string.Join('/', path)} met status {(int)answer.StatusCode}.");
        }
    }

    private static Uri Address(string[] path) => new(string.Join('/', path.Select(Uri.EscapeDataString)), UriKind.Relative);
}
