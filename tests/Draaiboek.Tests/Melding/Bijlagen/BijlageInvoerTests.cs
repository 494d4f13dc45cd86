using System.Net;
using System.Net.Sockets;
using System.Text;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Whatever else comes in than one file that may be added: said in Dutch, nothing half-done, and no room taken from others.</summary>
public abstract class BijlageInvoerTests(ServicesFixture services)
{
    private const string Grens = "grens";
    private const string Bestand = "Content-Disposition: form-data; name=\"bestand\"; filename=\"MERK.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\nMERK\nstartxref\n0\n%%EOF\n";

    /// <summary>The parts of a form, what is said of it, and where: a field, or the kind of problem when the whole can't be read.</summary>
    public static readonly TheoryData<string, string[], string, string> Formulieren = new()
    {
        { "geen deel", [], "bestand", "ontbreekt" },
        { "andere naam", [Bestand.Replace("\"bestand\"", "\"MERK\"", StringComparison.Ordinal)], "bestand", "ontbreekt" },
        { "zonder naam", [Bestand.Replace("name=\"bestand\"; ", "", StringComparison.Ordinal)], "bestand", "ontbreekt" },
        { "geen formulierdeel", [Bestand.Replace("form-data", "attachment", StringComparison.Ordinal)], "bestand", "ontbreekt" },
        { "zonder kop", ["\r\n%PDF-1.7"], "bestand", "ontbreekt" },
        { "zonder bestandsnaam", [Bestand.Replace("; filename=\"MERK.pdf\"", "", StringComparison.Ordinal)], "bestand", "geen bestandsnaam" },
        { "lege bestandsnaam", [Bestand.Replace("MERK.pdf", "", StringComparison.Ordinal)], "bestand", "geen bestandsnaam" },
        { "leeg", [Bestand[..(Bestand.IndexOf("%PDF", StringComparison.Ordinal))]], "bestand", "is leeg" },
        { "twee bestanden", [Bestand, Bestand], "bestand", "niet alleen" },
        { "veld erbij", [Bestand, "Content-Disposition: form-data; name=\"MERK\"\r\n\r\nMERK"], "bestand", "niet alleen" },
        { "veld vooraf", ["Content-Disposition: form-data; name=\"MERK\"\r\n\r\nMERK", Bestand], "bestand", "ontbreekt" },
        { "webpagina", [Bestand.Replace("%PDF-1.7", "<!doctype html>", StringComparison.Ordinal)], "bestand", "bewaar een ander soort document als PDF" },
        { "svg als png", [Bestand.Replace("%PDF-1.7", "<svg onload=\"MERK\">", StringComparison.Ordinal).Replace("application/pdf", "image/png", StringComparison.Ordinal)], "bestand", "PDF, JPEG, PNG, WebP of HEIC" },
        { "pdf zonder einde", [Bestand.Replace("%%EOF", "", StringComparison.Ordinal)], "bestand", "niet volledig" },
        { "kop te lang", ["X-Merk: " + new string('m', 20_000) + "\r\n" + Bestand], "onleesbare-invoer", "kop van een deel" },
        { "kop zonder dubbelpunt", ["MERK\r\n" + Bestand], "onleesbare-invoer", "kop van een deel" },
    };

