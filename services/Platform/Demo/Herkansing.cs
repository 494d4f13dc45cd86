using System.Net;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>
/// Sends a request again as long as the trouble may pass: no connection, 408, 429, 502, 503, 504. Every creating
/// request carries an idempotency key, so that sending it twice does it once.
/// </summary>
internal sealed class Herkansing(HttpClient http, TimeProvider tijd, Action<string> meld)
{
    private static readonly TimeSpan EersteWachttijd = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LangsteWachttijd = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Geduld = TimeSpan.FromMinutes(2);

    // A platform that says when to come back is not broken; a full window of its rate limit may take a minute each time.
    private static readonly TimeSpan GeduldOpVerzoek = TimeSpan.FromMinutes(5);

    private int _gemeld;

    /// <exception cref="DemoGestoptException">The trouble did not pass in time.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> maak, CancellationToken cancellationToken)
    {
        var begin = tijd.GetTimestamp();
        for (var poging = 0; ; poging++)
        {
            var (antwoord, reden) = await ProbeerAsync(maak, cancellationToken);
            if (antwoord is not null && !IsVoorbijgaand(antwoord.StatusCode))
            {
                return antwoord;
            }

            var gevraagd = GevraagdeWachttijd(antwoord);
            antwoord?.Dispose();
            var wacht = gevraagd > Wachttijd(poging) ? gevraagd.Value : Wachttijd(poging);
            if (tijd.GetElapsedTime(begin) + wacht > (gevraagd is null ? Geduld : GeduldOpVerzoek))
            {
                throw new DemoGestoptException($"Het platform antwoordt niet: {reden}.");
            }

            if (Interlocked.Exchange(ref _gemeld, 1) == 0)
            {
                meld($"Het platform antwoordt even niet ({reden}); de demo probeert het opnieuw.");
            }

            await Task.Delay(wacht, tijd, cancellationToken);
        }
    }

    private async Task<(HttpResponseMessage? Antwoord, string Reden)> ProbeerAsync(Func<HttpRequestMessage> maak, CancellationToken cancellationToken)
    {
        using var verzoek = maak();
        try
        {
            var antwoord = await http.SendAsync(verzoek, cancellationToken);
            return (antwoord, $"status {(int)antwoord.StatusCode}");
        }
        catch (Exception fout) when (fout is HttpRequestException or IOException)
        {
            return (null, $"geen verbinding met {verzoek.RequestUri?.GetLeftPart(UriPartial.Authority)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "geen antwoord binnen de tijd");
        }
    }

    private static bool IsVoorbijgaand(HttpStatusCode status) => status is
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    // Half fixed, half by chance: eight lines that were refused together must not come back together.
    private static TimeSpan Wachttijd(int poging)
    {
        var vol = TimeSpan.FromTicks(Math.Min(EersteWachttijd.Ticks << Math.Min(poging, 10), LangsteWachttijd.Ticks));
        return (vol / 2) + (vol / 2 * Random.Shared.NextDouble());
    }

    private TimeSpan? GevraagdeWachttijd(HttpResponseMessage? antwoord) => antwoord?.Headers.RetryAfter switch
    {
        { Delta: { } duur } => duur,
        { Date: { } moment } => moment - tijd.GetUtcNow(),
        _ => null,
    };
}
