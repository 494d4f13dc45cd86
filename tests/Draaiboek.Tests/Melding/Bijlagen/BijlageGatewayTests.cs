using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Draaiboek.Gateway;
using Draaiboek.Hosting;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>A bijlage on its whole way, gateway and services.</summary>
public abstract class BijlageGatewayTests(ServicesFixture services) : IAsyncLifetime
{
    private const string Bestand = "Content-Disposition: form-data; name=\"bestand\"; filename=\"pagina.html\"\r\n\r\n<html>";

    private WebApplication? _gateway;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:Url"] = "http://127.0.0.1:0",
            ["Draaiboek:Identity:Authority"] = services.Authority.Url.AbsoluteUri,
            ["Draaiboek:Gateway:Clusters:auth"] = services.Authority.Url.AbsoluteUri,
        };
        foreach (var dienst in Postvak.Diensten)
        {
            using var client = services.ClientWithToken(dienst, null);
            settings[$"Draaiboek:Gateway:Clusters:{dienst}"] = client.BaseAddress!.AbsoluteUri;
        }

        _gateway = GatewayService.Build(new ServiceOptions { Settings = settings, TimeProvider = services.Time, Logging = logging => logging.ClearProviders() });
        await _gateway.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_exactly_20_MB_When_it_goes_through_the_gateway_Then_it_comes_back_byte_for_byte(bool chunked)
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var inhoud = Bestanden.Van("heic", 20 * Bijlageverzoeken.Megabyte);
        using var client = Client();
        client.DefaultRequestHeaders.TransferEncodingChunked = chunked;
        using var toegevoegd = await client.StuurAsync(melding, Bijlageverzoeken.Formulier(inhoud, "foto ünï.heic"));
        Assert.True(toegevoegd.StatusCode == HttpStatusCode.Created, await toegevoegd.Content.ReadAsStringAsync());

        client.DefaultRequestHeaders.TransferEncodingChunked = null;
        using var gelezen = await client.GetAsync(toegevoegd.Headers.Location);
        Assert.Equal(inhoud, await gelezen.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            ("foto ünï.heic", "nosniff", "sandbox; default-src 'none'"),
            (gelezen.Content.Headers.ContentDisposition!.FileNameStar, gelezen.Headers.GetValues("X-Content-Type-Options").Single(), gelezen.Headers.GetValues("Content-Security-Policy").Single()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_one_byte_more_When_it_is_sent_Then_413(bool chunked)
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var client = Client();
        client.DefaultRequestHeaders.TransferEncodingChunked = chunked;
        using var een = await client.StuurAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf((20 * Bijlageverzoeken.Megabyte) + 1)));
        await een.ProbleemAsync(413, "te-groot");
        Assert.Empty(await services.BijlagenAsync(melding));
    }

    [Fact]
    public async Task Given_what_is_refused_at_its_first_bytes_When_there_are_20_MB_of_it_Then_the_words_of_the_service_come_through()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var client = Client();
        using var verkeerd = await client.StuurAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Vul("<html>", "", 20 * Bijlageverzoeken.Megabyte)));
        Assert.Contains("als PDF", await verkeerd.EnigeFoutAsync("bestand"), StringComparison.Ordinal);
        using var nergens = await client.StuurAsync(Guid.NewGuid(), Bijlageverzoeken.Formulier(Bestanden.Pdf(20 * Bijlageverzoeken.Megabyte)));
        await nergens.ProbleemAsync(404, "niet-gevonden");
    }

    [Fact]
    public async Task Given_what_is_refused_at_its_first_bytes_When_the_rest_comes_slowly_Then_the_words_of_the_service_still_come_through()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var client = Client();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, client.BaseAddress!.Port);
        var stroom = tcp.GetStream();
        var inhoud = await Bijlageverzoeken.Formulier("grens", gesloten: true, Bestand + new string('x', 3 * Bijlageverzoeken.Megabyte)).ReadAsByteArrayAsync();
        await stroom.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Bijlageverzoeken.Bijlagen(melding)} HTTP/1.1\r\nHost: draaiboek\r\nAuthorization: {client.DefaultRequestHeaders.Authorization}\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=grens\r\nContent-Length: {inhoud.Length}\r\n\r\n"));
        await stroom.WriteAsync(inhoud.AsMemory(0, 2 * Bijlageverzoeken.Megabyte));
        // Longer than a server keeps reading what nobody asked it to.
        await Task.Delay(TimeSpan.FromSeconds(8));
        await stroom.WriteAsync(inhoud.AsMemory(2 * Bijlageverzoeken.Megabyte));
        using var lezer = new StreamReader(stroom);
        var antwoord = await lezer.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.StartsWith("HTTP/1.1 400 ", antwoord, StringComparison.Ordinal);
        Assert.Contains("als PDF", antwoord, StringComparison.Ordinal);
    }

    private HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = new Uri(_gateway!.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", services.Authority.Token([Invoer.Melder]));
        return client;
    }
}