    [Theory]
    [MemberData(nameof(Formulieren))]
    public async Task Given_a_form_that_is_not_one_file_that_may_be_added_Then_it_is_said_what_is_wrong(string hoe, string[] delen, string waar, string wat)
    {
        Assert.NotEqual(hoe, wat);
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var response = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Grens, gesloten: true, delen));
        var gezegd = waar == "bestand" ? await response.EnigeFoutAsync("bestand") : (string?)(await response.ProbleemAsync(400, waar))["detail"];
        Assert.Contains(wat, gezegd, StringComparison.Ordinal);
        Assert.Empty(await services.BijlagenAsync(melding));
    }

    [Theory]
    [InlineData("multipart/form-data", 400)]
    [InlineData("multipart/form-data; boundary=", 400)]
    [InlineData("multipart/form-data; boundary=\"\"", 400)]
    [InlineData("multipart/form-data; boundary=een-andere", 400)]
    [InlineData("multipart/form-data; boundary={71}", 400)]
    [InlineData("multipart/mixed; boundary=grens", 415)]
    [InlineData("application/json", 415)]
    [InlineData("application/pdf", 415)]
    [InlineData("onzin", 415)]
    [InlineData("", 415)]
    public async Task Given_a_content_type_that_is_not_that_of_the_form_Then_it_is_refused(string type, int status)
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var inhoud = Bijlageverzoeken.Formulier(Grens, gesloten: true, Bestand);
        inhoud.Headers.Remove("Content-Type");
        if (type.Length > 0)
        {
            inhoud.Headers.TryAddWithoutValidation("Content-Type", type.Replace("{71}", new string('g', 71), StringComparison.Ordinal));
        }

        using var response = await services.StuurBijlageAsync(melding, inhoud);
        await response.ProbleemAsync(status, status == 415 ? "verkeerd-mediatype" : "onleesbare-invoer");
    }

    [Fact]
    public async Task Given_a_form_as_browsers_and_curl_send_it_When_its_name_tries_to_mislead_Then_it_is_taken_and_shown_clean()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var response = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(
            "----grensVanEenBrowser", gesloten: true, Bestand.Replace("MERK.pdf", "..\\..\\één%22 \u202efdp.exe", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("één_ fdp.exe.pdf", (string?)Assert.Single(await services.BijlagenAsync(melding))!["naam"]);
        using var gelezen = await services.LeesBijlageAsync(melding, await response.BijlageIdAsync());
        Assert.Equal("één_ fdp.exe.pdf", gelezen.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.All(gelezen.Content.Headers.GetValues("Content-Disposition").Single(), teken => Assert.InRange(teken, ' ', '~'));
    }

    [Fact]
    public async Task Given_a_form_that_stops_before_its_end_When_it_is_sent_Then_nothing_is_kept()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var response = await services.StuurBijlageAsync(melding, Bijlageverzoeken.Formulier(Grens, gesloten: false, Bestand));
        await response.ProbleemAsync(400, "onleesbare-invoer");
        Assert.Empty(await services.BijlagenAsync(melding));
    }

    [Fact]
    public async Task Given_a_request_far_over_the_limit_When_it_is_announced_Then_413_at_once()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var tcp = await BeginAsync(melding, "melder-groot", lengte: 30 * Bijlageverzoeken.Megabyte, Encoding.ASCII.GetBytes("--grens\r\n"));
        Assert.StartsWith("HTTP/1.1 413 ", await AntwoordAsync(tcp), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_client_that_hangs_up_halfway_When_it_is_gone_Then_nothing_is_kept_and_its_place_is_free()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        for (var keer = 0; keer < Uploadplaatsen.PerAanvrager; keer++)
        {
            using var tcp = await BeginAsync(melding, "melder-weg", 3 * Bijlageverzoeken.Megabyte, Begin(2 * Bijlageverzoeken.Megabyte));
            await Task.Delay(100);
            tcp.LingerState = new LingerOption(true, keer % 2);
        }

        using var client = Client("melder-weg");
        // It hears that somebody hung up when it gets to it.
        await ServicesFixture.EventuallyAsync("a free place", async () => await StuurAsync(client, melding) == HttpStatusCode.Created);
        Assert.Single(await services.BijlagenAsync(melding));
        Assert.Equal(1, await services.InDbAsync<MeldingDbContext, int>(
            MeldingService.Name, db => db.Bijlagedelen.CountAsync(deel => db.Bijlagen.Any(b => b.Id == deel.BijlageId && b.MeldingId == melding))));
        Assert.DoesNotContain(services.Log.Lines, regel => regel.Contains("Onverwachte fout", StringComparison.Ordinal) && regel.Contains("bijlagen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_a_caller_that_holds_its_places_When_it_sends_one_more_Then_503_with_Retry_After_and_another_caller_goes_on()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var traag = new List<TcpClient>();
        for (var keer = 0; keer < Uploadplaatsen.PerAanvrager; keer++)
        {
            traag.Add(await BeginAsync(melding, "melder-traag", 3 * Bijlageverzoeken.Megabyte, Begin(100_000)));
        }

        using var client = Client("melder-traag");
        // As long as the slow ones have not all begun there is a place; each try at a melding of its own, for one takes only so many.
        await ServicesFixture.EventuallyAsync("no place left", async () =>
            await StuurAsync(client, await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder)) == HttpStatusCode.ServiceUnavailable);
        using var geenPlaats = await client.StuurAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf()));
        await geenPlaats.ProbleemAsync(503, "niet-beschikbaar");
        Assert.NotNull(geenPlaats.Headers.RetryAfter);
        using var ander = Client("melder-ander");
        using var gelukt = await ander.StuurAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf()));
        Assert.Equal(HttpStatusCode.Created, gelukt.StatusCode);
        traag.ForEach(tcp => tcp.Dispose());
    }

    [Fact]
    public async Task Given_a_slow_upload_When_another_writes_to_the_same_melding_Then_it_does_not_wait()
    {
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var traag = await BeginAsync(melding, "melder-half", 3 * Bijlageverzoeken.Megabyte, Begin(1_500_000));
        await Task.Delay(300);
        using var aangevuld = await services.StapAsync(melding, "aanvullingen", """{"tekst":"Synthetische aanvulling."}""", Invoer.Medewerker).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.Created, aangevuld.StatusCode);
    }

    private static byte[] Begin(int bytes)
        => [.. Encoding.ASCII.GetBytes("--grens\r\n" + Bestand[..Bestand.IndexOf("MERK\n", StringComparison.Ordinal)]), .. new byte[bytes]];

    private static async Task<string> AntwoordAsync(TcpClient tcp)
    {
        using var geduld = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var bytes = new byte[2_000];
        var aantal = await tcp.GetStream().ReadAtLeastAsync(bytes, 15, throwOnEndOfStream: false, geduld.Token);
        return Encoding.ASCII.GetString(bytes, 0, aantal);
    }

    private static async Task<HttpStatusCode> StuurAsync(HttpClient client, Guid melding)
    {
        using var response = await client.StuurAsync(melding, Bijlageverzoeken.Formulier(Bestanden.Pdf()));
        return response.StatusCode;
    }

    private HttpClient Client(string sub) => services.ClientWithToken(MeldingService.Name, services.Authority.Token([Invoer.Melder], sub: sub));

    /// <summary>Sends the first bytes of a request that promises more.</summary>
    private async Task<TcpClient> BeginAsync(Guid melding, string sub, int lengte, byte[] begin)
    {
        using var client = Client(sub);
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, client.BaseAddress!.Port);
        var kop = $"POST {Bijlageverzoeken.Bijlagen(melding)} HTTP/1.1\r\nHost: draaiboek\r\nAuthorization: {client.DefaultRequestHeaders.Authorization}\r\nContent-Type: multipart/form-data; boundary=grens\r\nContent-Length: {lengte}\r\n\r\n";
        await tcp.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(kop), .. begin]);
        return tcp;
    }
}

public sealed class BijlageInvoerTestsEmbedded(EmbeddedServices services) : BijlageInvoerTests(services), IClassFixture<EmbeddedServices>;

public sealed class BijlageInvoerTestsDistributed(DistributedServices services) : BijlageInvoerTests(services.OrSkip()), IClassFixture<DistributedServices>;
