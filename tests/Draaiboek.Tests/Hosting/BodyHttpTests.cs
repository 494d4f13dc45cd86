using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>What can't be read at all is refused before any member is judged, with the place and never the text (DESIGN 8).</summary>
public abstract class BodyHttpTests(ServicesFixture services)
{
    private const int VijfMegabyte = 5 * 1024 * 1024;

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("""{"soort":MERK}""")]
    [InlineData("""{"soort":"MERK",}""")]
    [InlineData("""{"soort":"MERK" /* MERK */}""")]
    [InlineData("""{"soort":"MERK"} {"soort":"MERK"}""")]
    [InlineData("""{'soort':'MERK'}""")]
    [InlineData("{\"soort\":\"MERK\nMERK\"}")]
    [InlineData("""{"soort":NaN}""")]
    [InlineData("[]")]
    [InlineData("""[{"soort":"MERK"}]""")]
    [InlineData("\"MERK\"")]
    [InlineData("null")]
    [InlineData("42")]
    public async Task Given_a_body_that_is_no_JSON_object_When_it_is_sent_Then_400_says_so(string tekst)
    {
        using var response = await services.PostMeldingAsync(Meldingverzoeken.AlsJson(tekst));
        Assert.Matches("^(Geen geldige JSON|De inhoud moet één JSON-object zijn)", await DetailAsync(response));
    }

    [Theory]
    [InlineData("""{"soort":"MERK","soort":"infoFenomeen"}""")]
    [InlineData("""{"jongere":{"voornaam":"MERK-1","geslacht":"x","voornaam":"MERK-2"}}""")]
    [InlineData("""{"signalen":[{"MERK":1},{"MERK":1,"MERK":2}]}""")]
    [InlineData("""{"soort":"MERK","s\u006fort":"infoFenomeen"}""")]
    [InlineData("""{"onbekend":{"onbekend":[[{"merk":null,"merk":null}]]}}""")]
    public async Task Given_a_member_twice_in_one_object_When_it_is_sent_Then_neither_is_believed(string tekst)
    {
        using var response = await services.PostMeldingAsync(Meldingverzoeken.AlsJson(tekst));
        Assert.StartsWith("Een veld staat twee keer", await DetailAsync(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"omschrijving":"MERK \ud800"}""", "half teken")]
    [InlineData("""{"jongere":{"voornaam":"\udc00\ud800"}}""", "half teken")]
    [InlineData("""{"signalen":["\ud83d"]}""", "half teken")]
    [InlineData("""{"MERK\ud800":1}""", "veldnaam")]
    public async Task Given_a_lone_surrogate_When_it_is_sent_Then_it_is_no_text(string tekst, string boodschap)
    {
        using var response = await services.PostMeldingAsync(Meldingverzoeken.AlsJson(tekst));
        Assert.Contains(boodschap, await DetailAsync(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xc3, 0x28 })]
    [InlineData(new byte[] { 0xc0, 0xaf })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    public async Task Given_bytes_that_are_no_UTF8_When_they_are_sent_Then_400_says_so(byte[] bytes)
    {
        var inhoud = new ByteArrayContent([.. "{\"omschrijving\":\"MERK"u8, .. bytes, .. "\"}"u8]);
        inhoud.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await services.PostMeldingAsync(inhoud);
        Assert.Equal("De tekst is geen geldige UTF-8.", await DetailAsync(response));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    [InlineData("[", "")]
    public async Task Given_10_000_levels_When_they_are_sent_Then_400_and_the_service_goes_on(string open, string dicht)
    {
        var diep = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(dicht, 10_000));
        using var response = await services.PostMeldingAsync(Meldingverzoeken.AlsJson($"{{\"omschrijving\":{diep}}}"));
        Assert.Contains("dieper genest", await DetailAsync(response), StringComparison.Ordinal);
        await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData(null)]
    public async Task Given_another_content_type_When_it_is_sent_Then_415(string? type)
    {
        var inhoud = new ByteArrayContent(Encoding.UTF8.GetBytes(Invoer.Assessmentvraag().ToJsonString()));
        inhoud.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        using var response = await services.PostMeldingAsync(inhoud);
        await response.ProbleemAsync(415, "verkeerd-mediatype");
    }

    [Fact]
    public async Task Given_a_body_just_within_the_limit_When_it_is_sent_Then_only_its_content_counts()
    {
        var leeg = Invoer.Assessmentvraag().ToJsonString();
        using var past = await services.PostMeldingAsync(Meldingverzoeken.AlsJson(leeg + new string(' ', (256 * 1024) - Encoding.UTF8.GetByteCount(leeg))));
        Assert.Equal(HttpStatusCode.Created, past.StatusCode);
        using var over = await services.PostMeldingAsync(Meldingverzoeken.AlsJson(leeg + new string(' ', (256 * 1024) + 1 - Encoding.UTF8.GetByteCount(leeg))));
        await over.ProbleemAsync(413, "te-groot");
    }

    /// <summary>Over a bare connection: what is judged is what the service answers, not what a client makes of a connection that closes while it sends.</summary>
    [Theory]
    [InlineData("content-length")]
    [InlineData("chunked")]
    public async Task Given_a_body_of_5_MB_When_it_is_sent_Then_413_before_all_of_it_is_read(string hoe)
    {
        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        using var socket = new TcpClient();
        await socket.ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port);
        var stream = socket.GetStream();
        var antwoord = ReadAsync(stream);
        var hoofding = $"POST /api/meldingen HTTP/1.1\r\nHost: localhost\r\nAuthorization: {client.DefaultRequestHeaders.Authorization}\r\nContent-Type: application/json\r\n"
            + (hoe == "chunked" ? "Transfer-Encoding: chunked\r\n\r\n" : $"Content-Length: {VijfMegabyte}\r\n\r\n");
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(hoofding));
            var stuk = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
            for (var verstuurd = 0; verstuurd < VijfMegabyte && !antwoord.IsCompleted; verstuurd += stuk.Length)
            {
                await stream.WriteAsync(hoe == "chunked" ? [.. "10000\r\n"u8, .. stuk, .. "\r\n"u8] : stuk);
            }
        }
        catch (IOException)
        {
            // The service closed the connection: it need not read what it refused.
        }

        Assert.StartsWith("HTTP/1.1 413", await antwoord.WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
        await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[1024];
        var read = await stream.ReadAtLeastAsync(buffer, 12, throwOnEndOfStream: false);
        return Encoding.ASCII.GetString(buffer, 0, read);
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response)
        => (await response.ProbleemAsync(400, "onleesbare-invoer"))["detail"]!.GetValue<string>();
}

public sealed class BodyHttpTestsEmbedded(EmbeddedServices services) : BodyHttpTests(services), IClassFixture<EmbeddedServices>;

public sealed class BodyHttpTestsDistributed(DistributedServices services) : BodyHttpTests(services.OrSkip()), IClassFixture<DistributedServices>;