public sealed class BijlageGatewayTestsEmbedded(EmbeddedServices services) : BijlageGatewayTests(services), IClassFixture<EmbeddedServices>;

public sealed class BijlageGatewayTestsDistributed(DistributedServices services) : BijlageGatewayTests(services.OrSkip()), IClassFixture<DistributedServices>;

/// <summary>What the gateway lets pass on this route, and on what only looks like it.</summary>
public sealed class BijlageLimietTests
{
    private static readonly string[] Melder = ["melder:0400506961"];

    [Theory]
    [InlineData("POST", "/api/meldingen/7/bijlagen", true)]
    [InlineData("POST", "/api/meldingen/7/bijlagen/", true)]
    [InlineData("POST", "/API/Meldingen/7/Bijlagen", true)]
    [InlineData("PUT", "/api/meldingen/7/bijlagen", false)]
    [InlineData("POST", "/api/meldingen/7/bijlagen/8/verwijdering", false)]
    [InlineData("POST", "/api/meldingen/7/aanvullingen", false)]
    [InlineData("POST", "/api/meldingen/bijlagen", false)]
    [InlineData("POST", "/api/assessments/7/bijlagen", false)]
    public async Task Given_two_megabytes_When_they_are_sent_Then_only_a_new_bijlage_may_be_so_large(string methode, string pad, bool mag)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var token = gateway.Authority.Token([.. Melder, "centrummedewerker:payoke"]);
        // No further than the gateway has to read: a client that keeps sending may meet a closed connection before it reads.
        var kop = $"{methode} {pad} HTTP/1.1\r\nHost: draaiboek\r\nAuthorization: Bearer {token}\r\nConnection: close\r\nContent-Length: {2 * Bijlageverzoeken.Megabyte}\r\n\r\n";
        var antwoord = await gateway.RawAsync(mag ? kop + new string('x', 2 * Bijlageverzoeken.Megabyte) : kop);
        Assert.StartsWith(mag ? "HTTP/1.1 200 " : "HTTP/1.1 413 ", antwoord, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_the_time_of_other_routes_When_a_bijlage_takes_longer_Then_it_may()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            async context =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1.5), context.RequestAborted);
                await context.Response.WriteAsync("klaar");
            },
            ("Gateway:Timeouts:Api", "0.5"),
            ("Gateway:Timeouts:Attachments", "10"));
        var token = gateway.Authority.Token(Melder);
        using var traag = await gateway.SendAsync("GET", "/api/meldingen/7/geschiedenis", token);
        using var bijlage = await gateway.SendAsync("GET", "/api/meldingen/7/bijlagen/8", token);
        using var toevoegen = await gateway.SendAsync("POST", "/api/meldingen/7/bijlagen", token, request => request.Content = new StringContent("x"));
        Assert.Equal((HttpStatusCode.GatewayTimeout, HttpStatusCode.OK, HttpStatusCode.OK), (traag.StatusCode, bijlage.StatusCode, toevoegen.StatusCode));
    }

    [Fact]
    public async Task Given_a_caller_that_sends_many_bijlagen_When_it_is_at_its_limit_Then_429_for_these_alone_and_for_nobody_else()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(("Gateway:Limits:Attachments:PerMinute", "1"), ("Gateway:Limits:Attachments:Burst", "2"));
        var druk = gateway.Authority.Token(Melder, sub: "druk");
        var statussen = new List<int>();
        for (var keer = 0; keer < 3; keer++)
        {
            using var response = await gateway.SendAsync("POST", "/api/meldingen/7/bijlagen", druk);
            statussen.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 200, 429], statussen);
        using var lezen = await gateway.SendAsync("GET", "/api/meldingen/7/bijlagen/8", druk);
        using var anders = await gateway.SendAsync("POST", "/api/meldingen/7/aanvullingen", druk);
        using var ander = await gateway.SendAsync("POST", "/api/meldingen/7/bijlagen", gateway.Authority.Token(Melder, sub: "rustig"));
        Assert.All([lezen, anders, ander], response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }
}
